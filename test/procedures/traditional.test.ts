import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { languageRead } from '../../procedures/customs/compile-customs';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';
import { translated } from '../../procedures/reading/translate';
import { corrections, toTraditional } from '../../procedures/locales/traditional/convert';
import { traditionalWords } from '../../procedures/locales/traditional/traditional-words';
import { SIMPLIFIED_ONLY, simplifiedIn } from '../support/simplified';

const FOLDER = join(__dirname, '../../procedures');
const read = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8');
const SHIPPED = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
const SMALL = readFileSync(join(__dirname, 'fixtures/small-shop.yaml'), 'utf8');

function load(text: string, name: string): RuleBook {
  const loaded = loadRuleBook(text, name);
  if (!loaded.ok) throw new Error(loaded.errors.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return loaded.ruleBook;
}

interface Pair {
  readonly simplified: string;
  readonly traditional: string | undefined;
}

/** Every text of a rule book that is written in Simplified Chinese, with what is made of it. */
function pairsIn(value: unknown): readonly Pair[] {
  if (typeof value !== 'object' || value === null) return [];
  const text = value as Readonly<Record<string, unknown>>;
  if (typeof text['zh-CN'] !== 'string') return Object.values(text).flatMap(pairsIn);
  return [{ simplified: text['zh-CN'], traditional: text['zh-Hant'] as string | undefined }];
}

test('the set of Simplified characters is that of OpenCC, without those that Traditional words have too', () => {
  expect(SIMPLIFIED_ONLY.size).toBeGreaterThan(2000);
  expect(simplifiedIn('们诉务为复')).toEqual([...'们诉务为复']);
  expect(simplifiedIn('皇后里面台只干')).toEqual([]);
});

test('the words in Traditional Chinese are those in Simplified, converted and corrected: npm run words', () => {
  const traditional = read('words', 'zh-Hant.yaml');
  expect(traditional).toBe(traditionalWords(read('words', 'zh-CN.yaml')));
  expect(simplifiedIn(traditional)).toEqual([]);
});

test.each(SHIPPED)('%s has every text in Traditional Chinese, without a Simplified character', (file) => {
  const { texts } = translated(load(read(file), file));
  const pairs = pairsIn(texts);
  expect(texts.locales).toEqual(['zh-CN', 'en', 'zh-Hant']);
  expect(pairs.length).toBeGreaterThan(30);
  for (const { traditional } of pairs) {
    expect(traditional).toBeTruthy();
    expect(simplifiedIn(traditional ?? '')).toEqual([]);
  }
});

test('every correction is needed by our words or a shipped rule book', () => {
  const { Converter } = createRequire(__filename)('opencc-js/cn2t') as {
    readonly Converter: (way: { from: string; to: string }) => (text: string) => string;
  };
  const converted = Converter({ from: 'cn', to: 'tw' })(
    [read('words', 'zh-CN.yaml'), ...SHIPPED.map((file) => read(file))].join('\n'),
  );
  expect(Object.keys(corrections()).filter((wrong) => !converted.includes(wrong))).toEqual([]);
});

test('what the converter gets wrong comes out right', () => {
  expect(toTraditional('您同意了解决方案')).toBe('您同意了解決方案');
  expect(toTraditional('“产品质量”和个人信息')).toBe('「產品品質」和個人資料');
  expect(toTraditional('电商平台')).toBe('電商平台');
});

describe('a text that the author wrote in Traditional Chinese', () => {
  const title = /^title: \{ zh-CN: ([^,]*), en: /m;
  const own = SMALL.replace(title, 'title: { zh-CN: $1, zh-Hant: 本店自己的標題, en: ');

  test('stays as it is; the others are made', () => {
    const { texts } = translated(load(own, 'small-shop.yaml'));
    expect(texts.title['zh-Hant']).toBe('本店自己的標題');
    for (const text of pairsIn(texts.stages)) expect(simplifiedIn(text.traditional ?? '诉')).toEqual([]);
  });

  test('is one of all where the language is declared', () => {
    const declared = own.replace('locales: [zh-CN, en]', 'locales: [zh-CN, zh-Hant, en]');
    const loaded = loadRuleBook(declared, 'small-shop.yaml');
    expect(loaded.ok ? [] : loaded.errors.map(({ message }) => message)).toContain(
      'the text is missing: every text is written in zh-CN, zh-Hant and en',
    );
  });
});

test('rules and hash are the same in every language', () => {
  const ruleBook = load(SMALL, 'small-shop.yaml');
  expect(translated(ruleBook)).toEqual({ ...ruleBook, texts: expect.anything() });
  const english = { ...ruleBook, texts: { ...ruleBook.texts, locales: ['en'] } };
  expect(translated(english)).toBe(english);
});

test.each([
  ...['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-TW', 'zh-Hant-HK', 'zh-hant-cn', 'yue-HK', 'zh-yue-HK'].map(
    (locale) => [locale, 'zh-Hant'],
  ),
  ...['zh', 'zh-CN', 'zh-SG', 'zh-Hans', 'zh-Hans-HK', 'zh-MY', 'cmn'].map((locale) => [locale, 'zh-CN']),
])('to somebody of %s we write in %s', (locale, language) => {
  expect(languageRead(locale, { locales: ['en', 'zh-CN'] })).toBe(language);
});

test('readers of no language of ours have the one that their customs name, else the first of the rule book', () => {
  expect(languageRead('ar-EG', { locales: ['zh-CN'] })).toBe('en');
  expect(languageRead('fr', { locales: ['zh-CN', 'en'] })).toBe('zh-CN');
  expect(languageRead('not a tag')).toBe('en');
});
