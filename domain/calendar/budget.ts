import { dueAt, offsetFrom, type Pause } from './due';
import type { Calendar, Instant } from './calendar';
import type { Span } from './span';

/**
 * When a budget is used up: its span from its start, then each extension from there, less the pauses that fall into
 * them. Null while it stands still. Every `dueAt` in the state can be derived again by this.
 */
export function budgetDue(calendar: Calendar, budget: BudgetState, pauses: readonly Pause[]): Instant | null {
  const counted = budget.pausable ? pauses.filter((pause) => pause.to === null || pause.to > budget.startedAt) : [];
  return budget.extensions.reduce<Instant | null>(
    (from, extension) => (from === null ? null : extendedDue(calendar, from, extension, counted)),
    dueAt(calendar, budget.startedAt, budget.limit, counted),
  );
}

function extendedDue(calendar: Calendar, from: Instant, extension: Span, pauses: readonly Pause[]): Instant | null {
  const due = offsetFrom(calendar, from, extension);
  const paused = pauses.some((pause) => pause.from < due && (pause.to === null || pause.to > from));
  return paused ? dueAt(calendar, from, extension, pauses) : due;
}

/** A deadline is a budget and its pauses, never a bare date; `dueAt` is null while it stands still. */
export interface BudgetState {
  readonly startedAt: Instant;
  readonly limit: Span;
  readonly extensions: readonly Span[];
  readonly pausable: boolean;
  readonly dueAt: Instant | null;
}
