import fc from 'fast-check';
import { decide } from '../../domain/decide';
import type { Act } from '../../domain/model/act';
import type { Directory, StaffEntry } from '../../domain/model/people';
import type { Answer, Question } from '../../domain/model/question';
import type { BareRules, Rules } from '../../domain/model/rules';
import { Answers, type AnswerSource, knowing } from '../../domain/people/asking';
import { KnownPeople } from '../../domain/people/known-people';
import type { KnownRules } from '../../domain/people/pool-members';
import { anyStep, live } from '../support/core-lives';
import { elapsedHours, shortChain, sideBySide } from '../support/core-rules';
import { everyWord } from '../support/every-word';
import { ownersOfEveryKind } from '../support/owner-rules';
import { samplePeopleWith } from '../support/sample-people';
import { acts, developer, local, sampleRegistration } from '../support/story';

const RUNS = 20;
const MOST_ROUNDS = 8;
const MOST_CHARACTERS = 1500;

/** Some away, with stand-ins, and some with an interest, who have to do with the complaints that are lived. */
const people = samplePeopleWith({
  'cs-2': { interests: ['order:1'] },
  'eng-1': { absences: [{ from: local('2026-02-20 00:00'), to: local('2026-03-09 00:00'), standIn: 'prop-1' }] },
  'cs-lead': { absences: [{ from: local('2026-02-01 00:00'), to: local('2026-04-09 00:00'), standIn: 'deputy' }] },
});

const BYSTANDER = /bystander/;

/** Many of each role, before and after the others by their ids, all away or of another matter's interest. */
function withBystanders({ staff, ...directory }: Directory, each: number): Directory {
  const roles = [...new Set(Object.values(staff).flatMap((entry) => entry.roles))];
  const absences = [{ from: local('2000-01-01 00:00'), to: local('2100-01-01 00:00') }];
  const more = roles.flatMap((role) =>
    Array.from({ length: each }, (_, index): [string, StaffEntry] => [
      `${index % 2 === 0 ? 'a' : 'z'}-bystander-${role}-${index}`,
      { roles: [role], department: 'engineering', manager: 'eng-head', absences, interests: ['order:other'] },
    ]),
  );
  return { ...directory, staff: { ...staff, ...Object.fromEntries(more) } };
}

/** Answers out of a directory, and takes down what it was asked and what it said. */
class Listener implements AnswerSource {
  readonly heard: { readonly question: Question; readonly answer: Answer }[] = [];
  rounds = 0;

  constructor(private readonly people: KnownPeople) {}

  answer(questions: readonly Question[]): Promise<readonly Answer[]> {
    this.rounds += 1;
    if (this.rounds > 100) throw new Error('asked without end');
    const answers = questions.map((question) => this.people.ask(question.ask, question));
    questions.forEach((question, index) => this.heard.push({ question, answer: answers[index] as Answer }));
    return Promise.resolve(answers);
  }
}

function bare({ people: _people, ...rules }: Rules): BareRules {
  return rules;
}

const books: readonly (readonly [string, KnownRules])[] = [
  ['the shipped rule book', developer],
  ['a chain of three approvers', shortChain],
  ['elapsed hours', elapsedHours],
  ['side by side', sideBySide],
  ['every word', everyWord],
  ['owners of every kind', ownersOfEveryKind],
];

describe.each(books)('in every random life by %s', (_, book) => {
  const small: KnownRules = { ...book, people: new KnownPeople(people) };
  const large: KnownRules = { ...book, people: new KnownPeople(withBystanders(people, 12)) };

  it('what is decided by asking is what is decided by knowing everybody, in few rounds of small questions', async () => {
    const steps = fc.array(anyStep, { minLength: 3, maxLength: 15 });
    const lives = fc.asyncProperty(steps, async (taken) => {
      for (const { before, input, now } of live(small, taken, 0, { about: ['order:1'] })) {
        const source = new Listener(large.people);
        const asked = await knowing(source, bare(large), (rules) => decide(rules, before, input, now));
        expect(asked).toEqual(decide(large, before, input, now));
        expect(source.rounds).toBeLessThanOrEqual(MOST_ROUNDS);
        const questions = source.heard.map(({ question }) => JSON.stringify(question));
        expect(new Set(questions).size).toBe(questions.length);
        for (const { question, answer } of source.heard) {
          const text = JSON.stringify({ question, answer });
          expect(JSON.parse(text)).toEqual({ question, answer });
          expect(text.length).toBeLessThan(MOST_CHARACTERS);
          expect(text).not.toMatch(BYSTANDER);
          expect(text).not.toContain('"?"');
        }
      }
    });
    await fc.assert(lives, { numRuns: RUNS });
  });

  it('acts of anybody are refused and taken alike, whoever they are', async () => {
    const anybody = fc.constantFrom('complainant', 'nobody', ...Object.keys(people.staff));
    const anyAct = fc
      .tuple(anybody, anybody)
      .chain(([by, other]) =>
        fc.constantFrom(
          ...Object.values(acts).map((act) => ({ ...(act as () => Act)(), by })),
          { act: 'assign' as const, by, to: other },
          { act: 'recuse' as const, by, person: other, reason: { content: 'x', hash: '' } },
          { act: 'extend' as const, by, span: '1wd', reason: { content: 'x', hash: '' } },
          { act: 'explainDelay' as const, by, reason: { content: 'x', hash: '' } },
          { act: 'declineHandover' as const, by, reason: { content: 'x', hash: '' } },
        ),
      );
    const steps = fc.array(anyStep, { minLength: 1, maxLength: 8 });
    const lives = fc.asyncProperty(steps, fc.array(anyAct, { minLength: 4, maxLength: 8 }), async (taken, tried) => {
      const { after } = live(small, taken, 0, { about: ['order:1'] }).at(-1) ?? { after: null };
      for (const act of tried) {
        const input = { type: 'act', act, via: 'update' } as const;
        const now = after?.lastAt ?? '';
        const source = new Listener(small.people);
        const asked = await knowing(source, bare(small), (rules) => decide(rules, after, input, now));
        expect(asked).toEqual(decide(small, after, input, now));
        expect(source.rounds).toBeLessThanOrEqual(MOST_ROUNDS);
      }
    });
    await fc.assert(lives, { numRuns: RUNS });
  });
});

describe('what is known so far', () => {
  const question: Question = { ask: 'member', person: 'eng-1', about: [] };
  const isStaff = ({ people: known }: Rules): boolean => known.ask('member', { person: 'eng-1', about: [] }) !== null;

  it('is enough, or tells what else has to be asked and guesses meanwhile that whoever asks may', () => {
    const answers = new Answers();
    expect(answers.isEmpty).toBe(true);
    expect(answers.try(bare(developer), isStaff)).toEqual({ is: 'asking', questions: [question], guess: true });
    answers.add([{ question, answer: null }]);
    expect(answers.isEmpty).toBe(false);
    expect(answers.try(bare(developer), isStaff)).toEqual({ is: 'done', result: false });
  });

  it('takes down a question once, however often it is asked, and goes on beyond it', () => {
    const tried = new Answers().try(bare(developer), (rules) => [
      isStaff(rules),
      isStaff(rules),
      rules.people.ask('department', { department: 'east' }),
    ]);
    expect(tried).toMatchObject({ questions: [question, { ask: 'department', department: 'east' }] });
  });

  it('throws what the work throws only once nothing is guessed', async () => {
    const work = (rules: Rules): boolean => {
      if (isStaff(rules)) throw new Error('it is so');
      return false;
    };
    const answers = new Answers();
    expect(answers.try(bare(developer), work)).toEqual({ is: 'asking', questions: [question], guess: null });
    const said = (directory: Directory) => knowing(new Listener(new KnownPeople(directory)), bare(developer), work);
    await expect(said(people)).rejects.toThrow('it is so');
    await expect(said({ ...people, staff: {} })).resolves.toBe(false);
  });

  it('grows with no pool: a registration asks as little of a great organisation as of a small one', async () => {
    const sizes = await Promise.all(
      [1, 400].map(async (each) => {
        const source = new Listener(new KnownPeople(withBystanders(people, each)));
        const registration = sampleRegistration({ receivedAt: local('2026-03-02 10:00') });
        await knowing(source, bare(developer), (rules) =>
          decide(rules, null, { type: 'register', registration }, registration.receivedAt),
        );
        return [source.rounds, source.heard.length] as const;
      }),
    );
    expect(sizes[1]).toEqual(sizes[0]);
  });
});
