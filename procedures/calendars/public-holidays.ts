import chineseDays from 'chinese-days/dist/chinese-days.json';
import type { Slot } from '../../domain/calendar';
import { countryHolidays } from './country-holidays';
import type { HolidaySource } from './definition';

/** Public holidays as announced, for the years that the source knows in full. */
export interface PublicHolidays {
  readonly closed: readonly string[];
  /** Closed for a part of the day only, the minutes from midnight that are. */
  readonly halfClosed: readonly (readonly [date: string, closed: Slot])[];
  /** Days worked in exchange for a holiday. */
  readonly madeUp: readonly string[];
  readonly firstYear: number;
  readonly lastYear: number;
}

/** Throws RangeError for a country or a rule that the library does not know. */
export function publicHolidays(source: HolidaySource): PublicHolidays {
  return source === 'chinese-days' ? readChineseDays() : countryHolidays(source);
}

// The library's functions take a weekday for an answer in years it knows nothing of; its data says which it knows. A
// year is known once its National Day is in: an announcement may close days of the December before the year it is for.
function readChineseDays(): PublicHolidays {
  const closed = Object.keys(chineseDays.holidays).sort();
  const years = closed.filter((date) => date.endsWith('-10-01')).map((date) => Number(date.slice(0, 4)));
  return {
    closed,
    halfClosed: [],
    madeUp: Object.keys(chineseDays.workdays).sort(),
    firstYear: Math.min(...years),
    lastYear: Math.max(...years),
  };
}
