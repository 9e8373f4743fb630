import type { Calendar, Instant } from '../../domain/calendar/calendar';
import { readInstant, workingInstantFrom, workingTime, writeInstant } from '../../domain/calendar/working-time';

export function isWorkingTime(calendar: Calendar, instant: Instant): boolean {
  const at = readInstant(instant);
  return workingInstantFrom(workingTime(calendar), at) === at;
}

/** The instant itself in working time (a slot's start is, its end is not), else the start of the next slot. */
export function nextWorkingInstant(calendar: Calendar, instant: Instant): Instant {
  return writeInstant(workingInstantFrom(workingTime(calendar), readInstant(instant)));
}
