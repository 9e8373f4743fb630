import type { Calendar, Instant } from './calendar';
import { dueAfter, movedBy } from './clock-arithmetic';
import { spanOf, type Span } from './span';
import {
  afterWork,
  endOfDay,
  readInstant,
  wallClock,
  workBetween,
  workingTime,
  writeInstant,
  type WorkingTime,
} from './working-time';

const DAY = 86_400_000;

export { dueAt, remaining, used, type Pause } from './clock-arithmetic';

/**
 * When a limit that starts at `from` is due. `wd`: close of business of that working day after the day of `from`,
 * which never counts. `0wd`: close of the working day that `from` lies in or, outside working time, of the day of the
 * next slot. `wh`: once so much working time has passed; `h`, `d`, `m`: elapsed time. Zero of these is `from` itself.
 * Throws RangeError for a negative limit or a part of a working day.
 */
export function addSpan(calendar: Calendar, from: Instant, span: Span): Instant {
  return writeInstant(dueAfter(workingTime(calendar), readInstant(from), span));
}

/**
 * The instant of a reminder (negative) or rung (positive) around a due instant; zero is the due instant itself. `wd`:
 * close of that working day before or after the due instant's local day, be that one a working day or not. `wh`: so much
 * working time away; `h`, `d`, `m`: elapsed time. May lie before the clock's start.
 */
export function offsetFrom(calendar: Calendar, due: Instant, span: Span): Instant {
  return writeInstant(movedBy(workingTime(calendar), readInstant(due), span));
}

/**
 * The instant at which a share of a limit is used up, counted back from `due`, so that pauses and extensions are in it
 * already; never before `from`. Part of a working day is that part of its working time. Above 100 it lies after `due`.
 */
export function shareOf(calendar: Calendar, from: Instant, due: Instant, limit: Span, percent: number): Instant {
  if (!(percent >= 0)) throw new RangeError(`not a share: ${percent}%`);
  if (percent === 0) return from;
  const time = workingTime(calendar);
  const count = (limit.count * (percent - 100)) / 100;
  const at = readInstant(due);
  const share = limit.unit === 'wd' ? movedByDays(time, at, count) : movedBy(time, at, { ...limit, count });
  return writeInstant(Math.max(readInstant(from), share));
}

function movedByDays(time: WorkingTime, at: number, days: number): number {
  const whole = Math.floor(days);
  const from = movedBy(time, at, { count: whole, unit: 'wd' });
  if (days === whole) return from;
  const to = movedBy(time, at, { count: whole + 1, unit: 'wd' });
  return afterWork(time, from, Math.round(workBetween(time, from, to) * (days - whole)));
}

/**
 * The time from an instant to the end of a local day, in hours: what a date that people write means as a limit. Negative
 * once that day is over. Throws RangeError for what is no date.
 */
export function spanToEndOf(calendar: Calendar, from: Instant, date: string): Span {
  const day = readInstant(`${date}T00:00:00.000Z`) / DAY;
  return spanOf(endOfDay(workingTime(calendar), day) - readInstant(from), 'h');
}

/** The wall clock at an instant: local date and minute of the day. */
export function localTime(calendar: Calendar, instant: Instant): { readonly date: string; readonly minute: number } {
  const shown = new Date(wallClock(workingTime(calendar), readInstant(instant)));
  return { date: shown.toISOString().slice(0, 10), minute: shown.getUTCHours() * 60 + shown.getUTCMinutes() };
}
