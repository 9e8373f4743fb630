import type { Calendar, Slot } from './compiled-calendar';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MINUTES = 1440;
const MOST_MINUTES_EAST = 1440;

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
