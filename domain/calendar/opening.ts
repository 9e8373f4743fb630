import type { Calendar, Instant } from './calendar';
import { localTime } from './due';
import { closeOf, dayOf, openInstantFrom, readInstant, slotsOn, workingTime, writeInstant } from './working-time';

const LONGEST_BREAK = 3 * 3_600_000;
/** Longer than any office is closed: a calendar that says so is wrong, and nobody waits for it. */
const LONGEST_CLOSED = 31 * 86_400_000;

/**
 * The first instant, from this one on, at which an office that goes by the calendar is open; a break of up to three hours
 * counts as open. The instant itself where the calendar has no hours, or none for a month.
 */
export function openFrom(calendar: Calendar, instant: Instant): Instant {
  if (!hasHours(calendar)) return instant;
  const given = readInstant(instant);
  const open = openInstantFrom(workingTime(calendar), given, LONGEST_BREAK);
  return open === given || open - given > LONGEST_CLOSED ? instant : writeInstant(open);
}

/** A working day whose hours have begun and are not over. */
export interface OpenDay {
  /** Local date. */
  readonly day: string;
  /** Its close of business. */
  readonly until: Instant;
}

/** The working day that an instant lies in; null at night and on days without hours. */
export function openDay(calendar: Calendar, instant: Instant): OpenDay | null {
  if (!hasHours(calendar)) return null;
  const time = workingTime(calendar);
  const at = readInstant(instant);
  const day = dayOf(time, at);
  const [opening] = slotsOn(time, day);
  const { date, minute } = localTime(calendar, instant);
  if (opening === undefined || minute < opening.from || at >= closeOf(time, day)) return null;
  return { day: date, until: writeInstant(closeOf(time, day)) };
}

function hasHours({ week }: Calendar): boolean {
  return week.some((slots) => slots.some(({ from, to }) => to > from));
}
