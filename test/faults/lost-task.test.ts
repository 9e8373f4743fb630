import { randomUUID } from 'node:crypto';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { forEachLimited } from '../../activities/concurrency';
import { createActivities } from '../../activities';
import type { Recorded, RecordInput } from '../../activities/ports';
import { createActFinder } from '../../db/acts';
import { createContentStore } from '../../db/content';
import { createLedger } from '../../db/ledger';
import type { Act } from '../../domain/model/act';
import type { ComplaintEvent } from '../../domain/model/event';
import { answersOf } from '../../domain/people/asking';
import { fold } from '../../domain/record/evolve';
import { handledActs } from '../../domain/record/handled-acts';
import {
  actSignal,
  actUpdate,
  COMPLAINT_WORKFLOW,
  stateQuery,
  type ActResult,
  type ComplaintWorkflowInput,
} from '../../workflows/messages/messages';
import { settled } from '../../rehearsal/virtual-time';
import { freshDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import type { LosingTask } from '../support/lost-task';
import { acts, developer, sampleRegistration, text } from '../support/story';
import { createVirtualWorld, quietRuntime, type VirtualWorld } from '../support/temporal';

/** `LOST_TASKS=1000` for the long form, which takes some minutes. */
const WANTED = Number(process.env['LOST_TASKS'] ?? 60);
const AT_ONCE = 6;
const DAY_MS = 86_400_000;
const LIMIT = { limitMs: 60_000, everyMs: 40 };

type Way = 'act' | 'signal' | 'time' | 'registration';

let database: TestDatabase;
let world: VirtualWorld;
/** Tasks lost, by what had been recorded in them. */
const lost = new Map<Way, number>();
/** How many records of a complaint are still spared; the one after them loses its task. None is lost without a number. */
const spared = new Map<string, number>();

beforeAll(async () => {
  database = await freshDatabase();
  quietRuntime('ERROR');
  world = await createVirtualWorld({ activities: losing(), worker: { workflowBundle: await losingWorkflow() } });
}, 60_000);
afterAll(async () => {
  await world.close();
  await database.close();
});

function losingWorkflow() {
  return bundleWorkflowCode({
    workflowsPath: require.resolve('../../workflows'),
    workflowInterceptorModules: [require.resolve('../support/lost-task')],
    logger: new DefaultLogger('ERROR'),
  });
}

function losing() {
  const ledger = createLedger(database.pool);
  const all = createActivities({
    ...{ ledger, acts: createActFinder(database.pool), contents: createContentStore(database.pool) },
    people: answersOf(developer.people),
  } as unknown as Parameters<typeof createActivities>[0]);
  const recordEvents = async (input: RecordInput): Promise<Recorded | LosingTask> => {
    const recorded = await all.recordEvents(input);
    const left = spared.get(input.reference);
    if (recorded.is === 'behind' || left === undefined) return recorded;
    if (left > 0) {
      spared.set(input.reference, left - 1);
      return recorded;
    }
    spared.delete(input.reference);
    const way = wayOf(input.events);
    lost.set(way, (lost.get(way) ?? 0) + 1);
    return { ...recorded, losesTask: true };
  };
  const { eventsAfter, findAct, storeText, askPeople } = all;
  return { recordEvents, eventsAfter, findAct, storeText, askPeople };
}

function wayOf(events: readonly ComplaintEvent[]): Way {
  const via = events.at(-1)?.via;
  if (via === 'signal' || via === 'time') return via;
  return via === 'intake' ? 'registration' : 'act';
}

const total = () => [...lost.values()].reduce((sum, count) => sum + count, 0);

test('the task is lost between a commit and its completion, each time again: nothing is lost, nothing doubled, every run is its ledger', async () => {
  const lives = Array.from({ length: WANTED }, () => new LostLife());
  await forEachLimited(lives, AT_ONCE, async (life) => {
    if (total() < WANTED) await life.live();
  });
  process.stderr.write(`tasks lost: ${JSON.stringify(Object.fromEntries(lost))}\n`);
  expect(total()).toBeGreaterThanOrEqual(WANTED);
  for (const way of ['act', 'signal', 'time'] as const) expect(lost.get(way)).toBeGreaterThanOrEqual(WANTED / 10);
  for (const life of lives) await life.check();
}, 900_000);

const isIgnored = ({ type }: ComplaintEvent) => type === 'signalIgnored';

/** A complaint of two rounds, with notes and signals between its acts, from its registration to its archive. */
class LostLife {
  readonly #reference = `C-LOST-${randomUUID()}`;
  readonly #notes: string[] = [];
  readonly #results: [id: string, result: ActResult][] = [];
  #ignored = 0;
  #turns = 0;
  #hasBegun = false;

  async live(): Promise<void> {
    this.#hasBegun = true;
    spared.set(this.#reference, 0);
    await this.#start();
    await this.#settled();
    await this.#days(2);
    await this.#acts(acts.founded());
    for (const round of [1, 2]) {
      await this.#signalAll();
      await this.#acts(this.#note(), acts.take());
      await this.#days(2);
      await this.#acts(acts.answer(), this.#note(), round === 1 ? acts.disagree() : acts.agree());
    }
    await this.#days(15);
    await this.#signalAll();
    await this.#acts(acts.carryOut(), acts.visit('satisfied'));
    await world.advanceBy(this.#reference, 31 * DAY_MS);
    await eventually(async () => (await this.#run.describe()).status.name === 'COMPLETED', LIMIT);
  }

  async check(): Promise<void> {
    if (!this.#hasBegun) return;
    const events = await this.#events();
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
    expect(await this.#run.query(stateQuery)).toEqual(fold(events));
    const noted = events.flatMap((event) => (event.type === 'noted' ? [contentOf(event.reason)] : []));
    expect(noted.toSorted()).toEqual(this.#notes.toSorted());
    expect(events.filter(isIgnored)).toHaveLength(this.#ignored);
    expect(events.filter(({ type }) => type === 'taskCompleted')).toHaveLength(7);
    const handled = handledActs(events);
    expect(new Set(handled.map(({ id }) => id)).size).toBe(handled.length);
    for (const [id, result] of this.#results) expect(handled).toContainEqual({ id, events: result.events });
    const rungs = events.flatMap((event) =>
      event.type === 'rungReached' ? [JSON.stringify([event.of, event.rung])] : [],
    );
    expect(rungs.length).toBeGreaterThan(0);
    expect(new Set(rungs).size).toBe(rungs.length);
  }

  get #run(): WorkflowHandle {
    return world.client.workflow.getHandle(this.#reference);
  }

  #events(): Promise<readonly ComplaintEvent[]> {
    return createLedger(database.pool).events(this.#reference);
  }

  async #start(): Promise<void> {
    const registration = sampleRegistration({ reference: this.#reference, receivedAt: new Date().toISOString() });
    const { people: _people, ...rules } = developer;
    const input: ComplaintWorkflowInput = { rules, registration };
    const { client, taskQueue } = world;
    await client.workflow.start(COMPLAINT_WORKFLOW, { workflowId: this.#reference, taskQueue, args: [input] });
  }

  #note(): Act {
    const content = randomUUID();
    this.#notes.push(content);
    return { act: 'note', by: 'cs-1', reason: text(content) };
  }

  /** Every other act goes by the id of its update, the others by their own. */
  async #acts(...given: readonly Act[]): Promise<void> {
    for (const [index, act] of given.entries()) {
      const id = randomUUID();
      const isNamed = index % 2 === 1;
      const args: [Act] = [isNamed ? { ...act, id } : act];
      this.#results.push([id, await this.#sent(args, isNamed ? randomUUID() : id)]);
      await this.#settled();
    }
  }

  /** As the API's callers do: where the engine cannot say what became of it, it is sent again. */
  #sent(args: [Act], updateId: string): Promise<ActResult> {
    const send = () => this.#run.executeUpdate(actUpdate, { args, updateId });
    return eventually(
      () =>
        send().catch((error: unknown) => {
          if (error instanceof WorkflowUpdateFailedError) throw error;
          return null;
        }),
      LIMIT,
    );
  }

  async #signalAll(): Promise<void> {
    const named: Act = { ...this.#note(), id: randomUUID() };
    const bursts: readonly (readonly unknown[])[] = [
      [this.#note()],
      ['rubbish', named],
      [this.#note(), named, acts.approve('gm')],
    ];
    for (const burst of bursts) {
      for (const act of burst) await this.#run.signal(actSignal, act as Act);
      this.#ignored += burst.filter((act) => act === 'rubbish' || (act as Act).act === 'approve').length;
      await this.#settled();
    }
  }

  /** One by one, so that what falls due on the way is spread over several tasks. */
  async #days(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) {
      await world.advanceBy(this.#reference, DAY_MS);
      await this.#settled();
    }
  }

  /** The run has nothing left to do; one of the records to come loses its task, and which one changes. */
  async #settled(): Promise<void> {
    await settled(world.client, this.#reference, LIMIT.limitMs);
    this.#turns += 1;
    if (!spared.has(this.#reference)) spared.set(this.#reference, this.#turns % 4 === 3 ? 1 : 0);
  }
}

function contentOf(reason: unknown): string {
  return (reason as { readonly content: string }).content;
}
