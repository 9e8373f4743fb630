import { z } from 'zod';
import type { AllowedAct } from '../domain/access';
import type { Condition, Form } from '../domain/model/procedure';
import type { ComplaintEvent } from '../domain/model/event';
import { WAYS } from '../domain/model/origin';
import { actResultSchema } from './act';
import { cursor, instant, instantIn, key, limit, pageOf, poolSchema, shaped, span } from './values';

const status = z.enum(['open', 'closed', 'archived']);
const procedure = z.object({ key: z.string(), hash: z.string() });

export const complaintRowSchema = z
  .object({
    reference: z.string(),
    procedure,
    source: z.string(),
    channel: z.string(),
    locale: z.string(),
    place: z
      .string()
      .nullable()
      .meta({ description: 'The place that it is about, else the one that received it; null where none is known.' }),
    status,
    stage: z.string().nullable(),
    round: z.int(),
    category: z.string().nullable(),
    severity: z.string().nullable(),
    department: z.string().nullable(),
    owner: z.string().nullable(),
    level: z.int(),
    dueAt: instant.nullable(),
    promiseDueAt: instant.nullable(),
    receivedAt: instant,
    registeredAt: instant,
    closedAt: instant.nullable(),
    result: z.string().nullable(),
    lastAt: instant,
  })
  .meta({ id: 'ComplaintRow' });

export const complaintPageSchema = pageOf(complaintRowSchema).meta({ id: 'ComplaintPage' });
export type ComplaintRowView = z.output<typeof complaintRowSchema>;
export type ComplaintPage = z.output<typeof complaintPageSchema>;

export const complaintQuery = z.strictObject({
  procedure: key.optional(),
  stage: key.optional(),
  severity: key.optional(),
  department: key.optional(),
  owner: key.optional(),
  level: z.coerce.number().pipe(z.int().min(0).max(100)).optional(),
  dueBefore: instantIn.optional(),
  receivedAfter: instantIn.optional(),
  open: z.stringbool({ truthy: ['true'], falsy: ['false'], error: 'must be true or false' }).optional(),
  q: z.string().trim().min(1).max(200).optional().meta({
    description:
      'Words that must occur, Chinese or English. A page may then hold fewer than `limit`, even none, and have a `next`: go on with it.',
  }),
  sort: z.enum(['receivedAt', '-receivedAt', 'dueAt', '-dueAt']).optional(),
  cursor: cursor.optional(),
  limit,
});
export type ComplaintQuery = z.input<typeof complaintQuery>;

const pause = z.object({ from: instant, to: instant.nullable() });
const ownership = z.object({
  rule: z.string(),
  department: z.string().nullable(),
  people: z.array(z.string()),
  person: z.string().nullable(),
  /** Anybody of this role may take it, there or wherever they are; null where somebody is named. */
  pool: poolSchema.nullable(),
  leftOut: z.array(z.object({ person: z.string(), why: z.string() })),
  /** How many were passed over because they are absent. */
  absent: z.int(),
  /** How this one was chosen among several, and how many open tasks they held before; null where nobody was chosen. */
  chosen: z.object({ by: z.enum(['in-turn', 'least-loaded']), open: z.int(), most: z.int().optional() }).nullable(),
  /** It went past those who hold as many as they may. */
  full: z.boolean(),
});

/** A deadline with everything it is derived from: `startedAt` + `limit`, less `pauses`, plus `extensions`. */
const derivation = {
  startedAt: instant,
  limit: span,
  extensions: z.array(span),
  pauses: z.array(pause),
  used: span,
  remaining: span,
  dueAt: instant.nullable().meta({ description: 'Null while it stands still.' }),
  level: z.int(),
  missed: z.boolean(),
  limitRule: z
    .object({
      place: z.string(),
      when: shaped<Condition>().nullable(),
      assumed: z.boolean(),
      source: z.string().nullable(),
      until: z.string().optional().meta({ description: 'The local day that was given, to whose end it lasts.' }),
    })
    .meta({
      description: 'Where the limit stands in the rule book, and the case that it is for; null is the usual one.',
    }),
  counted: z
    .array(
      z.object({
        what: z.enum(['limit', 'extension']),
        span,
        from: instant,
        to: instant,
        left: span,
        pause: pause.nullable(),
        days: z.array(
          z.object({
            date: z.iso.date(),
            as: z.enum(['usual', 'make-up', 'other-hours']),
            hours: z.number().optional(),
          }),
        ),
        closed: z.array(z.iso.date()),
      }),
    )
    .meta({ description: 'Counted out, each part until it was used up or a pause began.' }),
  rungs: z.array(
    z.object({ rung: z.int(), action: z.string(), to: z.string(), at: instant.nullable(), reached: z.boolean() }),
  ),
  moves: z
    .array(
      z.object({
        at: instant,
        before: instant.nullable(),
        dueAt: instant.nullable(),
        because: z.enum(['assessment', 'calendar', 'extension', 'resumed']),
        event: z.int(),
        reason: z.string().nullable(),
      }),
    )
    .meta({ description: 'How the due instant has moved since it was first told.' }),
  why: z.record(z.string(), z.string()).meta({ description: 'Why it is due then, in sentences, by language.' }),
};

const clock = z
  .object({
    clock: z.string(),
    task: z.string().nullable().meta({ description: 'The task that it is the limit of.' }),
    kind: z.enum(['statutory', 'promise', 'task']),
    ...derivation,
    stopped: z.object({ at: instant, met: z.boolean() }).nullable(),
  })
  .meta({ id: 'Clock', description: 'A running or stopped clock and why it is due when it is.' });

const allowedAct = z
  .object({
    act: z.string(),
    task: z.string().nullable(),
    outcomes: z.array(z.string()).optional(),
    form: shaped<Form>().optional(),
  })
  .meta({ id: 'AllowedAct' });

const task = z.object({
  id: z.string(),
  /** Which part of a parallel stage it is. */
  part: z.string().nullable(),
  stage: z.string(),
  kind: z.string(),
  openedAt: instant,
  owner: ownership,
  step: z.int(),
  taken: z.boolean(),
  offer: z.int(),
  failedAttempts: z.int(),
  dueAt: instant.nullable(),
  level: z.int(),
  missed: z.boolean(),
});

const evidence = z.object({
  content: z.string(),
  event: z.int().meta({ description: '0: came with the complaint.' }),
  by: z.string(),
  at: instant,
  title: z.string().nullable(),
  text: z.string().nullable().meta({ description: 'Null once erased.' }),
  url: z.string().nullable(),
});

export const complaintSchema = z
  .object({
    ...complaintRowSchema.shape,
    /** The intake body as it came in; null once erased. */
    intake: z.looseObject({ narrative: z.string().optional() }).nullable(),
    facts: z.record(z.string(), z.unknown()),
    pausedUntil: instant.nullable(),
    pauses: z.array(pause),
    contact: z
      .object({ from: instant })
      .meta({ description: 'When the complainant may next be contacted, by the customs of their locale.' }),
    /** Several only while departments work side by side. */
    tasks: z.array(task),
    acts: z.array(allowedAct).meta({ description: 'What the caller may do now.' }),
    clocks: z.array(clock),
    recused: z.array(z.string()),
    explanations: z.array(
      z.object({
        stage: z.string(),
        round: z.int(),
        task: z.string().nullable(),
        owedBy: z.array(z.string()),
        since: instant,
        givenBy: z.string().nullable(),
      }),
    ),
    surveys: z.array(z.object({ round: z.int(), visit: z.int(), satisfaction: z.string(), at: instant })),
    closings: z.array(z.object({ round: z.int(), at: instant, result: z.string(), reopenUntil: instant })),
    evidence: z.array(evidence),
    events: z.int(),
  })
  .meta({ id: 'Complaint', description: 'Everything that one page about a complaint needs.' });

type ComplaintShape = z.output<typeof complaintSchema>;
export type ComplaintView = Omit<ComplaintShape, 'acts'> & { acts: AllowedAct[] };
export type ClockView = ComplaintShape['clocks'][number];
export type EvidenceView = z.output<typeof evidence>;

export const actedSchema = z
  .object({ ...actResultSchema.shape, complaint: complaintSchema.nullable() })
  .meta({ id: 'Acted', description: 'The act is recorded; the complaint as it is now.' });
export type Acted = Omit<z.output<typeof actedSchema>, 'complaint'> & { complaint: ComplaintView | null };

const timelineEvent = z
  .looseObject({
    number: z.int(),
    at: instant,
    type: z.string(),
    stage: z.string().nullable(),
    round: z.int(),
    actor: z.string(),
    via: z
      .enum(WAYS)
      .meta({ description: 'The way it came: filed, by key, by tracking link, straight through Temporal, with time.' }),
    act: z
      .string()
      .optional()
      .meta({ description: 'Id of the act that brought it; absent from what time or the system brought.' }),
    recordedAt: instant,
    texts: z
      .record(z.string(), z.string().nullable())
      .meta({ description: 'What was written, by field; null once erased.' }),
  })
  .meta({ id: 'TimelineEvent', description: 'One thing that happened; further fields by `type`.' });

export type TimelineEventView = ComplaintEvent & { recordedAt: string; texts: Record<string, string | null> };
export const timelineQuery = z.strictObject({
  after: z.coerce
    .number()
    .pipe(z.int().min(0))
    .default(0)
    .meta({ description: 'The number of the last event you have.' }),
  limit: z.coerce.number().pipe(z.int().min(1).max(1_000)).default(500),
});
export const timelineSchema = z
  .object({
    reference: z.string(),
    events: z.array(timelineEvent),
    next: z.int().nullable().meta({ description: 'Ask again with `after` set to this; null at the end.' }),
  })
  .meta({ id: 'Timeline' });
export type TimelineView = Omit<z.output<typeof timelineSchema>, 'events'> & { events: TimelineEventView[] };

const forecastEvent = timelineEvent.omit({ recordedAt: true, texts: true }).meta({ id: 'ForecastEvent' });
export const forecastSchema = z
  .object({
    reference: z.string(),
    events: z.array(forecastEvent),
    ends: z.union([
      z.object({ as: z.literal('archived'), at: instant }),
      z.object({ as: z.literal('held'), by: z.array(z.string()) }),
    ]),
  })
  .meta({ id: 'Forecast', description: 'What will happen, and when, if nobody acts.' });
export type ForecastView = Omit<z.output<typeof forecastSchema>, 'events'> & { events: ComplaintEvent[] };
