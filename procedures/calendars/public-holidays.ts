import chineseDays from 'chinese-days/dist/chinese-days.json';
import { countryHolidays } from './country-holidays';
import type { HolidaySource, PublicHolidays } from './definition';

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
