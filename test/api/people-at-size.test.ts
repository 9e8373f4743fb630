import type { PoolClient } from 'pg';
import { castOf, deskRole, GENERAL_MANAGER, organisationOf } from '../../bench/people/organisation';
import { costOf, type PlanMessage } from '../../bench/people/plan-cost';
import { poolBookKey, publishPoolBook } from '../../bench/people/pool-book';
import { traceOf } from '../../bench/people/trace';
import { issueKey } from '../../db/keys';
import { saveOrganisation } from '../../db/people';
import type { Pool } from '../../db/pool';
import { advanceTo } from '../../rehearsal/virtual-time';
import { eventually } from '../support/eventually';
import { call, COMPLAINT, startStack, type Reply, type Stack } from './stack';

jest.setTimeout(180_000);

const SIZE = 100_000;
const POOL = 5_000;
/** What one call may look at of an organisation; a pool has many times as many people. */
const MOST_ROWS = 300;
const { desk, department, handler } = castOf(POOL);
/** A handler of another department. */
const OTHER = 'section-00001-handler-0';
const SECOND_MS = 1_000;
const FORTNIGHT_MS = 14 * 86_400_000;
const SUPERVISOR = `${department}-leader-0`;

let stack: Stack;
let seen: RowsSeen;
const keys: Record<string, string> = {};

beforeAll(async () => {
  stack = await startStack({ temporal: true });
  const { pool } = stack;
  await publishPoolBook(pool, POOL);
  await saveOrganisation(pool, organisationOf(SIZE, new Date()).organisation);
  await pool.query('analyze');
  for (const id of [desk, handler, SUPERVISOR, OTHER, GENERAL_MANAGER]) {
    keys[id] = await issueKey(pool, { kind: 'staff', id, label: 'test' });
  }
  seen = await watchRows(pool);
});
afterAll(() => stack.close());

interface RowsSeen {
  /** Since it was asked last. */
  take(): number;
}

/** Sums the rows that every statement looks at: each client of the pool is told the plan of each as a notice. */
async function watchRows(pool: Pool): Promise<RowsSeen> {
  let rows = 0;
  pool.on('connect', (client: PoolClient) => {
    client.on('notice', ({ message }) => {
      const plan = /plan:\n([\s\S]*)$/.exec(message ?? '')?.[1];
      if (plan !== undefined) rows += costOf(JSON.parse(plan) as PlanMessage).rows;
    });
  });
  const settings = ['log_min_duration = 0', 'log_analyze = on', 'log_format = json', "log_level = 'notice'"];
  const { rows: databases } = await pool.query<{ name: string }>('select current_database() as name');
  const alter = `alter database ${databases[0]?.name ?? ''} set`;
  await pool.query(`${alter} session_preload_libraries = 'auto_explain'`);
  for (const setting of settings) await pool.query(`${alter} auto_explain.${setting}`);
  const others = 'datname = current_database() and pid <> pg_backend_pid()';
  await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`);
  await pool.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
  await eventually(async () => {
    await pool.query('select count(*) from departments');
    return rows > 0;
  });
  return {
    take() {
      const since = rows;
      rows = 0;
      return since;
    },
  };
}

async function bounded(work: Promise<Reply>): Promise<Reply> {
  const reply = await work;
  if (![200, 201].includes(reply.status)) throw new Error(JSON.stringify(reply.body));
  expect(JSON.stringify(reply.body).length).toBeLessThan(20_000);
  expect(seen.take()).toBeLessThan(MOST_ROWS);
  return reply;
}

const get = (path: string, who: string) => bounded(call(stack, { path, key: keys[who] }));
const act = (reference: string, who: string, body: unknown) =>
  bounded(call(stack, { path: `/v1/complaints/${reference}/acts`, key: keys[who], body }));

async function filed(): Promise<string> {
  const { narrative, complainant, subject, category, severity, channel, locale } = COMPLAINT;
  const body = {
    ...{ narrative, complainant, subject, category, severity, channel, locale },
    procedure: poolBookKey(POOL),
  };
  seen.take();
  const headers = { 'idempotency-key': 'of-a-large-organisation' };
  const { body: answer } = await bounded(
    call(stack, { path: '/v1/complaints', key: stack.keys['web'], body, headers }),
  );
  return answer.reference as string;
}

const limitOf = (reply: Reply) => reply.body.complaint.tasks[0].dueAt as string;

/** Everything that is due by that instant happens, each at its own. */
async function passTime(reference: string, until: number): Promise<void> {
  seen.take();
  await advanceTo(stack.client, reference, until);
}

async function bytesOfEvents(reference: string): Promise<readonly number[]> {
  const text = 'select octet_length(body::text) as bytes from events where reference = $1';
  const { rows } = await stack.pool.query<{ bytes: number }>(text, [reference]);
  seen.take();
  return rows.map(({ bytes }) => bytes);
}

it('an organisation of 100,000 in one test that files, assigns, escalates and reads', async () => {
  const reference = await filed();
  expect((await get('/v1/tasks?limit=50', desk)).body.items).toMatchObject([
    { reference, person: null, people: [], pool: { role: deskRole(POOL), department: null } },
  ]);
  const findings = { findings: 'The motor is worn out. Demo.', responsible: department };
  const handedOver = await act(reference, desk, { act: 'complete', outcome: 'founded', form: findings });
  expect(handedOver.body.complaint.tasks).toMatchObject([
    { owner: { people: [], person: null, pool: { role: 'handler', department } } },
  ]);
  const elsewhere = { path: `/v1/complaints/${reference}/acts`, key: keys[OTHER], body: { act: 'acceptHandover' } };
  expect(await call(stack, elsewhere)).toMatchObject({ status: 403 });

  seen.take();
  const assigned = await act(reference, SUPERVISOR, { act: 'assign', to: handler, reason: 'Demo.' });
  expect(assigned.body.complaint.tasks).toMatchObject([{ owner: { person: handler, pool: null } }]);
  expect((await get('/v1/tasks?limit=50', handler)).body.items).toMatchObject([{ reference, person: handler }]);
  expect((await get(`/v1/complaints/${reference}`, handler)).body.acts).toContainEqual(
    expect.objectContaining({ act: 'complete' }),
  );

  await passTime(reference, Date.parse(limitOf(assigned)) + SECOND_MS);
  expect(seen.take()).toBeLessThan(MOST_ROWS);
  await passTime(reference, Date.parse(limitOf(assigned)) + FORTNIGHT_MS);
  const held = await get(`/v1/complaints/${reference}`, GENERAL_MANAGER);
  expect(held.body.tasks).toMatchObject([{ owner: { person: GENERAL_MANAGER }, missed: true }]);

  const trace = await traceOf(stack, reference);
  expect(trace.inputBytes).toBeLessThan(24_000);
  expect(trace.largestMarkerBytes).toBeLessThan(4_000);
  expect(trace.noticesAtOnce).toBeLessThanOrEqual(10);
  expect(Math.max(...(await bytesOfEvents(reference)))).toBeLessThan(4_000);
});
