import { z } from 'zod';
import { FIELD_KINDS } from '../../domain/model/procedure';
import { unknownWord } from './did-you-mean';
import { condition, limitCases, oneOf, ownerCases, plainOrigin, progress } from './schema-conditions';
import { remedies } from './schema-tables';
import { count, limit, name, nameOrNames, names, rungAt, source, strict, type LocalText } from './schema-values';

type TextSchema = z.ZodType<LocalText>;

export const RESULTS = ['resolved', 'unfounded', 'withdrawn', 'no-answer', 'unresolved', 'not-accepted'] as const;
const STAGE_KINDS = [
  'task',
  'hand-over',
  'approval',
  'consent',
  'execute',
  'reply',
  'revisit',
  'parallel',
  'grant',
  'await',
  'close',
] as const;

/** Where a limit comes from: the rule book's own words, or that it was assumed; `assumed: [take-within]` for some only. */
const origin = {
  source: source.optional(),
  assumed: z.union([z.literal(true, 'write assumed: true, or leave it out'), names]).optional(),
};

export const rung = strict({
  at: rungAt,
  remind: name.optional(),
  tell: name.optional(),
  'give-to': name.optional(),
  explain: name.optional(),
  'at-once': z.literal(true, 'write at-once: true, or leave it out').optional(),
});

/** A ladder's name, or its rungs where they stand only once. */
export const ladderUse = z.union([name, z.array(rung)]);

export function formSchema(text: TextSchema) {
  return z.record(
    name,
    strict({
      kind: oneOf('kind of field', FIELD_KINDS),
      title: text,
      hint: text.optional(),
      required: z.boolean().optional(),
      'required-if': nameOrNames.optional(),
      options: z.record(name, text).optional(),
    }),
  );
}

export const visits = z.union([count, strict({ least: count, most: count })]);

function routeSchema<M extends z.ZodRawShape>(text: TextSchema, more: M) {
  return z.union([
    name,
    strict({
      ...more,
      title: text.optional(),
      when: condition.optional(),
      cases: z.array(strict({ when: condition, then: name })).optional(),
      then: name.optional(),
      otherwise: name.optional(),
      'new-round': z.boolean().optional(),
      most: count.optional(),
      after: name.optional(),
      ...plainOrigin,
    }),
  ]);
}

/** Who may record an outcome; `source:ID` is a system that files complaints, by its id. */
const recorder = z
  .string()
  .regex(/^(complainant|staff|source(:[A-Za-z0-9._-]{1,100})?)$/, 'write complainant, staff, source or source:ID');

/** An approver, or one who is asked only when a condition holds. */
const approver = z.union([name, strict({ owner: name, when: condition })]);

/** One department's part of a parallel stage. */
function partSchema(text: TextSchema) {
  return strict({
    title: text,
    when: condition.optional(),
    owner: name,
    'owner-if': ownerCases.optional(),
    within: limit,
    'within-if': limitCases.optional(),
    ladder: ladderUse,
    form: formSchema(text).optional(),
    ...plainOrigin,
  });
}

/** All kinds of stages: a closed vocabulary. */
export function stageSchema(text: TextSchema) {
  const route = routeSchema(text, {});
  const form = formSchema(text).optional();
  const waiting = {
    title: text,
    within: limit,
    'within-if': limitCases.optional(),
    progress: progress.optional(),
    ...origin,
    form,
  };
  const owned = { ...waiting, owner: name, 'owner-if': ownerCases.optional(), ladder: ladderUse };
  return z.discriminatedUnion(
    'kind',
    [
      strict({ kind: z.literal('task'), ...owned, outcomes: z.record(name, route) }),
      strict({
        kind: z.literal('hand-over'),
        ...owned,
        'take-within': limit,
        'not-taken': names,
        outcomes: z.record(name, route),
      }),
      strict({
        kind: z.literal('approval'),
        ...waiting,
        ladder: ladderUse,
        chain: z.array(approver).min(1, 'name at least one'),
        outcomes: strict({ approved: route, returned: route, rejected: route.optional() }),
      }),
      strict({
        kind: z.literal('consent'),
        ...owned,
        offer: name,
        choose: z.literal('one', 'write choose: one, or leave it out').optional(),
        outcomes: strict({ agreed: route, partly: route.optional(), disagreed: route, silent: route }),
      }),
      strict({ kind: z.literal('execute'), ...owned, outcomes: strict({ done: route }) }),
      strict({ kind: z.literal('reply'), ...owned, final: z.boolean(), outcomes: strict({ sent: route }) }),
      strict({
        kind: z.literal('revisit'),
        ...owned,
        'again-within': limit,
        visits,
        satisfied: names,
        doubtful: z.array(name),
        attempts: count,
        outcomes: strict({ satisfied: route, dissatisfied: route, unreachable: route }),
      }),
      strict({
        kind: z.literal('await'),
        ...owned,
        from: oneOf('side', ['complainant', 'outside']),
        instructions: text,
        contact: text.optional(),
        until: name.optional(),
        outcomes: z.record(name, routeSchema(text, { by: z.array(recorder).min(1, 'name at least one').optional() })),
      }),
      strict({
        kind: z.literal('parallel'),
        title: text,
        parts: z.record(name, partSchema(text)),
        outcomes: z.record(name, route),
      }),
      strict({
        kind: z.literal('grant'),
        title: text,
        field: name,
        remedies,
        ...plainOrigin,
        outcomes: strict({ granted: route }),
      }),
      strict({ kind: z.literal('close'), title: text, result: oneOf('result', RESULTS) }),
    ],
    {
      error: (issue) => {
        if (issue.code !== 'invalid_union') return undefined;
        const kind = (issue.input as { kind?: unknown } | undefined)?.kind;
        if (typeof kind === 'string') return unknownWord('kind of stage', kind, STAGE_KINDS);
        return `"kind" is missing: write one of ${STAGE_KINDS.join(', ')}`;
      },
    },
  );
}

export type FormDocument = z.output<ReturnType<typeof formSchema>>;
export type RungDocument = z.output<typeof rung>;
export type RouteDocument = z.output<ReturnType<typeof routeSchema<Record<never, never>>>>;
export type StageDocument = z.output<ReturnType<typeof stageSchema>>;
export type PartDocument = z.output<ReturnType<typeof partSchema>>;
export type ApproverDocument = z.output<typeof approver>;
/** Stages that lead on: all but the closed ones. */
export type RoutedDocument = Exclude<StageDocument, { kind: 'close' }>;
export type ParallelDocument = Extract<StageDocument, { kind: 'parallel' }>;
export type GrantDocument = Extract<StageDocument, { kind: 'grant' }>;
export type AwaitDocument = Extract<StageDocument, { kind: 'await' }>;
export type ReplyDocument = Extract<StageDocument, { kind: 'reply' }>;
/** Stages whose tasks open one at a time. */
export type SerialDocument = Exclude<RoutedDocument, ParallelDocument | GrantDocument>;
