import fc from 'fast-check';
import { createLedger } from '../../db/ledger';
import { saveOrganisation } from '../../db/people';
import { createChoosingSource, createPeopleSource } from '../../db/people-answers';
import { rebuildProjections } from '../../db/rebuild';
import type { ComplaintEvent, Ownership } from '../../domain/model/event';
import type { Directory } from '../../domain/model/people';
import { type Choosing, type Found, NOBODY, type Question } from '../../domain/model/question';
import { KnownPeople } from '../../domain/people/known-people';
import { Workload } from '../../domain/people/workload';
import { saveDirectory } from '../support/saved-directory';
import { numbered, opening } from './complaint-sample';
import { freshDatabase, type Database } from './database';

jest.setTimeout(120_000);

const SEED = 20_261_130;
const AT = '2026-03-02T01:00:00.000Z';
const MOST = 3;
const IDS = ['ann', 'bob', 'cai', 'dan', 'eve'];

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const FIVE: Directory = {
  version: 'five',
  departments: { east: { head: 'hal' }, west: {} },
  staff: {
    ...Object.fromEntries(IDS.map((id) => [id, { roles: ['desk'], department: id === 'eve' ? 'west' : 'east' }])),
    hal: { roles: [], department: 'east' },
  },
};

interface Wish {
  readonly reference: string;
  readonly task?: string;
  readonly by?: Choosing['by'];
  readonly most?: number | null;
  readonly department?: string | null;
  readonly out?: readonly string[];
}

function nextFor({ reference, task = 'T5', by = 'in-turn', most = null, department = null, out = [] }: Wish): Question {
  const reach = department === null ? 'anywhere' : 'there';
  return {
    ask: 'next',
    wanted: { first: [], role: 'desk', reach, department },
    aside: { people: out.map((person) => ({ person, why: 'recused' })), about: [], noStandIns: NOBODY, at: AT },
    one: false,
    choose: { by, most, for: { reference, task } },
  };
}

const asked = async (wish: Wish, source = createChoosingSource(database.pool)): Promise<Found> =>
  (await source.answer([nextFor(wish)]))[0] as Found;

function held({ people, chosen }: Pick<Found, 'people' | 'chosen'>): Ownership {
  const person = people[0] ?? null;
  return {
    ...{ rule: 'desk', department: 'east', people, person, pool: null, leftOut: [] },
    ...(chosen === undefined ? {} : { chosen }),
  };
}

const openedBy = (reference: string, found: Pick<Found, 'people' | 'chosen'>): readonly ComplaintEvent[] =>
  opening({ reference, owner: held(found) });

const loads = async (): Promise<Record<string, number>> => {
  const { rows } = await database.pool.query<{ staff: string; open: number }>(
    'select staff, open from staff_roles order by staff',
  );
  return Object.fromEntries(rows.map(({ staff, open }) => [staff, open]));
};

const record = (reference: string, events: readonly ComplaintEvent[]) =>
  createLedger(database.pool).record({ reference, events });

type Step = Wish & { readonly then: 'record' | 'ask' };

const anyStep: fc.Arbitrary<Step> = fc.record({
  reference: fc.constantFrom('C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7', 'C-8', 'C-9'),
  by: fc.constantFrom('in-turn' as const, 'least-loaded' as const),
  most: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  department: fc.constantFrom(null, null, 'east', 'west'),
  out: fc.subarray(IDS, { maxLength: 2 }),
  then: fc.constantFrom('record' as const, 'record' as const, 'ask' as const),
});

const anyDirectory = fc
  .uniqueArray(fc.record({ staff: fc.constantFrom(...IDS), standIn: fc.option(fc.constantFrom(...IDS)) }), {
    selector: ({ staff }) => staff,
    maxLength: 3,
  })
  .map((away): Directory => {
    const absent = away.map(({ staff, standIn }) => {
      const times = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-09T00:00:00.000Z' };
      const absences = [standIn === null || standIn === staff ? times : { ...times, standIn }];
      return [staff, { ...FIVE.staff[staff], roles: ['desk'], department: 'east', absences }] as const;
    });
    return { ...FIVE, staff: { ...FIVE.staff, ...Object.fromEntries(absent) } };
  });

test('in memory and in the database the same one is chosen, whoever is away, left out, or holds as many as they may', async () => {
  const lives = fc.sample(fc.tuple(anyDirectory, fc.array(anyStep, { minLength: 10, maxLength: 40 })), {
    numRuns: 25,
    seed: SEED,
  });
  let chosen = 0;
  let full = 0;
  for (const [life, [directory, steps]] of lives.entries()) {
    for (const table of ['tasks', 'choices', 'staff_roles']) await database.pool.query(`delete from ${table}`);
    await saveDirectory(database.pool, directory);
    const workload = new Workload();
    const memory = new KnownPeople(directory, workload);
    const recorded = new Set<string>();
    for (const step of steps) {
      const { then } = step;
      const reference = `${step.reference}-${life}`;
      const question = nextFor({ ...step, reference, task: recorded.has(reference) ? 'T9' : 'T5' });
      const expected = memory.ask('next', question as Extract<Question, { ask: 'next' }>);
      const [found] = await createChoosingSource(database.pool).answer([question]);
      expect([step, found]).toEqual([step, expected]);
      if (expected.chosen) chosen += 1;
      if (expected.full) full += 1;
      if (then === 'ask' || recorded.has(reference) || expected.pool !== null) continue;
      recorded.add(reference);
      expect(await record(reference, openedBy(reference, expected))).toEqual({ is: 'recorded' });
      workload.recorded(reference, expected.people.slice(0, 1));
    }
  }
  expect(chosen).toBeGreaterThan(100);
  expect(full).toBeGreaterThan(10);
});

describe('200 complaints at once over five people', () => {
  const references = Array.from({ length: 200 }, (_, n) => `C-${String(n).padStart(3, '0')}`);

  const filed = (most: number | null) =>
    Promise.all(
      references.map(async (reference) => {
        const found = await asked({ reference, most });
        const events = openedBy(reference, found);
        return { found, outcome: await record(reference, events) };
      }),
    );

  test('by turn, shares differ by at most one', async () => {
    await saveDirectory(database.pool, FIVE);
    await filed(null);
    expect(Object.values(await loads())).toEqual([40, 40, 40, 40, 40]);
  });

  test('no limit is passed, and the rest goes up, with the reason', async () => {
    await saveDirectory(database.pool, FIVE);
    const done = await filed(MOST);
    expect(await loads()).toEqual({ ann: MOST, bob: MOST, cai: MOST, dan: MOST, eve: MOST });
    expect(done.filter(({ found: { chosen } }) => chosen !== undefined)).toHaveLength(5 * MOST);
    const up = done.filter(({ found: { full } }) => full);
    expect(up).toHaveLength(200 - 5 * MOST);
    expect(up.every(({ found }) => found.people[0] === 'hal')).toBe(true);
  });
});

test('asked again for the same task it is the same person, who has had one turn', async () => {
  await saveDirectory(database.pool, FIVE);
  const first = await asked({ reference: 'C-1' });
  expect(await asked({ reference: 'C-1' })).toEqual(first);
  expect([first.people, (await loads())['ann']]).toEqual([['ann'], 1]);
});

test('whoever must stand aside meanwhile is not the same person again, and holds nothing for it', async () => {
  await saveDirectory(database.pool, FIVE);
  await asked({ reference: 'C-1' });
  expect((await asked({ reference: 'C-1', out: ['ann'] })).people).toEqual(['bob']);
  expect(await loads()).toMatchObject({ ann: 0, bob: 1 });
});

test('to look who would be chosen reserves nothing', async () => {
  await saveDirectory(database.pool, FIVE);
  const looking = createPeopleSource(database.pool);
  expect((await asked({ reference: 'C-1' }, looking)).people).toEqual(['ann']);
  expect(await loads()).toMatchObject({ ann: 0 });
});

test('a choice of which nothing is recorded is forgotten after a while', async () => {
  await saveDirectory(database.pool, FIVE);
  await asked({ reference: 'C-1' });
  await database.pool.query("update choices set at = at - interval '11 minutes'");
  expect((await asked({ reference: 'C-2', by: 'least-loaded' })).people).toEqual(['bob']);
  expect(await loads()).toMatchObject({ ann: 0, bob: 1 });
});

test('whoever has come to hold as many as they may since they were chosen is not recorded, and somebody else is chosen', async () => {
  await saveDirectory(database.pool, FIVE);
  const late = await asked({ reference: 'C-1', most: 1 });
  await database.pool.query("update choices set at = at - interval '11 minutes'");
  for (const [reference, person] of [
    ['C-2', 'bob'],
    ['C-3', 'ann'],
  ] as const) {
    const out = IDS.filter((id) => id !== person);
    const found = await asked({ reference, most: 1, out });
    expect(found.people).toEqual([person]);
    await record(reference, openedBy(reference, found));
  }
  expect(await record('C-1', openedBy('C-1', late))).toEqual({ is: 'full', person: 'ann' });
  const again = await asked({ reference: 'C-1', most: 1 });
  expect(again.people).toEqual(['cai']);
  expect(await record('C-1', openedBy('C-1', again))).toEqual({ is: 'recorded' });
  expect(await loads()).toMatchObject({ ann: 1, bob: 1, cai: 1, dan: 0 });
});

test('what somebody holds is counted in each of their roles, in a new one too, and made anew with the rest', async () => {
  await saveDirectory(database.pool, FIVE);
  await record('C-1', openedBy('C-1', { people: ['ann'] }));
  await saveOrganisation(database.pool, {
    departments: [{ id: 'east', name: 'East' }],
    staff: [{ id: 'ann', name: 'Ann', roles: ['desk', 'second'], department: 'east', locale: 'en' }],
  });
  const ofAnn = async () =>
    (await database.pool.query("select role, open from staff_roles where staff = 'ann' order by role")).rows;
  const both = [
    { role: 'desk', open: 1 },
    { role: 'second', open: 1 },
  ];
  expect(await ofAnn()).toEqual(both);
  await database.pool.query('update staff_roles set open = 7');
  await rebuildProjections(database.pool);
  expect(await ofAnn()).toEqual(both);
  const [closing] = numbered(6, [
    { type: 'assigned', task: 'T5', owner: { ...held({ people: ['bob'] }) } },
  ]) as readonly [ComplaintEvent];
  await record('C-1', [closing]);
  expect(await ofAnn()).toEqual(both.map((row) => ({ ...row, open: 0 })));
});
