import fc from 'fast-check';
import type { ComplaintEvent, Ownership } from '../../domain/model/event';
import { poolNamed, type Absence, type Directory, type StaffEntry } from '../../domain/model/people';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { anyStep, later, live, type Moment } from '../support/core-lives';
import { elapsedHours, shortChain } from '../support/core-rules';
import { readersOf, withPeople } from '../support/holders';
import { ownersOfEveryKind } from '../support/owner-rules';
import { samplePeople, samplePeopleWith } from '../support/sample-people';

const RUNS = 16;
const START = '2026-02-09T02:00:00.000Z';
const staff = Object.keys(samplePeople.staff);
const anybody = fc.constantFrom(...staff);

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
    absences: fc.array(anyAbsence, { maxLength: 3 }),
    interests: fc.array(
      fc.constantFrom('staff:eng-1', 'staff:gm', 'department:customer-service', 'order:1', 'order:2'),
      {
        maxLength: 1,
      },
    ),
  },
  { requiredKeys: ['absences'] },
);

/** Many away at once, with stand-ins who are away as well: circles among them are common. */
const anyPeople: fc.Arbitrary<Directory> = fc
  .dictionary(anybody, anyEntry, { maxKeys: staff.length })
  .map((more) => samplePeopleWith(more));

const anyRegistration = fc.record(
  {
    against: fc.constantFrom('eng-1', 'cs-2', 'gm'),
    about: fc.subarray(['order:1', 'staff:eng-1', 'staff:gm', 'department:customer-service']),
    receivedBy: anybody,
  },
  { requiredKeys: [] },
);

const books: readonly (readonly [string, KnownRules])[] = [
  ['owners of every kind', ownersOfEveryKind],
  ['a chain of three approvers', { ...shortChain, procedure: { ...shortChain.procedure, objections: 3 } }],
  [
    'hand-overs passed on, rungs to relations',
    { ...elapsedHours, procedure: { ...elapsedHours.procedure, objections: 3 } },
  ],
];

/** Whether somebody must stand aside from this complaint, told apart from the code by its own few lines. */
function aside({ people }: KnownRules, state: ComplaintState, person: string): boolean {
  const { about = [] } = state.registration;
  return (
    state.recused.includes(person) ||
    (people.directory.staff[person]?.interests ?? []).some((interest) => about.includes(interest))
  );
}

const isAway = ({ people }: KnownRules, person: string, at: string): boolean =>
  (people.directory.staff[person]?.absences ?? []).some(({ from, to }) => from <= at && at < to);

function everyLife(rules: KnownRules, check: (rules: KnownRules, moments: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(
      anyPeople,
      anyRegistration,
      fc.array(anyStep, { minLength: 3, maxLength: 25 }),
      (people, given, steps) => {
        const lived = withPeople(rules, people);
        check(lived, live(lived, steps, 0, given));
      },
    ),
    { numRuns: RUNS },
  );
}

/** Each event with the state before it. */
function eventsWithState(moments: readonly Moment[]): readonly (readonly [ComplaintEvent, ComplaintState])[] {
  return moments.flatMap(({ events, after }) => events.map((event) => [event, after] as const));
}

function ownersFound(moments: readonly Moment[]): readonly (readonly [ComplaintEvent, Ownership, ComplaintState])[] {
  return eventsWithState(moments).flatMap(([event, after]) =>
    'owner' in event && event.owner ? [[event, event.owner, after] as const] : [],
  );
}

describe.each(books)('whoever is away, has an interest, is objected to or stands aside, by %s', (_, book) => {
  it('every open task has an owner, none of whom stands aside, unless everybody must', () => {
    everyLife(book, (rules, moments) => {
      for (const { after } of moments) {
        const left = staff.filter((person) => !aside(rules, after, person));
        for (const task of openTasks(after)) {
          const people = holdersOf(rules, after, task);
          expect(people.filter((person) => aside(rules, after, person))).toEqual([]);
          if (left.length > 4) expect(people.length).toBeGreaterThan(0);
          expect(people).toEqual([...new Set(people)]);
        }
      }
    });
  });

  it('nobody approves their own proposal, nobody who stands aside decides anything', () => {
    everyLife(book, (rules, moments) => {
      for (const { before, input, events } of moments) {
        if (before === null || input.type !== 'act') continue;
        for (const event of events) {
          if (event.type !== 'taskCompleted' || event.actor !== input.act.by || event.actor === 'complainant') continue;
          expect(aside(rules, before, event.actor)).toBe(false);
          if (before.stage?.kind === 'approval') expect(before.proposedBy).not.toContain(event.actor);
        }
      }
    });
  });

  it('no rung reaches or asks who must stand aside', () => {
    everyLife(book, (rules, moments) => {
      for (const { events, after, before } of moments) {
        for (const event of events) {
          if (event.type !== 'rungReached') continue;
          const known = { ...(before ?? after), recused: before?.recused ?? [] };
          for (const name of [...event.to, ...event.explain]) {
            const free = readersOf(rules, name).filter((person) => !aside(rules, known, person));
            expect(name === 'complainant' || free.length > (poolNamed(name) === null ? 0 : 1)).toBe(true);
          }
        }
      }
    });
  });

  it('what is found for somebody absent is found without them, unless nobody at all is there', () => {
    everyLife(book, (rules, moments) => {
      for (const [event, owner, after] of ownersFound(moments)) {
        if (event.type === 'assigned' || event.type === 'handoverTaken') continue;
        const there = staff.filter((person) => !isAway(rules, person, event.at) && !aside(rules, after, person));
        const decided = new Set([...Object.values(after.handledBy ?? {}).flat(), ...after.proposedBy]);
        const declined = openTasks(after).flatMap((task) => task.declined);
        if (there.every((person) => decided.has(person) || declined.includes(person))) continue;
        expect(owner.people.filter((person) => isAway(rules, person, event.at))).toEqual([]);
        const task = openTasks(after).find((one) => 'task' in event && one.id === event.task);
        if (task?.owner !== owner || owner.pool === null) continue;
        const holders = holdersOf(rules, after, task, event.at);
        expect(holders.length).toBeGreaterThan(1);
        expect(holders.filter((person) => isAway(rules, person, event.at))).toEqual([]);
      }
    });
  });

  it('whoever the rule names and may not take it is left out by name, with a true reason, or counted as absent', () => {
    everyLife(book, (rules, moments) => {
      for (const [event, owner, after] of ownersFound(moments)) {
        if (event.type === 'assigned') continue;
        const left = new Map(owner.leftOut.map(({ person, why }) => [person, why]));
        for (const [person, why] of left) {
          expect(why).not.toBe('absent');
          if (why === 'interest') expect(aside(rules, after, person)).toBe(true);
          if (why === 'objection') expect(after.objections).toContain(person);
          if (why === 'handled-before') expect(Object.values(after.handledBy ?? {}).flat()).toContain(person);
        }
        if (event.type !== 'taskOpened') continue;
        const rule = rules.procedure.owners[owner.rule];
        if (!rule || rule.in !== undefined || rule.above !== undefined || rule.receiver || rule.named) continue;
        const named = staff.filter((person) => rules.people.directory.staff[person]?.roles.includes(rule.role));
        const unnamed = named.filter((person) => !owner.people.includes(person) && !left.has(person));
        const away = unnamed.filter((person) => isAway(rules, person, event.at));
        if (owner.pool === null) {
          expect(unnamed).toEqual(away);
          expect(owner.absent ?? 0).toBe(away.length);
        } else {
          expect(owner.pool).toEqual({ role: rule.role, department: null });
          expect(unnamed.filter((person) => aside(rules, after, person))).toEqual([]);
          expect(owner.absent ?? 0).toBeLessThanOrEqual(away.length);
        }
      }
    });
  });
});

it('whoever decides on a stage is another than who decided on those that it must not share people with', () => {
  everyLife(ownersOfEveryKind, (_, moments) => {
    for (const { before, input, events } of moments) {
      if (before === null || input.type !== 'act' || input.act.by === 'complainant') continue;
      for (const event of events) {
        if (event.type !== 'taskCompleted' || event.actor !== input.act.by) continue;
        const part = openTasks(before).find(({ id }) => id === event.task)?.part;
        const second = event.stage === 'recheck' || part === 'facts';
        if (second) expect(before.handledBy?.['assess'] ?? []).not.toContain(event.actor);
        if (second) expect(before.handledBy?.['hand-over'] ?? []).not.toContain(event.actor);
      }
    }
  });
});
