import type { Instant } from '../domain/calendar/calendar';
import type { MinimalInput } from './minimal-messages';

const DAY_MS = 86_400_000;
/** Shanghai has no summer time; business closes at 18:00. */
const OFFSET_MS = 8 * 3_600_000;
const CLOSE_MS = 18 * 3_600_000;

/** Close of business of the `count`th working day after (or, negative, before) the instant's local day. */
export function workingDays(holidays: MinimalInput['holidays'], from: Instant, count: number): Instant {
  const step = count < 0 ? -DAY_MS : DAY_MS;
  let midnight = Math.floor((Date.parse(from) + OFFSET_MS) / DAY_MS) * DAY_MS;
  for (let left = Math.abs(count); left > 0;) {
    midnight += step;
    if (isWorkingDay(holidays, midnight)) left -= 1;
  }
  return new Date(midnight + CLOSE_MS - OFFSET_MS).toISOString();
}

export function later(from: Instant, days: number): Instant {
  return new Date(Date.parse(from) + days * DAY_MS).toISOString();
}

function isWorkingDay(holidays: MinimalInput['holidays'], midnight: number): boolean {
  const date = new Date(midnight);
  const special = holidays[date.toISOString().slice(0, 10)];
  if (special) return special.length > 0;
  return date.getUTCDay() !== 0 && date.getUTCDay() !== 6;
}
