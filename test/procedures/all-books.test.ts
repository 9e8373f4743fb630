import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalText } from '../../procedures/language/schema-values';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';

const FOLDER = join(__dirname, '../../procedures');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const LANGUAGES = ['zh-CN', 'en'];

function load(file: string): RuleBook {
  const loaded = loadRuleBook(readFileSync(join(FOLDER, file), 'utf8'), file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 1));
  return loaded.ruleBook;
}

/** Every text that people read, wherever it stands, that lacks one of the languages. */
function incomplete(value: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Object.keys(value);
  if (!keys.some((key) => LANGUAGES.includes(key)))
    return Object.entries(value).flatMap(([key, inner]) => incomplete(inner, [...path, key]));
  const text = value as LocalText;
  return LANGUAGES.some((language) => (text[language] ?? '').trim() === '') ? [path.join('.')] : [];
}

describe.each(FILES)('the shipped rule book %s', (file) => {
  it('loads, and nothing that it promises fails in any complaint', () => {
    const { procedure, ...book } = load(file);
    const { findings, states, bounded } = checkProcedure({ procedure, ...book }, compileCalendar(procedure.calendar));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(bounded.capped).toBe(false);
    expect(states).toBeGreaterThan(Object.keys(procedure.stages).length);
  });

  it('says everything in both languages', () => {
    const { procedure, texts } = load(file);
    expect(procedure.locales).toEqual(expect.arrayContaining(LANGUAGES));
    expect(incomplete(texts)).toEqual([]);
    expect(JSON.stringify(texts).split('"zh-CN"').length).toBeGreaterThan(Object.keys(procedure.stages).length);
  });
});

it('rule books are found', () => {
  expect(FILES.length).toBeGreaterThan(0);
});
