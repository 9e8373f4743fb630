import { ApplicationFailure, proxyActivities, upsertSearchAttributes } from '@temporalio/workflow';
import type { ComplaintEvent, EventBody } from '../domain/model/event';
import type { StageKind } from '../domain/model/procedure';
import {
  complaintDepartment,
  complaintDueAt,
  complaintOwner,
  complaintStage,
} from '../workflows/messages/search-attributes';
import { later, workingDays } from './minimal-days';
import type { MinimalActivities, MinimalInput, NoticeRow, OpenTask, StepRecord, StepResult } from './minimal-messages';

const { recordStep } = proxyActivities<MinimalActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** The next stage, as a step opens it. */
export interface Opening {
  readonly stage: string;
  readonly kind: StageKind;
  readonly rule: string;
  readonly department: string;
  readonly people: readonly string[];
  /** Working days; natural days when `natural` is set. */
  readonly within: number;
  readonly natural?: boolean;
  /** Days before the due instant; an offered hand-over is looked at after one day instead. */
  readonly remindBefore: number;
  readonly proposedBy?: string;
}

export interface Step {
  readonly by: string;
  readonly before?: readonly EventBody[];
  readonly completes?: { readonly outcome: string; readonly form: object };
  readonly opens?: Opening;
  readonly after?: readonly EventBody[];
  readonly notices?: readonly Omit<NoticeRow, 'event'>[];
}

/** The hand-written complaint between two steps: its open task, and how a step is recorded. */
export class MinimalRun {
  task: OpenTask | null = null;
  isRegistered = false;
  isClosed = false;
  changes = 0;
  readonly replyBy: string;
  #promiseDueAt: string | null;
  #lastNumber = 0;

  constructor(private readonly input: MinimalInput) {
    this.replyBy = workingDays(input.holidays, input.receivedAt, 5);
    this.#promiseDueAt = this.replyBy;
  }

  /** Ends the promise's clock. */
  replied(): readonly EventBody[] {
    this.#promiseDueAt = null;
    return [{ type: 'clockStopped', clock: 'reply', met: now() <= this.replyBy }];
  }

  async perform(step: Step): Promise<StepResult> {
    const { by, before = [], completes, opens, after = [], notices = [] } = step;
    const first = this.#lastNumber + 1;
    const completed = completes && this.task ? completion(this.task, completes, opens) : [];
    const events = this.#numbered(first, by, this.task?.stage ?? null, [...before, ...completed]);
    const next = opens ? this.#opened(opens, first + events.length + 1) : null;
    const opening = opens && next ? openingOf(opens, next) : [];
    events.push(...this.#numbered(first + events.length, by, next?.stage ?? null, [...opening, ...after]));
    const told = opens ? opens.people.map((to) => ({ template: noticeOf(opens), to })) : [];
    const event = first + events.length - 1;
    const rows = [...told, ...notices].map((notice) => ({ event, ...notice }));
    return this.#record({ events, status: next ? 'open' : 'closed', task: next, notices: rows });
  }

  async takeOver(by: string): Promise<StepResult> {
    const { task } = this;
    if (!task) throw refused('wrong-stage');
    const events = this.#next(by, task.stage, { type: 'handoverTaken', task: task.id, person: by });
    const wakeAt = workingDays(this.input.holidays, task.dueAt, -1);
    const taken = { ...task, people: [by], person: by, wakeAt };
    return this.#record({ events, status: 'open', task: taken, notices: [] });
  }

  async remind(late: OpenTask): Promise<void> {
    const { id, stage, people, dueAt, wakeAt } = late;
    const rung = { type: 'rungReached', of: { task: id }, rung: 0, level: 0, action: 'remind' } as const;
    const events = this.#next('time', stage, { ...rung, to: people, explain: [] });
    const notices = people.map((to) => ({ event: this.#lastNumber + 1, template: 'reminder', to }));
    const task = { ...late, wakeAt: wakeAt < dueAt ? dueAt : later(now(), 1) };
    await this.#record({ events, status: 'open', task, notices });
  }

  async archive(): Promise<void> {
    const events = this.#next('time', null, { type: 'archived' });
    await this.#record({ events, status: 'archived', task: null, notices: [] });
  }

  /** Throws what the caller is told; nothing of it reaches the history. */
  refuseUnless(stage: string, by: string): void {
    if (!this.isRegistered) return;
    const { task } = this;
    if (task?.stage !== stage) throw refused('wrong-stage');
    const allowed = task.person === null ? task.people : [task.person];
    if (!allowed.includes(by) && !(stage === 'consent' && by === 'complainant')) throw refused('not-owner');
    if (task.proposedBy === by) throw refused('own-proposal');
  }

  async #record(step: Omit<StepRecord, 'reference' | 'promiseDueAt' | 'complaint'>): Promise<StepResult> {
    const { team: _team, holidays: _holidays, ...complaint } = this.input;
    const { reference } = complaint;
    const first = this.isRegistered ? {} : { complaint };
    await recordStep({ reference, promiseDueAt: this.#promiseDueAt, ...step, ...first });
    this.#lastNumber = step.events.at(-1)?.number ?? this.#lastNumber;
    this.task = step.task;
    this.isRegistered = true;
    this.isClosed = step.status !== 'open';
    this.changes += 1;
    show(step);
    return { reference, lastNumber: this.#lastNumber, stage: step.task?.stage ?? null };
  }

  #opened({ within, natural, remindBefore, proposedBy, ...rest }: Opening, number: number): OpenTask {
    const { holidays } = this.input;
    const openedAt = now();
    const dueAt = natural ? later(openedAt, within) : workingDays(holidays, openedAt, within);
    const remindAt = natural ? later(dueAt, -remindBefore) : workingDays(holidays, dueAt, -remindBefore);
    const wakeAt = rest.kind === 'hand-over' ? workingDays(holidays, openedAt, 1) : remindAt;
    return { id: `T${number}`, ...rest, person: null, openedAt, dueAt, wakeAt, proposedBy: proposedBy ?? null };
  }

  #next(by: string, stage: string | null, body: EventBody): ComplaintEvent[] {
    return this.#numbered(this.#lastNumber + 1, by, stage, [body]);
  }

  #numbered(first: number, actor: string, stage: string | null, bodies: readonly EventBody[]): ComplaintEvent[] {
    const at = now();
    return bodies.map((body, index) => ({ number: first + index, at, stage, round: 1, actor, via: 'update', ...body }));
  }
}

function completion(
  { id }: OpenTask,
  { outcome, form }: { readonly outcome: string; readonly form: object },
  opens: Opening | undefined,
): readonly EventBody[] {
  return [
    { type: 'taskCompleted', task: id, outcome, form: { ...form } },
    { type: 'stageCompleted', outcome, then: opens?.stage ?? 'closed-resolved' },
  ];
}

function openingOf(opens: Opening, { id, kind, rule, department, people, dueAt }: OpenTask): readonly EventBody[] {
  const owner = { rule, department, people, person: null, pool: null, leftOut: [] };
  const limit = { count: opens.within, unit: opens.natural ? ('d' as const) : ('wd' as const) };
  return [
    { type: 'stageOpened', kind },
    { type: 'taskOpened', task: id, part: null, kind, owner, limit, dueAt, step: 1, pausable: !opens.natural },
  ];
}

function noticeOf({ kind }: Opening): string {
  return kind === 'hand-over' ? 'handover' : 'assignment';
}

function show({ task, status }: Pick<StepRecord, 'task' | 'status'>): void {
  upsertSearchAttributes([
    { key: complaintStage, value: task?.stage ?? status },
    { key: complaintDepartment, value: task?.department ?? null },
    { key: complaintOwner, value: task ? (task.person ?? task.rule) : null },
    { key: complaintDueAt, value: task ? new Date(task.dueAt) : null },
  ]);
}

function now(): string {
  return new Date().toISOString();
}

export function refused(type: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'Refused', nonRetryable: true, message: type, details: [{ type }] });
}
