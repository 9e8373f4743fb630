import type { Instant } from '../calendar/calendar';
import type { DeadlineRef, EventOf } from '../model/event';
import type { ClockState, ComplaintState, TaskState } from '../model/state';
import type { BudgetState } from '../calendar/budget';
import { openTasks } from '../model/tasks';

/** What is due by then does not stand still: a pause moves only what lies after its start. */
export function paused(state: ComplaintState, from: Instant, until: Instant): ComplaintState {
  return { ...stopped(state, from), pausedUntil: until };
}

export function stopped(state: ComplaintState, from: Instant): ComplaintState {
  return mapBudgets({ ...state, pauses: [...state.pauses, { from, to: null }] }, (budget) =>
    budget.pausable && budget.dueAt !== null && budget.dueAt > from ? { ...budget, dueAt: null } : budget,
  );
}

export function resumed(state: ComplaintState, event: EventOf<'resumed' | 'waitEnded'>): ComplaintState {
  const pauses = state.pauses.map((pause) => (pause.to === null ? { ...pause, to: event.at } : pause));
  const running: ComplaintState = { ...state, pauses, pausedUntil: null };
  return event.dues.reduce(
    (next, due) =>
      withDeadline(next, due.of, (waiting) => ({ ...waiting, budget: { ...waiting.budget, dueAt: due.dueAt } })),
    running,
  );
}

/** What is no longer late by its new limit may be missed again. */
export function rescheduled(state: ComplaintState, { of, limit, dueAt, at }: EventOf<'rescheduled'>): ComplaintState {
  return withDeadline(state, of, (waiting) => ({
    ...waiting,
    missed: waiting.missed && (dueAt === null || dueAt <= at),
    budget: { ...waiting.budget, limit, dueAt },
  }));
}

function mapBudgets(state: ComplaintState, change: (budget: BudgetState) => BudgetState): ComplaintState {
  const withClocks = Object.keys(state.clocks).reduce(
    (next, key) =>
      withClock(next, key, (clock) => (clock.stopped ? clock : { ...clock, budget: change(clock.budget) })),
    state,
  );
  return openTasks(state).reduce(
    (next, { id }) => withTask(next, id, (task) => ({ ...task, budget: change(task.budget) })),
    withClocks,
  );
}

export function withTask(state: ComplaintState, id: string, change: (task: TaskState) => TaskState): ComplaintState {
  const { stage } = state;
  if (!stage) return state;
  const tasks = stage.tasks.map((task) => (task.id === id ? change(task) : task));
  return { ...state, stage: { ...stage, tasks } };
}

export function withClock(
  state: ComplaintState,
  key: string,
  change: (clock: ClockState) => ClockState,
): ComplaintState {
  const clock = state.clocks[key];
  return clock ? { ...state, clocks: { ...state.clocks, [key]: change(clock) } } : state;
}

/** What a task and a complaint clock have in common: both wait, climb and can be missed. */
type Waiting = Pick<TaskState & ClockState, 'budget' | 'level' | 'rungsReached' | 'missed'>;

export function withDeadline(
  state: ComplaintState,
  of: DeadlineRef,
  change: <W extends Waiting>(waiting: W) => W,
): ComplaintState {
  return 'task' in of ? withTask(state, of.task, change) : withClock(state, of.clock, change);
}
