import fc from 'fast-check';
import type { Absence, Directory, Holders, StaffEntry } from '../../domain/model/people';
import { type Aside, NOBODY, type Question, type Wanted } from '../../domain/model/question';
import { KnownPeople } from '../../domain/people/known-people';
import { PeopleReference } from '../support/people-reference';

const RUNS = 600;
const DAY = (day: number): string => new Date(Date.UTC(2026, 2, 1 + day)).toISOString();

/** Whoever of these is not of an organisation has left it, and may still be named in it. */
const IDS = ['ann', 'bob', 'cai', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida', 'jan', 'kim', 'lou', 'constructor'];
const PLACES = ['east', 'north', 'south', 'west', 'toString'];
const ROLES = ['desk', 'handler', 'nobody-has-it'];
const MARKS = ['order:1', 'order:2'];

const anyId = fc.constantFrom(...IDS);
const anyPlace = fc.constantFrom(...PLACES);

const anyAbsence: fc.Arbitrary<Absence> = fc
  .record({ from: fc.nat(4), days: fc.integer({ min: 1, max: 4 }), standIn: anyId }, { requiredKeys: ['from', 'days'] })
  .map(({ from, days, ...more }) => ({ from: DAY(from), to: DAY(from + days), ...more }));

const anyEntry: fc.Arbitrary<StaffEntry> = fc.record(
  {
    roles: fc.subarray(ROLES.slice(0, 2)),
    department: anyPlace,
    manager: anyId,
    absences: fc.array(anyAbsence, { maxLength: 3 }),
    interests: fc.subarray([...MARKS, 'order:3'], { maxLength: 1 }),
  },
  { requiredKeys: ['roles', 'department'] },
);

/** Anybody may manage anybody, stand in for anybody and head anything: circles are common, and so are gaps. */
const anyDirectory: fc.Arbitrary<Directory> = fc.record({
  version: fc.constant('any'),
  staff: fc.dictionary(anyId, anyEntry, { maxKeys: IDS.length, noNullPrototype: true }),
  departments: fc.dictionary(anyPlace, fc.record({ head: anyId, parent: anyPlace }, { requiredKeys: [] }), {
    maxKeys: PLACES.length,
    noNullPrototype: true,
  }),
});

const anyHolders: fc.Arbitrary<Holders> = fc.oneof(
  fc.uniqueArray(anyId, { maxLength: 3 }).map((people) => ({ people: people.sort(), pool: null })),
  fc.record({ role: fc.constantFrom(...ROLES), department: fc.option(anyPlace) }).map((pool) => ({ people: [], pool })),
);

const anyAside: fc.Arbitrary<Aside> = fc.record({
  people: fc.uniqueArray(
    fc.record({
      person: anyId,
      why: fc.constantFrom('recused' as const, 'declined' as const, 'handled-before' as const),
    }),
    { maxLength: 3, selector: ({ person }) => person },
  ),
  about: fc.subarray(MARKS),
  noStandIns: anyHolders,
  at: fc.option(fc.nat(7).map(DAY)),
});

const anyWanted: fc.Arbitrary<Wanted> = fc.record({
  first: fc.uniqueArray(anyId, { maxLength: 2 }),
  role: fc.constantFrom(...ROLES),
  reach: fc.constantFrom('there' as const, 'above' as const, 'anywhere' as const),
  department: fc.option(anyPlace),
});

const anyFrom = fc.option(anyPlace);
const marks = fc.subarray(MARKS);

const QUESTIONS: { readonly [N in Question['ask']]: fc.Arbitrary<Omit<Extract<Question, { ask: N }>, 'ask'>> } = {
  member: fc.record({ person: anyId, about: marks }),
  role: fc.record({ person: anyId, roles: fc.subarray(ROLES) }),
  department: fc.record({ department: anyPlace }),
  next: fc.record({ wanted: anyWanted, aside: anyAside, one: fc.boolean() }),
  present: fc.record({ holders: anyHolders, from: anyFrom, aside: anyAside, orAbove: fc.boolean() }),
  above: fc.record({
    holders: anyHolders,
    line: fc.constantFrom('supervisor' as const, 'department-head' as const),
    from: anyFrom,
    aside: anyAside,
  }),
  mayTake: fc.record({ person: anyId, holders: anyHolders, aside: anyAside }),
  isAbove: fc.record({ person: anyId, holders: anyHolders, aside: anyAside }),
  junior: fc.record({ of: anyId, except: fc.subarray(IDS) }),
  represents: fc.record({ person: anyId, aside: anyAside }),
  anybody: fc.record({ aside: anyAside }),
};

/** Whose place somebody takes is told in no order. */
const inOrder = (ask: Question['ask'], answer: unknown): unknown =>
  ask === 'represents' ? [...(answer as readonly string[])].sort() : answer;

describe('in any organisation, whatever its circles, gaps and absences', () => {
  it.each(Object.keys(QUESTIONS) as Question['ask'][])('"%s" is answered as by going through everybody', (ask) => {
    fc.assert(
      fc.property(anyDirectory, QUESTIONS[ask] as fc.Arbitrary<object>, (directory, about) => {
        const question = { ask, ...about } as Question;
        const answer = new KnownPeople(directory).ask(ask, question);
        expect(inOrder(ask, answer)).toEqual(inOrder(ask, new PeopleReference(directory).answer(question)));
      }),
      { numRuns: RUNS },
    );
  });
});

it('whoever stands aside sends nobody of the pool in their place, though whoever holds it by name does', () => {
  const absences = [{ from: DAY(0), to: DAY(9), standIn: 'bob' }];
  const known = new KnownPeople({
    version: 'two',
    departments: {},
    staff: {
      ann: { roles: ['desk'], department: 'east', absences },
      bob: { roles: [], department: 'east' },
    },
  });
  const pool = { people: [], pool: { role: 'desk', department: null } };
  const mayTake = (holders: Holders, people: Aside['people']): boolean =>
    known.ask('mayTake', { person: 'bob', holders, aside: { people, about: [], noStandIns: NOBODY, at: DAY(1) } });
  const out = [{ person: 'ann', why: 'declined' }] as const;
  expect([mayTake(pool, []), mayTake(pool, out), mayTake({ people: ['ann'], pool: null }, out)]).toEqual([
    true,
    false,
    true,
  ]);
});
