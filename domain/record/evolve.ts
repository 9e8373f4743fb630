import type { ComplaintEvent, EventOf } from '../model/event';
import { paused, rescheduled, resumed, stopped, withClock, withDeadline, withTask } from './fold-budgets';
import { completed, explained, opened, passedOn, rungReached } from './fold-tasks';
import type { ClockState, ComplaintState } from '../model/state';

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
    calendar: event.calendar,
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
        owner: { ...task.owner, people: [event.person], person: event.person, pool: null },
      }));
    case 'handoverDeclined':
      return passedOn(withTask(state, event.task, (task) => ({ ...task, declined: [...task.declined, event.actor] })));
    case 'handoverPassedOn':
      return passedOn(
        withTask(state, event.task, (task) => ({
          ...task,
          owner: event.owner,
          offer: event.offer,
          offeredAt: event.at,
        })),
      );
    case 'assigned':
      return withTask(state, event.task, (task) => ({
        ...task,
        owner: event.owner,
        taken: event.owner.person !== null,
        offeredAt: task.taken && event.owner.person === null ? event.at : task.offeredAt,
      }));
    case 'recused':
      return {
        ...state,
        recused: [...state.recused, event.person],
        ...(event.objection ? { objections: [...(state.objections ?? []), event.person] } : {}),
      };
    case 'rungReached':
      return rungReached(state, event);
    case 'deadlineMissed': {
      const missed = withDeadline(state, event.of, (waiting) => ({ ...waiting, missed: true }));
      return 'task' in event.of ? { ...missed, deadlinesMissed: (state.deadlinesMissed ?? 0) + 1 } : missed;
    }
    case 'delayExplained':
      return { ...state, explanations: explained(state.explanations, event) };
    case 'paused':
      return paused(state, event.at, event.until);
    case 'resumed':
      return resumed(state, event);
    case 'extended':
      return withDeadline(state, event.of, (waiting) => ({
        ...waiting,
        missed: false,
        budget: { ...waiting.budget, extensions: [...waiting.budget.extensions, event.span], dueAt: event.dueAt },
      }));
    case 'severitySet':
      return { ...state, severity: event.severity };
    case 'assessed':
      return {
        ...state,
        category: event.category ?? state.category,
        severity: event.severity ?? state.severity,
        facts: { ...state.facts, ...event.facts },
      };
    case 'rescheduled':
      return rescheduled(state, event);
    case 'calendarChanged':
      return { ...state, calendar: event.calendar };
    case 'waitStarted':
      return { ...stopped(state, event.at), waiting: true };
    case 'waitEnded': {
      const { waiting: _ended, ...rest } = resumed(state, event);
      return rest;
    }
    case 'granted':
      return {
        ...state,
        facts: { ...state.facts, [event.field]: event.remedies },
        offered: [event.field],
        carriedOut: true,
      };
    case 'progressDue':
      return withTask(state, event.task, (task) => ({ ...task, progress: { since: event.at, beats: event.beat } }));
    case 'progressReported':
      return withTask(state, event.task, (task) => ({ ...task, progress: { since: event.at, beats: 0 } }));
    case 'heldAccountable': {
      const { rule, people, departments, round, at } = event;
      return { ...state, accountability: [...(state.accountability ?? []), { rule, round, at, people, departments }] };
    }
    case 'surveyAnswered': {
      const survey = { round: event.round, visit: event.visit, satisfaction: event.satisfaction, at: event.at };
      return { ...state, surveys: [...state.surveys, survey] };
    }
    case 'visitFailed':
      return withTask(state, event.task, (task) => ({ ...task, failedAttempts: event.attempt }));
    case 'roundStarted':
      return { ...state, round: event.newRound };
    case 'closed': {
      const { round, at, result, reopenUntil, guaranteeUntil } = event;
      const closing = { round, at, result, reopenUntil, ...(guaranteeUntil === undefined ? {} : { guaranteeUntil }) };
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
      limit: event.limit,
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
