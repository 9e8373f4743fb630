import type { Form, OwnerRule, Procedure, Route, RungRule, StageRule, WaitingRule } from '../../domain/procedure';
import { formsOf } from './named-facts';

/** Who proposed what is decided on, and who wrote the remedies in it: read by approvals. */
export const PROPOSER = '#proposer';
export const AUTHOR = '#author';

/**
 * What can still be read at each stage before it is written anew. The rest of what happened before makes no difference
 * any more, so states that differ in it only are one.
 */
export function liveFacts(procedure: Procedure): ReadonlyMap<string, ReadonlySet<string>> {
  const live = new Map(Object.keys(procedure.stages).map((key) => [key, new Set<string>()]));
  for (let grows = true; grows;) {
    grows = false;
    for (const [key, stage] of Object.entries(procedure.stages)) {
      const known = live.get(key);
      if (!known) continue;
      const before = known.size;
      for (const fact of readAt(procedure, stage)) known.add(fact);
      for (const fact of readAfter(procedure, stage, live)) known.add(fact);
      grows ||= known.size > before;
    }
  }
  return live;
}

/** Everywhere that a route can lead. */
export function targetsOf({ cases, then, after }: Route): readonly string[] {
  return [...new Set([...cases.map((one) => one.then), then, ...(after === undefined ? [] : [after])])];
}

/** Reopening reads what the stage it opens reads. */
function readAfter(
  { reopen }: Procedure,
  stage: StageRule,
  live: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  if (stage.kind === 'close') return [...(live.get(reopen.then) ?? [])];
  return Object.entries(stage.outcomes).flatMap(([outcome, route]) => {
    const written = writtenBy(stage, outcome);
    const conditions = route.cases.flatMap(({ when }) => Object.keys(when));
    const later = targetsOf(route).flatMap((target) => [...(live.get(target) ?? [])]);
    return [...conditions, ...later].filter((fact) => !written.has(fact));
  });
}

/** Facts that an owner, a rung or an offer of the stage turns on. */
function readAt({ owners }: Procedure, stage: StageRule): readonly string[] {
  if (stage.kind === 'close') return [];
  const rungs: readonly RungRule[] =
    stage.kind === 'parallel' ? Object.values(stage.parts).flatMap(({ ladder }) => ladder) : stage.ladder;
  const keys = [
    ...ownerKeys(stage),
    ...rungs.flatMap(({ to, explain }) => [to, explain ?? '']),
    ...(stage.kind === 'hand-over' ? stage.notTaken : []),
  ];
  const departments = keys.flatMap((key) => departmentFacts(owners[key]));
  const kinds = stage.kind === 'consent' ? [stage.offer] : stage.kind === 'approval' ? [PROPOSER, AUTHOR] : [];
  return [...departments, ...kinds];
}

/** The keys of `owners` that own a stage's tasks. */
export function ownerKeys(stage: WaitingRule): readonly string[] {
  if (stage.kind === 'parallel') return Object.values(stage.parts).map(({ owner }) => owner);
  return stage.kind === 'approval' ? stage.chain : [stage.owner];
}

export function departmentFacts(rule: OwnerRule | undefined): readonly string[] {
  return [rule?.in, rule?.above].filter((fact) => fact !== undefined);
}

function writtenBy(stage: WaitingRule, outcome: string): ReadonlySet<string> {
  const byPeople = stage.kind !== 'approval' && stage.kind !== 'consent' && stage.kind !== 'revisit';
  if (stage.kind === 'consent' || (stage.kind === 'revisit' && outcome === 'unreachable')) return new Set();
  const forms = formsOf(stage);
  const required = forms.flatMap((form) => Object.keys(form).filter((field) => isRequired(form, field, outcome)));
  const remedies = forms.some((form) => required.some((field) => form[field]?.kind === 'remedies'));
  return new Set([...required, ...(byPeople ? [PROPOSER] : []), ...(remedies ? [AUTHOR] : [])]);
}

function isRequired(form: Form, field: string, outcome: string): boolean {
  const rule = form[field];
  return rule !== undefined && (rule.required || (rule.requiredIf ?? []).includes(outcome));
}
