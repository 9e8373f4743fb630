import { z } from 'zod';
import { parseSpan, type Span } from '../../domain/calendar/span';
import { madeFrom } from '../locales/conversions';
import { LANGUAGES } from '../locales/language-list';
import { unknownKey } from './did-you-mean';

const listed = new Intl.ListFormat('en-GB');

/** A text by language. */
export type LocalText = Readonly<Record<string, string>>;

const NAME_HINT = 'a name is written in small English letters, digits and hyphens, such as first-reply';
const KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** An object whose unknown keys are errors that name the key probably meant, one line of the message a key. */
export function strict<S extends z.ZodRawShape>(shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((word) => unknown(word, known)).join('\n') : undefined,
  });
}

function unknown(word: string, known: readonly string[]): string {
  const isLanguage = LANGUAGES.includes(word) && known.includes('title');
  return isLanguage ? `"${word}" stands under "title" here: title: { ${word}: ... }` : unknownKey(word, known);
}

/** A name that other places refer to: small letters, digits and hyphens. */
export const name = z
  .string({ error: ({ input }) => (typeof input === 'object' && input !== null ? 'write one name here' : undefined) })
  .max(60, 'a name has at most 60 characters')
  .regex(KEY, `${NAME_HINT}; people read its title`)
  .refine((word) => word !== 'constructor', 'this name is taken: choose another');

/** Whose department an owner is of: `place`, that of the complaint, or a field that holds one. */
export const where = name.meta({});

export const names = z.array(name).min(1, 'name at least one');

/** One name or several. */
export const nameOrNames = z.union([name, names]);

/** What stands in the rule book for this limit, in its own words or by its number. */
export const source = z.string().trim().min(1, 'say where in the rule book this stands');

const span = (hint: string, fits: (span: Span) => boolean) =>
  z.string({ error: (issue) => (issue.input === undefined ? undefined : hint) }).transform((text, context): Span => {
    const read = parseSpan(text);
    if (read !== undefined && fits(read)) return read;
    context.addIssue({ code: 'custom', message: hint });
    return z.NEVER;
  });

/** A limit: more than nothing. */
export const limit = span(
  'a limit is a number and a unit: 3wd (working days), 4wh (working hours), 24h, 7d or 30m',
  ({ count }) => count > 0,
);

const OFFSET_HINT = 'a rung stands before or after the limit (-1wd, +0, +2h) or at a share of it (50%)';

/** Where a rung stands: an offset from the due instant or a share of the budget. */
export const rungAt = z
  .union([z.string(), z.number()], { error: (issue) => (issue.input === undefined ? undefined : OFFSET_HINT) })
  .transform((written, context): { readonly offset: Span } | { readonly percent: number } => {
    const percent = Number(/^(\d{1,3})%$/.exec(String(written))?.[1] ?? NaN);
    if (percent > 0) return { percent };
    const offset = parseSpan(String(written));
    if (offset !== undefined) return { offset };
    context.addIssue({ code: 'custom', message: OFFSET_HINT });
    return z.NEVER;
  });

export const count = z
  .int({ error: (issue) => (issue.input === undefined ? undefined : 'write a whole number') })
  .min(1, 'write a number of at least 1')
  .max(1000, 'write at most 1000');

/** A text in every declared language; also in one that is made from a declared one, where its author writes it. */
export function textIn(locales: readonly string[]): z.ZodType<LocalText> {
  const word = z
    .string({
      error: (issue) =>
        issue.input === undefined
          ? `the text is missing: every text is written in ${listed.format(locales)}`
          : undefined,
    })
    .trim()
    .min(1, 'the text is empty: write it');
  const byLanguage = `{ ${locales.map((locale) => `${locale}: ...`).join(', ')} }`;
  const written = locales.map((locale) => [locale, word]);
  const made = madeFrom(locales).map((locale) => [locale, word.optional()]);
  return z.strictObject(Object.fromEntries([...written, ...made]) as Record<string, z.ZodType<string>>, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => strayText(key, issue.input, locales)).join('\n');
      return issue.input === undefined ? undefined : `write the text by language: ${byLanguage}`;
    },
  });
}

function strayText(key: string, text: unknown, locales: readonly string[]): string {
  if (LANGUAGES.includes(key)) return `"${key}" is not declared: add it to "locales" or remove it here`;
  const rest = (text as Readonly<Record<string, unknown>>)[key] === null;
  return rest ? `a text with a comma stands in quotes: put them before and after it` : unknownKey(key, locales);
}
