import type { ActOf, FormValues } from '../model/act';
import type { Text } from '../model/content';
import type { Draft } from '../draft';
import { isRemedies } from '../model/form-values';
import type { Asked } from './act-rule';
import { checkForm } from '../rules/forms';
import { invalid, missing, type Refusal, refuse } from '../model/refusal';
import { amountOffered, mayGrant, withinDiscretion } from '../rules/discretion';
import { COMPLAINANT } from '../model/people';
import { kindOf } from '../kinds/table';
import { PARTLY, type ConsentRule, type RevisitRule } from '../model/procedure';
import type { ComplaintState } from '../model/state';
import { answerSurvey, visitFailed } from '../stages/revisits';
import {
  completeTask,
  finishTask,
  formOf,
  goOn,
  nextTasks,
  openWaiting,
  routeOf,
  stageOutcome,
  type Finished,
} from '../stages/stages';

/** What ends the open task by staff, and what they fill in. */
export function completion(draft: Draft): Asked {
  const { rule } = openWaiting(draft);
  return { outcomes: kindOf(rule).completes(rule), form: formOf(draft) };
}

export function complete(draft: Draft, act: ActOf<'complete'>): Refusal | null {
  const { rule, task } = openWaiting(draft);
  if (rule.kind === 'revisit') return visit(draft, rule, act);
  const kind = kindOf(rule);
  const outcomes = kind.completes(rule);
  const outcome = act.outcome ?? (outcomes.length === 1 ? outcomes[0] : undefined);
  if (outcome === undefined) return missing('outcome');
  if (!outcomes.includes(outcome)) return invalid('outcome', `must be one of: ${outcomes.join(', ')}`);
  const form = act.form ?? {};
  const refusal = checkForm(draft.rules, formOf(draft), form, outcome);
  if (refusal) return refusal;
  if (kind.offered(rule) !== null && !task.taken)
    draft.emit({ type: 'handoverTaken', task: task.id, person: draft.actor });
  const finished = finishTask(draft, { outcome, form });
  const beyond = beyondDiscretion(draft, finished);
  if (beyond) return beyond;
  goOn(draft, finished);
  return null;
}

/**
 * Nobody commits us to more than they may grant: it has to be approved, or looked at by somebody else, first. Who work
 * side by side answer for what all of them have offered, whoever of them is done last.
 */
function beyondDiscretion(draft: Draft, { key, outcome }: Finished): Refusal | null {
  const { rules, state } = draft;
  const { tasks = [], offers = [] } = state.stage ?? {};
  if (tasks.length > 0 || offers.length === 0 || withinDiscretion(rules, state)) return null;
  const { then } = routeOf(draft, key, stageOutcome(state, outcome));
  const next = rules.procedure.stages[then];
  if (!next || !kindOf(next).commits) return null;
  return overLimit(draft, offers[0]);
}

function overLimit({ actor }: Draft, field?: string): Refusal {
  const detail = `the amount is beyond what ${actor} may grant; offer less, or have it approved by somebody who may`;
  return { ...refuse('over-limit', detail), ...(field === undefined ? {} : { field }) };
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

/** What the complainant is asked, by themselves or on the telephone. */
export function survey(draft: Draft): Asked {
  return { form: formOf(draft) };
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

/** What may be chosen of what is offered: a part only of two or more remedies. */
export function choices(draft: Draft): Asked {
  const { rule } = openWaiting(draft);
  const { offer, lapse } = kindOf(rule);
  const offered = draft.state.facts[offer(rule)?.field ?? ''];
  const hasParts = isRemedies(offered) && offered.length > 1;
  const outcomes = Object.keys(rule.outcomes);
  return { outcomes: outcomes.filter((outcome) => outcome !== lapse && (hasParts || outcome !== PARTLY)) };
}

export function choose(draft: Draft, act: ActOf<'choose'>): Refusal | null {
  const { rule } = openWaiting(draft);
  if (rule.kind !== 'consent') return refuse('wrong-stage', 'nothing is offered');
  const choices = Object.keys(rule.outcomes).filter((outcome) => outcome !== kindOf(rule).lapse);
  if (!choices.includes(act.outcome)) return invalid('outcome', `must be one of: ${choices.join(', ')}`);
  const offered = draft.state.facts[rule.offer];
  const options = isRemedies(offered) ? offered.length : 0;
  if (act.option !== undefined && act.option >= options) return invalid('option', `must be less than ${options}`);
  const alternatives = rule.choose === 'one' && act.outcome === 'agreed' && options > 1;
  if (alternatives && act.option === undefined) return missing('option');
  const refusal = acceptedFault(act, options);
  if (refusal) return refusal;
  const form = choiceOf(rule, act, offered);
  completeTask(draft, { outcome: act.outcome, form, reason: act.reason, onBehalf: draft.actor !== COMPLAINANT });
  return null;
}

/** Part of what is offered is accepted: which, and not all of it. */
function acceptedFault({ outcome, accepted }: ActOf<'choose'>, options: number): Refusal | null {
  if (outcome !== PARTLY) {
    return accepted === undefined ? null : invalid('accepted', `goes with the outcome "${PARTLY}" only`);
  }
  if (accepted === undefined) return missing('accepted');
  return accepted.length < options && accepted.every((option) => option < options)
    ? null
    : invalid('accepted', `must name some of the ${options} options, not all; from 0`);
}

type Offered = ComplaintState['facts'][string] | undefined;

/** What is chosen takes the place of what was offered; a solution agreed on as a whole stays as it is. */
function choiceOf(rule: ConsentRule, { option, accepted, outcome }: ActOf<'choose'>, offered: Offered): FormValues {
  const options = isRemedies(offered) ? offered : [];
  const chosen = option === undefined ? {} : { option };
  if (outcome === PARTLY) return { ...chosen, [rule.offer]: options.filter((_, at) => accepted?.includes(at)) };
  const narrowed = rule.choose === 'one' && outcome === 'agreed' && option !== undefined;
  return narrowed ? { ...chosen, [rule.offer]: options.slice(option, option + 1) } : chosen;
}

export function approve(draft: Draft, act: ActOf<'approve'>): Refusal | null {
  return decideApproval(draft, 'approved', act.reason);
}

export function returnProposal(draft: Draft, act: ActOf<'return'>): Refusal | null {
  return decideApproval(draft, 'returned', act.reason);
}

export function reject(draft: Draft, act: ActOf<'reject'>): Refusal | null {
  return decideApproval(draft, 'rejected', act.reason);
}

/**
 * Whether the actor's word is enough, or somebody after them in the chain decides: what is granted is not beyond both.
 * What has been carried out is granted already; to confirm that grants nothing.
 */
export function mayApprove(draft: Draft): boolean {
  const { rules, state, actor } = draft;
  const { key, rule, task } = openWaiting(draft);
  if (kindOf(rule).work !== 'judges' || nextTasks(draft, key, task.step).length > 0) return true;
  return state.carriedOut === true || mayGrant(rules, actor, amountOffered(rules.procedure, state));
}

/** Whether the open stage may end by this outcome. */
export function leadsBy(outcome: string): (draft: Draft) => boolean {
  return (draft) => Object.hasOwn(openWaiting(draft).rule.outcomes, outcome);
}

function decideApproval(draft: Draft, outcome: string, reason: Text | undefined): Refusal | null {
  const { rule, key } = openWaiting(draft);
  if (outcome === 'approved' && !mayApprove(draft)) return overLimit(draft);
  if (!Object.hasOwn(rule.outcomes, outcome)) {
    return refuse('wrong-stage', `"${key}" cannot be ${outcome}; it knows: ${Object.keys(rule.outcomes).join(', ')}`);
  }
  completeTask(draft, { outcome, reason });
  return null;
}
