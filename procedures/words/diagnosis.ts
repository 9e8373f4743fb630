import type { Span } from '../../domain/calendar/span';
import { shippedLanguages, type Language } from './languages';
import type { FindingCode, NamedKind } from './schema-diagnosis';
import { fill, writeSpan } from './wording';

/** Ids of one kind. Of many only the first, with how many there are of all. */
export interface Named {
  readonly kind: NamedKind;
  readonly ids: readonly string[];
  readonly count: number;
  /** There are more than `count`: they were not counted to the end. */
  readonly more: boolean;
}

/** What is wrong, as facts. */
export interface FindingFacts {
  readonly code: FindingCode;
  readonly about: readonly Named[];
  /** How long it has been so, or lasts. */
  readonly span?: Span;
  readonly seconds?: number;
  /** A local date. */
  readonly date?: string;
}

export interface WordedFinding {
  /** What is wrong. */
  readonly says: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What is wrong and what to do about it, in every language that ships. */
export function findingInAllLanguages(facts: FindingFacts): Readonly<Record<string, WordedFinding>> {
  return Object.fromEntries([...shippedLanguages()].map(([locale, language]) => [locale, worded(facts, language)]));
}

function worded(facts: FindingFacts, language: Language): WordedFinding {
  const text = language.diagnosis.findings[facts.code];
  const values = valuesOf(facts, language);
  return { says: fill(text.says, values), remedy: fill(text.do, values) };
}

function valuesOf({ about, span, seconds, date }: FindingFacts, language: Language): Readonly<Record<string, string>> {
  const [first] = about;
  return {
    ...Object.fromEntries(about.map((named) => [named.kind, list(named, language)])),
    ...(first === undefined ? {} : { count: countOf(first.count, first.more, language) }),
    ...(span === undefined ? {} : { span: writeSpan(language.dates, span) }),
    ...(seconds === undefined ? {} : { seconds: String(seconds) }),
    ...(date === undefined ? {} : { date }),
  };
}

function list({ ids, count, more }: Named, language: Language): string {
  const shown = ids.join(language.phrases.list);
  const others = count - ids.length;
  if (others <= 0 && !more) return shown;
  return fill(language.diagnosis['and-more'], { ids: shown, count: countOf(others, more, language) });
}

function countOf(count: number, more: boolean, { diagnosis }: Language): string {
  return more ? fill(diagnosis['at-least'], { count: String(count) }) : String(count);
}
