import fc from 'fast-check';
import { actsFor } from '../../domain/access';
import type { Act, Input, Registration } from '../../domain/model/act';
import { budgetDue, type BudgetState } from '../../domain/calendar/budget';
import type { Instant } from '../../domain/calendar/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/model/event';
import type { KnownRules } from '../../domain/people/pool-members';
import { nextInstant } from '../../domain/time/schedule';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { fillings } from './core-fillings';
import { sampleRegistration } from './story';

/** One step of a random life: how long nobody acts, and which of all possible acts comes then. */
export interface Step {
  readonly wait: number | 'next' | 'just-before';
  readonly pick: number;
  readonly fill: number;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
  wait: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 6 * 24 * 60 }) },
    { weight: 2, arbitrary: fc.constantFrom('next' as const, 'just-before' as const) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 * 24 * 60 }) },
  ),
  pick: fc.nat(100_000),
  fill: fc.nat(1000),
});

/** A state that a life came by, with what led to it. */
export interface Moment {
  readonly before: ComplaintState | null;
  readonly input: Input;
  readonly now: Instant;
  readonly events: readonly ComplaintEvent[];
  readonly after: ComplaintState;
}

const START = '2026-02-09T02:00:00.000Z';
const MOST_RECUSED = 4;

/** Lives a complaint through; acts that are refused leave no moment. */
export function live(
  rules: KnownRules,
  steps: readonly Step[],
  backdatedHours = 0,
  given: Partial<Registration> = {},
): readonly Moment[] {
  const moments: Moment[] = [];
  const receivedAt = later(START, -backdatedHours * 60);
  const take = (before: ComplaintState | null, input: Input, now: Instant): ComplaintState | null => {
    const decision = decide(rules, before, input, now);
    if (isRefused(decision)) return before;
    const { state: after } = decision;
    moments.push({ before, input, now, events: decision.events, after });
    return after;
  };
  let now: Instant = START;
  let state = take(
    null,
    { type: 'register', registration: sampleRegistration({ receivedAt, category: 'construction-quality', ...given }) },
    now,
  );
  for (const step of steps) {
    if (state === null) break;
    now = instantOf(rules, state, now, step.wait);
    if (step.wait !== 0) state = take(state, { type: 'timePassed' }, now);
    const act = state && actOf(rules, state, step);
    if (act) state = take(state, { type: 'act', act, via: 'update' }, now);
  }
  return moments;
}

function instantOf(rules: KnownRules, state: ComplaintState, now: Instant, wait: Step['wait']): Instant {
  if (typeof wait === 'number') return later(now, wait);
  const next = nextInstant(rules, state) ?? now;
  const at = wait === 'next' ? next : new Date(Date.parse(next) - 1).toISOString();
  return at > now ? at : now;
}

export function later(instant: Instant, minutes: number): Instant {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

function actOf(rules: KnownRules, state: ComplaintState, { pick, fill }: Step): Act | undefined {
  const actors = ['complainant', ...Object.keys(rules.people.directory.staff), ...SYSTEMS];
  const offered = actors.flatMap((by) =>
    actsFor(rules, state, by)
      .filter(({ act }) => !dampened(act, state, pick))
      .map(({ act, task }) => ({ act, by, task })),
  );
  const moving = offered.filter(({ act }) => MOVING.has(act));
  const pool = moving.length > 0 && pick % 3 !== 0 ? moving : offered;
  const chosen = pool[pick % Math.max(1, pool.length)];
  if (!chosen) return undefined;
  const ways = fillings(rules, state, chosen);
  return ways[fill % Math.max(1, ways.length)];
}

/** Systems that file complaints: the one that filed those that are lived, and one that has to do with goods alone. */
const SYSTEMS: readonly string[] = ['source:sample', 'source:depot'];

const MOVING: ReadonlySet<string> = new Set([
  'complete',
  'approve',
  'choose',
  'answerSurvey',
  'report',
  'return',
  'declineHandover',
  'reopen',
]);

/** What would end most lives early, or leave nobody to go on, comes seldom. */
function dampened(act: string, state: ComplaintState, pick: number): boolean {
  if (act === 'recuse') return state.recused.length >= MOST_RECUSED;
  return act === 'withdraw' && pick % 7 !== 0;
}

/** Every budget that runs or stands still, with what stops it from counting later pauses. */
export function budgetsOf(
  state: ComplaintState,
): readonly { readonly budget: BudgetState; readonly due: Instant | null }[] {
  const clocks = Object.values(state.clocks).filter(({ stopped }) => stopped === null);
  return [...clocks, ...openTasks(state)].map(({ budget }) => ({ budget, due: budget.dueAt }));
}

export function rederived(rules: KnownRules, state: ComplaintState): readonly (Instant | null)[] {
  return budgetsOf(state).map(({ budget }) => budgetDue(rules.calendar, budget, state.pauses));
}
