import { Client } from 'pg';
import { createContentStore, evidenceOf } from '../../db/content';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createOutbox, listNotices } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import type { Pool, PoolClient } from '../../db/pool';
import { rebuildProjections } from '../../db/rebuild';
import { eventually } from '../support/eventually';
import type { EventBody } from '../../domain/model/event';
import { CLOSING, intakeOf, numbered, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

const TABLES = ['complaints', 'open_complaints', 'tasks', 'notices', 'moments', 'evidence', 'deliveries'];

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  const ledger = createLedger(database.pool);
  await acceptComplaint(database.pool, intakeOf('F-1'));
  await ledger.record({ reference: 'F-1', events: opening({ reference: 'F-1' }) });
  await ledger.record({ reference: 'F-2', events: [...opening({ reference: 'F-2' }), ...CLOSING] });
  await ledger.record({ reference: 'F-3', events: opening({ reference: 'F-3' }) });
  const evidence = await createContentStore(database.pool).put({
    reference: 'F-3',
    kind: 'e',
    text: 'x',
    by: 'desk-1',
  });
  await ledger.record({ reference: 'F-3', events: numbered(6, [{ type: 'evidenceAdded', evidence }]) });
});

afterEach(() => database.close());

async function everything(): Promise<unknown> {
  const contents = TABLES.map(async (table) => {
    const { rows } = await database.pool.query(`select to_jsonb(t) as row from ${table} t order by to_jsonb(t)::text`);
    return [table, rows] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

test('what was recorded is what a rebuild makes of the events', async () => {
  const before = await everything();
  expect(await rebuildProjections(database.pool)).toEqual({ complaints: 3, differences: [] });
  expect(await everything()).toEqual(before);
});

test('whatever was lost, changed or added is put right, and its complaint is named', async () => {
  const before = await everything();
  await database.pool.query(`delete from complaints where reference = 'F-1'`);
  await database.pool.query(`update tasks set level = 7 where reference = 'F-3'`);
  await database.pool.query(`delete from open_complaints where reference = 'F-1'`);
  await database.pool.query(`insert into open_complaints select (jsonb_populate_record(o, '{"reference":"F-2"}')).*
    from open_complaints o where reference = 'F-3'`);
  await database.pool.query(`update notices set recipient = 'nobody' where reference = 'F-2' and template = 'closed'`);
  await database.pool.query(`insert into tasks select (jsonb_populate_record(t, '{"reference":"F-9"}')).* from tasks t
    where reference = 'F-1'`);
  expect(await rebuildProjections(database.pool)).toEqual({ complaints: 3, differences: ['F-1', 'F-2', 'F-3', 'F-9'] });
  expect(await everything()).toEqual(before);
  expect((await rebuildProjections(database.pool)).differences).toEqual([]);
});

test('what notices are made from is made anew, and nothing is kept that no notice needs', async () => {
  const before = await everything();
  await database.pool.query(`delete from moments where reference = 'F-1'`);
  await database.pool.query(`update moments set state = '{}', texts = '{"reason":{}}' where reference = 'F-2'`);
  await database.pool.query(`insert into moments values ('F-3', 1, '{}', '{}', '{}'), ('F-9', 1, '{}', '{}', '{}')`);
  expect((await rebuildProjections(database.pool)).differences).toEqual(['F-1', 'F-2', 'F-3', 'F-9']);
  expect(await everything()).toEqual(before);
});

test('evidence of acts is found again, evidence that came with the complaint is left alone', async () => {
  await database.pool.query('delete from evidence where event > 0');
  expect((await rebuildProjections(database.pool)).differences).toEqual(['F-3']);
  expect(await evidenceOf(database.pool, 'F-3')).toEqual([expect.objectContaining({ event: 6, text: 'x' })]);
  expect(await evidenceOf(database.pool, 'F-1')).toHaveLength(1);
});

test('a rebuild neither sends anything again nor forgets what was sent', async () => {
  const outbox = createOutbox(database.pool);
  const now = new Date(Date.now() + 60_000);
  const claimed = await outbox.claimDue({ limit: 2, now });
  for (const message of claimed) await outbox.sent(message, now);
  await database.pool.query(`delete from notices where id <> all($1)`, [claimed.map(({ id }) => id)]);
  await database.pool.query(`insert into notices values ('F-1:1:old:desk-1', 'F-1', 1, 'old', 'desk-1', now())`);
  await database.pool.query(`insert into moments values ('F-1', 1, '{}', '{}', '{}')`);
  await database.pool.query(`insert into deliveries (notice, channel, status, attempts)
    values ('F-1:1:old:desk-1', 'mail', 'sent', 1)`);
  await rebuildProjections(database.pool);
  expect(await outbox.claimDue({ limit: 50, now })).toEqual([]);
  const { rows } = await database.pool.query(`select count(*)::integer as n from deliveries where status = 'sent'`);
  expect(rows).toEqual([{ n: claimed.length + 1 }]);
  const { items } = await listNotices(database.pool, { reference: 'F-1', limit: 50 });
  expect(items.map(({ subject }) => subject.notice.id)).toContain('F-1:1:old:desk-1');
  expect(claimed).toHaveLength(2);
});

test('a rebuild while complaints go on leaves every one as its events say', async () => {
  const ledger = createLedger(database.pool);
  const goingOn = Array.from({ length: 20 }, async (_, index) => {
    const reference = `G-${String(index)}`;
    for (const event of [...opening({ reference }), ...CLOSING]) await ledger.record({ reference, events: [event] });
  });
  await Promise.all([...goingOn, rebuildProjections(database.pool), rebuildProjections(database.pool)]);
  expect((await rebuildProjections(database.pool)).differences).toEqual([]);
});

/** The same pool, with something done once a client of it has been answered a query. */
function interrupted(pool: Pool, query: string, then: () => Promise<void>): Pool {
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    const own = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
    const asked = async (...given: unknown[]): Promise<unknown> => {
      const answer = await own(...given);
      if (String(given[0]).includes(query)) await then();
      return answer;
    };
    return new Proxy(client, { get: (of, key) => (key === 'query' ? asked : bound(of, key)) });
  };
  return new Proxy(pool, { get: (of, key) => (key === 'connect' ? connect : bound(of, key)) });
}

function bound(of: object, key: string | symbol): unknown {
  const value: unknown = Reflect.get(of, key);
  return typeof value === 'function' ? value.bind(of) : value;
}

async function somebodyWaits(): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

test('what is recorded while a rebuild is at its complaint is not lost to what the rebuild had read', async () => {
  let recorded: Promise<unknown> = Promise.resolve();
  const pool = interrupted(database.pool, 'jsonb_agg(body', async () => {
    recorded = createLedger(database.pool).record({ reference: 'F-1', events: CLOSING });
    await Promise.race([recorded, eventually(somebodyWaits, { limitMs: 10_000 })]);
  });
  await rebuildProjections(pool);
  await recorded;
  const { rows } = await database.pool.query(
    `select status, last_number as shown, (select max(number) from events e where e.reference = c.reference) as kept
     from complaints c where reference = 'F-1'`,
  );
  expect(rows).toEqual([{ status: 'closed', shown: rows[0].kept, kept: rows[0].kept }]);
});

test('a rebuild takes long lives in portions: few events at once, and moments by the hundred', async () => {
  const { pool } = database;
  const described = { facts: { description: 'x'.repeat(3_000) } };
  const reported: EventBody = { type: 'progressReported', task: 'T5', reason: { content: 'r', hash: 'h' } };
  const references = ['G-1', 'G-2', 'G-3', 'G-4'];
  for (const reference of references) {
    const events = [
      ...opening({ reference, registration: described }),
      ...numbered(6, Array<EventBody>(1_000).fill(reported)),
    ];
    await pool.query(
      `insert into events (reference, number, type, at, body)
       select $1, (e->>'number')::integer, e->>'type', (e->>'at')::timestamptz, e from jsonb_array_elements($2) e`,
      [reference, JSON.stringify(events)],
    );
  }
  const query = jest.spyOn(Client.prototype, 'query');
  const { differences } = await rebuildProjections(pool);
  const statements = query.mock.calls.map((given) => JSON.stringify(given));
  query.mockRestore();
  expect(differences).toEqual(references);
  const { rows } = await pool.query(`select count(*)::int as moments from moments where reference like 'G-%'`);
  expect(rows).toEqual([{ moments: 4_008 }]);
  expect(statements.filter((statement) => statement.includes('lock table events in'))).toHaveLength(2);
  expect(Math.max(...statements.map(({ length }) => length))).toBeLessThan(2_000_000);
});
