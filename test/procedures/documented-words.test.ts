import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON_FACTS } from '../../domain/rules/facts';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import { loadRuleBook } from '../../procedures/reading/load';
import { unmet } from '../../rehearsal/expectations';
import { readScript } from '../../rehearsal/script';
import { playScript } from '../support/script-play';

const read = (...path: string[]): string => readFileSync(join(__dirname, '../..', ...path), 'utf8');
const LOADED = read('test', 'procedures', 'every-word.yaml');
const GUIDE = read('docs', 'writing-a-procedure.md');
const STEPS = GUIDE.slice(0, GUIDE.indexOf('## In an editor'));
const CHAPTERS = GUIDE.slice(GUIDE.indexOf('## Conditions'), GUIDE.indexOf('## Messages'));

const linesOf = (text: string): readonly string[] => text.split('\n').map((line) => line.trim());
const yamlIn = (text: string): readonly string[] =>
  [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);

test('every line of the examples in the chapters of the language stands in a rule book that loads', () => {
  const examples = yamlIn(CHAPTERS);
  expect(examples.length).toBeGreaterThan(10);
  const known = new Set(linesOf(LOADED));
  expect(examples.flatMap(linesOf).filter((line) => !known.has(line))).toEqual([]);
});

test('the smallest rule book of the guide is sound, and its script is met', () => {
  const [smallest = '', story = '', ...more] = yamlIn(STEPS);
  expect(more).toEqual([]);
  const loaded = loadRuleBook(smallest, 'my-rules.yaml');
  if (!loaded.ok) throw new Error(loaded.errors.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  const { procedure } = loaded.ruleBook;
  const calendar = compileCalendar(procedure.calendar);
  expect(checkProcedure(loaded.ruleBook, calendar).findings).toEqual([]);
  const script = readScript(story, 'story.yaml');
  expect(script.expect).toHaveLength(2);
  expect(unmet(script.expect, playScript({ procedure, calendar }, script).events)).toBeNull();
});

test('the smallest rule book of the guide is the smallest: whatever is left out is missed', () => {
  const [smallest = ''] = yamlIn(STEPS);
  const parts = smallest.split(/\n(?=\S)/);
  const spared = parts.filter(
    (part) => loadRuleBook(parts.filter((one) => one !== part).join('\n'), 'my-rules.yaml').ok,
  );
  expect(spared).toEqual([]);
});

test('the guide names every fact that every complaint has', () => {
  expect(COMMON_FACTS.filter((fact) => !CHAPTERS.includes(`\`${fact}\``))).toEqual([]);
});

test('every link of the guide within itself leads to a chapter', () => {
  const chapters = [...GUIDE.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...GUIDE.matchAll(/\]\(#([^)]*)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((link) => !chapters.includes(link))).toEqual([]);
});
