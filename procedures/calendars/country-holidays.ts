import type Holidays from 'date-holidays';
import type { Slot } from '../../domain/calendar/calendar';
import type { HolidaySource, PublicHolidays } from './definition';

type Country = Exclude<HolidaySource, string>;
type Holiday = ReturnType<Holidays['getHolidays']>[number];

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const DAY = DAY_MINUTES * MINUTE;

/**
 * Public holidays of a country with their substitute days; days that are closed from some hour on are half days. What
 * depends on the sighting of the moon is as foreseen. Throws RangeError for a country or a rule that is not known.
 */
export function countryHolidays(source: Country): PublicHolidays {
  const library = libraryFor(source);
  const closed = new Set<string>();
  const halfClosed: (readonly [string, Slot])[] = [];
  for (let year = source.from; year <= source.to; year += 1) {
    for (const holiday of library.getHolidays(year).filter(({ type }) => type === 'public')) {
      const part = partOfDay(holiday);
      if (part) halfClosed.push([holiday.date.slice(0, 10), part]);
      else for (const date of datesOf(holiday)) closed.add(date);
    }
  }
  return { closed: [...closed].sort(), halfClosed, madeUp: [], firstYear: source.from, lastYear: source.to };
}

function libraryFor({ country, state, without, also }: Country): Holidays {
  const library = new (loadLibrary())();
  const known = library.getCountries('en') as Record<string, string> | undefined;
  const states = state === undefined ? null : (library.getStates(country, 'en') as Record<string, string> | undefined);
  if (!known?.[country] || (state !== undefined && !states?.[state])) {
    throw new RangeError(`no holidays are known for ${country}${state === undefined ? '' : `-${state}`}`);
  }
  library.init(country, ...(state === undefined ? [] : [state]));
  const change = library.setHoliday.bind(library) as (rule: string, holiday: object | false) => boolean;
  for (const rule of without) if (!change(rule, false)) throw new RangeError(`no holiday "${rule}" there`);
  for (const rule of also) {
    if (!change(rule, { name: rule, type: 'public' })) throw new RangeError(`not a holiday: "${rule}"`);
  }
  return library;
}

/** Takes a moment and some megabytes: only for those who compile such a calendar. */
function loadLibrary(): typeof Holidays {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('date-holidays') as typeof Holidays;
}

/** The minutes that a holiday closes when it does not close whole days. */
function partOfDay({ date, start, end }: Holiday): Slot | null {
  const from = Number(date.slice(11, 13)) * 60 + Number(date.slice(14, 16));
  const length = Math.round((end.getTime() - start.getTime()) / MINUTE);
  if (from === 0 && length >= DAY_MINUTES - 60) return null;
  return { from, to: Math.min(DAY_MINUTES, from + length) };
}

function datesOf({ date, start, end }: Holiday): string[] {
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00.000Z`);
  const days = Math.round((end.getTime() - start.getTime()) / DAY);
  return Array.from({ length: days }, (_, index) => new Date(first + index * DAY).toISOString().slice(0, 10));
}
