import { z } from 'zod';
import { condition, plainOrigin } from './schema-conditions';
import { count, limit, name, names, strict, type LocalText } from './schema-values';

/** An amount of money in the smallest unit of its currency. */
export const amount = z
  .int({ error: (issue) => (issue.input === undefined ? undefined : 'write a whole number of the smallest unit') })
  .min(0, 'an amount is not negative');

export const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is written in three capital letters, such as CNY');

/** Decision tables: facts that follow from others. */
export function derivedSchema(text: z.ZodType<LocalText>) {
  const table = strict({
    title: text.optional(),
    values: z.record(name, text).optional(),
    lines: z.array(strict({ when: condition, is: name })).min(1, 'write at least one line'),
    otherwise: name,
    ...plainOrigin,
  });
  return z.record(name, table);
}

/** What a role may grant without approval. */
export const discretion = strict({
  currency,
  limits: z.record(
    name,
    z.union([amount, z.literal('any')], {
      error: (issue) =>
        issue.code === 'invalid_union'
          ? 'write a whole number of the smallest unit (50000 is CNY 500), or any'
          : undefined,
    }),
  ),
  ...plainOrigin,
});

export const guarantee = strict({ within: limit, then: name, ...plainOrigin });

export const objections = strict({ most: count, ...plainOrigin });

/** Who is held accountable when a complaint closes. */
export function accountabilitySchema(text: z.ZodType<LocalText>) {
  return z.record(name, strict({ title: text, when: condition, on: names, ...plainOrigin }));
}

/** What is granted without anybody's decision. */
export const remedies = z
  .array(strict({ remedy: name, amount: amount.optional(), currency: currency.optional() }))
  .min(1, 'name at least one');

export type DerivedDocument = z.output<ReturnType<typeof derivedSchema>>[string];
