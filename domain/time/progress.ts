import { dueAt } from '../calendar/due';
import type { Instant } from '../calendar/calendar';
import type { Draft } from '../draft';
import { excludedFrom } from '../people/leaving-out';
import { namesOf } from '../model/people';
import { resolveTarget } from '../people/owners';
import type { ProgressRule } from '../model/procedure';
import type { Rules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';
import { isComplainantsMove, taskById } from '../model/tasks';

/** Word to the complainant that falls due unless somebody gives it before. */
export interface ProgressItem {
  readonly at: Instant;
  readonly what: 'progressDue';
  readonly task: string;
}

/**
 * When word to the complainant is due next on this task: counted from the last word or the last time it was due, else
 * from the task's start, pauses left out. Null without such a rule, while a pause runs, and once it was due in vain as
 * often as the rule says. Nor is any due while it is the complainant's move.
 */
export function progressItem(
  { calendar }: Pick<Rules, 'calendar'>,
  rule: { readonly progress?: ProgressRule },
  { pauses }: Pick<ComplaintState, 'pauses'>,
  task: Pick<TaskState, 'id' | 'budget' | 'progress' | 'turn'>,
): ProgressItem | null {
  const { id, budget, progress } = task;
  if (rule.progress === undefined || isComplainantsMove(task) || (progress?.beats ?? 0) >= rule.progress.most)
    return null;
  const at = dueAt(calendar, progress?.since ?? budget.startedAt, rule.progress.every, pauses);
  return at === null ? null : { at, what: 'progressDue', task: id };
}

/** Nobody has told the complainant anything for as long as the rhythm allows: the owner is reminded, then whoever is above. */
export function progressFallsDue(draft: Draft, id: string): void {
  const { rules, state } = draft;
  const task = taskById(state, id);
  if (!task) return;
  const beat = (task.progress?.beats ?? 0) + 1;
  const whom = { task, excluded: excludedFrom(draft, state.stage?.kind, task) };
  const above = beat > 1 ? resolveTarget(rules, state, 'supervisor', whom) : [];
  draft.emit({ type: 'progressDue', task: id, beat, to: [...new Set([...namesOf(task.owner), ...above])] });
}
