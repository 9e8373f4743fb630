import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createComplaintStarter, type ComplaintStarter } from '../../services/start-complaint';
import { startAcceptedComplaintsActivity } from '../../activities/sweep';
import { createIntakeBacklog, findIntake } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createPeopleSource } from '../../db/people-answers';
import { createRuleBooks } from '../../db/rule-books';
import { fold } from '../../domain/record/evolve';
import { stateQuery } from '../../workflows/messages/messages';
import { call, COMPLAINT, contextOver, nowhere, serve, startStack, type Served, type Stack } from '../api/stack';
import { eventually } from '../support/eventually';

let stack: Stack;
let away: Served;
let nobody: ReturnType<typeof nowhere>;
let starter: ComplaintStarter;

beforeAll(async () => {
  stack = await startStack({ temporal: true });
  nobody = nowhere();
  const { pool, client, taskQueue } = stack;
  away = await serve(contextOver({ pool, client: nobody.client, settings: { taskQueue, receiptWithinMs: 500 } }));
  const [ruleBooks, people, ledger] = [createRuleBooks(pool), createPeopleSource(pool), createLedger(pool)];
  starter = createComplaintStarter({ client, taskQueue, ruleBooks, customs: () => undefined, people, ledger });
});
afterAll(async () => {
  await away.close();
  await nobody.close();
  await stack.close();
});

const post = (to: Pick<Stack, 'url' | 'endpoints'>, key: string) =>
  call(to, {
    method: 'POST',
    path: '/v1/complaints',
    key: stack.keys['web'],
    headers: { 'idempotency-key': key },
    body: COMPLAINT,
  });

const sweep = () =>
  new MockActivityEnvironment().run(
    startAcceptedComplaintsActivity({
      backlog: createIntakeBacklog(stack.pool),
      runs: starter,
      log: { warn: () => {} },
    } as unknown as Parameters<typeof startAcceptedComplaintsActivity>[0]),
  );

test('accepted while Temporal is away: 202, then the sweep starts the run, and the same key gets the promise', async () => {
  const key = randomUUID();
  const first = await post(away, key);
  expect(first.status).toBe(202);
  expect(first.body).not.toHaveProperty('promise');
  const { reference } = first.body as { reference: string };

  expect(await sweep()).toBeGreaterThan(0);
  const state = await eventually(() => stack.client.workflow.getHandle(reference).query(stateQuery), {
    limitMs: 10_000,
  });
  expect(state.stage?.key).toBe('investigate');

  const again = await post(stack, key);
  expect(again.status).toBe(201);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.body).toMatchObject({ reference, promise: { replyBy: state.clocks['reply']?.budget.dueAt } });
  expect(await sweep()).toBe(0);
});

const LOST: readonly (readonly [string, (reference: string) => Promise<unknown>])[] = [
  [
    'whose history is lost',
    (workflowId) =>
      stack.client.workflowService.deleteWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId },
      }),
  ],
  ['that somebody has terminated', (workflowId) => stack.client.workflow.getHandle(workflowId).terminate('by mistake')],
];

test.each(LOST)('a run %s starts again from the ledger, where it was, and goes on', async (_, lose) => {
  const { reference } = (await post(stack, randomUUID())).body as { reference: string };
  const act = (by: string, body: object) =>
    call(stack, { method: 'POST', path: `/v1/complaints/${reference}/acts`, key: stack.keys[by], body });
  const founded = { act: 'complete', outcome: 'founded', form: { findings: 'it leaks', responsible: 'engineering' } };
  expect((await act('cs-1', founded)).status).toBe(200);

  await lose(reference);
  const isGone = () =>
    stack.client.workflow
      .getHandle(reference)
      .describe()
      .then(
        ({ status }) => status.name !== 'RUNNING',
        () => true,
      );
  await eventually(isGone, { limitMs: 20_000 });
  expect((await act('eng-1', { act: 'acceptHandover' })).status).toBe(503);

  const accepted = await findIntake(stack.pool, reference);
  if (!accepted) throw new Error('it was accepted');
  await starter.start(accepted);
  const events = await createLedger(stack.pool).events(reference);
  expect(await stack.client.workflow.getHandle(reference).query(stateQuery)).toEqual(fold(events));
  expect((await act('eng-1', { act: 'acceptHandover' })).status).toBe(200);
});
