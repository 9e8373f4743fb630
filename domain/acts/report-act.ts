import type { ActOf } from '../model/act';
import type { Draft } from '../draft';
import { COMPLAINANT } from '../model/people';
import { invalid, type Refusal, refuse } from '../model/refusal';
import { checkForm } from '../rules/forms';
import { completeTask, formOf, openWaiting } from '../stages/stages';
import type { Asked } from './act-rule';
import { isRecorder } from './permissions';

/** What was awaited has come, or will not: recorded by whom the rule book lets record this outcome. */
export function report(draft: Draft, act: ActOf<'report'>): Refusal | null {
  const { rule } = openWaiting(draft);
  if (rule.kind !== 'await') return refuse('wrong-stage', 'nothing is awaited from outside');
  const outcomes = theirs(draft);
  if (!outcomes.includes(act.outcome)) return invalid('outcome', `must be one of: ${outcomes.join(', ')}`);
  const form = act.form ?? {};
  const refusal = checkForm(draft.rules, formOf(draft), form, act.outcome);
  if (refusal) return refusal;
  const onBehalf = rule.from === 'complainant' && draft.actor !== COMPLAINANT;
  completeTask(draft, { outcome: act.outcome, form, onBehalf });
  return null;
}

/** The outcomes that the actor may record, and the form that goes with them. */
export function reportable(draft: Draft): Asked {
  return { outcomes: theirs(draft), form: formOf(draft) };
}

function theirs(draft: Draft): readonly string[] {
  const { rule } = openWaiting(draft);
  const recordedBy = 'recordedBy' in rule ? rule.recordedBy : {};
  return Object.keys(recordedBy).filter((outcome) => recordedBy[outcome]?.some((one) => isRecorder(draft, one)));
}
