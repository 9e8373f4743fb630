import type { Instant } from '../domain/calendar/calendar';
import { isContentRef } from '../domain/model/content';
import type { ComplaintEvent } from '../domain/model/event';
import { evolve } from '../domain/record/evolve';
import { momentOf, type Moment } from '../domain/record/moment';
import { noticesFor, type Notice } from '../domain/record/notice';
import type { ClockState, Closing, ComplaintState, StageState, TaskState } from '../domain/model/state';
import { namesOf, poolName, poolNamed } from '../domain/model/people';
import type { PoolTold } from '../domain/model/procedure';
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
    if (event.type === 'evidenceAdded' && isContentRef(event.evidence)) {
      evidence.push({ content: event.evidence.content, event: event.number, by: event.actor, at: event.at });
    }
    state = after;
  }
  if (state === null) throw new Error('a complaint has at least one event');
  return { state, notices, moments, evidence };
}

/** The columns of a complaint's row, each by how it follows from the state. */
const COMPLAINT = {
  reference: ({ state }) => state.reference,
  state: ({ state }) => state,
  last_number: ({ state }) => state.lastNumber,
  last_at: ({ state }) => state.lastAt,
  procedure_key: ({ state }) => state.procedure.key,
  procedure_hash: ({ state }) => state.procedure.hash,
  calendar_hash: ({ state }) => state.calendar.hash,
  source: ({ state }) => state.registration.source,
  channel: ({ state }) => state.registration.channel,
  locale: ({ state }) => state.registration.locale,
  status: ({ state }) => state.status,
  place: ({ state }) => state.registration.place ?? null,
  stage: ({ state }) => state.stage?.key ?? null,
  round: ({ state }) => state.round,
  category: ({ state }) => state.category,
  severity: ({ state }) => state.severity,
  department: ({ nearest }) => nearest?.owner.department ?? null,
  owner: ({ nearest }) => nearest?.owner.person ?? null,
  level: ({ state, running }) => {
    return state.status === 'open' ? Math.max(0, ...[...openTasks(state), ...running].map(({ level }) => level)) : 0;
  },
  due_at: ({ nearest }) => nearest?.budget.dueAt ?? null,
  promise_due_at: ({ running }) => nextPromise(running),
  received_at: ({ state }) => state.registration.receivedAt,
  registered_at: ({ state }) => state.registeredAt,
  closed_at: ({ closing }) => closing?.at ?? null,
  result: ({ closing }) => closing?.result ?? null,
} satisfies Columns<ComplaintNow>;

type Columns<T> = Readonly<Record<string, (from: T) => unknown>>;

interface ComplaintNow {
  readonly state: ComplaintState;
  readonly nearest: TaskState | undefined;
  /** The clocks that have not stopped. */
  readonly running: readonly ClockState[];
  /** What it was last closed with, unless it is open. */
  readonly closing: Closing | undefined;
}

export const COMPLAINT_COLUMNS = Object.keys(COMPLAINT);

/** The columns that open complaints are listed by. */
export const OPEN_COLUMNS = [
  'reference',
  'procedure_key',
  'stage',
  'severity',
  'department',
  'owner',
  'level',
  'due_at',
  'received_at',
] as const satisfies readonly (keyof typeof COMPLAINT)[];

export function complaintColumns(state: ComplaintState): Record<string, unknown> {
  return columnsOf(COMPLAINT, {
    state,
    nearest: nearestTask(state) ?? undefined,
    running: Object.values(state.clocks).filter(({ stopped }) => stopped === null),
    closing: state.status === 'open' ? undefined : state.closings.at(-1),
  });
}

function nextPromise(running: readonly ClockState[]): Instant | null {
  const dues = running.flatMap(({ kind, budget }) => (kind === 'promise' && budget.dueAt ? [budget.dueAt] : []));
  return dues.toSorted()[0] ?? null;
}

/** What a pool is told whose owner says nothing about it. */
const TOLD_EACH: PoolTold = 'each';

/** The columns of an open task's row. */
const TASK = {
  reference: ({ state }) => state.reference,
  task: ({ task }) => task.id,
  part: ({ task }) => task.part,
  procedure_key: ({ state }) => state.procedure.key,
  stage: ({ stage }) => stage.key,
  kind: ({ stage }) => stage.kind,
  round: ({ state }) => state.round,
  step: ({ task }) => task.step,
  owner_rule: ({ task }) => task.owner.rule,
  department: ({ task }) => task.owner.department,
  person: ({ task }) => task.owner.person,
  people: ({ task }) => task.owner.people,
  pool_role: ({ task }) => task.owner.pool?.role ?? null,
  pool_department: ({ task }) => task.owner.pool?.department ?? null,
  pool_tell: ({ task: { owner } }) => (owner.pool === null ? null : (owner.tell ?? TOLD_EACH)),
  left_out: ({ state, task }) => leftOutOf(state, task),
  about: ({ state }) => state.registration.about ?? [],
  severity: ({ state }) => state.severity,
  category: ({ state }) => state.category,
  level: ({ task }) => task.level,
  missed: ({ task }) => task.missed,
  opened_at: ({ task }) => task.budget.startedAt,
  due_at: ({ task }) => task.budget.dueAt,
} satisfies Columns<TaskNow>;

interface TaskNow {
  readonly state: ComplaintState;
  readonly stage: StageState;
  readonly task: TaskState;
}

export const TASK_COLUMNS = Object.keys(TASK);

/** The open tasks of a complaint. */
export function taskColumns(state: ComplaintState): readonly Record<string, unknown>[] {
  const { stage } = state;
  return stage === null ? [] : stage.tasks.map((task) => columnsOf(TASK, { state, stage, task }));
}

function columnsOf<T>(columns: Columns<T>, from: T): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).map(([column, value]) => [column, value(from)]));
}

export function noticeColumns({ state: { reference }, notices }: Projection): readonly Record<string, unknown>[] {
  return notices.map(({ id, event, template, to, at }) => ({ id, reference, event, template, recipient: to, at }));
}

/** Notices to pools that are told each thing, with whom they do not reach. */
export function pooledColumns({ state, notices, moments }: Projection): readonly Record<string, unknown>[] {
  return notices.flatMap((notice) => {
    const { id, event, template, to, at } = notice;
    const pool = poolNamed(to);
    const moment = moments.find((one) => one.event.number === event);
    if (pool === null || (moment && poolTold(notice, moment)) !== TOLD_EACH) return [];
    const base = id.slice(0, -to.length);
    const held = openTasks(state).filter(({ owner }) => namesOf(owner).includes(to));
    const out = [...new Set([...state.recused, ...held.flatMap((task) => leftOutOf(state, task))])];
    const { about = [] } = state.registration;
    return [{ id, base, reference: state.reference, event, template, at, ...pool, out, about }];
  });
}

/** What the pool that a notice is to is told: by the rung that names it, else by the owner of the task that it shares. */
function poolTold({ template, to }: Notice, { event, state }: Moment): PoolTold {
  const owners = ['owner' in event ? event.owner : undefined, ...openTasks(state).map(({ owner }) => owner)];
  const owner = owners.find((one) => one?.pool !== undefined && one.pool !== null && poolName(one.pool) === to);
  const byRung = event.type === 'rungReached' && template !== 'explanation-owed' ? event.tell : undefined;
  return byRung ?? owner?.tell ?? TOLD_EACH;
}

export function momentColumns({ state: { reference }, moments }: Projection): readonly Record<string, unknown>[] {
  return moments.map(({ event, state, texts }) => ({ reference, event: event.number, body: event, state, texts }));
}

/** Who of the pool does not come into question as things stand. */
function leftOutOf({ recused }: ComplaintState, { owner, declined }: TaskState): readonly string[] {
  return [...new Set([...owner.leftOut.map(({ person }) => person), ...recused, ...declined])].sort();
}
