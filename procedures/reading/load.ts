import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { calendarIds } from '../calendars/definition';
import { checkFacts } from './facts';
import { checkNames } from './names';
import { checkRules } from './rules';
import { checkTables } from './tables';
import { compileProcedure } from './compile';
import { compileMatch, compileTexts } from './compile-texts';
import { limitOrigins } from './limit-origins';
import { shippedLanguages, standardOutcomes } from '../words/languages';
import type { LoadedRuleBook } from '../language/rule-book';
import { ruleBookSchema, type RuleBookDocument } from '../language/schema';
import { fit } from '../language/schema-issues';
import { LANGUAGES } from '../locales/language-list';
import { inOrder, parseYaml, type Finding, type YamlSource } from '../language/yaml-source';

export interface LoadOptions {
  /** Ids of the calendars that a rule book may name; without it, the shipped ones. */
  readonly calendars?: readonly string[];
}

/** Reads, checks and compiles the YAML of one rule book. All errors that can be told apart come at once, in file order. */
export function loadRuleBook(text: string, name: string, options: LoadOptions = {}): LoadedRuleBook {
  const parsed = parseYaml(text, name);
  if (!parsed.ok) return parsed;
  const { source } = parsed;
  const { value: document, findings: misfits } = fit(ruleBookSchema(declaredLocales(source.value)), source.value);
  if (document === undefined) return failed(source, misfits);
  const { texts, findings: untitled } = compileTexts(document, standardOutcomes(shippedLanguages(), document.locales));
  const { limits, findings: unfounded } = limitOrigins(document);
  const findings = [
    ...misfits,
    ...checkNames(document, options.calendars ?? calendarIds()),
    ...checkFacts(document),
    ...checkRules(document),
    ...checkTables(document),
    ...untitled,
    ...unfounded,
    ...checkFileName(document, name),
  ];
  if (findings.length > 0) return failed(source, findings);
  const ruleBook = {
    procedure: compileProcedure(document),
    texts,
    match: compileMatch(document),
    limits,
    source: text,
  };
  return { ok: true, ruleBook };
}

/** As `loadRuleBook`, from a file. Rejects when it cannot be read. */
export async function loadRuleBookFile(file: string, options: LoadOptions = {}): Promise<LoadedRuleBook> {
  return loadRuleBook(await readFile(file, 'utf8'), file, options);
}

function failed(source: YamlSource, findings: readonly Finding[]): LoadedRuleBook {
  return { ok: false, errors: inOrder(findings.map((finding) => source.error(finding))) };
}

/** The declared languages; when the declaration itself is wrong those of the title, so that it is told once. */
function declaredLocales(value: unknown): readonly string[] {
  const { locales: declared, title } = (value ?? {}) as { locales?: unknown; title?: object | null };
  const known: readonly unknown[] = LANGUAGES;
  if (Array.isArray(declared) && declared.length > 0 && declared.every((locale) => known.includes(locale))) {
    return [...new Set(declared as readonly string[])];
  }
  const titled = Object.keys(title ?? {}).filter((locale) => known.includes(locale));
  return titled.length === 0 ? LANGUAGES : titled;
}

function checkFileName({ key }: RuleBookDocument, name: string): Finding[] {
  const file = basename(name);
  if (!/\.ya?ml$/.test(file) || file.replace(/\.ya?ml$/, '') === key) return [];
  return [{ path: ['key'], message: `the key is the file's name: rename the file to ${key}.yaml or change the key` }];
}
