import type { Input } from './model/act';
import { budgetDue } from './calendar/budget';
import { Draft, type Decided } from './draft';
import { passTime } from './passing-time';
import { type Refusal, refuse } from './model/refusal';
import { runningIn, type Running } from './model/tasks';

type CalendarChange = Extract<Input, { type: 'calendarChanged' }>;

/**
 * The calendar that a complaint counts by is another one from now on. The draft's rules have the old one, by which time
 * has passed already; what runs is due anew, and what is due by now happens at once. The same calendar again changes
 * nothing. What a closed complaint has been promised stays; whoever acts afterwards must use rules with the new calendar.
 */
export function changeCalendar(
  draft: Draft,
  { calendar, reason }: CalendarChange,
): Decided | { readonly refusal: Refusal } {
  const { rules, state, now, origin } = draft;
  if (calendar.id !== rules.calendar.id) {
    return { refusal: refuse('invalid-field', `this complaint counts by the calendar "${rules.calendar.id}"`) };
  }
  if (state.status === 'archived' || calendar.hash === rules.calendar.hash) return draft.decided();
  const after = new Draft({ ...rules, calendar }, state, now, origin);
  after.emit({ type: 'calendarChanged', calendar: { id: calendar.id, hash: calendar.hash }, reason });
  if (state.status === 'open') {
    for (const running of runningIn(draft.state)) reschedule(after, running);
    passTime(after, now, 'excluded');
  }
  return { events: [...draft.events, ...after.events], state: after.state };
}

function reschedule(after: Draft, { of, budget }: Running): void {
  const dueAt = budgetDue(after.rules.calendar, budget, after.state.pauses);
  if (dueAt === budget.dueAt) return;
  after.emit({ type: 'rescheduled', of, limit: budget.limit, dueAt, because: 'calendar' });
}
