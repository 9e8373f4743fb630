import { dueAt, offsetFrom, type Calendar, type Instant, type Pause } from './calendar';
import type { BudgetState } from './state';

/**
 * When a budget is used up: its span from its start, less the pauses that count for it, and each extension after that.
 * Null while it stands still. Every `dueAt` in the state can be derived again by this.
 */
export function budgetDue(calendar: Calendar, budget: BudgetState, pauses: readonly Pause[]): Instant | null {
  const counted = budget.pausable ? pauses.filter((pause) => pause.to === null || pause.to > budget.startedAt) : [];
  const due = dueAt(calendar, budget.startedAt, budget.span, counted);
  return due === null ? null : budget.extensions.reduce((at, extension) => offsetFrom(calendar, at, extension), due);
}
