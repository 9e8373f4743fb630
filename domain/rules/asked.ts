import type { SerialRule, PartRule, Procedure, Form, WaitingRule, StageRule } from '../model/procedure';
import type { Rules } from '../model/rules';
import type { ComplaintState } from '../model/state';
import { openTasks } from '../model/tasks';

/** What is asked of an open task: its stage's rule, or its part's in a parallel stage. */
export function taskRule(
  rules: Rules,
  state: ComplaintState,
  id: string,
): SerialRule | (PartRule & { readonly kind: 'part' }) {
  const { stage } = state;
  const rule = waitingRule(rules, stage?.key ?? '');
  if (rule.kind !== 'parallel') return rule;
  const part = rule.parts[stage?.tasks.find((task) => task.id === id)?.part ?? ''];
  if (!part) throw new Error(`stage "${stage?.key ?? ''}" has no part for task ${id}`);
  return { ...part, kind: 'part' };
}

/** What the open tasks ask, or one of them: every field that an act may fill in now. */
export function openForm(procedure: Procedure, state: ComplaintState, task?: string): Form {
  const rule = procedure.stages[state.stage?.key ?? ''];
  if (!rule || rule.kind === 'close' || rule.kind === 'grant') return {};
  if (rule.kind !== 'parallel') return rule.form;
  const asked = openTasks(state).filter(({ id }) => task === undefined || task === id);
  return Object.assign({}, ...asked.map(({ part }) => rule.parts[part ?? '']?.form ?? {})) as Form;
}

/** The rule of a stage that waits; throws for a key that the procedure lacks, or that closes at once. */
export function waitingRule(rules: Rules, key: string): WaitingRule {
  const rule: StageRule | undefined = rules.procedure.stages[key];
  if (!rule || rule.kind === 'close' || rule.kind === 'grant') {
    throw new Error(`procedure ${rules.procedure.key} has no waiting stage "${key}"`);
  }
  return rule;
}
