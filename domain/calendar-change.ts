import type { Input } from './model/act';
import { budgetDue } from './calendar/budget';
import { spanToEndOf } from './calendar/due';
import type { Span } from './calendar/span';
import { Draft, type Decided } from './draft';
import { passTime } from './passing-time';
import { type Refusal, refuse } from './model/refusal';
import { runningIn, taskById, type Running } from './model/tasks';

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
  const limit = limitNow(after, { of, budget });
  const dueAt = budgetDue(after.rules.calendar, { ...budget, limit }, after.state.pauses);
  if (dueAt === budget.dueAt) return;
  after.emit({ type: 'rescheduled', of, limit, dueAt, because: 'calendar' });
}

/** The limit as it was, or until the end of the day that was given, by clocks that may go differently now. */
function limitNow({ rules, state }: Draft, { of, budget }: Running): Span {
  const until = 'task' in of ? taskById(state, of.task)?.until : undefined;
  if (until === undefined) return budget.limit;
  const span = spanToEndOf(rules.calendar, budget.startedAt, until);
  return { ...span, count: Math.max(0, span.count) };
}
