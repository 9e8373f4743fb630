import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseSpan } from '../../domain/calendar/span';
import { ruleBookJsonSchema } from '../../procedures/language/json-schema';

const FOLDER = join(__dirname, '../../procedures');
const FILE = 'procedure.schema.json';

interface Definition {
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, object>>;
  readonly additionalProperties?: unknown;
}

const { definitions } = ruleBookJsonSchema() as { definitions: Readonly<Record<string, Definition>> };
const SHIPPED = readFileSync(join(FOLDER, 'property-developer.yaml'), 'utf8');

test('the schema that editors use is the one that the loader reads by: npm run schema', () => {
  expect(readFileSync(join(FOLDER, FILE), 'utf8')).toBe(`${JSON.stringify(ruleBookJsonSchema(), null, 2)}\n`);
});

test('the shipped rule book names its schema, and has no part that the schema does not know', () => {
  expect(SHIPPED.split('\n')[0]).toBe(`# yaml-language-server: $schema=./${FILE}`);
  const { properties = {}, required = [], additionalProperties } = definitions['RuleBook'] ?? {};
  const parts = Object.keys(parse(SHIPPED) as object);
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(parts));
  expect(parts).toEqual(expect.arrayContaining([...required]));
  expect(additionalProperties).toBe(false);
});

test('a text may leave out a language that the rule book does not declare', () => {
  expect(definitions['Text']).toMatchObject({ minProperties: 1, additionalProperties: false });
  expect(definitions['Text']?.required).toBeUndefined();
});

test.each(['3wd', '4wh', '1.5h', '7d', '30m', '+2h', '0', '-1wd', '3', 'wd', '3 wd', '3w', ''])(
  'the limit "%s" is one for the editor where it is one for the loader',
  (written) => {
    const span = parseSpan(written);
    expect(new RegExp(definitions['Limit']?.pattern ?? '^$').test(written)).toBe(span !== undefined && span.count > 0);
  },
);
