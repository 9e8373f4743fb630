import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { calendarIds } from './calendars/definition';
import { checkNames } from './check-names';
import { checkRules } from './check-rules';
import { compileProcedure } from './compile';
import { compileMatch, compileTexts } from './compile-texts';
import { limitOrigins } from './limit-origins';
import { shippedLanguages, standardOutcomes } from './message-templates';
import type { LoadedRuleBook } from './rule-book';
import { ruleBookSchema, type RuleBookDocument } from './schema';
import { fit } from './schema-issues';
import { LOCALES } from './schema-values';
import { inOrder, parseYaml, type Finding, type YamlSource } from './yaml-source';

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
  const { texts, findings: untitled } = compileTexts(document, standardOutcomes(shippedLanguages()));
  const { limits, findings: unfounded } = limitOrigins(document);
  const findings = [
    ...misfits,
    ...checkNames(document, options.calendars ?? calendarIds()),
    ...checkRules(document),
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

/** The known ones among the declared languages; all of them when the declaration itself is wrong. */
function declaredLocales(value: unknown): readonly string[] {
  const declared = (value as { locales?: unknown } | null)?.locales;
  const known = Array.isArray(declared) ? LOCALES.filter((locale) => declared.includes(locale)) : [];
  return known.length === 0 ? LOCALES : known;
}

function checkFileName({ key }: RuleBookDocument, name: string): Finding[] {
  const file = basename(name);
  if (!/\.ya?ml$/.test(file) || file.replace(/\.ya?ml$/, '') === key) return [];
  return [{ path: ['key'], message: `the key is the file's name: rename the file to ${key}.yaml or change the key` }];
}
