import type { Condition, Form, OwnerRule, Procedure, Route, StageRule } from '../../domain/model/procedure';
import { formsOf, isWaiting, kindOf, outcomesOf, tasksOf } from '../../domain/kinds/table';
import { COMMON_FACTS } from '../../domain/rules/facts';
import { openingConditions, type NamedFacts } from './named-facts';

/** Who proposed what is decided on, and who wrote the remedies in it: read by approvals. */
export const PROPOSER = '#proposer';
export const AUTHOR = '#author';
/** Which of what is offered is worth more than anybody may grant who has seen it. */
export const BEYOND = '#beyond';
/** What is offered is worth, who received the complaint, and who has completed tasks of a stage. */
export const AMOUNT = '#amount';
export const RECEIVER = '#receiver';
export const HANDLED = '#handled:';
/** Whether a fact is known, whatever it is. */
export const KNOWN = '#known:';

type Live = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What can still be read at each stage before it is written anew. The rest of what happened before makes no difference
 * any more, so states that differ in it only are one.
 */
export function liveFacts(procedure: Procedure, named: NamedFacts): Live {
  const live = new Map(Object.keys(procedure.stages).map((key) => [key, new Set<string>()]));
  const tables = inputsOfTables(procedure, named);
  for (let grows = true; grows;) {
    grows = false;
    for (const [key, stage] of Object.entries(procedure.stages)) {
      const known = live.get(key);
      if (!known) continue;
      const before = known.size;
      for (const fact of readAt(procedure, named, stage)) known.add(fact);
      for (const fact of readAfter(procedure, stage, live)) known.add(fact);
      for (const fact of [...known]) for (const input of tables.get(fact) ?? []) known.add(input);
      grows ||= known.size > before;
    }
  }
  return live;
}

/** Everywhere that a route can lead. */
export function targetsOf({ cases, then, after }: Route): readonly string[] {
  return [...new Set([...cases.map((one) => one.then), then, ...(after === undefined ? [] : [after])])];
}

/** What a table reads when it is made anew; nothing where one form gives all of it, for that gives the table anew, too. */
function inputsOfTables(procedure: Procedure, { solo }: NamedFacts): ReadonlyMap<string, readonly string[]> {
  const forms = [procedure.intake, ...Object.values(procedure.stages).flatMap(formsOf)];
  return new Map(
    Object.entries(procedure.derived ?? {}).map(([key, { lines }]) => {
      const inputs = [...new Set(lines.flatMap(({ when }) => factsOf(when)))];
      const together =
        inputs.every((fact) => solo.has(fact)) && forms.some((form) => inputs.every((fact) => fact in form));
      return [key, together ? [] : inputs];
    }),
  );
}

/** The facts of a condition, by what they are kept as. */
function factsOf(condition: Condition): readonly string[] {
  return Object.keys(condition).flatMap((fact) => {
    if (fact === 'amount') return [AMOUNT];
    return fact === 'within-discretion' ? [AMOUNT, PROPOSER] : [fact];
  });
}

/** What reopening reads: only whether it is known is told apart, not what it is. */
export function knownAfterClosing({ reopen, guarantee }: Procedure, live: Live): readonly string[] {
  const stages = [reopen.then, ...(guarantee ? [guarantee.then] : [])];
  const read = stages.flatMap((key) => [...(live.get(key) ?? [])]);
  return [...new Set([...formFacts(read).map((fact) => `${KNOWN}${fact}`), ...read.filter(isOfKnowing)])];
}

function isOfKnowing(fact: string): boolean {
  return fact.startsWith(KNOWN);
}

function readAfter(procedure: Procedure, stage: StageRule, live: Live): readonly string[] {
  if ('result' in stage) return knownAfterClosing(procedure, live);
  const readIn = (key: string): readonly string[] => [...(live.get(key) ?? [])];
  const referred = referredTo(procedure, stage).flatMap(readIn);
  const onwards = Object.entries(stage.outcomes).flatMap(([outcome, route]) => {
    const written = writtenBy(stage, outcome);
    const conditions = route.cases.flatMap(({ when }) => factsOf(when));
    return [...conditions, ...targetsOf(route).flatMap(readIn)].filter(
      (fact) => !written.has(isOfKnowing(fact) ? fact.slice(KNOWN.length) : fact),
    );
  });
  return [...onwards, ...referred];
}

/** Stages that a complaint may be led into from this one by being referred. */
function referredTo({ referTo = {} }: Procedure, stage: StageRule): readonly string[] {
  return isWaiting(stage) ? Object.values(referTo) : [];
}

/** Facts that an owner, a rung, a limit or an offer of the stage turns on. */
function readAt({ owners, categories, discretion }: Procedure, named: NamedFacts, stage: StageRule): readonly string[] {
  const limits = tasksOf(stage).flatMap(({ withinIf = [] }) => withinIf.map(({ when }) => when));
  const conditions = [...openingConditions(stage), ...limits.filter((when) => named.conditions.includes(when))];
  return [...keysOf(stage).flatMap((key) => factsOfOwner(owners[key])), ...conditions.flatMap(factsOf), ...ofKind()];

  function ofKind(): readonly string[] {
    const { offer, carriesOut, work, byCategory } = kindOf(stage);
    const put = offer(stage);
    const visits = byCategory && Object.values(categories).some((one) => one.visits !== undefined);
    return [
      ...(put ? [put.field] : []),
      ...(discretion && (put || carriesOut) ? [BEYOND] : []),
      ...(work === 'judges' ? [PROPOSER, AUTHOR, ...(discretion ? [AMOUNT] : [])] : []),
      ...(visits ? ['category'] : []),
    ];
  }
}

/** Everybody whom a stage turns to, by keys of `owners` and relations. */
function keysOf(stage: StageRule): readonly string[] {
  const rungs = tasksOf(stage).flatMap(({ ladder }) => ladder);
  return [
    ...ownerKeys(stage),
    ...rungs.flatMap(({ to, explain }) => [to, explain ?? '']),
    ...(kindOf(stage).offered(stage)?.to ?? []),
  ];
}

/** The keys of `owners` that can own a stage's tasks. */
export function ownerKeys(stage: StageRule): readonly string[] {
  return tasksOf(stage).flatMap(({ owner, ownerIf = [] }) => [owner, ...ownerIf.map((one) => one.owner)]);
}

/** Facts without which an owner is not who the rule book means. */
export function departmentFacts(rule: OwnerRule | undefined): readonly string[] {
  return [rule?.in, rule?.above].filter((fact) => fact !== undefined);
}

function factsOfOwner(rule: OwnerRule | undefined): readonly string[] {
  if (!rule) return [];
  const named = rule.named === undefined ? [] : [rule.named];
  const others = (rule.otherThan ?? []).map((stage) => `${HANDLED}${stage}`);
  return [...departmentFacts(rule), ...named, ...others, ...(rule.receiver ? [RECEIVER] : [])];
}

function writtenBy(stage: StageRule, outcome: string): ReadonlySet<string> {
  const { grants, fills, work } = kindOf(stage);
  const granted = grants(stage);
  if (granted) return new Set([granted.field, AMOUNT]);
  const forms = fills(outcome) ? alwaysAsked(stage) : [];
  const required = forms.flatMap((form) => Object.keys(form).filter((field) => isRequired(form, field, outcome)));
  const remedies = forms.some((form) => required.some((field) => form[field]?.kind === 'remedies'));
  return new Set([
    ...required,
    ...(work === 'proposes' ? [PROPOSER] : []),
    ...(remedies ? [AUTHOR, AMOUNT, BEYOND] : []),
  ]);
}

function alwaysAsked(stage: StageRule): readonly Form[] {
  return tasksOf(stage).flatMap(({ form, when, step }) => (when === undefined && step === 1 ? [form] : []));
}

function isRequired(form: Form, field: string, outcome: string): boolean {
  const rule = form[field];
  return rule !== undefined && (rule.required || (rule.requiredIf ?? []).includes(outcome));
}

/** Of what is live, the facts that forms and tables give. */
function formFacts(live: Iterable<string>): readonly string[] {
  return [...live].filter(isFormFact);
}

const COMMON: ReadonlySet<string> = new Set(COMMON_FACTS);

export function isFormFact(fact: string): boolean {
  return !fact.startsWith('#') && !COMMON.has(fact);
}

/** The roles that may still be looked for from each stage on, until it closes. */
export function rolesAhead(procedure: Procedure): ReadonlyMap<string, ReadonlySet<string>> {
  const { stages, owners } = procedure;
  const ahead = new Map(Object.keys(stages).map((key) => [key, new Set<string>()]));
  for (let grows = true; grows;) {
    grows = false;
    for (const [key, stage] of Object.entries(stages)) {
      const known = ahead.get(key);
      if (!known) continue;
      const before = known.size;
      const own = keysOf(stage).flatMap((owner) => owners[owner]?.role ?? []);
      const later = [...Object.values(outcomesOf(stage)).flatMap(targetsOf), ...referredTo(procedure, stage)];
      for (const role of [...own, ...later.flatMap((target) => [...(ahead.get(target) ?? [])])]) known.add(role);
      grows ||= known.size > before;
    }
  }
  return ahead;
}
