import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRuleBook } from '../../procedures/load';
import type { RuleBookError } from '../../procedures/rule-book';
import { MISTAKES } from './loader-mistakes';

const NAME = 'property-developer.yaml';
const SHIPPED = readFileSync(join(__dirname, '../../procedures', NAME), 'utf8');

function errorsOf(text: string, name = NAME): readonly RuleBookError[] {
  const loaded = loadRuleBook(text, name);
  return loaded.ok ? [] : loaded.errors;
}

/** The shipped file with one passage changed; a § in the new passage marks where the error must point. */
function change(from: string, to: string): { text: string; line: number; column: number } {
  expect(SHIPPED.split(from).length).toBe(2);
  const marked = SHIPPED.replace(from, () => to);
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  expect(marked.split('§').length).toBe(2);
  return { text: marked.replace('§', ''), line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('a rule book is refused with file, line and column for', () => {
  test.each(MISTAKES)('%s', (_rule, from, to, message) => {
    const { text, line, column } = change(from, to);
    const errors = errorsOf(text);
    const there = errors.filter((error) => error.line === line && error.column === column);
    expect({ errors, there: there.map((error) => error.message).join('\n') }).toEqual({
      errors,
      there: expect.stringMatching(message),
    });
    expect(there.every(({ file }) => file === NAME)).toBe(true);
  });

  const at = (needle: string): { line: number; column: number } => {
    const before = SHIPPED.slice(0, SHIPPED.indexOf(needle) + needle.length - needle.trimStart().length).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
  const only = (from: string, to: string): RuleBookError | undefined => {
    expect(SHIPPED.split(from).length).toBe(2);
    return errorsOf(SHIPPED.replace(from, to))[0];
  };

  test('an approval without the outcome returned', () => {
    expect(only('      approved: consent\n      returned: hand-over', '      approved: consent')).toMatchObject({
      path: 'stages.management.outcomes.returned',
      message: '"returned" is missing: add it',
      ...at('outcomes:\n      approved: consent'),
    });
  });
  test('a stage that nothing leads to', () => {
    expect(only('unfounded: reply-unfounded', 'unfounded: closed-unfounded')).toMatchObject({
      path: 'stages.reply-unfounded',
      message: expect.stringContaining('nothing leads to stage "reply-unfounded"'),
      ...at('\n  reply-unfounded:'),
    });
  });
  test("a stage ladder that ends in nobody's hands, at the stage that uses it", () => {
    expect(only('{ at: +1wd, give-to: general-manager }', '{ at: +1wd, tell: general-manager }')).toMatchObject({
      path: 'stages.management.ladder',
      message: expect.stringMatching(/nobody holds "management".*end ladder "management" with "give-to"/),
      ...at('management\n    outcomes:'),
    });
  });
  test('a condition without otherwise', () => {
    expect(only('then: consent, otherwise: management }', 'then: consent }')).toMatchObject({
      path: 'stages.hand-over.outcomes.answered.otherwise',
      message: expect.stringContaining('"otherwise" is missing'),
      ...at('answered: { when'),
    });
  });
  test('a rung after the end of a consent', () => {
    expect(only('{ at: -3d, remind: complainant }', '{ at: +1d, remind: complainant }')).toMatchObject({
      path: 'stages.consent.ladder',
      message: expect.stringContaining('silence ends a consent'),
      ...at('- { at: -3d'),
    });
  });
  test('a revisit that asks no satisfaction', () => {
    expect(only('      satisfaction:\n', '      happiness:\n')).toMatchObject({
      path: 'stages.revisit.form',
      message: expect.stringContaining('a revisit\'s form asks "satisfaction"'),
      ...at('form:\n      satisfaction:'),
    });
  });
  test('an outcome without a title', () => {
    expect(only('  answered: { zh-CN: 已答复, en: Answered }\n', '')).toMatchObject({
      path: 'stages.hand-over.outcomes.answered',
      message: 'outcome "answered" has no title: add it under "outcome-titles"',
      column: 7,
    });
  });
  test('a stage from which nothing leads to an end', () => {
    const errors = errorsOf(SHIPPED.replace('sent: closed-unfounded', 'sent: reply-unfounded'));
    expect(errors.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'stages.reply-unfounded: no way leads from stage "reply-unfounded" to a stage of kind close',
      'stages.closed-unfounded: nothing leads to stage "closed-unfounded": lead an outcome here or remove it',
    ]);
  });
});

test('unknown keys and unknown names are told in one pass, in file order', () => {
  const text = SHIPPED.replace('calendar: cn', 'calendar: ch')
    .replace('    take-within: 1wd', '    take-within: 1wd\n    colour: red')
    .replace('offer: solution', 'offer: solutoin')
    .replace('within: 30d, then: investigate', 'within: 30d, then: nowhere');
  const errors = errorsOf(text);
  expect(errors.map(({ path }) => path)).toEqual([
    'calendar',
    'stages.hand-over.colour',
    'stages.consent.offer',
    'reopen.then',
  ]);
  expect(errors.map(({ line }) => line)).toEqual([...errors.map(({ line }) => line)].sort((a, b) => a - b));
});

test('aliases that would grow without end are refused before they are resolved', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghij'.split('').map((key, at) => {
      const before = 'abcdefghij'[at] ?? 'a';
      return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
    }),
  ].join('\n');
  const errors = errorsOf(bomb, 'bomb.yaml');
  expect(errors[0]).toEqual({
    file: 'bomb.yaml',
    line: 1,
    column: 4,
    path: '',
    message: 'anchors are not part of the language: remove "&a"',
  });
  expect(errors.some(({ message, line, column }) => /aliases/.test(message) && line === 2 && column === 8)).toBe(true);
});

test.each([
  ['an empty file', ''],
  ['a list', '- a\n- b\n'],
  ['a word', 'hello'],
  ['nothing but brackets', '['.repeat(200_000)],
  ['__proto__', '__proto__: { key: a }\n'],
])('what is no rule book is refused and nothing breaks: %s', (_what, text) => {
  expect(errorsOf(text).length).toBeGreaterThan(0);
});
