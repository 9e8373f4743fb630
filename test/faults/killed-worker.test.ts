import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rebuildProjections } from '../../db/rebuild';
import { fold } from '../../domain/record/evolve';
import { eventsOf } from '../../db/timeline';
import { stateQuery } from '../../workflows/messages/messages';
import { call, COMPLAINT, startStack, type Stack } from '../api/stack';
import { DEVELOPER_LIFE } from '../support/developer-life';
import { eventually } from '../support/eventually';
import { startWorkerProcess, type ProgramProcess } from '../support/program-process';

const taskQueue = `faults-${randomUUID()}`;
const mailFolder = mkdtempSync(join(tmpdir(), 'redress-faults-'));
let stack: Stack;
let worker: ProgramProcess;

beforeAll(async () => {
  stack = await startStack({ temporal: true, settings: { taskQueue } });
  worker = await start();
}, 60_000);
afterAll(async () => {
  await worker.stop();
  await stack.close();
  rmSync(mailFolder, { recursive: true, force: true });
});

const start = () => startWorkerProcess({ databaseUrl: stack.databaseUrl, taskQueue, mailFolder });

/** What a killed worker had claimed to send is due again after two minutes. */
const CLAIM_LAPSES_MS = 150_000;
const DELAYS_MS = [0, 15, 40, 80, 10, 25];

test('the worker is killed in the middle of every stage: the run goes on, nothing is lost, nothing is doubled', async () => {
  const { reference } = (
    await call(stack, {
      method: 'POST',
      path: '/v1/complaints',
      key: stack.keys['web'],
      headers: { 'idempotency-key': 'killed' },
      body: COMPLAINT,
    })
  ).body as { reference: string };

  for (const [index, { by, act, stage }] of DEVELOPER_LIFE.entries()) {
    const send = () =>
      call(stack, {
        method: 'POST',
        path: `/v1/complaints/${reference}/acts`,
        key: stack.keys[by],
        headers: { 'idempotency-key': `act-${index}` },
        body: act,
      });
    const sent = send();
    await new Promise((resolve) => setTimeout(resolve, DELAYS_MS[index]));
    await worker.kill();
    worker = await start();
    const reply = await sent;
    expect([200, 202, 503]).toContain(reply.status);
    await eventually(async () => (await send()).status === 200, { limitMs: 30_000, everyMs: 250 });
    const state = await stack.client.workflow.getHandle(reference).query(stateQuery);
    expect(state?.stage?.key ?? null).toBe(stage);
  }

  const recorded = await eventsOf(stack.pool, { reference, limit: 1000 });
  const events = recorded.map(({ event }) => event);
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ type }) => type === 'taskCompleted')).toHaveLength(DEVELOPER_LIFE.length);
  expect(events.at(-1)?.type).toBe('closed');
  expect(await stack.client.workflow.getHandle(reference).query(stateQuery)).toEqual(fold(events));
  expect((await rebuildProjections(stack.pool)).differences).toEqual([]);
  await eventually(async () => (await mailsThatAre('pending')) === 0, { limitMs: CLAIM_LAPSES_MS, everyMs: 250 });
  const mails = readdirSync(mailFolder);
  expect(mails).toHaveLength(await mailsThatAre('sent'));
  expect(mails.filter((mail) => mail.includes('acknowledgement'))).toHaveLength(1);
}, 300_000);

async function mailsThatAre(status: string): Promise<number> {
  const { rows } = await stack.pool.query<{ count: string }>(
    `select count(distinct message) from deliveries where channel = 'mail' and status = $1`,
    [status],
  );
  return Number(rows[0]?.count);
}
