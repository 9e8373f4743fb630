import type { Calendar, Instant, Slot } from './calendar';

const MINUTE = 60_000;
const DAY = 86_400_000;

interface OffsetPeriod {
  readonly from: number;
  readonly until: number;
  readonly shift: number;
}

/**
 * A calendar made ready for arithmetic. Instants are milliseconds since 1970 UTC; a local day is a whole number of
 * days since 1970-01-01. A wall-clock reading stands for the first instant at which the clock shows it or later: a
 * reading skipped by daylight saving is the moment of the change, a repeated one is its first time.
 */
export interface WorkingTime {
  readonly periods: readonly OffsetPeriod[];
  readonly week: readonly (readonly Slot[])[];
  readonly special: ReadonlyMap<number, readonly Slot[]>;
}

interface Stretch {
  readonly open: number;
  readonly close: number;
}

const ready = new WeakMap<Calendar, WorkingTime>();

/** The working time of a calendar, prepared once per calendar object. Throws RangeError if its week has none. */
export function workingTime(calendar: Calendar): WorkingTime {
  let time = ready.get(calendar);
  if (time === undefined) {
    time = prepare(calendar);
    ready.set(calendar, time);
  }
  return time;
}

function prepare(calendar: Calendar): WorkingTime {
  const { id, offsets, week, holidays } = calendar;
  if (week.length !== 7 || !week.some((slots) => slots.some((slot) => slot.to > slot.from))) {
    throw new RangeError(`calendar "${id}" has no working time in its week`);
  }
  if (offsets.length === 0) throw new RangeError(`calendar "${id}" has no offset from UTC`);
  const starts = offsets.map(({ from }) => (from === null ? -Infinity : readInstant(from)));
  const periods = offsets.map(({ minutes }, index) => ({
    from: index === 0 ? -Infinity : (starts[index] ?? -Infinity),
    until: starts[index + 1] ?? Infinity,
    shift: minutes * MINUTE,
  }));
  const special = new Map(
    Object.entries(holidays).map(([date, slots]) => [Date.parse(`${date}T00:00:00.000Z`) / DAY, slots]),
  );
  return { periods, week, special };
}

/** Milliseconds since 1970. Throws RangeError for what is not an instant in UTC. */
export function readInstant(instant: Instant): number {
  const at = instant.endsWith('Z') ? Date.parse(instant) : NaN;
  if (Number.isNaN(at)) throw new RangeError(`not an instant in UTC: "${instant}"`);
  return at;
}

export function writeInstant(at: number): Instant {
  return new Date(at).toISOString();
}

/** What the wall clock shows at an instant, as milliseconds since 1970-01-01 00:00 local. */
export function wallClock(time: WorkingTime, at: number): number {
  let shift = 0;
  for (const period of time.periods) {
    if (period.from > at) break;
    shift = period.shift;
  }
  return at + shift;
}

function instantAt(time: WorkingTime, day: number, minute: number): number {
  const local = day * DAY + minute * MINUTE;
  let at = local;
  for (const period of time.periods) {
    at = Math.max(period.from, local - period.shift);
    if (at < period.until) break;
  }
  return at;
}

/** The first instant after a local day, where it is over. */
export function endOfDay(time: WorkingTime, day: number): number {
  return instantAt(time, day + 1, 0);
}

/** The local day an instant lies on; a day has begun once the wall clock has shown it. */
export function dayOf(time: WorkingTime, at: number): number {
  const day = Math.floor(wallClock(time, at) / DAY);
  return instantAt(time, day + 1, 0) <= at ? day + 1 : day;
}

/** The hours of a local day. */
export function slotsOn(time: WorkingTime, day: number): readonly Slot[] {
  const weekday = (((day + 3) % 7) + 7) % 7;
  return time.special.get(day) ?? time.week[weekday] ?? [];
}

export function isWorkingDay(time: WorkingTime, day: number): boolean {
  return slotsOn(time, day).length > 0;
}

/** Close of business: the end of a working day's last slot. */
export function closeOf(time: WorkingTime, day: number): number {
  return instantAt(time, day, slotsOn(time, day).at(-1)?.to ?? 0);
}

/** The count-th working day after a day, or before it for a negative count; the day itself never counts. */
export function workingDayFrom(time: WorkingTime, day: number, count: number): number {
  const step = count < 0 ? -1 : 1;
  let reached = day;
  for (let left = Math.abs(count); left > 0;) {
    reached += step;
    if (isWorkingDay(time, reached)) left -= 1;
  }
  return reached;
}

/** How many working days, of those after `from`'s own day, have had their close of business by `to`. */
export function workingDaysClosed(time: WorkingTime, from: number, to: number): number {
  const last = dayOf(time, to);
  let closed = 0;
  for (let day = dayOf(time, from) + 1; day <= last; day += 1) {
    if (isWorkingDay(time, day) && closeOf(time, day) <= to) closed += 1;
  }
  return closed;
}

function stretchesOn(time: WorkingTime, day: number): readonly Stretch[] {
  return slotsOn(time, day).map((slot) => ({
    open: instantAt(time, day, slot.from),
    close: instantAt(time, day, slot.to),
  }));
}

/** Working milliseconds between two instants; 0 when `to` is not after `from`. */
export function workBetween(time: WorkingTime, from: number, to: number): number {
  if (to <= from) return 0;
  const last = dayOf(time, to);
  let work = 0;
  for (let day = dayOf(time, from); day <= last; day += 1) work += workOn(time, day, from, to);
  return work;
}

/** Working milliseconds of one local day between two instants. */
export function workOn(time: WorkingTime, day: number, from: number, to: number): number {
  return stretchesOn(time, day).reduce(
    (work, { open, close }) => work + Math.max(0, Math.min(close, to) - Math.max(open, from)),
    0,
  );
}

/** The first instant by which so much working time has passed: on a slot's end, that end and not the next start. */
export function afterWork(time: WorkingTime, from: number, work: number): number {
  let left = work;
  if (left <= 0) return from;
  for (let day = dayOf(time, from); ; day += 1) {
    for (const { open, close } of stretchesOn(time, day)) {
      const start = Math.max(open, from);
      if (start < close && close - start >= left) return start + left;
      left -= Math.max(0, close - start);
    }
  }
}

/** The last instant from which so much working time remains until `to`: on a slot's start, that start. */
export function beforeWork(time: WorkingTime, to: number, work: number): number {
  let left = work;
  if (left <= 0) return to;
  for (let day = dayOf(time, to); ; day -= 1) {
    for (const { open, close } of stretchesOn(time, day).toReversed()) {
      const end = Math.min(close, to);
      if (open < end && end - open >= left) return end - left;
      left -= Math.max(0, end - open);
    }
  }
}

/** The instant itself in working time, or in a break of a day that is no longer than this; else the start of the next slot. */
export function openInstantFrom(time: WorkingTime, at: number, longestBreak: number): number {
  const next = workingInstantFrom(time, at);
  const day = dayOf(time, at);
  const before = stretchesOn(time, day).findLast(({ open, close }) => close <= at && close > open);
  const isBreak = before !== undefined && dayOf(time, next) === day && next - before.close <= longestBreak;
  return isBreak ? at : next;
}

/** The instant itself in working time, else the start of the next slot. */
export function workingInstantFrom(time: WorkingTime, at: number): number {
  for (let day = dayOf(time, at); ; day += 1) {
    const stretch = stretchesOn(time, day).find(({ open, close }) => close > at && close > open);
    if (stretch !== undefined) return Math.max(stretch.open, at);
  }
}
