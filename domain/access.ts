import { ACT_NAMES, type ActName } from './model/act';
import type { Instant } from './calendar/calendar';
import { gate } from './decide';
import { Draft } from './draft';
import type { Asked } from './acts/act-rule';
import { ACT_RULES } from './acts/act-rules';
import type { Rules } from './model/rules';
import type { ComplaintState } from './model/state';
import { openTasks } from './model/tasks';

/** An act that somebody may do now, with what it asks. */
export interface AllowedAct extends Asked {
  readonly act: ActName;
  /** The task that it is about; null where it is about the complaint. */
  readonly task: string | null;
}

/** The acts that this actor may do as the complaint stands, or of some of them; by the same rules that decide on them. */
export function actsFor(
  rules: Rules,
  state: ComplaintState,
  actor: string,
  now: Instant = state.lastAt,
  names: readonly ActName[] = ACT_NAMES,
): readonly AllowedAct[] {
  const draft = new Draft(rules, state, now, { actor, via: 'api' });
  const tasks = openTasks(state).map(({ id }) => id);
  return names.flatMap((act): readonly AllowedAct[] => {
    const { about, possible, asks } = ACT_RULES[act];
    const offered = (task?: string): boolean => gate(draft, act, task) === null && possible(draft);
    if (about === 'complaint') return offered() ? [{ act, task: null }] : [];
    return tasks.flatMap((task) => (offered(task) ? [{ act, task, ...asks?.(draft) }] : []));
  });
}
