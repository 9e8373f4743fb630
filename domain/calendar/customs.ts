import type { Calendar, Instant, Slot } from './calendar';
import { readInstant, wallClock, workingTime, writeInstant, type WorkingTime } from './working-time';

/** What the complainant's culture asks of us, as plain data; those of one locale travel with a complaint. */
export interface Customs {
  /** The locale that they are for: `ar`, `zh-CN`. */
  readonly id: string;
  /** Local minutes of the calendar's zone in which nobody is contacted, every day. */
  readonly quiet: readonly Slot[];
  /** Days, ends included, with further hours in which nobody is contacted: daytime in Ramadan. */
  readonly blackouts: readonly { readonly from: string; readonly to: string; readonly hours: readonly Slot[] }[];
  /** Remedies that must not be offered. */
  readonly neverOffer: readonly string[];
  /** The role that apologises; conditions read it as the fact `apologiser`. */
  readonly apologiser?: string;
}

/** Finds the customs of a complaint's locale, for the years that its calendar carries. */
export type CustomsOf = (locale: string, calendar: Calendar) => Customs | undefined;

const MINUTE = 60_000;
const DAY = 86_400_000;
const MINUTES_A_DAY = 1440;

/**
 * The first instant, from this one on, at which the complainant may be contacted: the instant itself outside quiet
 * hours and blackouts, else the end of the last of those that follow on each other. Customs that keep the whole of every
 * day quiet say nothing.
 */
export function contactableFrom(customs: Customs | undefined, calendar: Calendar, instant: Instant): Instant {
  if (customs === undefined || isAlwaysQuiet(customs.quiet)) return instant;
  const time = workingTime(calendar);
  const given = readInstant(instant);
  let at = given;
  for (let next = quietUntil(customs, time, at); next !== null; next = quietUntil(customs, time, at)) at = next;
  return at === given ? instant : writeInstant(at);
}

/** When the hours that an instant lies in end; no later than the next change of the clocks, after which all reads anew. */
function quietUntil({ quiet, blackouts }: Customs, time: WorkingTime, at: number): number | null {
  const wall = wallClock(time, at);
  const date = new Date(wall).toISOString().slice(0, 10);
  const passed = wall - Math.floor(wall / DAY) * DAY;
  const hours = [
    ...quiet,
    ...blackouts.filter(({ from, to }) => from <= date && date <= to).flatMap((one) => one.hours),
  ];
  const ends = hours.filter(({ from, to }) => from * MINUTE <= passed && passed < to * MINUTE).map(({ to }) => to);
  if (ends.length === 0) return null;
  const change = time.periods.find(({ from }) => from > at)?.from ?? Infinity;
  return Math.min(at + Math.max(...ends) * MINUTE - passed, change);
}

function isAlwaysQuiet(quiet: readonly Slot[]): boolean {
  let reached = 0;
  for (const { from, to } of [...quiet].sort((one, other) => one.from - other.from)) {
    if (from > reached) return false;
    reached = Math.max(reached, to);
  }
  return reached >= MINUTES_A_DAY;
}

/** Of all customs those that fit a locale best: the same tag, else the nearest shorter one, else the same language. */
export function customsFor<T extends { readonly id: string }>(all: readonly T[], locale: string): T | undefined {
  const known = (tag: string) => all.find(({ id }) => id.toLowerCase() === tag);
  const parts = locale.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = known(parts.slice(0, length).join('-'));
    if (found) return found;
  }
  return all.find(({ id }) => id.toLowerCase().split('-')[0] === parts[0]);
}
