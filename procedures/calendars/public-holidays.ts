import chineseDays from 'chinese-days/dist/chinese-days.json';

/** Public holidays as announced, for the years that the source knows in full. */
export interface PublicHolidays {
  readonly closed: readonly string[];
  /** Days worked in exchange for a holiday. */
  readonly madeUp: readonly string[];
  readonly firstYear: number;
  readonly lastYear: number;
}

const SOURCES = { 'chinese-days': readChineseDays };

export function publicHolidays(source: keyof typeof SOURCES): PublicHolidays {
  return SOURCES[source]();
}

// The library's functions take a weekday for an answer in years it knows nothing of; its data says which it knows. A
// year is known once its National Day is in: an announcement may close days of the December before the year it is for.
function readChineseDays(): PublicHolidays {
  const closed = Object.keys(chineseDays.holidays).sort();
  const years = closed.filter((date) => date.endsWith('-10-01')).map((date) => Number(date.slice(0, 4)));
  return {
    closed,
    madeUp: Object.keys(chineseDays.workdays).sort(),
    firstYear: Math.min(...years),
    lastYear: Math.max(...years),
  };
}
