import { z } from 'zod';
import { POOL_TOLD, STRATEGIES } from '../../domain/model/procedure';
import { condition, limitCases, milestone, oneOf, plainOrigin } from './schema-conditions';
import { count, limit, name, names, source, strict, textIn, where } from './schema-values';
import { formSchema, ladderUse, rung, stageSchema, visits } from './schema-stages';
import { accountabilitySchema, derivedSchema, discretion, guarantee, objections } from './schema-tables';
import { LANGUAGES } from '../locales/language-list';

function build(locales: readonly string[]) {
  const text = textIn(locales);
  const titles = z.record(name, text);
  return strict({
    key: name,
    title: text,
    source,
    calendar: name,
    locales: z.array(oneOf('language', LANGUAGES)).min(1, 'declare at least one language'),
    match: strict({
      default: z.literal(true, 'write default: true, or leave it out').optional(),
      channels: names.optional(),
      'subject-kinds': names.optional(),
      categories: names.optional(),
    }).optional(),
    channels: titles,
    severities: titles,
    categories: z.record(name, strict({ title: text, visits: visits.optional(), ...plainOrigin })),
    remedies: titles,
    intake: formSchema(text).optional(),
    derived: derivedSchema(text).optional(),
    discretion: discretion.optional(),
    'paid-by-complainant': names.optional(),
    owners: z.record(
      name,
      strict({
        title: text,
        role: name,
        in: where.optional(),
        above: where.optional(),
        receiver: z.literal(true, 'write receiver: true, or leave it out').optional(),
        'named-in': name.optional(),
        'other-than': names.optional(),
        tell: oneOf('way to tell a pool', POOL_TOLD).optional(),
        assign: oneOf('way to assign', ['pool', ...STRATEGIES]).optional(),
        most: count.optional(),
      }),
    ),
    ladders: z.record(name, z.array(rung)).optional(),
    clocks: z
      .record(
        name,
        strict({
          title: text,
          kind: oneOf('kind of clock', ['statutory', 'promise']),
          from: milestone,
          until: milestone,
          when: condition.optional(),
          within: limit,
          'within-if': limitCases.optional(),
          ladder: ladderUse.optional(),
          ...plainOrigin,
        }),
      )
      .optional(),
    'outcome-titles': titles.optional(),
    first: name,
    stages: z.record(name, stageSchema(text)),
    pause: strict({ within: limit, ...plainOrigin }),
    reopen: strict({ within: limit, then: name, ...plainOrigin }),
    guarantee: guarantee.optional(),
    objections: objections.optional(),
    accountability: accountabilitySchema(text).optional(),
    'reply-parts': names.optional(),
    'outside-routes': z.record(name, strict({ title: text, contact: text, then: name.optional() })),
  });
}

export type RuleBookSchema = ReturnType<typeof build>;

/** A rule book as it is written, its spans read. */
export type RuleBookDocument = z.output<RuleBookSchema>;

const built = new Map<string, RuleBookSchema>();

/** The schema of a rule book that has its texts in these languages. */
export function ruleBookSchema(locales: readonly string[]): RuleBookSchema {
  const key = locales.join(' ');
  const schema = built.get(key) ?? build(locales);
  built.set(key, schema);
  return schema;
}
