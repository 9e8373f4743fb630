import type { ComplaintState, TaskState } from './state';

/** The open tasks; several only while departments work side by side. */
export function openTasks(state: ComplaintState): readonly TaskState[] {
  return state.stage?.tasks ?? [];
}

/** The open task with that id. */
export function taskById(state: ComplaintState, id: string): TaskState | null {
  return openTasks(state).find((task) => task.id === id) ?? null;
}

/** Of the open tasks the one that is due first; one that stands still comes last. */
export function nearestTask(state: ComplaintState): TaskState | null {
  const [first, ...others] = openTasks(state);
  if (!first) return null;
  return others.reduce((nearest, task) => (comesBefore(task, nearest) ? task : nearest), first);
}

/** Everybody who holds an open task now. */
export function currentOwners(state: ComplaintState): readonly string[] {
  return [...new Set(openTasks(state).flatMap(({ owner }) => owner.people))];
}

function comesBefore({ budget: { dueAt: one } }: TaskState, { budget: { dueAt: other } }: TaskState): boolean {
  return one !== null && (other === null || one < other);
}
