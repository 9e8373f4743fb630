import type { FormValues, Registration } from '../../domain/act';
import type { Instant } from '../../domain/calendar';
import type { Directory } from '../../domain/people';
import {
  SATISFACTION_FIELD,
  type CategoryRule,
  type FactValue,
  type Field,
  type Form,
  type Procedure,
  type StageRule,
} from '../../domain/procedure';
import type { NamedFacts, Value } from './named-facts';

const WORDS = { content: 'words', hash: '' };
const DATE = '2026-03-02';
/** Most ways one form is filled in. */
const MOST_ROWS = 96;

export interface FillingInput {
  readonly procedure: Procedure;
  readonly people: Directory;
  readonly named: NamedFacts;
  /** Whether categories that differ in their visits only are told apart. */
  readonly visits: boolean;
}

type Filled = FactValue | typeof WORDS;

/**
 * Ways to fill a form in that lead to different places: each combination of the values that conditions tell apart, left
 * out where that is allowed; everything else in one way, and only where it is required.
 */
export function fillings(
  input: FillingInput,
  form: Form,
  { outcome, stage }: { readonly outcome: string | null; readonly stage: StageRule | null },
): readonly FormValues[] {
  let rows: Record<string, Filled>[] = [{}];
  for (const [key, field] of Object.entries(form)) {
    const required = field.required || (outcome !== null && (field.requiredIf ?? []).includes(outcome));
    const values: (Filled | undefined)[] = [...valuesOf(input, key, field, stage)];
    const optional = input.named.values.has(key) ? [undefined, ...values] : [undefined];
    const ways = required ? values : optional;
    rows = rows
      .flatMap((row) => ways.map((value) => (value === undefined ? row : { ...row, [key]: value })))
      .slice(0, MOST_ROWS);
  }
  return rows;
}

function valuesOf(
  { procedure, people, named }: FillingInput,
  key: string,
  field: Field,
  stage: StageRule | null,
): readonly Filled[] {
  const told = named.values.get(key) ?? [];
  switch (field.kind) {
    case 'text':
      return [WORDS];
    case 'yes-no':
      return told.length > 0 ? [true, false] : [true];
    case 'choice':
      return choices(key, field.options ?? [], told, stage);
    case 'number':
      return told.length === 0 ? [1] : [...told, 1 + Math.max(...told.map(Number))];
    case 'date':
      return told.length === 0 ? [DATE] : [...told, DATE];
    case 'department':
      return [...new Set([...Object.keys(people.departments).slice(-1), ...told])];
    case 'staff':
      return Object.keys(people.staff).slice(0, 1);
    case 'remedies':
      return [[{ remedy: procedure.remedies[0] ?? '' }]];
  }
}

/** Of the options one for each way that the procedure treats them. */
function choices(
  key: string,
  options: readonly string[],
  told: readonly Value[],
  stage: StageRule | null,
): readonly string[] {
  const treated = (option: string): string => {
    const level =
      stage?.kind !== 'revisit' || key !== SATISFACTION_FIELD
        ? ''
        : stage.satisfied.includes(option)
          ? 'satisfied'
          : stage.doubtful.includes(option)
            ? 'doubtful'
            : 'dissatisfied';
    return `${level}/${told.includes(option) ? option : ''}`;
  };
  return firstOfEach(options, treated);
}

function firstOfEach<T>(all: readonly T[], sort: (one: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const one of all) if (!seen.has(sort(one))) seen.set(sort(one), one);
  return [...seen.values()];
}

/** Complaints that a procedure treats differently from the first. */
export function registrations(input: FillingInput, at: Instant): readonly Registration[] {
  const { procedure, named } = input;
  const categories = firstOfEach(Object.entries(procedure.categories), ([key, rule]) => category(key, rule, input)).map(
    ([key]) => key,
  );
  const forms = fillings(input, procedure.intake, { outcome: null, stage: null });
  return among(categories).flatMap((one) =>
    among(severities(procedure, named)).flatMap((severity) =>
      channels(procedure, named).flatMap((channel) =>
        forms.map((facts): Registration => ({
          reference: 'CHECKED',
          source: 'checker',
          channel,
          locale: procedure.locales[0] ?? 'en',
          receivedAt: at,
          ...(one === undefined ? {} : { category: one }),
          ...(severity === undefined ? {} : { severity }),
          requests: [],
          facts: factsOnly(facts),
          content: WORDS,
        })),
      ),
    ),
  );
}

function category(key: string, { visits }: CategoryRule, input: FillingInput): string {
  const told = (input.named.values.get('category') ?? []).includes(key);
  return `${input.visits ? `${visits?.least ?? ''}-${visits?.most ?? ''}` : ''}/${told ? key : ''}`;
}

function severities({ severities: all }: Procedure, { values }: NamedFacts): readonly string[] {
  const told = values.get('severity') ?? [];
  return firstOfEach(all, (one) => (told.includes(one) ? one : ''));
}

function channels({ channels: all }: Procedure, { values }: NamedFacts): readonly string[] {
  const told = values.get('channel') ?? [];
  return firstOfEach(all, (one) => (told.includes(one) ? one : ''));
}

function among(all: readonly string[]): readonly (string | undefined)[] {
  return all.length === 0 ? [undefined] : all;
}

function factsOnly(form: FormValues): Record<string, FactValue> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, FactValue] => entry[1] !== WORDS && entry[1] !== undefined),
  );
}
