import { kindOf, outcomesOf } from '../../domain/kinds/table';
import type { FormValues } from '../../domain/model/act';
import type { Directory } from '../../domain/model/people';
import {
  PARTLY,
  SATISFACTION_FIELD,
  type CategoryRule,
  type Condition,
  type FactValue,
  type Field,
  type Form,
  type Procedure,
  type RemedyChoice,
  type StageRule,
} from '../../domain/model/procedure';
import { fits } from '../../domain/rules/facts';
import { listed, thresholds, type NamedFacts } from './named-facts';

export const WORDS = { content: 'words', hash: '' };
const DATE = '2026-03-02';
/** Most ways one form is filled in, and most that are looked at to find ways that differ. */
const MOST_ROWS = 256;
const MOST_COMBINED = 20_000;

export interface FillingInput {
  readonly procedure: Procedure;
  readonly people: Directory;
  readonly named: NamedFacts;
  /** Whether categories that differ in their visits only are told apart. */
  readonly visits: boolean;
  /** Forms that have more ways to be filled in than were tried. */
  readonly cut: Set<Form>;
  /** Ways that were worked out before: one form asks the same in every complaint. */
  readonly known: Map<Form, Map<string, readonly FormValues[]>>;
}

/** What the values of facts must be told apart by. */
export function fillingInput(input: Omit<FillingInput, 'cut' | 'known'>): FillingInput {
  return { ...input, cut: new Set(), known: new Map() };
}

type Filled = FactValue | typeof WORDS;
type Row = Readonly<Record<string, Filled>>;

interface Asked {
  readonly outcome: string | null;
  readonly stage: StageRule | null;
}

/**
 * Ways to fill a form in that lead to different places: of the values that all conditions treat alike one, left out where
 * that is allowed; everything else in one way, and only where it is required.
 */
export function fillings(input: FillingInput, form: Form, asked: Asked): readonly FormValues[] {
  const ofForm = input.known.get(form) ?? new Map<string, readonly FormValues[]>();
  const known = ofForm.get(asked.outcome ?? '');
  if (known) return known;
  const found = waysToFill(input, form, asked);
  ofForm.set(asked.outcome ?? '', found);
  input.known.set(form, ofForm);
  return found;
}

function waysToFill(input: FillingInput, form: Form, asked: Asked): readonly FormValues[] {
  const all = Object.entries(form).reduce<readonly Row[]>(
    (rows, [key, field]) => {
      const ways = waysOf(input, { key, field, asked });
      const next = rows.flatMap((row) => ways.map((value) => (value === undefined ? row : { ...row, [key]: value })));
      if (next.length > MOST_COMBINED) input.cut.add(form);
      return next.slice(0, MOST_COMBINED);
    },
    [{}],
  );
  const different = all.length === 1 ? all : differing(input, form, all);
  if (different.length > MOST_ROWS) input.cut.add(form);
  return different.slice(0, MOST_ROWS);
}

function waysOf(
  input: FillingInput,
  { key, field, asked }: { readonly key: string; readonly field: Field; readonly asked: Asked },
): readonly (Filled | undefined)[] {
  const { outcome, stage } = asked;
  const required = field.required || (outcome !== null && (field.requiredIf ?? []).includes(outcome));
  if (required) return valuesOf(input, key, field, stage);
  return matters(input, key, field) ? [undefined, ...valuesOf(input, key, field, stage)] : [undefined];
}

/** Whether anything depends on it. A category or severity that a form gives is the complaint's own. */
function matters({ named }: FillingInput, key: string, { kind }: Field): boolean {
  return named.values.has(key) || ((kind === 'category' || kind === 'severity') && named.values.has(kind));
}

/**
 * Answers that one form alone asks are judged together: of those that no condition tells apart the first is enough, and
 * for each that may be left out one way without it.
 */
function differing({ named }: FillingInput, form: Form, rows: readonly Row[]): readonly Row[] {
  const keys = Object.keys(form).filter((key) => named.values.has(key) || form[key]?.kind !== 'text');
  const [together, apart] = [true, false].map((solo) =>
    keys.filter((key) => (named.solo.has(key) && judged(named, key)) === solo),
  ) as [string[], string[]];
  const conditions = named.conditions
    .map((condition) => Object.entries(condition).filter(([fact]) => together.includes(fact)))
    .filter((entries) => entries.length > 0);
  const sort = (row: Row): string =>
    JSON.stringify([
      apart.map((key) => row[key] ?? null),
      conditions.map((entries) => entries.every(([fact, wanted]) => fits(row[fact], wanted))),
    ]);
  const without = together.flatMap((key) =>
    rows.filter((row) => row[key] === undefined && onlyWithout(row, key)).slice(0, 1),
  );
  return [...new Set([...firstOfEach(rows, sort), ...without])];

  function onlyWithout(row: Row, key: string): boolean {
    return together.every((other) => other === key || row[other] !== undefined);
  }
}

/** Whether a fact counts by what conditions say of it alone: its values have been asked for by nothing else. */
function judged({ values, roles }: NamedFacts, key: string): boolean {
  const wanted = values.get(key) ?? [];
  return wanted.length > 0 && !roles.has(key) && key !== SATISFACTION_FIELD && key !== 'doubt';
}

function valuesOf(input: FillingInput, key: string, field: Field, stage: StageRule | null): readonly Filled[] {
  const wanted = input.named.values.get(key) ?? [];
  const alike = (value: Filled): string => JSON.stringify(wanted.map((one) => fits(value, one)));
  switch (field.kind) {
    case 'text':
      return [WORDS];
    case 'yes-no':
      return firstOfEach([true, false], alike);
    case 'choice':
      return firstOfEach(field.options ?? [], (option) => `${level(key, option, stage)}${alike(option)}`);
    case 'number':
      return firstOfEach(numbersAround(thresholds(wanted), 1), alike);
    case 'date':
      return firstOfEach([...listed(wanted).map(String), DATE], alike);
    case 'department':
      return [...new Set([...Object.keys(input.people.departments).slice(-1), ...listed(wanted).map(String)])];
    case 'staff':
      return staffChoices(input, key);
    case 'remedies':
      return offers(input);
    case 'category':
      return wanted.length > 0 ? Object.keys(input.procedure.categories) : categories(input);
    case 'severity':
      return wanted.length > 0 ? input.procedure.severities : severities(input);
  }
}

/** A threshold, and what lies below and above it. */
function numbersAround(at: readonly number[], otherwise: number): readonly number[] {
  return at.length === 0 ? [otherwise] : [...at, ...at.map((one) => one - 1), ...at.map((one) => one + 1)];
}

/** How a survey's answer counts. */
function level(key: string, option: string, stage: StageRule | null): string {
  return stage ? kindOf(stage).sort(stage, key, option) : '';
}

/** Somebody of the role whom the fact makes the owner, and somebody of another. */
function staffChoices({ people, named }: FillingInput, key: string): readonly string[] {
  const all = Object.keys(people.staff);
  const role = named.roles.get(key);
  if (role === undefined) return all.slice(0, 1);
  const hasRole = (person: string): boolean => people.staff[person]?.roles.includes(role) ?? false;
  const other = all.find((person) => !hasRole(person) && (people.staff[person]?.roles.length ?? 0) > 0);
  return [all.find(hasRole), other].filter((person) => person !== undefined);
}

/** Solutions of each amount that something turns on: at, below and above what conditions name and roles may grant. */
function offers({ procedure, named }: FillingInput): readonly (readonly RemedyChoice[])[] {
  const { discretion, remedies, paidByComplainant = [], stages } = procedure;
  const wanted = named.values.get('amount') ?? [];
  const granted = discretion ? [0, ...Object.values(discretion.limits).filter((limit) => limit !== null)] : [];
  const at = [...new Set([...granted, ...thresholds(wanted)])].sort((a, b) => a - b);
  const alike = (amount: number): string =>
    JSON.stringify([wanted.map((one) => fits(amount, one)), granted.map((limit) => amount <= limit)]);
  const amounts = at.length === 0 ? [0] : firstOfEach(numbersAround(at, 0), alike).filter((amount) => amount >= 0);
  const [first = '', second = first] = remedies.filter((remedy) => !paidByComplainant.includes(remedy));
  const several = Object.values(stages).some((stage) => {
    const put = kindOf(stage).offer(stage);
    return put !== null && (put.alternatives || PARTLY in outcomesOf(stage));
  });
  const others = several ? [{ remedy: second }] : [];
  const currency = discretion?.currency ?? 'CNY';
  return amounts.map((amount) => [amount === 0 ? { remedy: first } : { remedy: first, amount, currency }, ...others]);
}

/** The first of each sort, in their order. */
export function firstOfEach<T>(all: readonly T[], sort: (one: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const one of all) if (!seen.has(sort(one))) seen.set(sort(one), one);
  return [...seen.values()];
}

/** One category of each sort that the procedure treats differently. */
export function categories({ procedure, named, visits: told }: FillingInput): readonly string[] {
  const visitsOf = ({ visits }: CategoryRule): string => (told ? `${visits?.least ?? ''}-${visits?.most ?? ''}` : '');
  const all = Object.entries(procedure.categories);
  return firstOfEach(all, ([key, rule]) => `${visitsOf(rule)}/${treated(named, 'category', key)}`).map(([key]) => key);
}

/** One severity of each sort that the procedure treats differently. */
export function severities({ procedure, named }: FillingInput): readonly string[] {
  return firstOfEach(procedure.severities, (one) => treated(named, 'severity', one));
}

/** What the conditions say of a value: two values that they treat alike read the same. */
export function treated({ values }: NamedFacts, fact: string, value: Condition[string] | string): string {
  return JSON.stringify((values.get(fact) ?? []).map((wanted) => fits(value, wanted)));
}
