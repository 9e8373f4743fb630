import { WorkflowNotFoundError } from '@temporalio/common';
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError, type Client } from '@temporalio/client';
import type { ActFinder, ContentStore } from '../activities/ports';
import type { Act } from '../domain/model/act';
import type { ComplaintState } from '../domain/model/state';
import { decide, isRefused } from '../domain/decide';
import type { Refusal } from '../domain/model/refusal';
import { withStoredTexts, type IsFact } from '../domain/model/texts';
import { knowing } from '../domain/people/asking';
import { factsGiven } from '../domain/rules/asked';
import { findComplaint } from '../db/complaints';
import { findIntake } from '../db/intake';
import type { Pool } from '../db/pool';
import { actUpdate, type ActResult, type ApiWay, type Sending } from '../workflows/messages/messages';
import { defined } from '../contract/defined';
import type { KeyedHash } from './keyed-hash';
import type { Library } from './library';
import { notFound, Problem, refused, unavailable } from '../contract/problems';
import type { StaffActBody } from '../contract/act';
import { Turnstile } from './turnstile';

/** `UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED`. */
const ACCEPTED = 2;
const LOOK_MS = 1_000;
/** Of the ten updates a run takes at once, two are left to others. */
const IN_FLIGHT = 8;

export interface ActingInput {
  readonly pool: Pool;
  readonly client: Client;
  readonly library: Library;
  readonly contents: ContentStore;
  readonly acts: ActFinder;
  readonly hash: KeyedHash;
  /** How long a caller waits for an act to be recorded. */
  readonly withinMs: number;
  readonly now: () => Date;
}

export interface PerformInput {
  readonly reference: string;
  /** Staff id, or `complainant`: whose key or link it is. */
  readonly by: string;
  readonly via: ApiWay;
  readonly body: StaffActBody;
  /** The caller's idempotency key. */
  readonly key?: string | undefined;
}

/** `pending`: taken for certain, and not recorded yet; its `id` names the run that took it, too. */
export type Performed =
  | { readonly is: 'recorded'; readonly id: string; readonly result: ActResult }
  | { readonly is: 'pending'; readonly id: string };

/** Carries acts to the complaint's run and waits until they are recorded. Knows nothing of HTTP. */
export class Acting {
  readonly #turnstile = new Turnstile(IN_FLIGHT);

  #refusedLate = 0;

  constructor(private readonly input: ActingInput) {}

  /** How many acts this process took for possible and a run has refused: something had changed in between. */
  get refusedLate(): number {
    return this.#refusedLate;
  }

  /** Throws `Problem` when refused, unknown, or when the engine cannot take it now. */
  async perform({ reference, by, via, body, key }: PerformInput): Promise<Performed> {
    const state = await this.#state(reference);
    const id = actId(this.input.hash, { by, key, body, after: state.lastNumber });
    if (state.status === 'archived') return this.#doneBefore(state, id);
    const given = { ...defined(body), by, id } as Act;
    const { refusal, isFact } = await this.#judged(state, given, via);
    if (refusal) return this.#unlessTaken(reference, id, refused(refusal));
    const { contents } = this.input;
    const act = await withStoredTexts(given, isFact, (kind, text) => contents.put({ reference, kind, text, by }));
    return this.#turnstile.pass(reference, this.input.withinMs, () =>
      this.#send(reference, id, [act, { via, after: state.lastNumber }]),
    );
  }

  async #send(reference: string, id: string, args: [Act, Sending]): Promise<Performed> {
    const { client, withinMs } = this.input;
    const handle = client.workflow.getHandle(reference);
    try {
      const result = await client.withDeadline(Date.now() + withinMs, () =>
        handle.executeUpdate(actUpdate, { args, updateId: id }),
      );
      return { is: 'recorded', id, result };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw await this.#missing(reference);
      if (error instanceof WorkflowUpdateFailedError) this.#refusedLate += 1;
      if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
      return this.#taken(reference, id);
    }
  }

  /** What is refused now may have been taken before: then it is answered as it was. */
  async #unlessTaken(reference: string, id: string, problem: Problem): Promise<Performed> {
    try {
      return await this.outcome(reference, id);
    } catch (error) {
      throw error instanceof Problem && error.type === 'not-found' ? problem : error;
    }
  }

  /** No run: the complaint was archived meanwhile, or its run is still to be started. */
  async #missing(reference: string): Promise<Problem> {
    if ((await this.#state(reference)).status === 'archived') return archived();
    return unavailable('The run of this complaint', 10);
  }

  /** What became of an act. Throws `not-found` for one that nobody has taken, its refusal for a refused one. */
  async outcome(reference: string, id: string): Promise<Performed> {
    const { client } = this.input;
    const [updateId = id, workflowRunId] = id.split('.');
    const run = client.workflow.getHandle(reference);
    const handle = run.getUpdateHandle<Partial<ActResult> | undefined>(updateId, defined({ workflowRunId }));
    try {
      const result = await client.withDeadline(Date.now() + LOOK_MS, () => handle.result());
      if (!isResult(result, reference)) throw notFound('act');
      return { is: 'recorded', id, result };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return this.#recorded(reference, updateId);
      if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
      return this.#taken(reference, updateId, workflowRunId);
    }
  }

  /** By the ledger: the run that took it may be long gone. Throws `not-found`. */
  async #recorded(reference: string, id: string): Promise<Performed> {
    const state = await this.#state(reference);
    const done = await this.input.acts.find(reference, id);
    if (!done) throw notFound('act');
    const { status, stage, round } = state;
    return { is: 'recorded', id, result: { reference, events: done.events, status, stage: stage?.key ?? null, round } };
  }

  /** An archived complaint takes no act, and answers to one that it has had. */
  async #doneBefore({ reference }: ComplaintState, id: string): Promise<Performed> {
    try {
      return await this.#recorded(reference, id);
    } catch (error) {
      throw error instanceof Problem && error.type === 'not-found' ? archived() : error;
    }
  }

  /** What became of what this person sent with this key before; null when nothing that was taken. */
  async repeated({ reference, by, key }: Omit<PerformInput, 'body' | 'via'>): Promise<Performed | null> {
    if (key === undefined) return null;
    try {
      return await this.outcome(reference, actId(this.input.hash, { by, key, body: null, after: 0 }));
    } catch (error) {
      if (error instanceof Problem && error.type === 'not-found') return null;
      throw error;
    }
  }

  /** Tells pending from never taken: only what the run has accepted is safe. */
  async #taken(reference: string, updateId: string, run?: string): Promise<Performed> {
    const { client } = this.input;
    const workflowExecution = { workflowId: reference, ...defined({ runId: run }) };
    try {
      const polled = await client.withDeadline(Date.now() + LOOK_MS, () =>
        client.workflow.workflowService.pollWorkflowExecutionUpdate({
          namespace: client.options.namespace,
          updateRef: { workflowExecution, updateId },
          waitPolicy: { lifecycleStage: ACCEPTED },
        }),
      );
      if ((polled.stage ?? 0) < ACCEPTED) throw unavailable('The engine');
      const runId = polled.updateRef?.workflowExecution?.runId;
      return { is: 'pending', id: runId ? `${updateId}.${runId}` : updateId };
    } catch {
      throw unavailable('The engine');
    }
  }

  async #state(reference: string): Promise<ComplaintState> {
    const found = await findComplaint(this.input.pool, reference);
    if (found) return found.state;
    if (await findIntake(this.input.pool, reference)) throw unavailable('The run of this complaint', 10);
    throw notFound('complaint');
  }

  /** By the same core that the run decides with, and the people of this moment; and which of its words are facts. */
  async #judged(state: ComplaintState, act: Act, via: ApiWay): Promise<{ refusal: Refusal | null; isFact: IsFact }> {
    const { library, now } = this.input;
    const { procedure: ruleBook } = state;
    const at = now().toISOString();
    const rules = await library.rules(ruleBook.hash, state.registration.locale, state.calendar.hash);
    return knowing(library, rules, (known) => {
      const decision = decide(known, state, { type: 'act', act, via }, at);
      return { refusal: isRefused(decision) ? decision.refusal : null, isFact: factsGiven(known, state, act) };
    });
  }
}

/** Runs answer other Updates than acts, too. */
function isResult(result: Partial<ActResult> | undefined, reference: string): result is ActResult {
  return result?.reference === reference && result.events !== undefined;
}

function archived(): Problem {
  return new Problem({ type: 'closed', detail: 'This complaint is archived; it takes no more acts.' });
}

interface ActIdInput {
  readonly by: string;
  readonly key: string | undefined;
  readonly body: unknown;
  /** Number of the last event the act was made after. */
  readonly after: number;
}

/** With a key, the same for the same person and key; without one, for the same act on the same state (a double click). */
function actId(hash: KeyedHash, { by, key, body, after }: ActIdInput): string {
  const said = key === undefined ? (['once', by, after, JSON.stringify(body)] as const) : (['key', by, key] as const);
  return hash.of('act', ...said).slice(0, 27);
}
