import { randomUUID } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { acceptComplaint, createIntakeBacklog } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import type { FindingCode } from '../../procedures/words/schema-diagnosis';
import type { DiagnosisInput } from '../../services/diagnosis/diagnosis';
import { scheduleSweep, SWEEP_SCHEDULE } from '../../services/sweep-schedule';
import { connectTemporal, connectWorker } from '../../temporal';
import { ensureSearchAttributes } from '../../tools/search-attributes';
import { COMPLAINT_WORKFLOW } from '../../workflows/messages/messages';
import { intakeOf, opening } from '../db/complaint-sample';
import { freshDatabase, type TestDatabase } from '../support/database';
import { diagnosisOf } from '../support/diagnosis';
import { workflowBundle } from '../support/engine';
import { eventually } from '../support/eventually';
import { quietRuntime, temporalSettings } from '../support/temporal';

jest.setTimeout(180_000);

/** A namespace of its own: the schedule has one name, and a fresh namespace lacks what must be registered. */
const namespace = `doctor-${randomUUID()}`;
const settings = { ...temporalSettings(), namespace };
const { taskQueue } = settings;
const DAY_S = 86_400;

let database: TestDatabase;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  quietRuntime();
  database = await freshDatabase();
  connection = await connectTemporal(settings);
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 7_200 as never },
  });
  client = new Client({ connection, namespace });
  await eventually(() => codes().then((all) => !all.includes('check-unfinished')), { limitMs: 60_000, everyMs: 500 });
});

afterAll(async () => {
  await connection.close();
  await database.close();
});

async function look(given: Partial<DiagnosisInput> = {}) {
  return (await diagnosisOf(database.pool, { client, taskQueue, ...given }).look()).findings;
}

async function codes(given: Partial<DiagnosisInput> = {}): Promise<readonly FindingCode[]> {
  return (await look(given)).map(({ code }) => code);
}

async function about(code: FindingCode): Promise<readonly string[] | undefined> {
  return (await look()).find((finding) => finding.code === code)?.about[0]?.ids;
}

const becomes = (code: FindingCode, there: boolean) =>
  eventually(async () => (await codes()).includes(code) === there, { limitMs: 90_000, everyMs: 500 });

const minutesFromNow = (minutes: number) => () => new Date(Date.now() + minutes * 60_000);

/** Serves the queue with the workflows as they are, and with activities that do nothing. */
async function whileServed(act: () => Promise<void>): Promise<void> {
  const native = await connectWorker(settings);
  const worker = await Worker.create({
    ...{ connection: native, namespace, taskQueue, workflowBundle: workflowBundle() },
    activities: {
      ...{ startAcceptedComplaints: nothing, sendDueNotices: nothing },
      ...{ spreadCalendars: nothing, passOnFromLeavers: nothing },
    },
    dataConverter: { payloadConverterPath: require.resolve('../../workflows/payload-converter') },
    shutdownGraceTime: '1s',
    shutdownForceTime: '5s',
  });
  try {
    await worker.runUntil(act());
  } finally {
    await native.close();
  }
}

const nothing = (): Promise<void> => Promise.resolve();

test('a namespace that lacks search attributes or keeps what has ended for hours only is found, and one that is right is not', async () => {
  expect(await about('search-attribute-missing')).toHaveLength(8);
  expect((await look()).find(({ code }) => code === 'retention-short')?.span).toEqual({ count: 2, unit: 'h' });
  await ensureSearchAttributes(connection, namespace);
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: { seconds: (3 * DAY_S) as never } },
  });
  await becomes('search-attribute-missing', false);
  await becomes('retention-short', false);
});

test('a schedule that is missing or paused is found, and so is one that has shown no sign of life', async () => {
  expect(await codes()).toContain('sweep-missing');
  await scheduleSweep(client, taskQueue);
  expect(await codes()).not.toEqual(expect.arrayContaining(['sweep-missing']));
  const schedule = client.schedule.getHandle(SWEEP_SCHEDULE);
  await schedule.pause();
  expect(await codes()).toContain('sweep-paused');
  await schedule.unpause();
  const healthy = (await codes()).filter((code) => code.startsWith('sweep'));
  expect(healthy).toEqual([]);
  const late = await look({ now: minutesFromNow(30) });
  expect(late.find(({ code }) => code === 'sweep-late')?.span?.count).toBeGreaterThan(25);
  expect(await codes({ now: minutesFromNow(20) })).not.toContain('sweep-late');
});

test('a queue that nobody serves is found; once a worker asks for work it is not, and its clock is compared', async () => {
  expect(await about('no-worker')).toEqual([taskQueue]);
  await whileServed(async () => {
    await becomes('no-worker', false);
    const behind = await look({ now: minutesFromNow(-10) });
    const clocks = behind.filter(({ code }) => code === 'clock-differs').map(({ about: [clock] }) => clock?.ids);
    expect(clocks).toEqual([['postgres'], ['temporal']]);
    expect(await codes()).not.toContain('clock-differs');
  });
});

test('an open complaint whose run is gone is found, and one that was accepted just now is not', async () => {
  await acceptComplaint(database.pool, intakeOf('C-GONE', { acceptedAt: new Date() }));
  await createLedger(database.pool).record({ reference: 'C-GONE', events: opening({ reference: 'C-GONE' }) });
  expect(await codes()).not.toContain('run-missing');
  await createIntakeBacklog(database.pool).markStarted('C-GONE');
  expect(await codes()).not.toContain('run-missing');
  await database.pool.query(`update intake set started_at = now() - interval '2 minutes'`);
  expect(await about('run-missing')).toEqual(['C-GONE']);
  const handle = await client.workflow.start(COMPLAINT_WORKFLOW, { workflowId: 'C-GONE', taskQueue, args: [] });
  expect(await codes()).not.toContain('run-missing');
  await handle.terminate();
});

test('a run that was terminated is found until another follows it', async () => {
  await becomes('run-ended', true);
  expect(await about('run-ended')).toEqual(['C-GONE']);
  await client.workflow.start(COMPLAINT_WORKFLOW, { workflowId: 'C-GONE', taskQueue, args: [] });
  await becomes('run-ended', false);
});

test('a run that no worker can go on with is found', async () => {
  expect(await codes()).not.toContain('run-failing');
  await whileServed(() => becomes('run-failing', true).then(() => undefined));
  expect(await about('run-failing')).toEqual(['C-GONE']);
});
