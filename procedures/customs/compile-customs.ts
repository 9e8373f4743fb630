import type { Calendar } from '../../domain/calendar/calendar';
import { customsFor, type Customs } from '../../domain/calendar/customs';
import type { BareRules } from '../../domain/model/rules';
import { customsLocales, shippedCustoms, type CustomsDefinition } from './definition';
import { ramadans, type Days } from './islamic-months';
import { LANGUAGES } from '../locales/language-list';
import { DEFAULT_LANGUAGE, languageFor } from '../locales/language-tag';

/** As far ahead as calendars carry their zone's changes of the clocks. */
const YEARS_AHEAD = 10;

/** First and last year that blackouts are worked out for. */
export interface CustomsYears {
  readonly from: number;
  readonly to: number;
}

/** Compiles any definition, an organisation's own among them. The same definition and years give the same customs. */
export function compileCustoms(definition: CustomsDefinition, years: CustomsYears): Customs {
  const { locale, quiet, blackouts, apologiser } = definition;
  return {
    id: locale,
    quiet: quiet?.hours ?? [],
    blackouts: Object.values(blackouts)
      .flatMap(({ days, hours }) => daysOf(days, years).map(({ from, to }) => ({ from, to, hours })))
      .sort((one, other) => (one.from < other.from ? -1 : 1)),
    neverOffer: definition['never-offer']?.remedies ?? [],
    ...(apologiser === undefined ? {} : { apologiser: apologiser.role }),
  };
}

function daysOf(days: CustomsDefinition['blackouts'][string]['days'], { from, to }: CustomsYears): readonly Days[] {
  if (days === 'ramadan') return ramadans(from, to);
  return days.filter((each) => each.to >= `${from}-01-01` && each.from <= `${to}-12-31`);
}

const shipped = new Map<string, readonly Customs[]>();

/** The shipped customs that fit a complaint's locale best, for the years that its calendar carries. */
export function customsOf(locale: string, { covers }: Pick<Calendar, 'covers'>): Customs | undefined {
  const years = { from: Number(covers.from.slice(0, 4)), to: Number(covers.to.slice(0, 4)) + YEARS_AHEAD };
  const key = `${years.from}-${years.to}`;
  const all = shipped.get(key) ?? customsLocales().map((each) => compileCustoms(shippedCustoms(each), years));
  shipped.set(key, all);
  return customsFor(all, locale);
}

const NO_TEXTS = { locales: [] } as const;

/**
 * The language, among those that ship, to write in to somebody of this locale: their own, else what their customs say
 * they read, else the first that the rule book is written in. The one place where this is decided.
 */
export function languageRead(locale: string, { locales }: { readonly locales: readonly string[] } = NO_TEXTS): string {
  const definitions = customsLocales().map((id) => ({ id, reads: shippedCustoms(id).reads }));
  const reads = customsFor(definitions, locale)?.reads;
  return languageFor(locale, LANGUAGES) ?? reads ?? locales[0] ?? DEFAULT_LANGUAGE;
}

/** The rules with the customs of a complaint's locale, where it has any. */
export function withCustoms<R extends BareRules>(rules: R, locale: string): R {
  const customs = customsOf(locale, rules.calendar);
  return customs === undefined ? rules : { ...rules, customs };
}
