import { COMMON_FACTS } from '../../domain/rules/facts';
import { LATE, PLACE } from '../../domain/model/procedure';
import { listOf } from './compile-forms';
import { unknownWord } from '../language/did-you-mean';
import { conditionsOf, formsOf } from '../language/document-parts';
import type { RuleBookDocument } from '../language/schema';
import type { ConditionDocument, ConditionValue, RangeDocument } from '../language/schema-conditions';
import type { DerivedDocument } from '../language/schema-tables';
import type { Finding, Path } from '../language/yaml-source';

/** No field and no table may take these names. */
const RESERVED_FIELDS: readonly string[] = [...COMMON_FACTS, 'reason', LATE];
/** The complaint's own, which a table may set. */
const OWN = ['severity', 'category'];

/** Every fact that is asked, derived or named in a condition. */
export function checkFacts(document: RuleBookDocument): Finding[] {
  return [
    ...conditionsOf(document).flatMap(({ path, value }) => checkCondition(document, path, value, [])),
    ...checkFields(document),
    ...checkDerived(document),
  ];
}

function checkCondition(
  document: RuleBookDocument,
  path: Path,
  condition: ConditionDocument,
  notYet: readonly string[],
): Finding[] {
  return Object.entries(condition).flatMap(([fact, written]): Finding[] => {
    const place = [...path, fact];
    if (notYet.includes(fact)) {
      const message = `"${fact}" is derived here or further down: a table uses only those that stand above it`;
      return [{ path: place, message, on: 'key' }];
    }
    const known = valuesOf(document, fact);
    if (known === undefined) {
      return [{ path: place, message: unknownWord('fact', fact, usableFacts(document)), on: 'key' }];
    }
    return typeof known === 'string' ? [{ path: place, message: known, on: 'key' }] : misfits(place, written, known);
  });
}

interface Values {
  readonly hint: string;
  readonly number: boolean;
  fits(value: string | number | boolean): boolean;
}

function misfits(path: Path, written: ConditionValue, known: Values): Finding[] {
  const fact = String(path.at(-1));
  if (typeof written === 'object' && !Array.isArray(written)) return checkRange(path, written, known);
  return listOf(written as string | number | boolean).flatMap((value) =>
    known.fits(value) ? [] : [{ path, message: `"${fact}" is never "${String(value)}": ${known.hint}` }],
  );
}

function checkRange(path: Path, range: RangeDocument, known: Values): Finding[] {
  const { 'at-least': least, 'at-most': most } = range;
  if (!known.number) return [{ path, message: `"${String(path.at(-1))}" has no range: ${known.hint}` }];
  if (least === undefined || most === undefined || least <= most) return [];
  return [{ path: [...path, 'at-most'], message: `"at-most" is less than "at-least": write at least ${least}` }];
}

function among(words: readonly string[]): Values {
  return {
    hint: `it is one of ${words.join(', ')}`,
    number: false,
    fits: (value) => typeof value === 'string' && words.includes(value),
  };
}

function ofType(type: 'string' | 'number' | 'boolean'): Values {
  const hint = {
    string: 'it is a text',
    number: 'write a number, or a range such as { at-least: 2 }',
    boolean: 'it is true or false',
  }[type];
  return { hint, number: type === 'number', fits: (value) => typeof value === type };
}

/** What a fact can be; a text where no condition may depend on it; undefined where nothing sets it. */
function valuesOf(document: RuleBookDocument, fact: string): Values | string | undefined {
  if (isCommon(fact)) return commonValues(document, fact);
  const derived = derivedOf(document, fact);
  if (derived !== undefined) return among(Object.keys(derived.values ?? {}));
  const fields = formsOf(document).flatMap(({ form }) => (Object.hasOwn(form, fact) ? [form[fact]] : []));
  switch (fields[0]?.kind) {
    case undefined:
      return undefined;
    case 'text':
    case 'remedies':
      return `"${fact}" is a ${fields[0].kind} field: a condition cannot depend on it`;
    case 'yes-no':
      return ofType('boolean');
    case 'number':
      return ofType('number');
    case 'choice':
      return among(fields.flatMap((field) => Object.keys(field?.options ?? {})));
    case 'category':
      return among(Object.keys(document.categories));
    case 'severity':
      return among(Object.keys(document.severities));
    default:
      return ofType('string');
  }
}

function isCommon(fact: string): boolean {
  return (COMMON_FACTS as readonly string[]).includes(fact);
}

function commonValues(document: RuleBookDocument, fact: string): Values | string {
  switch (fact) {
    case 'category':
      return among(Object.keys(document.categories));
    case 'severity':
      return among(Object.keys(document.severities));
    case 'channel':
      return among(Object.keys(document.channels));
    case 'amount':
    case 'within-discretion':
      if (document.discretion === undefined) {
        return `"${fact}" is counted by what each role may grant: add "discretion" with its currency and limits`;
      }
      return ofType(fact === 'amount' ? 'number' : 'boolean');
    case PLACE:
      return 'a condition names a kind of place and no place: use "place-kind"';
    case 'round':
    case 'deadlines-missed':
    case 'passed-on':
      return ofType('number');
    default:
      return ofType('string');
  }
}

function derivedOf({ derived }: RuleBookDocument, fact: string): DerivedDocument | undefined {
  return derived !== undefined && Object.hasOwn(derived, fact) ? derived[fact] : undefined;
}

function usableFacts(document: RuleBookDocument): string[] {
  const usable = formsOf(document).flatMap(({ form }) =>
    Object.keys(form).filter((field) => form[field]?.kind !== 'text' && form[field]?.kind !== 'remedies'),
  );
  return [
    ...new Set([...COMMON_FACTS.filter((fact) => fact !== PLACE), ...usable, ...Object.keys(document.derived ?? {})]),
  ];
}

function checkDerived(document: RuleBookDocument): Finding[] {
  const tables = Object.entries(document.derived ?? {});
  const asked = formsOf(document).flatMap(({ form }) => Object.keys(form));
  return tables.flatMap(([key, table], at): Finding[] => {
    const path = ['derived', key];
    const notYet = tables.slice(at).map(([later]) => later);
    return [
      ...derivedName(path, key, asked),
      ...(OWN.includes(key) ? ownTable(path, table) : factTable(path, table)),
      ...derivedValues(document, path, table),
      ...table.lines.flatMap(({ when }, line) =>
        checkCondition(document, [...path, 'lines', line, 'when'], when, notYet),
      ),
    ];
  });
}

function derivedName(path: Path, key: string, asked: readonly string[]): Finding[] {
  const finding = (message: string): Finding[] => [{ path, message, on: 'key' }];
  if (!OWN.includes(key) && RESERVED_FIELDS.includes(key)) {
    return finding(`every complaint has a "${key}" already: choose another name`);
  }
  return asked.includes(key) ? finding(`a form asks "${key}" already: choose another name`) : [];
}

function ownTable(path: Path, table: DerivedDocument): Finding[] {
  return (['title', 'values'] as const).flatMap((word) =>
    table[word] === undefined
      ? []
      : [{ path: [...path, word], message: `the complaint's own has its titles already: remove "${word}"`, on: 'key' }],
  );
}

function factTable(path: Path, table: DerivedDocument): Finding[] {
  return (['title', 'values'] as const).flatMap((word) =>
    table[word] !== undefined ? [] : [{ path, message: `a new fact needs "${word}": add it`, on: 'key' as const }],
  );
}

function derivedValues(document: RuleBookDocument, path: Path, table: DerivedDocument): Finding[] {
  const key = String(path.at(-1));
  const titles = key === 'severity' ? document.severities : key === 'category' ? document.categories : table.values;
  if (titles === undefined) return [];
  const known = Object.keys(titles);
  const value = (word: string, place: Path): Finding[] =>
    known.includes(word) ? [] : [{ path: place, message: unknownWord(OWN.includes(key) ? key : 'value', word, known) }];
  return [
    ...table.lines.flatMap(({ is }, at) => value(is, [...path, 'lines', at, 'is'])),
    ...value(table.otherwise, [...path, 'otherwise']),
  ];
}

function checkFields(document: RuleBookDocument): Finding[] {
  const kinds = new Map<string, string>();
  return formsOf(document).flatMap(({ path, form, stage }) =>
    Object.entries(form).flatMap(([field, { kind, required, options, 'required-if': requiredIf }]): Finding[] => {
      const place = [...path, field];
      const before = kinds.get(field) ?? kind;
      kinds.set(field, before);
      const outcomes = stage === null ? [] : Object.keys(stage.outcomes);
      const onKey = (holds: boolean, at: Path, message: string): Finding[] =>
        holds ? [{ path: at, message, on: 'key' }] : [];
      return [
        ...onKey(
          RESERVED_FIELDS.includes(field),
          place,
          field === LATE
            ? `"${LATE}" means whoever owed an explanation of lateness: choose another name`
            : `every complaint has a "${field}" already: choose another name`,
        ),
        ...(before === kind
          ? []
          : [
              { path: [...place, 'kind'], message: `"${field}" is a ${before} on another form: one fact has one kind` },
            ]),
        ...onKey(
          kind === 'choice' && Object.keys(options ?? {}).length === 0,
          place,
          'a choice needs "options": add them',
        ),
        ...onKey(kind !== 'choice' && options !== undefined, [...place, 'options'], 'only a choice has options'),
        ...onKey(
          required === true && requiredIf !== undefined,
          [...place, 'required-if'],
          'it is required always: remove one of the two',
        ),
        ...listOf(requiredIf).flatMap((outcome) =>
          outcomes.includes(outcome)
            ? []
            : [{ path: [...place, 'required-if'], message: unknownWord('outcome', outcome, outcomes) }],
        ),
      ];
    }),
  );
}
