import { COMMON_FACTS, isList } from '../../domain/rules/facts';
import { formsOf, kindOf, outcomesOf, tasksOf } from '../../domain/kinds/table';
import type { Condition, Procedure, StageRule } from '../../domain/model/procedure';

export type Value = string | number | boolean;
/** What a condition asks of one fact: one of several values, or a range. */
export type Wanted = Condition[string];

/** Facts that are worth something only once something is offered. */
export const OFFER_FACTS: readonly string[] = ['amount', 'within-discretion'];
/** Facts that every complaint has from the first; nobody has to ask for them. */
export const GIVEN_FACTS: readonly string[] = COMMON_FACTS.filter((fact) => !OFFER_FACTS.includes(fact));

/** What a procedure's ways depend on. */
export interface NamedFacts {
  readonly conditions: readonly Condition[];
  /** What conditions ask of each fact, and facts whose very value decides: departments, people, offers, surveys. */
  readonly values: ReadonlyMap<string, readonly Wanted[]>;
  /** Facts that one form alone asks, so that its answers can be judged together. */
  readonly solo: ReadonlySet<string>;
  /** People whom a fact of kind staff makes owners, by that fact: the role they are looked for in. */
  readonly roles: ReadonlyMap<string, string>;
}

/** With `limits`, also what limits alone depend on: it changes instants, never ways. */
export function namedFacts(procedure: Procedure, { limits }: { readonly limits: boolean }): NamedFacts {
  const own = [...Object.values(procedure.stages).flatMap(conditionsOf), ...clockConditions(procedure)];
  const conditions = withTables(procedure, limits ? [...own, ...limitConditions(procedure)] : own);
  const values = new Map<string, readonly Wanted[]>(decisiveFacts(procedure).map((fact) => [fact, []]));
  for (const condition of conditions) {
    for (const [fact, wanted] of Object.entries(condition)) values.set(fact, [...(values.get(fact) ?? []), wanted]);
  }
  const roles = Object.values(procedure.owners).flatMap(({ named, role }) =>
    named === undefined ? [] : [[named, role] as const],
  );
  return { conditions, values, solo: soloFacts(procedure), roles: new Map(roles) };
}

/** Conditions that a stage's ways turn on: where it leads, who owns it, who is asked. */
export function conditionsOf(stage: StageRule): readonly Condition[] {
  const routes = Object.values(outcomesOf(stage)).flatMap(({ cases }) => cases.map(({ when }) => when));
  return [...routes, ...openingConditions(stage)];
}

/** Conditions that are read when a stage opens. */
export function openingConditions(stage: StageRule): readonly Condition[] {
  return tasksOf(stage).flatMap(({ ownerIf = [], when }) => [
    ...ownerIf.map((one) => one.when),
    ...(when === undefined ? [] : [when]),
  ]);
}

/** The values that conditions list one by one. */
export function listed(wanted: readonly Wanted[]): readonly Value[] {
  return wanted.flatMap((one) => (isList(one) ? one : []));
}

/** Numbers at which something changes: the ends of ranges and the numbers that are listed. */
export function thresholds(wanted: readonly Wanted[]): readonly number[] {
  const ends = wanted.flatMap((one) => (isList(one) ? [] : [one.atLeast, one.atMost]));
  const all = [...ends, ...listed(wanted)].filter((one) => typeof one === 'number');
  return [...new Set(all)].sort((a, b) => a - b);
}

function clockConditions({ clocks }: Procedure): readonly Condition[] {
  return Object.values(clocks).flatMap(({ when }) => (when === undefined ? [] : [when]));
}

function limitConditions({ clocks, stages }: Procedure): readonly Condition[] {
  const limited = [...Object.values(clocks), ...Object.values(stages).flatMap(tasksOf)];
  return limited.flatMap(({ withinIf = [] }) => withinIf.map(({ when }) => when));
}

/** A table that something depends on brings in the facts of its lines; later tables build on earlier ones. */
function withTables({ derived = {} }: Procedure, own: readonly Condition[]): readonly Condition[] {
  const all = [...own];
  for (const [key, { lines }] of Object.entries(derived).reverse()) {
    if (all.some((condition) => Object.hasOwn(condition, key))) all.push(...lines.map(({ when }) => when));
  }
  return all;
}

function decisiveFacts({ stages, owners }: Procedure): readonly string[] {
  const ofStages = Object.values(stages).flatMap((stage) => kindOf(stage).decisive(stage));
  const ofOwners = Object.values(owners).flatMap(({ in: within, above, named }) => [within, above, named]);
  return [...ofStages, ...ofOwners].filter((fact) => fact !== undefined);
}

function soloFacts({ intake, stages }: Procedure): ReadonlySet<string> {
  const asked = [intake, ...Object.values(stages).flatMap(formsOf)].flatMap((form) => Object.keys(form));
  return new Set(asked.filter((fact) => asked.indexOf(fact) === asked.lastIndexOf(fact)));
}
