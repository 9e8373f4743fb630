import { localTime } from '../../domain/calendar/due';
import type { Calendar, Instant } from '../../domain/calendar/calendar';
import type { RemedyChoice } from '../../domain/model/procedure';
import type { Span } from '../../domain/calendar/span';
import type { FormTexts, LocalText, ProcedureTexts } from '../language/rule-book';
import type { Language } from './schema-language';

type Dates = Language['dates'];

/** Fills a pattern in one pass: what is filled in is never read as a pattern itself. */
export function fill(pattern: string, values: Readonly<Record<string, string | undefined>>): string {
  return pattern.replace(/\{([^{}]*)\}/g, (_whole, word: string) => values[word] ?? '');
}

/** An instant as the calendar's wall clock shows it: `2 March 2026, 18:00`. */
export function writeTime(dates: Dates, calendar: Calendar, instant: Instant): string {
  const { date, minute } = localTime(calendar, instant);
  const [year = '', month = '', day = ''] = date.split('-');
  const two = (count: number): string => String(count).padStart(2, '0');
  return fill(dates.instant, {
    year,
    month: dates.months[Number(month) - 1] ?? '',
    day: String(Number(day)),
    hour: two(Math.floor(minute / 60)),
    minute: two(minute % 60),
  });
}

/** `3 working days`. */
export function writeSpan(dates: Dates, { count, unit }: Span): string {
  return inNumber(dates.spans[unit], count);
}

/** The form of a word that fits a number. */
export function inNumber({ one, other }: { readonly one: string; readonly other: string }, count: number): string {
  return count === 1 ? one : fill(other, { count: String(count) });
}

/** A fact that no form asks, by its name. */
export function factName({ facts }: Language['phrases'], fact: string): string {
  return Object.hasOwn(facts, fact) ? facts[fact as keyof typeof facts] : fact;
}

/** The text in a language, else in the first one declared. */
export function inLanguage(
  text: LocalText | undefined,
  locale: string,
  locales: readonly string[],
): string | undefined {
  return text === undefined ? undefined : (text[locale] ?? text[locales[0] ?? '']);
}

export interface TextsWording {
  readonly texts: ProcedureTexts;
  readonly locale: string;
  /** Whose form asked for them; where another stage's form did, that one is looked for. */
  readonly stage: string;
  /** How a title and a text are put together: `{label}: {text}`. */
  readonly labelled: string;
}

/** What people wrote in one form, in the form's order: one text alone, several under their titles. */
export function writeTexts(
  written: Readonly<Record<string, string>>,
  { texts: { stages, locales }, locale, stage, labelled }: TextsWording,
): string | undefined {
  const fields = Object.keys(written);
  if (fields.length <= 1) return Object.values(written)[0];
  const asksAll = (form: FormTexts): boolean => fields.every((field) => Object.hasOwn(form.fields, field));
  const forms = [stages[stage], ...Object.values(stages)].flatMap((one) => (one ? [one.form] : []));
  const form = forms.find(asksAll);
  const place = (field: string): number => form?.order.indexOf(field) ?? 0;
  return fields
    .sort((a, b) => place(a) - place(b))
    .map((field) => {
      const label = inLanguage(form?.fields[field]?.title, locale, locales) ?? field;
      return fill(labelled, { label, text: written[field] });
    })
    .join('\n');
}

export interface RemediesWording {
  readonly texts: ProcedureTexts;
  readonly locale: string;
  /** What stands between two of them. */
  readonly joint: string;
}

/** Remedies by title and amount: `Refund CN¥1,200.00, Apology`. */
export function writeRemedies(
  remedies: readonly RemedyChoice[],
  { texts, locale, joint }: RemediesWording,
): string | undefined {
  if (remedies.length === 0) return undefined;
  return remedies
    .map(({ remedy, amount, currency }) => {
      const title = inLanguage(texts.remedies[remedy], locale, texts.locales) ?? remedy;
      return amount === undefined || currency === undefined
        ? title
        : `${title} ${writeMoney(locale, amount, currency)}`;
    })
    .join(joint);
}

function writeMoney(locale: string, amount: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
