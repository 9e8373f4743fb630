import type { FormValues } from '../model/act';
import type { Draft } from '../draft';
import { SATISFACTION_FIELD, type RevisitRule, type VisitRule } from '../model/procedure';
import { completeTask, leaveStage, openNext, openWaiting } from './stages';
import { resume } from '../time/standing-still';

interface Survey {
  readonly form: FormValues;
  readonly onBehalf: boolean;
}

/** A visit was made, or the complainant answered the survey of the open visit: it counts, and another visit, the end or a restart follows. */
export function answerSurvey(draft: Draft, rule: RevisitRule, { form, onBehalf }: Survey): void {
  resume(draft);
  const { task, key } = openWaiting(draft);
  const answer = form[SATISFACTION_FIELD];
  const satisfaction = typeof answer === 'string' ? answer : '';
  const doubt = rule.doubtful.includes(satisfaction) || form['doubt'] === true;
  draft.emit({ type: 'surveyAnswered', visit: task.step, satisfaction, doubt, form, onBehalf });
  const next = verdict(rule, visitsFor(draft, rule), { visit: task.step, satisfaction, doubt });
  if (next !== 'again') return completeTask(draft, { outcome: next, form });
  draft.emit({ type: 'taskCompleted', task: task.id, outcome: next, form });
  openNext(draft, key, task.step);
}

/** The complainant could not be reached; after enough attempts the stage is left by `unreachable`. */
export function visitFailed(draft: Draft, rule: RevisitRule): void {
  const { task } = openWaiting(draft);
  const attempt = task.failedAttempts + 1;
  draft.emit({ type: 'visitFailed', task: task.id, attempt });
  if (attempt < rule.attempts) return;
  resume(draft);
  draft.emit({ type: 'taskCompleted', task: task.id, outcome: 'unreachable', form: {} });
  leaveStage(draft, 'unreachable');
}

function visitsFor(draft: Draft, rule: RevisitRule): VisitRule {
  const category = draft.state.category;
  return (category !== null ? draft.rules.procedure.categories[category]?.visits : undefined) ?? rule.visits;
}

interface Answer {
  readonly visit: number;
  readonly satisfaction: string;
  readonly doubt: boolean;
}

/** Dissatisfied restarts at once; doubt asks for a further visit while there may be one; the last answer counts. */
function verdict(
  rule: RevisitRule,
  visits: VisitRule,
  { visit, satisfaction, doubt }: Answer,
): 'satisfied' | 'dissatisfied' | 'again' {
  const satisfied = rule.satisfied.includes(satisfaction);
  if (!satisfied && !rule.doubtful.includes(satisfaction)) return 'dissatisfied';
  if (visit < visits.least || (doubt && visit < visits.most)) return 'again';
  return satisfied ? 'satisfied' : 'dissatisfied';
}
