import type { Calendar, Instant } from './calendar';
import { spanLength, spanOf, type Span } from './span';
import {
  afterWork,
  beforeWork,
  closeOf,
  dayOf,
  isWorkingDay,
  readInstant,
  workBetween,
  workingDayFrom,
  workingDaysClosed,
  workingInstantFrom,
  workingTime,
  writeInstant,
  type WorkingTime,
} from './working-time';

/** A stretch in which a clock stands still; `to: null` while it still does. Empty and reversed ones say nothing. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A pause in milliseconds. */
export interface Break {
  readonly from: number;
  readonly to: number;
}

/** When a limit that starts at `from` is due: `addSpan` in milliseconds. */
export function dueAfter(time: WorkingTime, from: number, limit: Span): number {
  if (limit.count < 0) throw new RangeError(`a limit cannot be negative: ${limit.count}${limit.unit}`);
  if (limit.unit !== 'wd') return movedBy(time, from, limit);
  const days = wholeDays(limit);
  const day = days === 0 ? dayOf(time, workingInstantFrom(time, from)) : workingDayFrom(time, dayOf(time, from), days);
  return closeOf(time, day);
}

/** An instant moved forward or back by a span: `offsetFrom` in milliseconds. */
export function movedBy(time: WorkingTime, at: number, span: Span): number {
  if (!Number.isFinite(span.count)) throw new RangeError(`not a span: ${span.count}${span.unit}`);
  if (span.count === 0) return at;
  if (span.unit === 'wd') return closeOf(time, workingDayFrom(time, dayEndedAt(time, at), wholeDays(span)));
  const length = spanLength(span.count, span.unit);
  if (span.unit !== 'wh') return at + length;
  return length < 0 ? beforeWork(time, at, -length) : afterWork(time, at, length);
}

function wholeDays(span: Span): number {
  if (!Number.isSafeInteger(span.count)) throw new RangeError(`working days are whole: ${span.count}wd`);
  return span.count;
}

/** Business that closes at midnight belongs to the day it closes, not to the one that begins with it. */
export function dayEndedAt(time: WorkingTime, at: number): number {
  const day = dayOf(time, at);
  return isWorkingDay(time, day - 1) && closeOf(time, day - 1) >= at ? day - 1 : day;
}

/**
 * When a limit is due after its pauses, null while one of them holds it. `wd`: working days whose close has passed
 * before a pause are used up, the rest counts again from the day it resumes, which does not count itself. Other units:
 * the paused time is left out. Pauses may come in any order and overlap; one that begins at or after the due instant
 * moves nothing.
 */
export function dueAt(calendar: Calendar, startedAt: Instant, limit: Span, pauses: readonly Pause[]): Instant | null {
  const time = workingTime(calendar);
  let start = readInstant(startedAt);
  let left = limit;
  for (const pause of breaksIn(pauses)) {
    if (pause.to <= start) continue;
    const due = dueAfter(time, start, left);
    if (due <= pause.from) return writeInstant(due);
    left = less(left, spent(time, left, start, pause.from));
    if (pause.to === Infinity) return null;
    start = pause.to;
  }
  return writeInstant(dueAfter(time, start, left));
}

/** How much of a limit is used up at an instant, in its own unit: whole working days, else fractional; never more
 * than the limit, never less than nothing. */
export function used(calendar: Calendar, startedAt: Instant, limit: Span, pauses: readonly Pause[], at: Instant): Span {
  const time = workingTime(calendar);
  const now = readInstant(at);
  let start = readInstant(startedAt);
  let left = limit;
  for (const pause of breaksIn(pauses)) {
    if (pause.to <= start) continue;
    if (pause.from >= now) break;
    left = less(left, spent(time, left, start, pause.from));
    start = pause.to;
  }
  return less(limit, less(left, spent(time, left, start, now)));
}

/** What `used` leaves of the limit. */
export function remaining(
  calendar: Calendar,
  startedAt: Instant,
  limit: Span,
  pauses: readonly Pause[],
  at: Instant,
): Span {
  return less(limit, used(calendar, startedAt, limit, pauses, at));
}

/** Pauses in order, without empty ones; one that goes on ends at Infinity. */
export function breaksIn(pauses: readonly Pause[]): Break[] {
  return pauses
    .map(({ from, to }) => ({ from: readInstant(from), to: to === null ? Infinity : readInstant(to) }))
    .filter(({ from, to }) => to > from)
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

/** How much of a limit is used up between two instants, never more than all of it. */
export function spent(time: WorkingTime, limit: Span, from: number, to: number): Span {
  const { unit } = limit;
  if (to <= from) return { count: 0, unit };
  if (unit === 'wd') return { count: Math.min(limit.count, workingDaysClosed(time, from, to)), unit };
  const length = unit === 'wh' ? workBetween(time, from, to) : to - from;
  return spanOf(Math.min(spanLength(limit.count, unit), length), unit);
}

/** What is left of a limit without a part of it. */
export function less(limit: Span, part: Span): Span {
  const { unit } = limit;
  if (unit === 'wd') return { count: limit.count - part.count, unit };
  return spanOf(spanLength(limit.count, unit) - spanLength(part.count, unit), unit);
}
