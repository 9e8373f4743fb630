import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { createActivities } from '../../activities';
import { createActFinder } from '../../db/acts';
import { createContentStore } from '../../db/content';
import { createLedger } from '../../db/ledger';
import type { Act } from '../../domain/model/act';
import { answersOf } from '../../domain/people/asking';
import { fold } from '../../domain/record/evolve';
import {
  actUpdate,
  COMPLAINT_WORKFLOW,
  receiptUpdate,
  stateQuery,
  type ComplaintWorkflowInput,
} from '../../workflows/messages/messages';
import { freshDatabase, type TestDatabase } from '../support/database';
import { databaseUrl } from '../support/engine';
import { createPool, type Pool } from '../../db/pool';
import { eventually } from '../support/eventually';
import { acts, developer, sampleRegistration, text } from '../support/story';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

const LIMIT = { limitMs: 20_000 };

let database: TestDatabase;
let administrator: Pool;
let world: VirtualWorld;
let run: WorkflowHandle;

beforeAll(async () => {
  database = await freshDatabase();
  administrator = createPool({ url: databaseUrl('postgres'), max: 1 });
  const activities = createActivities({
    ledger: createLedger(database.pool),
    ...{ acts: createActFinder(database.pool), contents: createContentStore(database.pool) },
    people: answersOf(developer.people),
  } as unknown as Parameters<typeof createActivities>[0]);
  world = await createVirtualWorld({ activities });
});
afterAll(async () => {
  await world.close();
  await administrator.end();
  await database.close();
});

beforeEach(async () => {
  const reference = `C-AWAY-${randomUUID()}`;
  const registration = sampleRegistration({ reference, receivedAt: new Date().toISOString() });
  const { people: _people, ...rules } = developer;
  const input: ComplaintWorkflowInput = { rules, registration };
  const { client, taskQueue } = world;
  run = await client.workflow.start(COMPLAINT_WORKFLOW, { workflowId: reference, taskQueue, args: [input] });
  await run.executeUpdate(receiptUpdate);
});
afterEach(() => run.terminate('the test is over').catch(() => undefined));

const name = () => new URL(database.url).pathname.slice(1);
const events = () => createLedger(database.pool).events(run.workflowId);
const send = (act: Act) => run.executeUpdate(actUpdate, { args: [act] });
const takenOver = async () =>
  (await run.describe()).raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'recordEvents');

/** Nobody is let in, and whoever was in is out. */
async function goesAway(): Promise<void> {
  await administrator.query(`alter database ${name()} with allow_connections false`);
  await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name()]);
}

async function comesBack(): Promise<void> {
  await administrator.query(`alter database ${name()} with allow_connections true`);
}

async function isItsLedger(): Promise<void> {
  const recorded = await events();
  expect(recorded.map(({ number }) => number)).toEqual(recorded.map((_, index) => index + 1));
  expect(await run.query(stateQuery)).toEqual(fold(recorded));
}

test('Postgres is away in the middle of an act: an activity takes over, and the act is answered once', async () => {
  await goesAway();
  const answer = send(acts.founded());
  await eventually(takenOver, LIMIT);
  await comesBack();
  expect(await answer).toMatchObject({ stage: 'hand-over' });
  expect((await events()).filter(({ type }) => type === 'taskCompleted')).toHaveLength(1);
  await isItsLedger();
}, 60_000);

test('Postgres is away when a deadline passes: each rung is recorded at its own instant, once', async () => {
  const due = (await run.query(stateQuery))?.stage?.tasks[0]?.budget.dueAt ?? '';
  await goesAway();
  const passed = world.advanceTo(run.workflowId, Date.parse(due) + 60_000);
  await eventually(takenOver, LIMIT);
  await comesBack();
  await passed;
  await eventually(async () => (await events()).some(({ type }) => type === 'deadlineMissed'), LIMIT);
  const missed = (await events()).filter(({ type }) => type === 'deadlineMissed');
  expect(missed).toEqual([expect.objectContaining({ at: due, dueAt: due })]);
  await isItsLedger();
}, 60_000);

test('a record that takes more than two seconds goes on behind the activity that takes over: what both write is there once', async () => {
  const content = randomUUID();
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query('lock table events in access exclusive mode');
  const answer = send({ act: 'note', by: 'cs-1', reason: text(content) });
  await eventually(takenOver, LIMIT);
  await client.query('commit');
  client.release();
  await answer;
  expect((await events()).filter(({ type }) => type === 'noted')).toHaveLength(1);
  await isItsLedger();
}, 60_000);
