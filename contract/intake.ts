import { z } from 'zod';
import {
  formIn,
  idempotencyKey,
  instant,
  instantIn,
  key,
  line,
  locale,
  MAX_NARRATIVE,
  name,
  span,
  text,
} from './values';

const complainant = z.strictObject({
  name,
  kind: key.optional(),
  phone: z.string().trim().min(3).max(50).optional(),
  email: z.email().max(254).optional(),
  address: line.optional(),
  preferredContact: z.string().trim().min(1).max(50).optional(),
});

const subject = z.strictObject({
  kind: key,
  reference: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Of a subject of kind "staff", the id of the member of staff: they stand aside from it.' }),
  text: text.optional(),
});

const evidence = z
  .strictObject({
    title: line.optional(),
    text: text.optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
  })
  .refine((item) => item.title !== undefined || item.text !== undefined || item.url !== undefined, 'must not be empty');

const narrative = z
  .string()
  .max(MAX_NARRATIVE)
  .refine((value) => value.trim() !== '', 'must not be empty');

const intakeFields = {
  procedure: key.optional().meta({ description: 'Left out: chosen by the match rules of the procedures.' }),
  channel: key,
  locale: locale.optional().meta({ description: 'The language of the source when left out.' }),
  receivedAt: instantIn.optional().meta({ description: 'When it came in, if not now; never in the future.' }),
  receivedBy: key.optional().meta({ description: 'The member of staff who received it.' }),
  place: key.optional().meta({
    description:
      'The place that it is about: the id of a department that has a kind. Left out: that of `receivedBy`, else of the source.',
  }),
  complainant,
  subject: subject.optional(),
  category: key.optional(),
  severity: key.optional(),
  requests: z.array(line).max(20).default([]),
  narrative,
  facts: formIn.default({}).meta({ description: 'What the form of the procedure asks for.' }),
  evidence: z.array(evidence).max(50).default([]),
};

export const intakeSchema = z
  .strictObject(intakeFields)
  .meta({ id: 'IntakeBody', description: 'A complaint as it comes in.' });

export const bulkLineSchema = z
  .strictObject({ idempotencyKey, ...intakeFields })
  .meta({ id: 'BulkLine', description: 'One complaint of an import, with its own idempotency key.' });

/** A body as it is read: what was left out is filled in. */
export type IntakeBody = z.output<typeof intakeSchema>;
/** The same as a caller writes it. */
export type IntakeInput = z.input<typeof intakeSchema>;

const clock = z.object({
  clock: z.string(),
  kind: z.enum(['statutory', 'promise']),
  startedAt: instant,
  limit: span,
  dueAt: instant,
});

/** `promise` and `clocks` are missing while the engine is away (202). */
export const intakeAnswerSchema = z
  .object({
    reference: z.string(),
    trackingUrl: z.string(),
    receivedAt: instant,
    promise: z.object({ replyBy: instant }).nullable().optional(),
    clocks: z.array(clock).optional(),
  })
  .meta({ id: 'IntakeAnswer', description: 'What the complainant is told at once.' });

export type IntakeAnswer = z.output<typeof intakeAnswerSchema>;

export const bulkResultSchema = z
  .object({
    line: z.int(),
    idempotencyKey: z.string().nullable(),
    status: z.int().meta({ description: 'What `POST /v1/complaints` would have answered.' }),
    replayed: z.boolean(),
    answer: intakeAnswerSchema.optional(),
    problem: z.looseObject({ type: z.string(), detail: z.string() }).optional(),
  })
  .meta({ id: 'BulkResult' });

export type BulkResult = z.output<typeof bulkResultSchema>;
