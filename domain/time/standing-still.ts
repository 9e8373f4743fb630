import { budgetDue } from '../calendar/budget';
import type { Instant } from '../calendar/calendar';
import type { Text } from '../model/content';
import type { Draft } from '../draft';
import type { DeadlineRef } from '../model/event';
import { runningIn } from '../model/tasks';

/** Ends a pause, if one is running: every clock that stood still gets its new due instant. */
export function resume(draft: Draft, reason?: Text): void {
  if (draft.state.pausedUntil === null) return;
  draft.emit({ type: 'resumed', ...(reason === undefined ? {} : { reason }), dues: duesAfter(draft) });
}

/** From here on the complainant owes us a choice: what we have promised stands still, where anything is promised. */
export function startWait(draft: Draft): void {
  const promised = Object.values(draft.state.clocks).some(
    ({ stopped, budget }) => stopped === null && budget.pausable && budget.dueAt !== null && budget.dueAt > draft.now,
  );
  if (promised) draft.emit({ type: 'waitStarted' });
}

/** Ends the wait for a choice, if one is running. */
export function endWait(draft: Draft): void {
  if (draft.state.waiting) draft.emit({ type: 'waitEnded', dues: duesAfter(draft) });
}

/** When whatever stands still is due if it goes on from now. */
function duesAfter({ state, rules, now }: Draft): { of: DeadlineRef; dueAt: Instant }[] {
  const pauses = state.pauses.map((pause) => (pause.to === null ? { ...pause, to: now } : pause));
  return runningIn(state).flatMap(({ of, budget }) => {
    const dueAt = budget.pausable ? budgetDue(rules.calendar, budget, pauses) : null;
    return dueAt === null ? [] : [{ of, dueAt }];
  });
}
