import { isDeepStrictEqual } from 'node:util';
import type { Calendar, Slot } from '../../domain/calendar/calendar';
import { contentHash } from '../language/content-hash';
import { type CalendarDefinition, type PublicHolidays, shippedDefinition, WEEKDAYS } from './definition';
import { publicHolidays } from './public-holidays';
import { zoneOffsets } from './zone-offsets';

const FIRST_YEAR = 2024;
const OFFSET_YEARS_AHEAD = 10;
const HASH_LENGTH = 16;

export interface CalendarYears {
  /** First year whose holidays are carried; 2024 unless given. */
  readonly from?: number;
  /** Last one; the last that the holiday library knows unless given, and never later than that. */
  readonly to?: number;
}

/** A calendar that ships, compiled; the same id and years give the same hash. Throws for an unknown id. */
export function compileCalendar(id: string, years: CalendarYears = {}): Calendar {
  return compileDefinition(shippedDefinition(id), years);
}

/** Compiles any definition, an organisation's own among them. Throws RangeError when the library knows no such year. */
export function compileDefinition(definition: CalendarDefinition, years: CalendarYears = {}): Calendar {
  const known = publicHolidays(definition.holidays);
  const from = Math.max(years.from ?? FIRST_YEAR, known.firstYear);
  const to = Math.min(years.to ?? known.lastYear, known.lastYear);
  if (from > to) throw new RangeError(`calendar "${definition.id}": no holidays known from ${from} to ${to}`);
  const covers = { from: `${from}-01-01`, to: `${to}-12-31` };
  const content = {
    id: definition.id,
    zone: definition.zone,
    offsets: zoneOffsets(definition.zone, from, to + OFFSET_YEARS_AHEAD),
    week: WEEKDAYS.map((day) => definition.week[day]),
    holidays: holidaysOf(definition, known, covers),
    covers,
  };
  return { ...content, hash: contentHash(content).slice(0, HASH_LENGTH) };
}

function holidaysOf(
  definition: CalendarDefinition,
  { closed, halfClosed, madeUp }: PublicHolidays,
  covers: Calendar['covers'],
): Record<string, readonly Slot[]> {
  const announced = [
    ...halfClosed.map(([date, part]) => [date, outside(part, usualSlots(definition, date))] as const),
    ...closed.map((date) => [date, []] as const),
    ...madeUp.map((date) => [date, definition['make-up'] ?? []] as const),
  ].filter(([date]) => date >= covers.from && date <= covers.to);
  const days = new Map<string, readonly Slot[]>([...announced, ...Object.entries(definition.days)]);
  return Object.fromEntries(
    [...days]
      .filter(([date, slots]) => !isDeepStrictEqual(slots, usualSlots(definition, date)))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function usualSlots(definition: CalendarDefinition, date: string): readonly Slot[] {
  const weekday = WEEKDAYS[(new Date(`${date}T00:00:00.000Z`).getUTCDay() + 6) % 7];
  return weekday === undefined ? [] : definition.week[weekday];
}

/** What is left of a day's slots when a part of it is closed. */
function outside(closed: Slot, slots: readonly Slot[]): readonly Slot[] {
  return slots
    .flatMap(({ from, to }) => [
      { from, to: Math.min(to, closed.from) },
      { from: Math.max(from, closed.to), to },
    ])
    .filter(({ from, to }) => from < to);
}
