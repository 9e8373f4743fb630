import { randomUUID } from 'node:crypto';
import { Client, type Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { Act } from '../../domain/act';
import type { Calendar, Instant } from '../../domain/calendar';
import type { ComplaintEvent } from '../../domain/event';
import { evolve, fold } from '../../domain/evolve';
import { forecast, type Forecast } from '../../domain/forecast';
import { noticesFor, type Notice } from '../../domain/notice';
import type { Directory } from '../../domain/people';
import type { Procedure } from '../../domain/procedure';
import type { Refusal } from '../../domain/refusal';
import type { Rules } from '../../domain/rules';
import type { ComplaintState } from '../../domain/state';
import { currentOwners } from '../../domain/tasks';
import {
  actUpdate,
  COMPLAINT_WORKFLOW,
  receiptUpdate,
  REFUSED,
  type ComplaintWorkflowInput,
} from '../../workflows/messages';
import { rehearsalMemory } from './memory-ports';
import { actFrom, actorOf, registrationOf, timedActs, type Script } from './script';
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
  /** Acts of the script that were refused, and why. */
  readonly refusals: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly act: string;
    readonly refusal: Refusal;
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
  const memory = rehearsalMemory(people);
  const taskQueue = `rehearsal-${randomUUID()}`;
  const worker = await Worker.create({
    connection: server.nativeConnection,
    namespace: server.namespace,
    workflowBundle: server.workflowBundle,
    dataConverter: { payloadConverterPath: require.resolve('../../workflows/payload-converter') },
    activities: memory.activities,
    taskQueue,
  });
  const client = new Client({ connection: server.connection, namespace: server.namespace });
  const play = new Play(client, { procedure, calendar, people }, memory.events);
  const refusals = await worker.runUntil(() => play.run(input.script, taskQueue));
  return result(memory.events, refusals);
}

/** Acts are sent this many milliseconds before their instant, so that one at the very instant of a deadline is in time. */
const EVE = 1000;

class Play {
  readonly reference = `R-${randomUUID()}`;
  #shift = 0;

  constructor(
    private readonly client: Client,
    readonly rules: Rules,
    private readonly events: readonly ComplaintEvent[],
  ) {}

  async run(script: Script | null, taskQueue: string): Promise<RehearsalResult['refusals']> {
    const start = new Date(script?.start ?? Date.now()).toISOString();
    await this.#start(script, start, taskQueue);
    const refusals: RehearsalResult['refusals'][number][] = [];
    const acts = script ? timedActs(script, start, this.rules.calendar) : [];
    for (const [index, { at, scripted }] of acts.entries()) {
      await this.#advance(at, EVE);
      const by = actorOf(scripted.by, this.rules.people, currentOwners(fold(this.events)));
      const act = actFrom(scripted, at, by, `script-${index}`);
      const refusal = await this.#send(act);
      if (refusal) refusals.push({ at, by, act: scripted.act, refusal });
    }
    await this.#toTheEnd();
    return refusals;
  }

  async #start(script: Script | null, startsAt: Instant, taskQueue: string): Promise<void> {
    const registration = registrationOf(script?.complaint, this.rules.procedure, this.reference, startsAt);
    this.#shift = Date.parse(startsAt) - Date.now();
    const input: ComplaintWorkflowInput = {
      rules: this.rules,
      registration,
      rehearsal: { startsAt, shift: this.#shift },
    };
    const handle = await this.client.workflow.start(COMPLAINT_WORKFLOW, {
      workflowId: this.reference,
      taskQueue,
      args: [input],
    });
    await handle.executeUpdate(receiptUpdate);
  }

  async #send(act: Act): Promise<Refusal | null> {
    try {
      await this.client.workflow.getHandle(this.reference).executeUpdate(actUpdate, { args: [act] });
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
    await settled(this.client, this.reference);
    const handle = this.client.workflow.getHandle(this.reference);
    if (fold(this.events).status === 'archived') await handle.result();
    else await handle.terminate('the rehearsal is over');
  }

  #ahead(): Forecast {
    return forecast(this.rules, fold(this.events));
  }

  #advance(at: Instant, early = 0): Promise<void> {
    return advanceTo(this.client, this.reference, Date.parse(at) - early - this.#shift);
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
