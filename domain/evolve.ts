import type { Instant } from './calendar';
import type { ComplaintEvent, ClockOwner, EventOf } from './event';
import type { BudgetState, ClockState, ComplaintState, Explanation, TaskState } from './state';
import type { FactValue } from './procedure';
import type { FormValues } from './act';
import { openTasks } from './tasks';

/**
 * Folds one event into the state. Total over recorded events: it decides nothing and refuses nothing but a first event
 * that is not a registration.
 */
export function evolve(state: ComplaintState | null, event: ComplaintEvent): ComplaintState {
  if (state === null) {
    if (event.type !== 'registered') throw new Error(`a complaint begins with "registered", not "${event.type}"`);
    return registered(event);
  }
  return { ...apply(state, event), lastNumber: event.number, lastAt: event.at };
}

/** The state after all of these events; at least one is needed. */
export function fold(events: readonly ComplaintEvent[]): ComplaintState {
  const state = events.reduce<ComplaintState | null>(evolve, null);
  if (state === null) throw new Error('a complaint has at least one event');
  return state;
}

function registered(event: EventOf<'registered'>): ComplaintState {
  const { registration } = event;
  return {
    reference: registration.reference,
    procedure: event.procedure,
    registration,
    registeredAt: event.at,
    status: 'open',
    lastNumber: event.number,
    lastAt: event.at,
    category: registration.category ?? null,
    severity: registration.severity ?? null,
    round: event.round,
    stage: null,
    facts: registration.facts,
    clocks: {},
    pauses: [],
    pausedUntil: null,
    recused: registration.against === undefined ? [] : [registration.against],
    proposedBy: [],
    routesTaken: {},
    explanations: [],
    surveys: [],
    closings: [],
  };
}

function apply(state: ComplaintState, event: ComplaintEvent): ComplaintState {
  switch (event.type) {
    case 'clockStarted':
      return { ...state, clocks: { ...state.clocks, [event.clock]: startedClock(event) } };
    case 'clockStopped':
      return withClock(state, event.clock, (clock) => ({ ...clock, stopped: { at: event.at, met: event.met } }));
    case 'taskOpened':
      return opened(state, event);
    case 'taskCompleted':
      return completed(state, event);
    case 'stageCompleted': {
      const route = `${event.stage}/${event.outcome}`;
      const taken = (state.routesTaken[route] ?? 0) + 1;
      return { ...state, stage: null, routesTaken: { ...state.routesTaken, [route]: taken } };
    }
    case 'handoverTaken':
      return withTask(state, event.task, (task) => ({
        ...task,
        taken: true,
        owner: { ...task.owner, people: [event.person], person: event.person },
      }));
    case 'handoverDeclined':
      return withTask(state, event.task, (task) => ({ ...task, declined: [...task.declined, event.actor] }));
    case 'handoverPassedOn':
      return withTask(state, event.task, (task) => ({
        ...task,
        owner: event.owner,
        offer: event.offer,
        offeredAt: event.at,
      }));
    case 'assigned':
      return withTask(state, event.task, (task) => ({
        ...task,
        owner: event.owner,
        taken: event.owner.person !== null,
        offeredAt: task.taken && event.owner.person === null ? event.at : task.offeredAt,
      }));
    case 'recused':
      return { ...state, recused: [...state.recused, event.person] };
    case 'rungReached':
      return rungReached(state, event);
    case 'deadlineMissed':
      return withOwner(state, event.of, (waiting) => ({ ...waiting, missed: true }));
    case 'delayExplained':
      return { ...state, explanations: explained(state.explanations, event) };
    case 'paused':
      return paused(state, event.at, event.until);
    case 'resumed':
      return resumed(state, event);
    case 'extended':
      return withOwner(state, event.of, (waiting) => ({
        ...waiting,
        missed: false,
        budget: { ...waiting.budget, extensions: [...waiting.budget.extensions, event.span], dueAt: event.dueAt },
      }));
    case 'severitySet':
      return { ...state, severity: event.severity };
    case 'surveyAnswered': {
      const survey = { round: event.round, visit: event.visit, satisfaction: event.satisfaction, at: event.at };
      return { ...state, surveys: [...state.surveys, survey] };
    }
    case 'visitFailed':
      return withTask(state, event.task, (task) => ({ ...task, failedAttempts: event.attempt }));
    case 'roundStarted':
      return { ...state, round: event.newRound };
    case 'closed': {
      const closing = { round: event.round, at: event.at, result: event.result, reopenUntil: event.reopenUntil };
      return { ...state, status: 'closed', stage: null, pausedUntil: null, closings: [...state.closings, closing] };
    }
    case 'reopened':
      return { ...state, status: 'open' };
    case 'archived':
      return { ...state, status: 'archived' };
    case 'registered':
    case 'acknowledged':
    case 'stageOpened':
    case 'noted':
    case 'evidenceAdded':
    case 'withdrawn':
    case 'referred':
    case 'signalIgnored':
      return state;
    default:
      return unknownEvent(event);
  }
}

function unknownEvent(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}

function startedClock(event: EventOf<'clockStarted'>): ClockState {
  return {
    kind: event.kind,
    budget: {
      startedAt: event.startedAt,
      span: event.budget,
      extensions: [],
      pausable: event.kind === 'promise',
      dueAt: event.dueAt,
    },
    level: 0,
    rungsReached: [],
    missed: false,
    stopped: null,
  };
}

function opened(state: ComplaintState, event: EventOf<'taskOpened'>): ComplaintState {
  const task: TaskState = {
    id: event.task,
    part: event.part,
    owner: event.owner,
    budget: { startedAt: event.at, span: event.budget, extensions: [], pausable: event.pausable, dueAt: event.dueAt },
    step: event.step,
    level: 0,
    rungsReached: [],
    missed: false,
    declined: [],
    offer: 0,
    offeredAt: event.at,
    taken: false,
    failedAttempts: 0,
  };
  const { openedAt = event.at, tasks = [], parts = {} } = state.stage ?? {};
  const stage = { key: event.stage ?? '', kind: event.kind, openedAt, tasks: [...tasks, task], parts };
  return { ...state, stage };
}

function completed(state: ComplaintState, event: EventOf<'taskCompleted'>): ComplaintState {
  const { stage } = state;
  if (!stage) return state;
  const proposes = stage.kind !== 'approval' && stage.kind !== 'consent' && stage.kind !== 'revisit';
  const part = stage.tasks.find(({ id }) => id === event.task)?.part ?? null;
  const before = Object.keys(stage.parts).length > 0 ? state.proposedBy : [];
  return {
    ...state,
    stage: {
      ...stage,
      tasks: stage.tasks.filter(({ id }) => id !== event.task),
      parts: part === null ? stage.parts : { ...stage.parts, [part]: event.outcome },
    },
    facts: { ...state.facts, ...factsOf(event.form) },
    proposedBy: proposes ? [...new Set([...before, event.actor])].sort() : state.proposedBy,
  };
}

function factsOf(form: FormValues): Record<string, FactValue> {
  return Object.fromEntries(Object.entries(form).filter((entry): entry is [string, FactValue] => isFact(entry[1])));
}

function isFact(value: FormValues[string]): value is FactValue {
  return typeof value !== 'object' || value === null || Array.isArray(value);
}

function rungReached(state: ComplaintState, event: EventOf<'rungReached'>): ComplaintState {
  const climbed = withOwner(state, event.of, (waiting) => ({
    ...waiting,
    level: Math.max(waiting.level, event.level),
    rungsReached: [...waiting.rungsReached, event.rung],
  }));
  const given =
    event.owner && 'task' in event.of
      ? withTask(climbed, event.of.task, (task) => ({ ...task, taken: true, owner: event.owner ?? task.owner }))
      : climbed;
  if (event.explain.length === 0) return given;
  const owed: Explanation = {
    stage: event.stage ?? '',
    round: event.round,
    task: 'task' in event.of ? event.of.task : null,
    owedBy: event.explain,
    since: event.at,
    givenBy: null,
  };
  return { ...given, explanations: [...given.explanations, owed] };
}

/** Whoever owes explanations of a task gives their own; anybody else who may explain it gives all that are open. */
function explained(owing: readonly Explanation[], event: EventOf<'delayExplained'>): readonly Explanation[] {
  const open = owing.filter(({ givenBy, task }) => givenBy === null && task === event.task);
  const own = open.filter(({ owedBy }) => owedBy.includes(event.actor));
  const given = own.length > 0 ? own : open;
  return owing.map((owed) => (given.includes(owed) ? { ...owed, givenBy: event.actor } : owed));
}

/** What is due by then does not stand still: a pause moves only what lies after its start. */
function paused(state: ComplaintState, from: Instant, until: Instant): ComplaintState {
  const stopped: ComplaintState = { ...state, pauses: [...state.pauses, { from, to: null }], pausedUntil: until };
  return mapBudgets(stopped, (budget) =>
    budget.pausable && budget.dueAt !== null && budget.dueAt > from ? { ...budget, dueAt: null } : budget,
  );
}

function resumed(state: ComplaintState, event: EventOf<'resumed'>): ComplaintState {
  const pauses = state.pauses.map((pause) => (pause.to === null ? { ...pause, to: event.at } : pause));
  const running: ComplaintState = { ...state, pauses, pausedUntil: null };
  return event.dues.reduce(
    (next, due) =>
      withOwner(next, due.of, (waiting) => ({ ...waiting, budget: { ...waiting.budget, dueAt: due.dueAt } })),
    running,
  );
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

function withTask(state: ComplaintState, id: string, change: (task: TaskState) => TaskState): ComplaintState {
  const { stage } = state;
  if (!stage) return state;
  const tasks = stage.tasks.map((task) => (task.id === id ? change(task) : task));
  return { ...state, stage: { ...stage, tasks } };
}

function withClock(state: ComplaintState, key: string, change: (clock: ClockState) => ClockState): ComplaintState {
  const clock = state.clocks[key];
  return clock ? { ...state, clocks: { ...state.clocks, [key]: change(clock) } } : state;
}

/** What a task and a complaint clock have in common: both wait, climb and can be missed. */
type Waiting = Pick<TaskState & ClockState, 'budget' | 'level' | 'rungsReached' | 'missed'>;

function withOwner(
  state: ComplaintState,
  of: ClockOwner,
  change: <W extends Waiting>(waiting: W) => W,
): ComplaintState {
  return 'task' in of ? withTask(state, of.task, change) : withClock(state, of.clock, change);
}
