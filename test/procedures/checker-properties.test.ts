import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import { loadRuleBook } from '../../procedures/reading/load';
import { HARMLESS, LACKING, PLANTED, withoutLine, type Change } from './small-shop-plants';

const NAME = 'small-shop.yaml';
const SOUND = readFileSync(join(__dirname, 'fixtures', NAME), 'utf8');
const calendar = compileCalendar('cn');

interface Found {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Null where the text cannot even be read as rules. */
  readonly story: string | null;
}

/** What is said about a text: by the loader if it cannot be read as rules, otherwise by the checker. */
function said(text: string): readonly Found[] {
  const loaded = loadRuleBook(text, NAME);
  if (!loaded.ok) return loaded.errors.map(({ line, column, message }) => ({ line, column, message, story: null }));
  return checkProcedure(loaded.ruleBook, calendar).findings;
}

function changed(changes: readonly Change[]): {
  readonly text: string;
  readonly at: { line: number; column: number } | null;
} {
  const marked = changes.reduce((text, [from, to]) => {
    expect({ from, times: text.split(from).length - 1 }).toEqual({ from, times: 1 });
    return text.replace(from, () => to);
  }, SOUND);
  const [before = '', after] = marked.split('§');
  if (after === undefined) return { text: marked, at: null };
  const lines = before.split('\n');
  return { text: before + after, at: { line: lines.length, column: (lines.at(-1) ?? '').length + 1 } };
}

function expectSaid(text: string, message: RegExp, at: object | null): void {
  const findings = said(text);
  const there = findings.filter((one) => message.test(one.message));
  expect({ findings, there }).toEqual({
    findings,
    there: expect.arrayContaining([
      expect.objectContaining(at ?? { line: expect.any(Number), column: expect.any(Number) }),
    ]),
  });
  for (const { line, column, story } of there) {
    expect(line * column).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(text.split('\n').length);
    expect(story ?? '').toMatch(/^$|^registered[^{}]*$/);
    expect(story ?? '').not.toMatch(/undefined|null|\[object/);
  }
}

describe.each(Object.entries(PLANTED))('%s, or the checker says where it fails:', (_, planted) => {
  it.each(planted)('%s', (_fault, changes, message) => {
    const { text, at } = changed(changes);
    expectSaid(text, message, at);
  });
});

describe('no stage lacks what every stage needs, or the loader says where:', () => {
  it.each(LACKING)('%s', (_, stage, line, message) => {
    const text = withoutLine(SOUND, stage, line);
    expect(text).not.toBe(SOUND);
    expectSaid(text, message, null);
  });
});

/** Each text of the rule book with its two languages, by its line and its English. */
const TEXTS = [...SOUND.matchAll(/zh-CN: ([^,}]+), en: ([^}]+) \}/g)].map(({ index, 0: both, 1: zh, 2: en }) => ({
  line: SOUND.slice(0, index).split('\n').length,
  column: index,
  both,
  zh: zh ?? '',
  en: en ?? '',
}));

describe('every text is there in each language, or the loader says where:', () => {
  it.each(TEXTS)('line $line, $en, without English', ({ line, column, both, zh }) => {
    const text = `${SOUND.slice(0, column)}zh-CN: ${zh} }${SOUND.slice(column + both.length)}`;
    expectSaid(text, /\ben\b/, { line });
  });

  it.each(TEXTS)('line $line, $en, without Chinese', ({ line, column, both, en }) => {
    const text = `${SOUND.slice(0, column)}en: ${en} }${SOUND.slice(column + both.length)}`;
    expectSaid(text, /zh-CN/, { line });
  });
});

describe('nothing is said of what does no harm:', () => {
  it('the rule book as it is', () => {
    expect(said(SOUND)).toEqual([]);
  });

  it.each(HARMLESS)('%s', (_, changes) => {
    const { text } = changed(changes);
    expect(said(text)).toEqual([]);
  });
});

it('a rule book with more states than are searched is said to be too large, and not searched for ever', () => {
  const loaded = loadRuleBook(SOUND, NAME);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const { findings, states, bounded } = checkProcedure(loaded.ruleBook, calendar, { mostStates: 50 });
  expect(bounded).toMatchObject({ capped: true, mostStates: 50 });
  expect(states).toBeLessThanOrEqual(50 * bounded.organisations.length);
  expect(findings).toContainEqual(
    expect.objectContaining({ severity: 'warning', message: expect.stringMatching(/more to it than the 50 states/) }),
  );
});

it('a dozen faults are planted against each property', () => {
  const held = 'no stage waits without owner, limit and last rung';
  const counts = Object.entries(PLANTED).map(([property, planted]) =>
    property === held ? planted.length + LACKING.length : planted.length,
  );
  expect(Math.min(...counts, TEXTS.length)).toBeGreaterThanOrEqual(12);
});
