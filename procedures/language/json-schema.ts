import { z } from 'zod';
import { ruleBookSchema } from './schema';
import { condition, limitCases, milestone, progress } from './schema-conditions';
import { rung, ladderUse } from './schema-stages';
import { LANGUAGES } from '../locales/language-list';
import { limit, name, rungAt, where } from './schema-values';

type Json = Record<string, unknown>;

const SPAN = '\\d{1,6}(\\.\\d{1,3})?(wd|wh|h|d|m)';

/**
 * The language of rule books as a JSON Schema, for editors. It says less than the loader: names that exist nowhere, and
 * texts missing in a declared language, are the loader's to find.
 */
export function ruleBookJsonSchema(): Json {
  const schema = ruleBookSchema(LANGUAGES);
  const text = schema.shape.title;
  const names = z.registry<{ id: string; description?: string }>();
  names.add(schema, { id: 'RuleBook', description: 'A rule book of Redress' });
  names.add(name, { id: 'Name', description: 'Small letters, digits and hyphens, such as first-reply' });
  names.add(where, { id: 'Where', description: 'place, that of the complaint, or a form field of kind department' });
  names.add(text, { id: 'Text', description: 'A text in every declared language' });
  names.add(limit, { id: 'Limit', description: '3wd working days, 4wh working hours, 24h, 7d or 30m elapsed time' });
  names.add(rungAt, { id: 'RungAt', description: 'Before or after the limit (-1wd, +0, +2h), or a share of it (50%)' });
  names.add(rung, { id: 'Rung' });
  names.add(condition, { id: 'Condition', description: 'Facts, each with a value, a list of values or a range' });
  names.add(limitCases, { id: 'LimitCases', description: 'Limits by condition; the first that holds counts' });
  names.add(milestone, {
    id: 'Milestone',
    description: 'An instant in a complaint, { entered: STAGE } or { left: STAGE }',
  });
  names.add(progress, { id: 'Progress', description: 'Word to the complainant at a fixed rhythm' });
  names.add(ladderUse, { id: 'LadderUse', description: "A ladder's name, or its rungs" });
  const override = ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: Json }): void => {
    if (zodSchema === limit) jsonSchema['pattern'] = `^\\+?${SPAN}$`;
    if (zodSchema === rungAt) jsonSchema['pattern'] = `^([+-]?(${SPAN}|0+)|\\d{1,3}%)$`;
    if (zodSchema !== text) return;
    delete jsonSchema['required'];
    jsonSchema['minProperties'] = 1;
  };
  const { id: _id, ...made } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-07',
    reused: 'ref',
    metadata: names,
    override,
  }) as Json;
  return made;
}
