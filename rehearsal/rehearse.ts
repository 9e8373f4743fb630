import { randomUUID } from 'node:crypto';
import { Client, type Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { Act, Registration } from '../domain/model/act';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import type { ComplaintEvent } from '../domain/model/event';
import { evolve, fold } from '../domain/record/evolve';
import { forecast, type Forecast } from '../domain/forecast';
import { noticesFor, type Notice } from '../domain/record/notice';
import type { Directory } from '../domain/model/people';
import type { Procedure } from '../domain/model/procedure';
import type { Refusal, RefusalType } from '../domain/model/refusal';
import { KnownPeople } from '../domain/people/known-people';
import { Workload } from '../domain/people/workload';
import { holdersOf, type KnownRules } from '../domain/people/pool-members';
import { nextInstant } from '../domain/time/schedule';
import type { ComplaintState } from '../domain/model/state';
import { currentOwners, openTasks } from '../domain/model/tasks';
import {
  actUpdate,
  COMPLAINT_WORKFLOW,
  receiptUpdate,
  REFUSED,
  type ComplaintWorkflowInput,
} from '../workflows/messages/messages';
import { withCustoms } from '../procedures/customs/compile-customs';
import { eventually } from '../tools/eventually';
import { rehearsalMemory, type RehearsalMemory } from './memory-ports';
import { actFrom, actorOf, checkRegistration, localeOf, registrationOf, timedActs, type Script } from './script';
import { advanceTo, settled } from './virtual-time';

export interface RehearsalInput {
  readonly procedure: Procedure;
  readonly calendar: Calendar;
  readonly people: Directory;
  /** Null: nobody acts, and the whole ladder is seen. */
  readonly script: Script | null;
  readonly server: RehearsalServer;
}

/** A real Temporal server with time skipping switched on. */
export interface RehearsalServer {
  readonly connection: Connection;
  readonly nativeConnection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
}

export interface RehearsalResult {
  readonly events: readonly ComplaintEvent[];
  readonly ended: {
    readonly as: 'archived' | 'held';
    readonly at: Instant;
    readonly result: string | null;
    readonly by: readonly string[];
  };
  readonly clocks: readonly RehearsedClock[];
  readonly notices: readonly Notice[];
  /** Acts of the script that were refused, or were meant to be, and why. */
  readonly refusals: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly act: string;
    /** Null for an act that was accepted although the script expects a refusal. */
    readonly refusal: Refusal | null;
    readonly expected: RefusalType | null;
  }[];
  readonly state: ComplaintState;
}

export interface RehearsedClock {
  readonly clock: string;
  readonly kind: string;
  readonly startedAt: Instant;
  readonly dueAt: Instant | null;
  readonly stoppedAt: Instant | null;
  readonly met: boolean | null;
}

/** Plays a procedure on the engine that production uses, in virtual time, with the store kept in memory. */
export async function rehearse(input: RehearsalInput): Promise<RehearsalResult> {
  const { server, people, procedure, calendar } = input;
  const known: KnownRules = { procedure, calendar, people: new KnownPeople(people, new Workload()) };
  const memory = rehearsalMemory(known.people);
  const rules = withCustoms(known, localeOf(input.script?.complaint, procedure));
  const refusals = await withRehearsalWorker(server, memory.activities, (worker) =>
    new Play(worker, rules, { reference: newReference(), events: memory.events }).run(input.script),
  );
  return result(memory.events, refusals);
}

/** Where complaints are played: one worker may serve several at once. */
export interface RehearsalWorker {
  readonly client: Client;
  readonly taskQueue: string;
}

/** Runs something while a worker of its own serves a new task queue with the production workflow. */
export async function withRehearsalWorker<T>(
  server: RehearsalServer,
  activities: RehearsalMemory['activities'],
  use: (worker: RehearsalWorker) => Promise<T>,
): Promise<T> {
  const taskQueue = `rehearsal-${randomUUID()}`;
  const worker = await Worker.create({
    connection: server.nativeConnection,
    namespace: server.namespace,
    workflowBundle: server.workflowBundle,
    dataConverter: { payloadConverterPath: require.resolve('../workflows/payload-converter') },
    activities,
    taskQueue,
  });
  const client = new Client({ connection: server.connection, namespace: server.namespace });
  return worker.runUntil(() => use({ client, taskQueue }));
}

export function newReference(): string {
  return `R-${randomUUID()}`;
}

/** Acts at given instants, and instants up to which nobody acts (`act: null`). */
export interface Walk {
  readonly registration: Registration;
  readonly start: Instant;
  readonly steps: readonly { readonly at: Instant; readonly act: Act | null }[];
}

/** Plays a walk to its last step, or to the first act that is refused: what would follow is another story. */
export function walk(
  worker: RehearsalWorker,
  rules: KnownRules,
  record: PlayRecord,
  steps: Walk,
): Promise<Refusal | null> {
  return new Play(worker, rules, record).walk(steps);
}

/** How long the server may take, in real time, for what is due already. */
const CATCH_UP_MS = 20_000;

/** Acts are sent this many milliseconds before their instant, so that one at the very instant of a deadline is in time. */
const EVE = 1000;

/** Under which reference a complaint is played, and what has happened to it so far. */
export interface PlayRecord {
  readonly reference: string;
  readonly events: readonly ComplaintEvent[];
}

class Play {
  readonly reference: string;
  readonly events: readonly ComplaintEvent[];
  readonly #client: Client;
  readonly #taskQueue: string;
  #shift = 0;

  constructor(
    worker: RehearsalWorker,
    readonly rules: KnownRules,
    record: PlayRecord,
  ) {
    this.#client = worker.client;
    this.#taskQueue = worker.taskQueue;
    this.reference = record.reference;
    this.events = record.events;
  }

  async run(script: Script | null): Promise<RehearsalResult['refusals']> {
    const start = new Date(script?.start ?? Date.now()).toISOString();
    const registration = registrationOf(script?.complaint, this.rules, this.reference, start);
    if (script) checkRegistration(this.rules, registration);
    await this.#start(registration, start);
    const refusals: RehearsalResult['refusals'][number][] = [];
    const acts = script ? timedActs(script, start, this.rules.calendar) : [];
    for (const [index, { at, scripted }] of acts.entries()) {
      await this.#advance(at, EVE);
      const by = actorOf(scripted.by, this.rules.people.directory, this.#holders(at));
      const read = actFrom(scripted, at, by, `script-${index}`);
      const refusal = 'refusal' in read ? read.refusal : await this.#send(read.act);
      const expected = scripted.refused ?? null;
      if (refusal || expected) refusals.push({ at, by, act: scripted.act, refusal, expected });
    }
    await this.#toTheEnd();
    return refusals;
  }

  async walk({ registration, start, steps }: Walk): Promise<Refusal | null> {
    await this.#start({ ...registration, reference: this.reference }, start);
    let refusal: Refusal | null = null;
    for (const [index, { at, act }] of steps.entries()) {
      await this.#advance(at, act === null ? 0 : EVE);
      if (act !== null) refusal = await this.#send({ ...act, at, id: `step-${index}` });
      if (refusal !== null) break;
    }
    await this.#leave();
    return refusal;
  }

  async #start(registration: Registration, startsAt: Instant): Promise<void> {
    this.#shift = Date.parse(startsAt) - Date.now();
    const { people: _people, ...rules } = this.rules;
    const input: ComplaintWorkflowInput = {
      rules,
      registration,
      rehearsal: { startsAt, shift: this.#shift },
    };
    const handle = await this.#client.workflow.start(COMPLAINT_WORKFLOW, {
      workflowId: this.reference,
      taskQueue: this.#taskQueue,
      args: [input],
    });
    await handle.executeUpdate(receiptUpdate);
  }

  #holders(at: Instant): readonly string[] {
    const state = fold(this.events);
    return openTasks(state).flatMap((task) => holdersOf(this.rules, state, task, at));
  }

  async #send(act: Act): Promise<Refusal | null> {
    try {
      await this.#client.workflow.getHandle(this.reference).executeUpdate(actUpdate, { args: [act] });
      return null;
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal === null) throw error;
      return refusal;
    }
  }

  async #toTheEnd(): Promise<void> {
    for (let ahead = this.#ahead(); ahead.events.length > 0; ahead = this.#ahead()) {
      await this.#advance(ahead.events.at(-1)?.at ?? fold(this.events).lastAt);
    }
    await this.#leave();
  }

  async #leave(): Promise<void> {
    await settled(this.#client, this.reference);
    const handle = this.#client.workflow.getHandle(this.reference);
    if (fold(this.events).status === 'archived') await handle.result();
    else await handle.terminate('the rehearsal is over');
  }

  #ahead(): Forecast {
    return forecast(this.rules, fold(this.events));
  }

  async #advance(at: Instant, early = 0): Promise<void> {
    const until = Date.parse(at) - early;
    await advanceTo(this.#client, this.reference, until - this.#shift);
    await this.#caughtUp(new Date(until).toISOString());
  }

  /** A timer that is due at the very end of a jump may fire a moment after it: waits until nothing that is due is left. */
  async #caughtUp(until: Instant): Promise<void> {
    const isThere = (): boolean => {
      const next = nextInstant(this.rules, fold(this.events));
      return next === null || next > until;
    };
    const failure = (): Error => new Error(`${this.reference}: what is due by ${until} has not happened`);
    await eventually(isThere, { limitMs: CATCH_UP_MS, everyMs: 5, failure });
    await settled(this.#client, this.reference);
  }
}

function refusalIn(error: unknown): Refusal | null {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  return cause instanceof ApplicationFailure && cause.type === REFUSED
    ? ((cause.details?.[0] as Refusal | undefined) ?? null)
    : null;
}

function result(events: readonly ComplaintEvent[], refusals: RehearsalResult['refusals']): RehearsalResult {
  const state = fold(events);
  return { events, ended: endOf(state), clocks: clocksOf(state), notices: noticesOf(events), refusals, state };
}

function endOf(state: ComplaintState): RehearsalResult['ended'] {
  const closing = state.closings.at(-1);
  if (state.status === 'archived') return { as: 'archived', at: state.lastAt, result: closing?.result ?? null, by: [] };
  return { as: 'held', at: state.lastAt, result: null, by: currentOwners(state) };
}

function clocksOf(state: ComplaintState): readonly RehearsedClock[] {
  return Object.entries(state.clocks).map(([clock, { kind, budget, stopped }]) => ({
    clock,
    kind,
    startedAt: budget.startedAt,
    dueAt: budget.dueAt,
    stoppedAt: stopped?.at ?? null,
    met: stopped?.met ?? null,
  }));
}

function noticesOf(events: readonly ComplaintEvent[]): readonly Notice[] {
  let state: ComplaintState | null = null;
  return events.flatMap((event) => {
    const before = state;
    state = evolve(before, event);
    return noticesFor(before, event, state);
  });
}
