import type { DeadlineRef } from './event';
import type { ComplaintState, TaskState } from './state';
import type { BudgetState } from '../calendar/budget';
import { namesOf } from './people';

/** The open tasks; several only while departments work side by side. */
export function openTasks(state: ComplaintState): readonly TaskState[] {
  return state.stage?.tasks ?? [];
}

/** The open task with that id. */
export function taskById(state: ComplaintState, id: string): TaskState | null {
  return openTasks(state).find((task) => task.id === id) ?? null;
}

/** Whether it waits for the complainant, who was told by when. */
export function isComplainantsMove({ turn }: Pick<TaskState, 'turn'>): boolean {
  return turn === 'complainant';
}

/** A clock of the complaint or an open task, with the time that it has. */
export interface Running {
  readonly of: DeadlineRef;
  readonly budget: BudgetState;
}

/** Everything that counts or stands still: the clocks that have not stopped, then the open tasks. */
export function runningIn(state: ComplaintState): readonly Running[] {
  const clocks = Object.entries(state.clocks).filter(([, { stopped }]) => stopped === null);
  return [
    ...clocks.map(([clock, { budget }]) => ({ of: { clock }, budget })),
    ...openTasks(state).map(({ id, budget }) => ({ of: { task: id }, budget })),
  ];
}

/** Of the open tasks the one that is due first; one that stands still comes last. */
export function nearestTask(state: ComplaintState): TaskState | null {
  const [first, ...others] = openTasks(state);
  if (!first) return null;
  return others.reduce((nearest, task) => (comesBefore(task, nearest) ? task : nearest), first);
}

/** Who holds an open task now, pools by their names. */
export function currentOwners(state: ComplaintState): readonly string[] {
  return [...new Set(openTasks(state).flatMap(({ owner }) => namesOf(owner)))];
}

/** Who holds the open tasks by name, each as often as they hold one. */
export function namedHolders(state: ComplaintState): readonly string[] {
  return openTasks(state).flatMap(({ owner }) => owner.person ?? []);
}

function comesBefore({ budget: { dueAt: one } }: TaskState, { budget: { dueAt: other } }: TaskState): boolean {
  return one !== null && (other === null || one < other);
}
