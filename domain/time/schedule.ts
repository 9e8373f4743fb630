import { dueAt as dueAfterPauses, offsetFrom, shareOf } from '../calendar/due';
import type { Calendar, Instant } from '../calendar/calendar';
import type { DeadlineRef } from '../model/event';
import type { RungRule } from '../model/procedure';
import { progressItem, type ProgressItem } from './progress';
import type { BareRules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';
import type { BudgetState } from '../calendar/budget';
import { openTasks } from '../model/tasks';
import { kindOf } from '../kinds/table';
import { askedOf, waitingRule } from '../rules/asked';

/** One thing that time will do to a complaint if nobody acts before. */
export type Timed = { readonly at: Instant } & (
  | { readonly what: 'limit'; readonly of: DeadlineRef; readonly dueAt: Instant }
  | { readonly what: 'rung'; readonly of: DeadlineRef; readonly rung: number; readonly rule: RungRule }
  | { readonly what: 'offerEnds'; readonly task: string }
  | { readonly what: 'lapse'; readonly task: string; readonly outcome: string }
  | { readonly what: 'pauseEnds' }
  | { readonly what: 'archive' }
  | Omit<ProgressItem, 'at'>
);

/** Of things at the same instant, which comes first. */
const ORDER: readonly Timed['what'][] = ['pauseEnds', 'limit', 'rung', 'offerEnds', 'lapse', 'archive', 'progressDue'];

interface Derived {
  readonly rules: BareRules;
  readonly items: readonly Timed[];
}

/** What was derived last from a state, which is never changed: several acts are often weighed against the same one. */
const DERIVED = new WeakMap<ComplaintState, Derived>();

/** Everything that time will do, nearest first. Derived from the state alone, so nothing armed can be forgotten. */
export function schedule(rules: BareRules, state: ComplaintState): readonly Timed[] {
  const known = DERIVED.get(state);
  if (known?.rules.procedure === rules.procedure && known.rules.calendar === rules.calendar) return known.items;
  const items = derive(rules, state);
  DERIVED.set(state, { rules, items });
  return items;
}

function derive(rules: BareRules, state: ComplaintState): readonly Timed[] {
  if (state.status === 'archived') return [];
  if (state.status === 'closed') return archiving(state);
  const items = [...taskItems(rules, state), ...clockItems(rules, state)];
  if (state.pausedUntil !== null) items.push({ at: state.pausedUntil, what: 'pauseEnds' });
  return items.sort(byInstant);
}

/** The next instant at which time does something; null when nothing is left to wait for. */
export function nextInstant(rules: BareRules, state: ComplaintState): Instant | null {
  return schedule(rules, state)[0]?.at ?? null;
}

function byInstant(a: Timed, b: Timed): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const order = ORDER.indexOf(a.what) - ORDER.indexOf(b.what);
  return order !== 0 || a.what !== 'rung' || b.what !== 'rung' ? order : a.rung - b.rung;
}

function archiving(state: ComplaintState): readonly Timed[] {
  const closing = state.closings.at(-1);
  if (!closing) return [];
  const { reopenUntil, guaranteeUntil = reopenUntil } = closing;
  return [{ at: guaranteeUntil > reopenUntil ? guaranteeUntil : reopenUntil, what: 'archive' }];
}

function taskItems(rules: BareRules, state: ComplaintState): Timed[] {
  return openTasks(state).flatMap((task) => itemsOf(rules, state, task));
}

function itemsOf(rules: BareRules, state: ComplaintState, task: TaskState): Timed[] {
  const rule = waitingRule(rules, state.stage?.key ?? '');
  const { lapse, offered } = kindOf(rule);
  const asked = askedOf(rules, state, task.id);
  const of = { task: task.id };
  const items = rungItems(rules.calendar, {
    of,
    budget: task.budget,
    ladder: asked.ladder,
    reached: task.rungsReached,
  });
  const { dueAt } = task.budget;
  if (dueAt !== null && lapse !== null) items.push({ at: dueAt, what: 'lapse', task: task.id, outcome: lapse });
  else if (dueAt !== null && !task.missed) items.push({ at: dueAt, what: 'limit', of, dueAt });
  const offer = offered(rule);
  if (offer && !task.taken && task.offer < offer.to.length) {
    const ends = dueAfterPauses(rules.calendar, task.offeredAt, offer.within, state.pauses);
    if (ends !== null) items.push({ at: ends, what: 'offerEnds', task: task.id });
  }
  const progress = progressItem(rules, asked, state, task);
  if (progress) items.push(progress);
  return items;
}

function clockItems(rules: BareRules, state: ComplaintState): Timed[] {
  return Object.entries(state.clocks).flatMap(([key, clock]) => {
    if (clock.stopped) return [];
    const of = { clock: key };
    const ladder = rules.procedure.clocks[key]?.ladder ?? [];
    const items = rungItems(rules.calendar, { of, budget: clock.budget, ladder, reached: clock.rungsReached });
    const { dueAt } = clock.budget;
    return dueAt !== null && !clock.missed ? [...items, { at: dueAt, what: 'limit', of, dueAt } as const] : items;
  });
}

interface Climb {
  readonly of: DeadlineRef;
  readonly budget: BudgetState;
  readonly ladder: readonly RungRule[];
  readonly reached: readonly number[];
}

function rungItems(calendar: Calendar, { of, budget, ladder, reached }: Climb): Timed[] {
  const { dueAt } = budget;
  if (dueAt === null) return [];
  return ladder.flatMap((rule, rung): Timed[] => {
    if (reached.includes(rung)) return [];
    const at = rungInstant(calendar, budget, dueAt, rule);
    if (at > budget.startedAt) return [{ at, what: 'rung', of, rung, rule }];
    return rule.action === 'remind' ? [] : [{ at: budget.startedAt, what: 'rung', of, rung, rule }];
  });
}

/** When a rung is reached, by the due instant of what it belongs to. */
export function rungInstant(calendar: Calendar, budget: BudgetState, dueAt: Instant, rule: RungRule): Instant {
  return 'offset' in rule.at
    ? offsetFrom(calendar, dueAt, rule.at.offset)
    : shareOf(calendar, budget.startedAt, dueAt, budget.limit, rule.at.percent);
}
