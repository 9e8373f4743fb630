import fc from 'fast-check';
import { actsFor } from '../../domain/access';
import type { Instant } from '../../domain/calendar/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { Input } from '../../domain/model/act';
import type { ComplaintEvent } from '../../domain/model/event';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { answersOf, knowing } from '../../domain/people/asking';
import { NOBODY_LEFT_OUT } from '../../domain/people/leaving-out';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';
import { nextInstant } from '../../domain/time/schedule';
import { anyStep, live } from '../support/core-lives';
import { DIFFERENT_RULES } from '../support/core-rules';
import { everyWord, everyWordAway } from '../support/every-word';
import { withPeople } from '../support/holders';
import { ownersOfEveryKind } from '../support/owner-rules';

const RUNS = 12;
const books: readonly (readonly [string, KnownRules])[] = [
  ...DIFFERENT_RULES,
  ['every word of the language', everyWord],
  ['every word, with people away and interests declared', everyWordAway],
  ['owners of every kind', ownersOfEveryKind],
];

const anyLife = fc.record({
  steps: fc.array(anyStep, { minLength: 1, maxLength: 20 }),
  until: fc.nat(1000),
  /** Who leaves: of those who hold something, and of all. */
  holders: fc.boolean(),
  others: fc.array(fc.nat(1000), { maxLength: 6 }),
  moves: fc.integer({ min: 1, max: 6 }),
});

interface Leaving {
  readonly rules: KnownRules;
  readonly state: ComplaintState;
  readonly gone: readonly string[];
  readonly now: Instant;
}

/** A life up to some moment, and the organisation without those who leave then. */
function leavingOf(
  book: KnownRules,
  { steps, until, holders, others }: Omit<typeof anyLife extends fc.Arbitrary<infer L> ? L : never, 'moves'>,
): Leaving {
  const moments = live(book, steps);
  const { after: state, now } = moments[until % moments.length]!;
  const { directory } = book.people;
  const all = Object.keys(directory.staff);
  const named = openTasks(state).flatMap((task) => holdersOf(book, state, task));
  const gone = [...new Set([...(holders ? named : []), ...others.map((index) => all[index % all.length] ?? '')])];
  const staff = Object.fromEntries(Object.entries(directory.staff).filter(([id]) => !gone.includes(id)));
  return { rules: withPeople(book, { ...directory, version: 'later', staff }), state, gone, now };
}

function decided(rules: KnownRules, state: ComplaintState, input: Input, now: Instant) {
  const decision = decide(rules, state, input, now);
  if (isRefused(decision)) throw new Error(decision.refusal.detail);
  return decision;
}

const staffLeft: Input = { type: 'staffLeft' };
const isAnybodyThere = ({ people }: KnownRules): boolean => people.ask('anybody', { aside: NOBODY_LEFT_OUT });
const namesHolder = (events: readonly ComplaintEvent[], gone: readonly string[]): boolean =>
  events.some((event) => 'owner' in event && event.owner?.people.some((one) => gone.includes(one)) === true);

describe.each(books)('%s', (_name, book) => {
  it('once it is told nobody who has left holds anything, whatever happens then, and telling again changes nothing', () => {
    let moved = 0;
    fc.assert(
      fc.property(anyLife, ({ moves, ...life }) => {
        const { rules, state, gone, now } = leavingOf(book, life);
        fc.pre(isAnybodyThere(rules));
        const first = decided(rules, state, staffLeft, now);
        moved += first.events.filter((event) => event.type === 'assigned' && event.left !== undefined).length;
        let current = first.state;
        for (let move = 0; move < moves; move += 1) {
          const held = openTasks(current).filter(({ owner }) => owner.people.some((one) => gone.includes(one)));
          const free = rules.people.ask('anybody', {
            aside: { ...NOBODY_LEFT_OUT, people: [...current.recused, ...current.proposedBy].map(recused) },
          });
          expect(free ? held : []).toEqual([]);
          expect(decided(rules, current, staffLeft, current.lastAt).events.filter(isMove)).toEqual([]);
          const at = nextInstant(rules, current);
          if (at === null) break;
          const next = decided(rules, current, { type: 'timePassed' }, at);
          expect(namesHolder(next.events, gone)).toBe(false);
          current = next.state;
        }
      }),
      { numRuns: RUNS },
    );
    expect(moved).toBeGreaterThan(0);
  });

  it('nobody who has left may do anything, before it is told and after', () => {
    fc.assert(
      fc.property(anyLife, ({ moves: _moves, ...life }) => {
        const { rules, state, gone, now } = leavingOf(book, life);
        const { state: after } = decided(rules, state, staffLeft, now);
        for (const one of gone) {
          expect(actsFor(rules, state, one)).toEqual([]);
          expect(actsFor(rules, after, one)).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('whoever it is passed on to by name may act on it before that', () => {
    fc.assert(
      fc.property(anyLife, ({ moves: _moves, ...life }) => {
        const { rules, state, now } = leavingOf(book, { ...life, holders: true });
        const told = decided(rules, state, staffLeft, now);
        const moved = told.events.flatMap((event) => (event.type === 'assigned' && event.left ? [event] : []));
        for (const { task, owner } of moved) {
          if (owner.person === null) continue;
          const before = actsFor(rules, { ...state, lastAt: now }, owner.person).filter((act) => act.task === task);
          expect([task, before.length > 0]).toEqual([task, true]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('asked for by questions it is decided the same, in a few rounds', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async ({ moves: _moves, ...life }) => {
        const { rules, state, now } = leavingOf(book, life);
        let rounds = 0;
        const source = answersOf(rules.people);
        const counting = {
          answer: (...asked: Parameters<typeof source.answer>) => ((rounds += 1), source.answer(...asked)),
        };
        const work = (by: Parameters<typeof decide>[0]) => decide(by, state, staffLeft, now);
        expect(await knowing(counting, rules, work)).toEqual(work(rules));
        expect(rounds).toBeLessThanOrEqual(8);
      }),
      { numRuns: RUNS },
    );
  });
});

const recused = (person: string) => ({ person, why: 'recused' as const });
const isMove = (event: ComplaintEvent): boolean => event.type === 'assigned' && event.left !== undefined;
