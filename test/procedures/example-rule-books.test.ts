import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadCatalogue } from '../../procedures/reading/catalogue';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';
import { unmet } from '../../rehearsal/expectations';
import { readScript } from '../../rehearsal/script';
import { playScript } from '../support/script-play';

const FOLDER = join(__dirname, '../../examples/rule-books');
const read = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8');
const KEYS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

function loaded(key: string): RuleBook {
  const result = loadRuleBook(read(`${key}.yaml`), `${key}.yaml`);
  if (!result.ok) throw new Error(result.errors.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return result.ruleBook;
}

/** The numbers that a page's sentences have, in the order of the page. */
const numbersIn = (page: string): readonly number[] => [...page.matchAll(/^(\d+)\. /gm)].map(([, one]) => Number(one));

test('there are example rule books, and none of them ships', async () => {
  const { ruleBooks } = await loadCatalogue();
  expect(KEYS).toContain('water-utility');
  expect(KEYS.filter((key) => ruleBooks.has(key))).toEqual([]);
});

describe.each(KEYS)('the example rule book %s', (key) => {
  test('is checked without an error or a warning', () => {
    const ruleBook = loaded(key);
    const { findings } = checkProcedure(ruleBook, compileCalendar(ruleBook.procedure.calendar));
    expect(findings).toEqual([]);
  });

  test('is made from a page of rules, in both languages, and names only rules that the page has', () => {
    expect(existsSync(join(FOLDER, `${key}.md`))).toBe(true);
    const [chinese = [], english = []] = read(`${key}.md`).split('## English').map(numbersIn);
    expect(chinese.length).toBeGreaterThan(0);
    expect(chinese).toEqual(english);
    const named = [...read(`${key}.yaml`).matchAll(/source: rule (\d+)/g)].map(([, one]) => Number(one));
    expect(named.filter((one) => !english.includes(one))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });

  test('has a rehearsal, whose acts are accepted, and which happens as it says', () => {
    const { procedure } = loaded(key);
    const scripts = readdirSync(join(FOLDER, key));
    expect(scripts.length).toBeGreaterThan(0);
    for (const file of scripts) {
      const script = readScript(read(key, file), `${key}/${file}`);
      expect(script.expect.length).toBeGreaterThan(2);
      const story = playScript({ procedure, calendar: compileCalendar(procedure.calendar) }, script);
      expect([file, unmet(script.expect, story.events)]).toEqual([file, null]);
    }
  });
});
