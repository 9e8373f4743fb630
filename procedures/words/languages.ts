import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fit } from '../language/schema-issues';
import { formatErrors, inOrder, parseYaml } from '../language/yaml-source';
import type { LocalText, RuleBookError } from '../language/rule-book';
import { languageFiles } from '../locales/language-list';
import { languageSchema, type Language } from './schema-language';

export type { Language } from './schema-language';

/** By tag. */
export type Languages = ReadonlyMap<string, Language>;

export type LoadedLanguage =
  | { readonly ok: true; readonly language: Language }
  | { readonly ok: false; readonly errors: readonly RuleBookError[] };

/** Reads and checks the words of one language: every sentence and message is there, with known placeholders only. */
export function loadLanguage(text: string, name: string): LoadedLanguage {
  const parsed = parseYaml(text, name);
  if (!parsed.ok) return parsed;
  const { value, findings } = fit(languageSchema, parsed.source.value, () => '');
  const tag = basename(name, '.yaml');
  const named =
    value === undefined || value.language === tag
      ? findings
      : [...findings, { path: ['language'], message: `the language is the file's name: write ${tag}` }];
  if (value !== undefined && named.length === 0) return { ok: true, language: value };
  return { ok: false, errors: inOrder(named.map((finding) => parsed.source.error(finding))) };
}

/** Reads languages from their files. Throws an Error that lists everything wrong with any of them. */
export function readLanguages(files: readonly string[]): Languages {
  const loaded = files.map((file) => loadLanguage(readFileSync(file, 'utf8'), file));
  const errors = loaded.flatMap((one) => (one.ok ? [] : one.errors));
  if (errors.length > 0) throw new Error(`the words cannot be used:\n${formatErrors(errors)}`);
  return new Map(loaded.flatMap((one) => (one.ok ? [[one.language.language, one.language]] : [])));
}

let shipped: Languages | undefined;

/** The languages that ship, read once. Throws an Error that lists everything wrong with them. */
export function shippedLanguages(): Languages {
  shipped ??= readLanguages(languageFiles());
  return shipped;
}

/** Throws RangeError for a tag that no shipped language has. */
export function shippedLanguage(tag: string): Language {
  const found = shippedLanguages().get(tag);
  if (found === undefined) throw new RangeError(`there are no words in language "${tag}"`);
  return found;
}

/** Titles of the outcomes that stage kinds bring with them, by outcome, in the languages that a rule book is written in. */
export function standardOutcomes(
  languages: Languages,
  locales: readonly string[],
): Readonly<Record<string, LocalText>> {
  const titles = new Map<string, Record<string, string>>();
  for (const [locale, { phrases }] of languages) {
    if (!locales.includes(locale)) continue;
    for (const [outcome, title] of Object.entries(phrases.outcomes)) {
      titles.set(outcome, { ...titles.get(outcome), [locale]: title });
    }
  }
  return Object.fromEntries(titles);
}
