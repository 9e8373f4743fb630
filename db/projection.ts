import { createHash } from 'node:crypto';
import type { Instant } from '../domain/calendar/calendar';
import type { ComplaintEvent } from '../domain/model/event';
import { evolve } from '../domain/record/evolve';
import { momentOf, type Moment } from '../domain/record/moment';
import { noticesFor, type Notice } from '../domain/record/notice';
import type { ComplaintState, TaskState } from '../domain/model/state';
import { nearestTask, openTasks } from '../domain/model/tasks';

/** One complaint as the read model shows it: everything here follows from its events. */
export interface Projection {
  readonly state: ComplaintState;
  readonly notices: readonly Notice[];
  /** Of each event that somebody is told of. */
  readonly moments: readonly Moment[];
  readonly evidence: readonly EvidenceAdded[];
}

export interface EvidenceAdded {
  readonly content: string;
  readonly event: number;
  readonly by: string;
  readonly at: Instant;
}

/** Folds events that follow `before`; at least one is needed when `before` is null. */
export function project(before: ComplaintState | null, events: readonly ComplaintEvent[]): Projection {
  const notices: Notice[] = [];
  const moments: Moment[] = [];
  const evidence: EvidenceAdded[] = [];
  let state = before;
  for (const event of events) {
    const after = evolve(state, event);
    const told = noticesFor(state, event, after);
    notices.push(...told);
    if (told.length > 0) moments.push(momentOf(event, after));
    if (event.type === 'evidenceAdded' && typeof event.evidence !== 'string') {
      evidence.push({ content: event.evidence.content, event: event.number, by: event.actor, at: event.at });
    }
    state = after;
  }
  if (state === null) throw new Error('a complaint has at least one event');
  return { state, notices, moments, evidence };
}

export function complaintColumns(state: ComplaintState): Record<string, unknown> {
  const { registration, stage } = state;
  const nearest = nearestTask(state);
  const clocks = Object.values(state.clocks).filter(({ stopped }) => stopped === null);
  const promises = clocks.flatMap(({ kind, budget }) => (kind === 'promise' && budget.dueAt ? [budget.dueAt] : []));
  const closing = state.status === 'open' ? undefined : state.closings.at(-1);
  return {
    reference: state.reference,
    state,
    last_number: state.lastNumber,
    last_at: state.lastAt,
    procedure_key: state.procedure.key,
    procedure_hash: state.procedure.hash,
    calendar_hash: state.calendar.hash,
    source: registration.source,
    channel: registration.channel,
    locale: registration.locale,
    status: state.status,
    stage: stage?.key ?? null,
    round: state.round,
    category: state.category,
    severity: state.severity,
    department: nearest?.owner.department ?? null,
    owner: nearest?.owner.person ?? null,
    level: Math.max(0, ...openTasks(state).map(({ level }) => level), ...clocks.map(({ level }) => level)),
    due_at: nearest?.budget.dueAt ?? null,
    promise_due_at: promises.toSorted()[0] ?? null,
    received_at: registration.receivedAt,
    registered_at: state.registeredAt,
    closed_at: closing?.at ?? null,
    result: closing?.result ?? null,
  };
}

/** The open tasks of a complaint. */
export function taskColumns(state: ComplaintState): readonly Record<string, unknown>[] {
  const { stage } = state;
  if (stage === null) return [];
  return stage.tasks.map((task) => {
    const { owner } = task;
    return {
      reference: state.reference,
      task: task.id,
      part: task.part,
      procedure_key: state.procedure.key,
      stage: stage.key,
      kind: stage.kind,
      round: state.round,
      step: task.step,
      owner_rule: owner.rule,
      department: owner.department,
      person: owner.person,
      pool: poolOf(task),
      people: owner.people,
      severity: state.severity,
      category: state.category,
      level: task.level,
      missed: task.missed,
      opened_at: task.budget.startedAt,
      due_at: task.budget.dueAt,
    };
  });
}

export function noticeColumns({ state: { reference }, notices }: Projection): readonly Record<string, unknown>[] {
  return notices.map(({ id, event, template, to, at }) => ({ id, reference, event, template, recipient: to, at }));
}

export function momentColumns({ state: { reference }, moments }: Projection): readonly Record<string, unknown>[] {
  return moments.map(({ event, state, texts }) => ({ reference, event: event.number, body: event, state, texts }));
}

function poolOf({ owner }: TaskState): string | null {
  if (owner.person !== null || owner.people.length === 0) return null;
  return createHash('sha256').update(JSON.stringify(owner.people.toSorted())).digest('hex').slice(0, 32);
}
