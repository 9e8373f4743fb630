import { z } from 'zod';

export const MAX_NARRATIVE = 20_000;
export const MAX_TEXT = 10_000;
const MAX_NAME = 200;

/** An instant as callers send it, with any offset; read as UTC with milliseconds. */
export const instantIn = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-03-02T09:00:00+08:00' })
  .refine((text) => text >= '1970' && text < '9990', 'must lie between 1970 and 9989')
  .transform((text) => new Date(text).toISOString());

/** An instant as we send it. */
export const instant = z.string().meta({ format: 'date-time' });

export const name = z.string().trim().min(1).max(MAX_NAME);
export const line = z.string().trim().min(1).max(1_000);
export const text = z
  .string()
  .max(MAX_TEXT)
  .refine((value) => value.trim() !== '', 'must not be empty');

/** A key of a rule book or an id of ours. */
export const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be a key such as construction-quality');

export const locale = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as zh-CN');

export const span = z
  .object({ count: z.number(), unit: z.enum(['wd', 'wh', 'h', 'd', 'm']) })
  .meta({ id: 'Span', description: 'Working days, working hours, elapsed hours, days or minutes.' });

const remedyChoice = z.strictObject({
  remedy: key,
  amount: z.int().min(0).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});

/** One field of a form. Texts are strings here; the API keeps them as content. */
export const fieldValue = z
  .union([z.string().max(MAX_NARRATIVE), z.number(), z.boolean(), z.array(remedyChoice).max(50), z.null()], {
    error: 'must be a text, a number, true or false, a list of remedies or null',
  })
  .meta({ id: 'FieldValue' });

const fieldName = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be a field of the form');
export const formIn = z
  .record(fieldName, fieldValue)
  .refine((form) => Object.keys(form).length <= 100, 'has too many fields');

export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters');

export const referenceParams = z.object({ reference: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/) });

export const limit = z.coerce.number().pipe(z.int().min(1).max(200)).default(50);
export const cursor = z.string().min(1).max(500);

/** One page; `next` is the cursor of the following one, null on the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** A shape that TypeScript knows and the document describes as an object only. */
export function shaped<T>(): z.ZodType<T, T> {
  return z.looseObject({}) as unknown as z.ZodType<T, T>;
}

/** Everybody of a role, in one department or wherever they are. */
export const poolSchema = z.object({ role: z.string(), department: z.string().nullable() }).meta({ id: 'Pool' });
