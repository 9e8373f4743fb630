import fc from 'fast-check';
import { createPeopleSource } from '../../db/people-answers';
import type { Answer, People, Question } from '../../domain/model/question';
import type { Absence, Directory, StaffEntry } from '../../domain/model/people';
import { KnownPeople } from '../../domain/people/known-people';
import type { KnownRules } from '../../domain/people/pool-members';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { organisationsFor } from '../../procedures/checker/organisations';
import { anyStep, later, live } from '../support/core-lives';
import { saveDirectory } from '../support/saved-directory';
import { shippedRuleBooks } from '../support/shipped-books';
import { freshDatabase, type Database } from './database';

const START = '2026-02-09T02:00:00.000Z';
const SEED = 20_261_129;
const MARKS = ['order:1', 'order:2'];

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

/** People who take down what they are asked, each thing once, and what they answer. */
class Listening extends KnownPeople {
  readonly heard = new Map<string, { readonly question: Question; readonly answer: Answer }>();

  override ask: People['ask'] = (name, about) => {
    const question = { ask: name, ...about } as Question;
    const answer = super.ask(name, about);
    this.heard.set(JSON.stringify(question), { question, answer });
    return answer;
  };
}

/** The organisation with much that is wrong in it: people away, with interests, gone, below each other. */
function anyTrouble(directory: Directory): fc.Arbitrary<Directory> {
  const ids = Object.keys(directory.staff);
  const anybody = fc.constantFrom(...ids);
  const anyAbsence: fc.Arbitrary<Absence> = fc
    .record(
      { from: fc.integer({ min: -2, max: 40 }), days: fc.integer({ min: 1, max: 60 }), standIn: anybody },
      { requiredKeys: ['from', 'days'] },
    )
    .map(({ from, days, ...more }) => ({
      from: later(START, from * 1440),
      to: later(START, (from + days) * 1440),
      ...more,
    }));
  const anyEntry: fc.Arbitrary<Partial<StaffEntry>> = fc.record(
    {
      absences: fc.array(anyAbsence, { maxLength: 2 }).map((all) => all.sort((a, b) => (a.from < b.from ? -1 : 1))),
      interests: fc.subarray(MARKS),
      manager: anybody,
      department: fc.constantFrom(...Object.keys(directory.departments)),
    },
    { requiredKeys: [] },
  );
  return fc
    .record({ more: fc.dictionary(anybody, anyEntry), gone: fc.subarray(ids, { maxLength: 3 }) })
    .map(({ more, gone }): Directory => ({
      ...directory,
      staff: Object.fromEntries(
        Object.entries(directory.staff)
          .filter(([id]) => !gone.includes(id))
          .map(([id, entry]) => [id, withoutSelf(id, { ...entry, ...more[id] })]),
      ),
    }));
}

/** Nobody is written down as their own stand-in: the table refuses it. */
function withoutSelf(id: string, { absences = [], ...entry }: StaffEntry): StaffEntry {
  const kept = absences.map(({ standIn, ...away }) =>
    standIn === undefined || standIn === id ? away : { ...away, standIn },
  );
  const distinct = kept.filter(
    ({ from, to }, at) => kept.findIndex((one) => one.from === from && one.to === to) === at,
  );
  return { ...entry, absences: distinct };
}

test.each(shippedRuleBooks().map(({ procedure }) => [procedure.key, procedure] as const))(
  'whatever a life by %s asks about people is answered by the database as in memory',
  async (_, procedure) => {
    const [organisation] = organisationsFor(procedure);
    if (!organisation) throw new Error('an organisation can be made up for every procedure');
    const lives = fc.sample(
      fc.record({
        directory: anyTrouble(organisation.people),
        steps: fc.array(anyStep, { minLength: 5, maxLength: 25 }),
        about: fc.subarray(MARKS),
      }),
      { numRuns: 3, seed: SEED },
    );
    for (const { directory, steps, about } of lives) {
      const people = new Listening(directory);
      const rules: KnownRules = { procedure, calendar: compileCalendar(procedure.calendar), people };
      live(rules, steps, 0, { about, category: Object.keys(procedure.categories)[0] ?? '' });
      await saveDirectory(database.pool, directory);
      const heard = [...people.heard.values()];
      expect(heard.length).toBeGreaterThan(0);
      const answers = await createPeopleSource(database.pool).answer(heard.map(({ question }) => question));
      heard.forEach(({ question, answer }, index) => expect([question, answers[index]]).toEqual([question, answer]));
    }
  },
);
