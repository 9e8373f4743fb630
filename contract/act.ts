import { z } from 'zod';
import type { ActName } from '../domain/model/act';
import { parseSpan } from '../domain/calendar/span';
import { formIn, key, text } from './values';

const taskId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const common = { task: taskId.optional() };
const reason = text;
const anyReason = text.optional();

function act<N extends ActName, S extends z.ZodRawShape>(name: N, shape: S) {
  return z.strictObject({ act: z.literal(name), ...common, ...shape });
}

const span = z
  .string()
  .max(20)
  .refine((written) => (parseSpan(written)?.count ?? 0) > 0, 'must be a span such as 2wd');

const place = z.int().min(0).max(1_000);
const places = z
  .array(place)
  .min(1)
  .max(1_000)
  .refine((given) => new Set(given).size === given.length, 'must name each once')
  .meta({ description: 'With the outcome `partly`: which of what is offered, from 0.' });

const choose = act('choose', {
  outcome: key,
  option: place.optional(),
  accepted: places.optional(),
  reason: anyReason,
});
const resume = act('resume', { reason: anyReason });
const note = act('note', { reason });
const addEvidence = act('addEvidence', { evidence: text });
const withdraw = act('withdraw', { reason: anyReason });
const reopen = act('reopen', {
  sameFault: z.boolean().optional().meta({ description: 'The same fault has come back, within its guarantee.' }),
  reason: anyReason,
});
const recuse = act('recuse', {
  person: key.optional().meta({ description: 'Somebody below the caller, who else stands aside themselves.' }),
  reason,
});
const objection = act('recuse', {
  holder: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'As `acts` of `GET /v1/track/{token}` has it: `stale` once somebody else holds the task.' }),
  reason,
});
const answerSurvey = act('answerSurvey', { form: formIn });

/** What staff may do. Who acts is taken from the key, never from here. */
export const staffActSchema = z
  .discriminatedUnion('act', [
    act('complete', { outcome: key.optional(), form: formIn.optional() }),
    act('approve', { reason: anyReason }),
    act('return', { reason }),
    act('reject', { reason }),
    choose,
    act('acceptHandover', {}),
    act('declineHandover', { reason }),
    act('assign', { to: key, reason: anyReason }),
    recuse,
    act('pause', { reason }),
    resume,
    act('extend', { span, reason }),
    act('explainDelay', { reason }),
    act('setSeverity', { severity: key, reason: anyReason }),
    note,
    addEvidence,
    withdraw,
    act('refer', { to: key, reason: anyReason }),
    reopen,
    answerSurvey,
    act('reportProgress', { reason }),
  ])
  .meta({ id: 'Act', description: 'What staff do to a complaint.' });

/** What complainants may do with their tracking link. */
export const complainantActSchema = z
  .discriminatedUnion('act', [choose, objection, resume, note, addEvidence, withdraw, reopen, answerSurvey])
  .meta({ id: 'ComplainantAct', description: 'What the complainant does, without an account.' });

export const COMPLAINANT_ACTS = complainantActSchema.options.map((option) => option.shape.act.value);

export type StaffActBody = z.output<typeof staffActSchema>;
export type ComplainantActBody = z.output<typeof complainantActSchema>;
export type ObjectionBody = z.output<typeof objection>;

export const actResultSchema = z.object({
  reference: z.string(),
  id: z.string().meta({ description: 'Names this act under `/acts/{id}`.' }),
  events: z.tuple([z.int(), z.int()]).meta({ description: 'Numbers of its first and last event.' }),
  status: z.enum(['open', 'closed', 'archived']),
  stage: z.string().nullable(),
  round: z.int(),
});

export const pendingActSchema = z
  .object({ reference: z.string(), id: z.string(), status: z.literal('pending'), link: z.string() })
  .meta({ id: 'PendingAct', description: 'Taken, and not recorded yet; ask the link.' });

export type PendingAct = z.output<typeof pendingActSchema>;
