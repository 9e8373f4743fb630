const DAY = 86_400_000;
const RAMADAN = 9;

/** First and last day of a stretch, as dates. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Every Ramadan that begins in these years, by the Umm al-Qura calendar: as computed, not as sighted in a country. */
export function ramadans(fromYear: number, toYear: number): readonly Days[] {
  const monthOf = islamicMonth();
  const end = Date.UTC(toYear + 1, 0, 1);
  const found: Days[] = [];
  for (let day = Date.UTC(fromYear, 0, 1); day < end; day += DAY) {
    if (monthOf(day) !== RAMADAN || monthOf(day - DAY) === RAMADAN) continue;
    let last = day;
    while (monthOf(last + DAY) === RAMADAN) last += DAY;
    found.push({ from: dateOf(day), to: dateOf(last) });
  }
  return found;
}

function islamicMonth(): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { month: 'numeric', timeZone: 'UTC' });
  const { calendar } = format.resolvedOptions();
  if (calendar !== 'islamic-umalqura') throw new Error(`this runtime has no Umm al-Qura calendar, only "${calendar}"`);
  return (at) => Number(format.format(at));
}

function dateOf(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
