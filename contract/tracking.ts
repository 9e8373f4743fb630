import { z } from 'zod';
import type { Form } from '../domain/model/procedure';
import type { FormTexts } from '../procedures/language/rule-book';
import { actResultSchema } from './act';
import { instant, locale, shaped } from './values';

export const trackingParams = z.object({ token: z.string() });
/** Whose words the complainant's page asks for. */
export const trackingWordsParams = z.object({ locale });

export const trackingQuery = z.strictObject({
  locale: locale.optional().meta({ description: 'The complaint’s own language when left out.' }),
});

const allowedAct = z
  .object({
    act: z.string(),
    task: z.string().nullable(),
    outcomes: z.array(z.object({ outcome: z.string(), title: z.string() })).optional(),
    form: shaped<Form>().optional(),
    texts: shaped<FormTexts>().optional(),
    holder: z
      .string()
      .optional()
      .meta({ description: 'With `recuse`: stands for who is objected to; to be sent back.' }),
    owner: z
      .string()
      .optional()
      .meta({ description: 'With `recuse`: the title of who holds the task alone, never who it is.' }),
  })
  .meta({ id: 'ComplainantAllowedAct' });

const offer = z.object({
  remedy: z.string(),
  title: z.string(),
  amount: z.int().optional(),
  currency: z.string().optional(),
});

/** What the complainant sees: an allow-list, nothing of staff but the organisation's own answers to them. */
export const trackingSchema = z
  .object({
    reference: z.string(),
    procedure: z.string().meta({ description: 'The title of the procedure.' }),
    locale: z.string(),
    status: z.enum(['open', 'closed', 'archived']),
    result: z.string().nullable(),
    receivedAt: instant,
    progress: z.object({ state: z.string(), words: z.string() }),
    next: z.object({ words: z.string(), dueAt: instant.nullable() }).nullable(),
    promise: z.object({ replyBy: instant.nullable(), kept: z.boolean().nullable() }).nullable(),
    pausedUntil: instant.nullable(),
    reopenUntil: instant.nullable().meta({ description: 'Null unless it is closed and the limit still runs.' }),
    guaranteeUntil: instant
      .nullable()
      .meta({ description: 'The same for `reopen` with `sameFault`, which needs no new proof.' }),
    offers: z.array(offer).meta({ description: '`option` and `accepted` count them from 0.' }),
    alternatives: z.boolean().meta({ description: 'One of the offers is to be chosen: agreeing names its `option`.' }),
    answer: z.string().nullable().meta({ description: 'The latest answer written to the complainant.' }),
    asked: z.string().nullable().meta({ description: 'What we need from the complainant, while it is awaited.' }),
    report: z.string().nullable().meta({ description: 'The latest word on how things stand, while it is open.' }),
    zone: z.string().meta({ description: 'IANA name of the zone that the procedure counts its days in.' }),
    outsideRoutes: z.array(z.object({ route: z.string(), title: z.string(), contact: z.string() })),
    history: z.array(
      z.object({
        at: instant,
        words: z.string(),
        remedies: z.array(offer).optional().meta({ description: 'What was granted, or picked from what was offered.' }),
      }),
    ),
    acts: z.array(allowedAct),
  })
  .meta({ id: 'Tracking', description: 'The complaint in plain words, for the complainant.' });

export type TrackingView = z.output<typeof trackingSchema>;

export const trackedActSchema = z
  .object({
    ...actResultSchema.pick({ reference: true, id: true, status: true }).shape,
    tracking: trackingSchema.nullable(),
  })
  .meta({ id: 'TrackedAct' });

export type TrackedAct = z.output<typeof trackedActSchema>;
