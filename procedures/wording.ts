import { localTime, type Calendar, type Instant } from '../domain/calendar';
import type { FactValue, RemedyChoice } from '../domain/procedure';
import type { Span } from '../domain/span';
import type { LocalText, RuleBook } from './rule-book';
import type { Language } from './schema-messages';

type Words = Language['words'];

/** Fills a pattern in one pass: what is filled in is never read as a pattern itself. */
export function fill(pattern: string, values: Readonly<Record<string, string | undefined>>): string {
  return pattern.replace(/\{([^{}]*)\}/g, (_whole, word: string) => values[word] ?? '');
}

/** An instant as the calendar's wall clock shows it: `2 March 2026, 18:00`. */
export function writeTime(words: Words, calendar: Calendar, instant: Instant): string {
  const { date, minute } = localTime(calendar, instant);
  const [year = '', month = '', day = ''] = date.split('-');
  const two = (count: number): string => String(count).padStart(2, '0');
  return fill(words.instant, {
    year,
    month: words.months[Number(month) - 1] ?? '',
    day: String(Number(day)),
    hour: two(Math.floor(minute / 60)),
    minute: two(minute % 60),
  });
}

/** `3 working days`. */
export function writeSpan(words: Words, { count, unit }: Span): string {
  return count === 1 ? words.spans[unit].one : fill(words.spans[unit].other, { count: String(count) });
}

/** The text in a language, else in the first one declared. */
export function inLanguage(
  text: LocalText | undefined,
  locale: string,
  locales: readonly string[],
): string | undefined {
  return text === undefined ? undefined : (text[locale] ?? text[locales[0] ?? '']);
}

/** What is offered, by title and amount: `Refund CN¥1,200.00, Apology`. */
export function writeRemedies(
  language: Language,
  { texts }: RuleBook,
  offered: FactValue | undefined,
): string | undefined {
  if (!Array.isArray(offered) || offered.length === 0) return undefined;
  const { language: locale, words } = language;
  return (offered as readonly RemedyChoice[])
    .map(({ remedy, amount, currency }) => {
      const title = inLanguage(texts.remedies[remedy], locale, texts.locales) ?? remedy;
      return amount === undefined || currency === undefined
        ? title
        : `${title} ${writeMoney(locale, amount, currency)}`;
    })
    .join(words.list);
}

function writeMoney(locale: string, amount: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
