import { z } from 'zod';
import { unknownWord } from '../language/did-you-mean';
import { strict } from '../language/schema-values';

export const word = z.string().min(1, 'the text is empty: write it');

/** A text whose placeholders, written `{reference}`, are all among those known. */
export function pattern(known: readonly string[]) {
  return word.superRefine((text, context) => {
    for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (!known.includes(name)) context.addIssue({ code: 'custom', message: unknownWord('placeholder', name, known) });
    }
    if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) {
      context.addIssue({ code: 'custom', message: 'a brace stands alone: placeholders are written {reference}' });
    }
  });
}

/** All of these keys, each by one schema. */
export function every<const K extends string, S extends z.ZodType>(keys: readonly K[], schema: S) {
  return strict(Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>);
}

/** All of these sentences, each with the placeholders it may hold. */
export function sentences<const K extends string>(
  table: Readonly<Record<K, readonly string[]>>,
  { mayBeEmpty = [] }: { readonly mayBeEmpty?: readonly NoInfer<K>[] } = {},
) {
  const empty: readonly string[] = mayBeEmpty;
  const shape = Object.entries<readonly string[]>(table).map(([key, known]) => [
    key,
    empty.includes(key) ? z.union([z.literal(''), pattern(known)]) : pattern(known),
  ]);
  return strict(Object.fromEntries(shape) as Record<K, z.ZodType<string>>);
}
