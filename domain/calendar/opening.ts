import type { Calendar, Instant } from './calendar';
import { openInstantFrom, readInstant, workingTime, writeInstant } from './working-time';

const LONGEST_BREAK = 3 * 3_600_000;
/** Longer than any office is closed: a calendar that says so is wrong, and nobody waits for it. */
const LONGEST_CLOSED = 31 * 86_400_000;

/**
 * The first instant, from this one on, at which an office that goes by the calendar is open; a break of up to three hours
 * counts as open. The instant itself where the calendar has no hours, or none for a month.
 */
export function openFrom(calendar: Calendar, instant: Instant): Instant {
  if (calendar.week.every((slots) => slots.every(({ from, to }) => to <= from))) return instant;
  const given = readInstant(instant);
  const open = openInstantFrom(workingTime(calendar), given, LONGEST_BREAK);
  return open === given || open - given > LONGEST_CLOSED ? instant : writeInstant(open);
}
