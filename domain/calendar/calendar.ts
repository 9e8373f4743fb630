const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MINUTES = 1440;
const MOST_MINUTES_EAST = 1440;

/** RFC 3339 in UTC with milliseconds: `2026-03-02T01:00:00.000Z`. */
export type Instant = string;

/** Working time within a local day, in minutes from its midnight: `from` included, `to` (at most 1440) not. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** A compiled calendar: plain data, nothing to look up. Slots of a day are in order and apart. */
export interface Calendar {
  readonly id: string;
  /** Content hash of everything else in here. */
  readonly hash: string;
  /** Informative only: `offsets` is what counts. */
  readonly zone: string;
  /** Offset from UTC from each instant on, in order; the first (`from: null`) has always held. */
  readonly offsets: readonly { readonly from: Instant | null; readonly minutes: number }[];
  /** Seven days, Monday first; `[]` is no working day. */
  readonly week: readonly (readonly Slot[])[];
  /** Local date (`2026-10-01`) to the slots that day has instead: `[]` closed, else a make-up or half day. */
  readonly holidays: Readonly<Record<string, readonly Slot[]>>;
  /** Local dates for which holidays are known; outside them the week alone decides. */
  readonly covers: { readonly from: string; readonly to: string };
}

/** Whether anything at all that arrived from outside is a calendar that can be counted by. */
export function isCalendar(value: unknown): value is Calendar {
  if (!isRecord(value)) return false;
  const { id, hash, zone, offsets, week, holidays, covers } = value;
  return (
    [id, hash, zone].every((text) => typeof text === 'string') &&
    isOffsets(offsets) &&
    isWeek(week) &&
    isRecord(holidays) &&
    Object.entries(holidays).every(([date, slots]) => isDate(date) && isDay(slots)) &&
    isRecord(covers) &&
    isDate(covers['from']) &&
    isDate(covers['to'])
  );
}

function isOffsets(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const periods: readonly unknown[] = value;
  let last = '';
  return periods.every((period, index) => {
    if (!isRecord(period) || !isWhole(period['minutes'], MOST_MINUTES_EAST)) return false;
    const { from } = period;
    if (index === 0) return from === null;
    if (!isInstant(from) || from <= last) return false;
    last = from;
    return true;
  });
}

function isWeek(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const days: readonly unknown[] = value;
  return days.every(isDay) && days.some((day) => Array.isArray(day) && day.length > 0);
}

function isDay(value: unknown): value is readonly Slot[] {
  if (!Array.isArray(value)) return false;
  const slots: readonly unknown[] = value;
  let end = 0;
  return slots.every((slot) => {
    if (!isRecord(slot)) return false;
    const { from, to } = slot;
    if (!isWhole(from, DAY_MINUTES) || !isWhole(to, DAY_MINUTES) || from < end || to <= from) return false;
    end = to;
    return true;
  });
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= most;
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && value.endsWith('Z') && !Number.isNaN(Date.parse(value));
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00.000Z`));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
