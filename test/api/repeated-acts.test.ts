import { advanceTo, virtualNow } from '../../rehearsal/virtual-time';
import { createComplaintStarter } from '../../services/start-complaint';
import { findComplaint } from '../../db/complaints';
import { listOpenIntakes } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createPeopleSource } from '../../db/people-answers';
import { createRuleBooks } from '../../db/rule-books';
import { actSignal, actUpdate, receiptUpdate, stateQuery, timelineQuery } from '../../workflows/messages/messages';
import { eventually } from '../support/eventually';
import { call, COMPLAINT, startStack, type Reply, type Stack } from './stack';

jest.setTimeout(180_000);

const DAY_MS = 86_400_000;
/** So many that the run has gone on in another since it forgot the first. */
const OTHERS = 260;

let stack: Stack;
let reference: string;
let first: Reply;
let completed: Reply;

const act = (body: unknown, key: string) =>
  call(stack, {
    ...{ path: `/v1/complaints/${reference}/acts`, key: stack.keys['cs-1'], body },
    headers: { 'idempotency-key': key },
  });
const note = (key: string) => act({ act: 'note', reason: `noted as ${key}` }, key);
const complete = () =>
  act({ act: 'complete', outcome: 'founded', form: { findings: 'worn out', responsible: 'property' } }, 'complete');
const run = () => stack.client.workflow.getHandle(reference);
const runId = async () => (await run().describe()).runId;
const state = () => run().query(stateQuery);
const eventCount = async () => (await findComplaint(stack.pool, reference))?.events ?? 0;
const answers = ({ status, body }: Reply) => ({ status, id: body.id, events: body.events });

beforeAll(async () => {
  stack = await startStack({ temporal: true });
  const filed = await call(stack, {
    ...{ path: '/v1/complaints', key: stack.keys['web'], body: COMPLAINT },
    headers: { 'idempotency-key': 'repeated' },
  });
  reference = filed.body.reference;
  const firstRun = await runId();
  first = await note('first');
  completed = await complete();
  expect([first.status, completed.status]).toEqual([200, 200]);
  for (let n = 0; n < OTHERS; n += 1) expect((await note(`other-${n}`)).status).toBe(200);
  await eventually(async () => (await runId()) !== firstRun, { limitMs: 10_000 });
});
afterAll(() => stack.close());

/** Nothing is done again, whichever way it comes, and the answer is the one of then. */
async function isAnsweredAsBefore(): Promise<void> {
  const before = await eventCount();
  expect(answers(await note('first'))).toEqual(answers(first));
  expect(answers(await complete())).toEqual(answers(completed));
  expect((await note(`other-${OTHERS - 1}`)).status).toBe(200);
  const looked = await call(stack, {
    path: `/v1/complaints/${reference}/acts/${first.body.id}`,
    key: stack.keys['cs-1'],
  });
  expect(answers(looked)).toEqual(answers(first));
  expect(await eventCount()).toBe(before);
}

test(
  'an act repeated after two hundred others and in another run is answered as before and done once',
  isAnsweredAsBefore,
);

test('the same act straight through Temporal is done once, too', async () => {
  const before = await eventCount();
  const old = { act: 'note', by: 'cs-1', reason: 'again', id: first.body.id } as const;
  const done = { act: 'complete', by: 'cs-1', outcome: 'founded', id: completed.body.id } as const;
  expect((await run().executeUpdate(actUpdate, { args: [old] })).events).toEqual(first.body.events);
  expect((await run().executeUpdate(actUpdate, { args: [done] })).events).toEqual(completed.body.events);
  await run().signal(actSignal, old);
  expect((await note('after-the-signal')).status).toBe(200);
  expect(await eventCount()).toBe(before + 1);
});

test('what is no act of the run is not found, whatever its id looks like', async () => {
  await run().executeUpdate(receiptUpdate, { args: [], updateId: 'receipt' });
  for (const id of ['receipt', 'none', 'none.run', 'none.123e4567-e89b-12d3-a456-426614174000']) {
    const looked = await call(stack, { path: `/v1/complaints/${reference}/acts/${id}`, key: stack.keys['cs-1'] });
    expect(looked).toMatchObject({ status: 404, body: { type: 'not-found' } });
  }
});

test('a run answers for itself: its timeline begins where it began, and says so', async () => {
  const { since, events } = await run().query(timelineQuery);
  expect(since).toBeGreaterThan(OTHERS / 2);
  expect(events.map(({ number }) => number)).toEqual(events.map((_event, index) => since + index));
  expect(since + events.length - 1).toBe(await eventCount());
});

test('after the runs are restarted from the ledger it is answered as before and done once', async () => {
  await run().terminate('the store of Temporal is lost');
  const { pool, client, taskQueue } = stack;
  const starter = createComplaintStarter({
    ...{ client, taskQueue, ruleBooks: createRuleBooks(pool), customs: () => undefined },
    ...{ people: createPeopleSource(pool), ledger: createLedger(pool) },
  });
  for (const accepted of await listOpenIntakes(pool, { after: '', limit: 10 })) await starter.start(accepted);
  await isAnsweredAsBefore();
});

test('once the complaint is archived it takes no act, and answers to those it has had', async () => {
  await run().executeUpdate(actUpdate, { args: [{ act: 'withdraw', by: 'complainant' }] });
  expect((await state())?.status).toBe('closed');
  await advanceTo(stack.client, reference, (await virtualNow(stack.client, reference)) + 60 * DAY_MS);
  await run().result();
  await isAnsweredAsBefore();
  expect(await note('never-before')).toMatchObject({ status: 409, body: { type: 'closed' } });
});
