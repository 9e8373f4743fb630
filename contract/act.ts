import { z } from 'zod';
import { ACT_NAMES, actRow, type ACTS, type ActField, type ActName, type FieldsOf } from '../domain/model/act';
import { parseSpan } from '../domain/calendar/span';
import { formIn, key, text } from './values';

const taskId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const common = { task: taskId.optional() };

const span = z
  .string()
  .max(20)
  .refine((written) => (parseSpan(written)?.count ?? 0) > 0, 'must be a span such as 2wd');

const place = z.int().min(0).max(1_000);
const places = z
  .array(place)
  .min(1)
  .max(1_000)
  .refine((given) => new Set(given).size === given.length, 'must name each once');

/** How a field of each shape is written over HTTP. */
const SHAPES = { key, span, text, form: formIn, count: place, counts: places, flag: z.boolean() } as const;

type FieldSchema<F extends ActField> = F['required'] extends true
  ? (typeof SHAPES)[F['shape']]
  : z.ZodOptional<(typeof SHAPES)[F['shape']]>;
type ActSchemaOf<N extends ActName> = z.ZodObject<
  { readonly act: z.ZodLiteral<N> } & typeof common & {
      readonly [K in keyof FieldsOf<N>]: FieldsOf<N>[K] extends ActField ? FieldSchema<FieldsOf<N>[K]> : never;
    },
  z.core.$strict
>;
type ActSchema<Names extends ActName> = { readonly [N in Names]: ActSchemaOf<N> }[Names];

/** The body of an act, as its row in the table of acts says. */
function schemaOf<N extends ActName>(name: N): ActSchema<N> {
  const fields = Object.entries(actRow(name).fields).map(([field, row]) => [field, fieldSchema(row)]);
  const shape: z.ZodRawShape = { act: z.literal(name), ...common, ...(Object.fromEntries(fields) as z.ZodRawShape) };
  return z.strictObject(shape) as unknown as ActSchema<N>;
}

function fieldSchema({ shape, required, said }: ActField): z.ZodType {
  const schema = required ? SHAPES[shape] : SHAPES[shape].optional();
  return said === undefined ? schema : schema.meta({ description: said });
}

type ByAnybody = { [N in ActName]: (typeof ACTS)[N]['by'] extends 'anybody' ? N : never }[ActName];

const objection = z.strictObject({
  act: z.literal('recuse'),
  ...common,
  holder: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'As `acts` of `GET /v1/track/{token}` has it: `stale` once somebody else holds the task.' }),
  reason: text,
});

/** What the complainant may do at all. */
export const COMPLAINANT_ACTS = ACT_NAMES.filter((name) => actRow(name).by === 'anybody');

/** What staff may do. Who acts is taken from the key, never from here. */
export const staffActSchema = z
  .discriminatedUnion('act', oneOrMore(ACT_NAMES.map((name) => schemaOf(name))))
  .meta({ id: 'Act', description: 'What staff do to a complaint.' });

/** What complainants may do with their tracking link; they object to whoever holds a task, without a name. */
export const complainantActSchema = z
  .discriminatedUnion('act', [
    objection,
    ...COMPLAINANT_ACTS.filter((name): name is Exclude<ByAnybody, 'recuse'> => name !== 'recuse').map((name) =>
      schemaOf(name),
    ),
  ])
  .meta({ id: 'ComplainantAct', description: 'What the complainant does, without an account.' });

/** What systems that file complaints may do. */
export const reportSchema = schemaOf('report').meta({ id: 'Report', description: 'What has come from outside.' });

function oneOrMore<T>([first, ...rest]: readonly T[]): [T, ...T[]] {
  if (first === undefined) throw new Error('there are acts');
  return [first, ...rest];
}

export type StaffActBody = z.output<typeof staffActSchema>;
export type ComplainantActBody = z.output<typeof complainantActSchema>;
export type ReportBody = z.output<typeof reportSchema>;
export type ObjectionBody = z.output<typeof objection>;

export const actResultSchema = z.object({
  reference: z.string(),
  id: z.string().meta({ description: 'Names this act under `/acts/{id}`.' }),
  events: z.tuple([z.int(), z.int()]).meta({ description: 'Numbers of its first and last event.' }),
  status: z.enum(['open', 'closed', 'archived']),
  stage: z.string().nullable(),
  round: z.int(),
});

/** What a system is told that records something: no more than that it is done. */
export const reportedSchema = actResultSchema.pick({ reference: true, id: true });
export const pendingReportSchema = z
  .object({ reference: z.string(), id: z.string(), status: z.literal('pending') })
  .meta({ id: 'PendingReport', description: 'Taken, and not recorded yet; send it again with the same key to hear.' });

export const pendingActSchema = z
  .object({ reference: z.string(), id: z.string(), status: z.literal('pending'), link: z.string() })
  .meta({ id: 'PendingAct', description: 'Taken, and not recorded yet; ask the link.' });

export type PendingAct = z.output<typeof pendingActSchema>;
