import type { ActOf, FormValues } from './act';
import type { Text } from './content';
import type { Draft } from './draft';
import { checkForm, invalid, missing } from './forms';
import { COMPLAINANT } from './people';
import { refuse } from './permissions';
import type { RevisitRule } from './procedure';
import type { Refusal } from './refusal';
import { answerSurvey, visitFailed } from './revisits';
import { completeTask, formOf, MIXED, openWaiting } from './stages';

export function complete(draft: Draft, act: ActOf<'complete'>): Refusal | null {
  const { rule, task } = openWaiting(draft);
  if (rule.kind === 'revisit') return visit(draft, rule, act);
  const outcomes = Object.keys(rule.outcomes).filter((outcome) => rule.kind !== 'parallel' || outcome !== MIXED);
  const outcome = act.outcome ?? (outcomes.length === 1 ? outcomes[0] : undefined);
  if (outcome === undefined) return missing('outcome');
  if (!outcomes.includes(outcome)) return invalid('outcome', `must be one of: ${outcomes.join(', ')}`);
  const form = act.form ?? {};
  const refusal = checkForm(draft.rules, formOf(draft), form, outcome);
  if (refusal) return refusal;
  if (rule.kind === 'hand-over' && !task.taken)
    draft.emit({ type: 'handoverTaken', task: task.id, person: draft.actor });
  completeTask(draft, { outcome, form });
  return null;
}

function visit(draft: Draft, rule: RevisitRule, act: ActOf<'complete'>): Refusal | null {
  if (act.outcome === 'unreachable') {
    visitFailed(draft, rule);
    return null;
  }
  if (act.outcome !== undefined)
    return invalid('outcome', 'is "unreachable", or left out: the survey decides the rest');
  return surveyed(draft, rule, act.form ?? {}, true);
}

export function answer(draft: Draft, act: ActOf<'answerSurvey'>): Refusal | null {
  const { rule } = openWaiting(draft);
  if (rule.kind !== 'revisit') return refuse('wrong-stage', 'no survey is open');
  return surveyed(draft, rule, act.form, draft.actor !== COMPLAINANT);
}

function surveyed(draft: Draft, rule: RevisitRule, form: FormValues, onBehalf: boolean): Refusal | null {
  const refusal = checkForm(draft.rules, rule.form, form, null);
  if (refusal) return refusal;
  answerSurvey(draft, rule, { form, onBehalf });
  return null;
}

export function choose(draft: Draft, act: ActOf<'choose'>): Refusal | null {
  const { rule } = openWaiting(draft);
  if (rule.kind !== 'consent') return refuse('wrong-stage', 'nothing is offered');
  const choices = Object.keys(rule.outcomes).filter((outcome) => outcome !== 'silent');
  if (!choices.includes(act.outcome)) return invalid('outcome', `must be one of: ${choices.join(', ')}`);
  const offered = draft.state.facts[rule.offer];
  const options = Array.isArray(offered) ? offered.length : 0;
  if (act.option !== undefined && act.option >= options) return invalid('option', `must be less than ${options}`);
  const form = act.option === undefined ? {} : { option: act.option };
  completeTask(draft, { outcome: act.outcome, form, reason: act.reason, onBehalf: draft.actor !== COMPLAINANT });
  return null;
}

export function approve(draft: Draft, act: ActOf<'approve'>): Refusal | null {
  return decideApproval(draft, 'approved', act.reason);
}

export function returnIt(draft: Draft, act: ActOf<'return'>): Refusal | null {
  return decideApproval(draft, 'returned', act.reason);
}

export function reject(draft: Draft, act: ActOf<'reject'>): Refusal | null {
  return decideApproval(draft, 'rejected', act.reason);
}

function decideApproval(draft: Draft, outcome: string, reason: Text | undefined): Refusal | null {
  const { rule, key } = openWaiting(draft);
  if (!Object.hasOwn(rule.outcomes, outcome)) {
    return refuse('wrong-stage', `"${key}" cannot be ${outcome}; it knows: ${Object.keys(rule.outcomes).join(', ')}`);
  }
  completeTask(draft, { outcome, reason });
  return null;
}
