import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBookError } from '../../procedures/language/rule-book';
import { BEGINNERS_MISTAKES } from './beginners-mistakes';
import { MISTAKES } from './loader-mistakes';
import { VOCABULARY_MISTAKES } from './vocabulary-mistakes';

const NAME = 'property-developer.yaml';
const SHIPPED = readFileSync(join(__dirname, '../../procedures', NAME), 'utf8');
const VOCABULARY = 'every-word.yaml';
const EVERY_WORD = readFileSync(join(__dirname, VOCABULARY), 'utf8');
const EXAMPLE = 'water-utility.yaml';
const WATER_UTILITY = readFileSync(join(__dirname, '../../examples/rule-books', EXAMPLE), 'utf8');

function errorsOf(text: string, name = NAME): readonly RuleBookError[] {
  const loaded = loadRuleBook(text, name);
  return loaded.ok ? [] : loaded.errors;
}

/** A file with one passage changed; a § in the new passage marks where the error must point. */
function change(file: string, from: string, to: string): { text: string; line: number; column: number } {
  expect(file.split(from).length).toBe(2);
  const marked = file.replace(from, () => to);
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  expect(marked.split('§').length).toBe(2);
  return { text: marked.replace('§', ''), line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

const ALL = [
  ...MISTAKES.map((mistake) => [...mistake, NAME, SHIPPED] as const),
  ...VOCABULARY_MISTAKES.map((mistake) => [...mistake, VOCABULARY, EVERY_WORD] as const),
  [
    'a final reply without outside routes',
    'final: false',
    '§final: true',
    /a final reply names the outside routes/,
    VOCABULARY,
    EVERY_WORD.replace(/^outside-routes:\n.*/ms, 'outside-routes: {}\n'),
  ] as const,
  ...BEGINNERS_MISTAKES.map((mistake) => [...mistake, EXAMPLE, WATER_UTILITY] as const),
];

describe('a rule book is refused with file, line and column for', () => {
  test.each(ALL)('%s', (_rule, from, to, message, name, file) => {
    const { text, line, column } = change(file, from, to);
    const errors = errorsOf(text, name);
    const there = errors.filter((error) => error.line === line && error.column === column);
    expect({ errors, there: there.map((error) => error.message).join('\n') }).toEqual({
      errors,
      there: expect.stringMatching(message),
    });
    expect(there.every((error) => error.file === name)).toBe(true);
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
      message: expect.stringContaining('the limit of "consent" ends it'),
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

describe('a rule book is refused at the place that names it for', () => {
  const first = (from: string, to: string): { path?: string; message?: string } => {
    expect(EVERY_WORD.split(from).length).toBe(2);
    return errorsOf(EVERY_WORD.replace(from, to), VOCABULARY)[0] ?? {};
  };

  test('an approver who may grant nothing', () => {
    expect(first('supervisor: 300000, ', '')).toEqual(
      expect.objectContaining({
        path: 'stages.sign-off.chain[0]',
        message:
          '"supervisor-on-duty" may come to approve here, and role "supervisor" may grant nothing: add it to discretion.limits',
      }),
    );
  });
  test('an approver with a condition who may grant nothing, and whoever holds it in the end', () => {
    const errors = errorsOf(EVERY_WORD.replace(', general-manager: any', ''), VOCABULARY);
    expect(errors.map(({ path }) => path)).toEqual(['stages.sign-off.chain[1]', 'stages.sign-off.ladder']);
  });
  test('an approval that ends in the hands of somebody of whom nobody knows what they may grant', () => {
    const ladder = '    ladder: usual\n    outcomes: { approved';
    expect(first(ladder, ladder.replace('usual', '[{ at: +0, give-to: supervisor }]'))).toMatchObject({
      path: 'stages.sign-off.ladder',
      message: expect.stringContaining('whose limit nobody knows'),
    });
  });
  test.each(['amount', 'within-discretion'])('the fact %s without discretion', (fact) => {
    const text = EVERY_WORD.replace(/discretion:\n {2}currency[\s\S]*?assumed: true\n/, '');
    expect(errorsOf(text, VOCABULARY).map(({ message }) => message)).toContain(
      `"${fact}" is counted by what each role may grant: add "discretion" with its currency and limits`,
    );
  });
  test('grants that lead to each other', () => {
    const again = `  again:
    title: { zh-CN: 再次, en: Again }
    kind: grant
    field: solution
    remedies: [{ remedy: compensation }]
    assumed: true
    outcomes: { granted: compensate }

  joint:
    title`;
    const text = EVERY_WORD.replace('granted: closed-resolved', 'granted: again').replace('  joint:\n    title', again);
    expect(errorsOf(text, VOCABULARY).map(({ path, message }) => `${path}: ${message}`)).toEqual(
      expect.arrayContaining([
        'stages.compensate: stage "compensate" leads back to itself by grants alone: nothing would ever wait',
        'stages.again: stage "again" leads back to itself by grants alone: nothing would ever wait',
      ]),
    );
  });
  test('a reply without one of its parts', () => {
    const form = '      apology: { title: { zh-CN: 致歉, en: Apology }, kind: text, required: true }';
    const other = form.replace('apology', 'sorry');
    expect(first(form, other)).toMatchObject({
      path: 'stages.answer.form',
      message: 'every reply has "apology": ask it here, required',
    });
  });
  test('a name that is a field and an owner', () => {
    expect(
      first('  adviser: {', '  responsible: { title: { zh-CN: 甲, en: A }, role: a }\n  adviser: {'),
    ).toMatchObject({
      path: 'accountability.shirking.on[0]',
      message: '"responsible" is a field and an owner: give one of the two another name',
    });
  });
});

test.each([
  ['a tab', '    owner: head\n    within: 1wd', '\towner: head\n    within: 1wd'],
  ['a language that nobody knows', 'locales: [zh-CN, en]', 'locales: [zh, en]'],
  ['a ladder without an end', '    - { at: +3wd, give-to: general-manager }\n', ''],
])('%s is told once, not again at every place that it confuses', (_what, from, to) => {
  expect(errorsOf(WATER_UTILITY.replace(from, to), EXAMPLE)).toHaveLength(1);
});

test('an empty file is told how to begin', () => {
  expect(errorsOf('')).toMatchObject([{ line: 1, column: 1, message: expect.stringContaining('begin it with "key"') }]);
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
