import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { LANGUAGES, languageFiles } from '../../procedures/locales/language-list';
import { loadLanguage, readLanguages, shippedLanguages } from '../../procedures/words/languages';

type Block = { [key: string]: unknown };

const english = readFileSync(join(__dirname, '../../procedures/words/en.yaml'), 'utf8');
const everyKey = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, inner]) => everyKey(inner, [...path, key]))];

function changed(change: (block: Block, key: string) => void, path: readonly string[]): string {
  const whole = parse(english) as Block;
  change(blockOf(whole, path), path.at(-1) ?? '');
  return stringify(whole);
}

function blockOf(whole: Block, path: readonly string[]): Block {
  return path.slice(0, -1).reduce((place, key) => place[key] as Block, whole);
}

function errorsOf(text: string): readonly string[] {
  const loaded = loadLanguage(text, 'words/en.yaml');
  return loaded.ok ? [] : loaded.errors.map(({ file, path, message }) => `${file} ${path}: ${message}`);
}

const KEYS = everyKey(parse(english)).filter((path) => path.length > 0);

test('without any one of its keys a language is not read, and the error names language and key', () => {
  expect(KEYS.length).toBeGreaterThan(400);
  const depths = new Set(KEYS.map(({ length }) => length));
  for (const depth of depths) {
    const gone = KEYS.filter(({ length }) => length === depth);
    const without = parse(english) as Block;
    for (const path of gone) delete blockOf(without, path)[path.at(-1) ?? ''];
    const missing = gone.map((path) => `words/en.yaml ${path.join('.')}: "${path.at(-1) ?? ''}" is missing: add it`);
    expect(errorsOf(stringify(without))).toEqual(expect.arrayContaining(missing));
  }
});

test('a key that nobody asks for is an error, in every section', () => {
  for (const path of KEYS.filter(
    (one) => one.length === 1 && typeof (parse(english) as Block)[one[0] ?? ''] === 'object',
  )) {
    const errors = errorsOf(changed((block, key) => Object.assign(block[key] as Block, { surplus: 'x' }), path));
    expect(errors).toEqual([expect.stringMatching(`^words/en.yaml ${path.join('.')}.surplus: unknown key "surplus"`)]);
  }
});

test('a placeholder that a sentence has not is an error', () => {
  const path = ['narration', 'stageOpened'];
  expect(errorsOf(changed((block, key) => (block[key] = '{stag} begins.'), path))).toEqual([
    'words/en.yaml narration.stageOpened: unknown placeholder "stag": did you mean "stage"?',
  ]);
});

test('a file that names another language than its own is an error', () => {
  expect(errorsOf(english.replace('language: en', 'language: fr'))).toEqual([
    "words/en.yaml language: the language is the file's name: write en",
  ]);
});

test('what is wrong with any language keeps all of them from being used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'words-'));
  try {
    const file = join(folder, 'de.yaml');
    writeFileSync(file, english.replace('language: en', 'language: de').replace(/^ {2}registered:.*\n/m, ''));
    expect(() => readLanguages([...languageFiles(), file])).toThrow(/de\.yaml:\d+:\d+.*narration\.registered/s);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the sentences of a timeline and of the page name the same things in every language', () => {
  const named = (value: unknown): readonly string[] =>
    everyKey(value).map((path) => {
      const text = path.reduce((place, key) => (place as Block)[key], value);
      const placeholders = typeof text === 'string' ? (text.match(/\{\w+\}/g) ?? []) : [];
      return `${path.join('.')} ${[...new Set(placeholders)].sort().join(' ')}`;
    });
  const [first, ...others] = [...shippedLanguages().values()].map(({ narration, page }) => named({ narration, page }));
  expect(others).toHaveLength(LANGUAGES.length - 1);
  for (const other of others) expect([...other].sort()).toEqual([...(first ?? [])].sort());
});
