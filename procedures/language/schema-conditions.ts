import { z } from 'zod';
import { unknownWord } from './did-you-mean';
import { count, limit, name, source, strict } from './schema-values';

/** Where a single limit, table or amount comes from: the rule book's own words, or that it was assumed. */
export const plainOrigin = {
  source: source.optional(),
  assumed: z.literal(true, 'write assumed: true, or leave it out').optional(),
};

/** One of these words; another is answered with the one probably meant. */
export function oneOf<const W extends readonly string[]>(what: string, words: W) {
  return z.enum(words, {
    error: (issue) => (typeof issue.input === 'string' ? unknownWord(what, issue.input, words) : undefined),
  });
}

const bound = z.number({ error: (issue) => (issue.input === undefined ? undefined : 'write a number') });

/** Both ends belong to it; either may be left open. */
export const range = strict({ 'at-least': bound.optional(), 'at-most': bound.optional() }).refine(
  (ends) => ends['at-least'] !== undefined || ends['at-most'] !== undefined,
  'a range has "at-least", "at-most" or both, and they belong to it: more than 500 is { at-least: 501 }',
);

const values = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1, 'name at least one value');

/** Facts and what they must be: one value, one of several, or a number in a range. */
export const condition = z.record(name, z.union([z.string(), z.number(), z.boolean(), values, range]));

/** Limits for the complaints that a condition holds for; the first that holds counts. */
export const limitCases = z
  .array(strict({ when: condition, within: limit, ...plainOrigin }))
  .min(1, 'name at least one case');

export const ownerCases = z.array(strict({ when: condition, owner: name })).min(1, 'name at least one case');

export const progress = strict({ every: limit, most: count, ...plainOrigin });

const MILESTONES = ['received', 'registered', 'replied', 'executed', 'closed'] as const;

const atStage = strict({ entered: name.optional(), left: name.optional() }).refine(
  ({ entered, left }) => (entered === undefined) !== (left === undefined),
  'name one stage: { entered: STAGE } or { left: STAGE }',
);

/** An instant in a complaint's life, or when a stage is entered or left. */
export const milestone = z.union([z.enum(MILESTONES), atStage], {
  error: (issue) => {
    if (issue.code !== 'invalid_union') return undefined;
    const { input } = issue;
    if (typeof input === 'string') return unknownWord('milestone', input, MILESTONES);
    return `write one of ${MILESTONES.join(', ')}, or { entered: STAGE } or { left: STAGE }`;
  },
});

export type ConditionDocument = z.output<typeof condition>;
export type ConditionValue = ConditionDocument[string];
export type RangeDocument = z.output<typeof range>;
export type MilestoneDocument = z.output<typeof milestone>;
export type LimitCasesDocument = z.output<typeof limitCases>;
export type OwnerCasesDocument = z.output<typeof ownerCases>;
