import { z } from 'zod';
import { unknownWord } from './did-you-mean';
import { count, limit, name, nameOrNames, names, rungAt, source, strict, type LocalText } from './schema-values';

type TextSchema = z.ZodType<LocalText>;

export const FIELD_KINDS = ['text', 'yes-no', 'choice', 'number', 'date', 'department', 'staff', 'remedies'] as const;
export const RESULTS = ['resolved', 'unfounded', 'withdrawn', 'no-answer', 'unresolved', 'not-accepted'] as const;
const STAGE_KINDS = ['task', 'hand-over', 'approval', 'consent', 'execute', 'reply', 'revisit', 'close'] as const;

/** One of these words; another is answered with the one probably meant. */
export function oneOf<const W extends readonly [string, ...string[]]>(what: string, words: W) {
  return z.enum(words, {
    error: (issue) => (typeof issue.input === 'string' ? unknownWord(what, issue.input, words) : undefined),
  });
}

/** Where a limit comes from: the rule book's own words, or that it was assumed; `assumed: [take-within]` for some only. */
const origin = {
  source: source.optional(),
  assumed: z.union([z.literal(true, 'write assumed: true, or leave it out'), names]).optional(),
};

/** As `origin`, where there is only one limit. */
export const plainOrigin = {
  source: source.optional(),
  assumed: z.literal(true, 'write assumed: true, or leave it out').optional(),
};

export const rung = strict({
  at: rungAt,
  remind: name.optional(),
  tell: name.optional(),
  'give-to': name.optional(),
  explain: name.optional(),
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

const fact = z.union([z.string(), z.number(), z.boolean()]);
const condition = z.record(name, z.union([fact, z.array(fact).min(1, 'name at least one value')]));

function routeSchema(text: TextSchema) {
  return z.union([
    name,
    strict({
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

/** All kinds of stages: a closed vocabulary. */
export function stageSchema(text: TextSchema) {
  const route = routeSchema(text);
  const waiting = { title: text, within: limit, ...origin, form: formSchema(text).optional() };
  const owned = { ...waiting, owner: name, ladder: ladderUse };
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
        chain: names,
        outcomes: strict({ approved: route, returned: route, rejected: route.optional() }),
      }),
      strict({
        kind: z.literal('consent'),
        ...owned,
        offer: name,
        outcomes: strict({ agreed: route, disagreed: route, silent: route }),
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
export type RouteDocument = z.output<ReturnType<typeof routeSchema>>;
export type ConditionDocument = z.output<typeof condition>;
export type StageDocument = z.output<ReturnType<typeof stageSchema>>;
export type WaitingDocument = Exclude<StageDocument, { kind: 'close' }>;
