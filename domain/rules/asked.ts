import type { Act } from '../model/act';
import type { AskedTask } from '../kinds/kind';
import { isWaiting, tasksOf } from '../kinds/table';
import type { Form, Procedure, WaitingRule } from '../model/procedure';
import type { BareRules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';
import { openTasks, taskById } from '../model/tasks';
import type { IsFact } from '../model/texts';
import { isFactIn, type FormRules } from './forms';

/** What is asked of an open task, by its stage's rule; throws for a task that is not open. */
export function askedOf(rules: BareRules, state: ComplaintState, id: string): AskedTask {
  const task = taskById(state, id);
  const asked = task && askedIn(waitingRule(rules, state.stage?.key ?? ''), task);
  if (!asked) throw new Error(`stage "${state.stage?.key ?? ''}" asks for no task ${id}`);
  return asked;
}

function askedIn(rule: WaitingRule, { part, step }: TaskState): AskedTask | undefined {
  return tasksOf(rule).findLast((one) => one.part === part && one.step <= step);
}

/** What the open tasks ask, or one of them: the forms that an act may fill in now. */
export function openForms(procedure: Procedure, state: ComplaintState, task?: string): readonly Form[] {
  const rule = procedure.stages[state.stage?.key ?? ''];
  if (!rule || !isWaiting(rule)) return [];
  const open = openTasks(state).filter(({ id }) => task === undefined || task === id);
  return open.flatMap((one) => {
    const asked = askedIn(rule, one);
    return asked ? [asked.form] : [];
  });
}

/** Tells facts from texts in a form filled in now. What no open form knows as a fact was written by somebody. */
export function factsAsked(rules: FormRules, state: ComplaintState, task?: string): IsFact {
  const forms = openForms(rules.procedure, state, task);
  return (field, value) => forms.some((form) => isFactIn(rules, form, field, value));
}

/** The same for one act, worked out at once: whatever is to be asked about people has been asked by then. */
export function factsGiven(rules: FormRules, state: ComplaintState, act: Act): IsFact {
  const isFact = factsAsked(rules, state, act.task);
  const form: readonly (readonly [string, unknown])[] = 'form' in act ? Object.entries(act.form ?? {}) : [];
  const facts = form.filter(([field, value]) => typeof value === 'string' && isFact(field, value));
  return (field, value) => facts.some(([known, given]) => known === field && given === value);
}

/** The rule of a stage that waits; throws for a key that the procedure lacks, or that is gone through at once. */
export function waitingRule(rules: BareRules, key: string): WaitingRule {
  const rule = rules.procedure.stages[key];
  if (!rule || !isWaiting(rule)) throw new Error(`procedure ${rules.procedure.key} has no waiting stage "${key}"`);
  return rule;
}
