const WORDS = new URL('words/', import.meta.url);
const PATIENCE_MS = 30_000;

/**
 * The page's own words for readers of a locale, with the `language` they are in, its `format` for dates and amounts, and
 * the `languages` that there are. Throws when they cannot be had.
 */
export async function wordsFor(locale) {
  const settings = { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' };
  const response = await fetch(new URL(locale, WORDS), { ...settings, signal: AbortSignal.timeout(PATIENCE_MS) });
  // What a browser calls a language need not be a locale that we can read.
  if (response.status === 404 && locale !== 'en') return wordsFor('en');
  if (!response.ok) throw new Error(`no words: ${response.status}`);
  const { words, ...about } = await response.json();
  return { ...words, ...about };
}

/** A sentence with its placeholders filled in: `By {when}`. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** An instant in words, always with its zone; in `zone`, else in the reader's own. */
export function writeInstant(instant, format, zone) {
  const writer = new Intl.DateTimeFormat(format, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(zone ? { timeZone: zone } : {}),
  });
  return writer.format(new Date(instant));
}

/** A remedy with its amount, if it has one: in the smallest unit of its currency. */
export function writeOffer({ title, amount, currency }, format) {
  if (amount === undefined) return title;
  if (currency === undefined) return `${title} ${amount}`;
  const writer = new Intl.NumberFormat(format, { style: 'currency', currency });
  return `${title} ${writer.format(amount / 10 ** writer.resolvedOptions().maximumFractionDigits)}`;
}
