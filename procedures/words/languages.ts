import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalText, RuleBookError } from '../reading/rule-book';
import { fit } from '../language/schema-issues';
import { languageSchema, type Language } from './schema-messages';
import { LOCALES } from '../language/schema-values';
import { formatErrors, inOrder, parseYaml } from '../language/yaml-source';

export type { Language } from './schema-messages';

export type Languages = ReadonlyMap<string, Language>;

export type LoadedLanguage =
  | { readonly ok: true; readonly language: Language }
  | { readonly ok: false; readonly errors: readonly RuleBookError[] };

/** Reads and checks the messages of one language: every template, every audience, known placeholders only. */
export function loadLanguage(text: string, name: string): LoadedLanguage {
  const parsed = parseYaml(text, name);
  if (!parsed.ok) return parsed;
  const { value, findings } = fit(languageSchema, parsed.source.value);
  if (value !== undefined && findings.length === 0) return { ok: true, language: value };
  return { ok: false, errors: inOrder(findings.map((finding) => parsed.source.error(finding))) };
}

let shipped: Languages | undefined;

/** The languages in `templates/`, read once. Throws an Error that lists everything wrong with them. */
export function shippedLanguages(): Languages {
  shipped ??= readLanguages(join(__dirname, 'templates'));
  return shipped;
}

function readLanguages(folder: string): Languages {
  const loaded = LOCALES.map((locale) => {
    const file = join(folder, `${locale}.yaml`);
    return loadLanguage(readFileSync(file, 'utf8'), file);
  });
  const errors = loaded.flatMap((one) => (one.ok ? [] : one.errors));
  if (errors.length > 0) throw new Error(`the message templates cannot be used:\n${formatErrors(errors)}`);
  return new Map(loaded.flatMap((one) => (one.ok ? [[one.language.language, one.language]] : [])));
}

/** Titles of the outcomes that stage kinds bring with them, by outcome. */
export function standardOutcomes(languages: Languages): Readonly<Record<string, LocalText>> {
  const titles = new Map<string, Record<string, string>>();
  for (const [locale, { words }] of languages) {
    for (const [outcome, title] of Object.entries(words.outcomes)) {
      titles.set(outcome, { ...titles.get(outcome), [locale]: title });
    }
  }
  return Object.fromEntries(titles);
}
