import {
  CalendarMoved,
  calendarByHash,
  calendarVersions,
  changeCalendar,
  createCalendarBacklog,
  currentCalendar,
  listCalendars,
} from '../../db/calendars';
import { findComplaint } from '../../db/complaints';
import { acceptComplaint, createIntakeBacklog } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { withTransaction, type Pool } from '../../db/pool';
import { publishRuleBook } from '../../db/rule-books';
import type { Calendar } from '../../domain/calendar/calendar';
import type { Procedure } from '../../domain/model/procedure';
import { CLOSING, intakeOf, numbered, opening } from './complaint-sample';
import { saveCalendar } from '../support/shipped-calendar';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

const calendar = (hash: string) => ({ id: 'cn', hash, zone: 'Asia/Shanghai' }) as Calendar;
const reason = { content: 'why', hash: 'h' };
const change = (hash: string, days: object | null = { '2026-03-04': [] }) => ({
  calendar: calendar(hash),
  base: 'c1',
  changes: days === null ? null : { days },
  reason,
  by: 'gm',
});

test('a change is a new version, the same again is none, and what was before can come back', async () => {
  const { pool } = database;
  await saveCalendar(pool, calendar('c1'));
  expect(await changeCalendar(pool, change('c2'))).toMatchObject({ number: 2, hash: 'c2', savedBy: 'gm', base: 'c1' });
  expect(await changeCalendar(pool, change('c2'))).toMatchObject({ number: 2 });
  expect(await changeCalendar(pool, change('c1', null))).toMatchObject({ number: 3, hash: 'c1', changes: null });
  expect((await calendarVersions(pool, 'cn')).map(({ number, hash }) => [number, hash])).toEqual([
    [3, 'c1'],
    [2, 'c2'],
    [1, 'c1'],
  ]);
  expect((await calendarByHash(pool, 'c2'))?.hash).toBe('c2');
  expect((await listCalendars(pool)).map(({ id, number }) => [id, number])).toEqual([['cn', 3]]);
});

test('of two who change the same version only the first succeeds', async () => {
  const { pool } = database;
  await saveCalendar(pool, calendar('c1'));
  const both = [change('c2'), change('c3')].map((one) => changeCalendar(pool, { ...one, replaces: 1 }));
  const results = await Promise.allSettled(both);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(changeCalendar(pool, { ...change('c4'), replaces: 0 })).rejects.toThrow(CalendarMoved);
});

test("publishing rule books again never takes an organisation's changes away", async () => {
  const { pool } = database;
  await saveCalendar(pool, calendar('c1'));
  await changeCalendar(pool, change('c2'));
  await saveCalendar(pool, calendar('c1'));
  await saveCalendar(pool, calendar('c9'));
  expect(await currentCalendar(pool, 'cn')).toMatchObject({ hash: 'c2' });
});

describe('who is behind', () => {
  async function register(reference: string, ...hashes: readonly [string, ...string[]]): Promise<void> {
    const [calendarHash, ...changes] = hashes;
    const changed = changes.map((hash) => ({ type: 'calendarChanged', calendar: { id: 'cn', hash }, reason }) as const);
    const events = [...opening({ reference, calendarHash }), ...numbered(6, changed)];
    await createLedger(database.pool).record({ reference, events });
  }

  async function archive(reference: string): Promise<void> {
    const events = [...CLOSING, ...numbered(10, [{ type: 'archived' }])];
    await createLedger(database.pool).record({ reference, events });
  }

  beforeEach(async () => {
    const { pool } = database;
    await publishRuleBook(pool, {
      procedure: { key: 'demo', hash: 'rules', calendar: 'cn' } as Procedure,
      texts: {},
      match: { default: false },
      limits: {},
      source: '',
      calendar: calendar('c1'),
      by: 'system',
    });
    await register('C-1', 'c1');
    await register('C-2', 'c1', 'c2');
    await register('C-3', 'c2');
    await register('C-4', 'c2', 'c1');
    await register('C-6', 'c1');
    await archive('C-6');
    await register('C-7', 'of another country');
    await acceptComplaint(pool, { ...intakeOf('C-5'), procedureHash: 'rules', calendarHash: 'c1' });
  });

  test('nobody, until a calendar is changed', async () => {
    expect(await createCalendarBacklog(database.pool).unspread()).toEqual([]);
  });

  test('is whoever was registered by another calendar or last heard of another', async () => {
    const { pool } = database;
    await changeCalendar(pool, change('c2'));
    const backlog = createCalendarBacklog(pool);
    const [news] = await backlog.unspread();
    expect(news).toMatchObject({ number: 2, calendar: { hash: 'c2' }, reason });
    const ask = (after: string, limit: number) => backlog.behind({ calendar: calendar('c2'), after, limit });
    expect(await ask('', 10)).toEqual(['C-1', 'C-4']);
    expect(await ask('C-1', 10)).toEqual(['C-4']);
    expect(await ask('', 1)).toEqual(['C-1']);
    expect((await findComplaint(pool, 'C-4'))?.state.calendar).toEqual({ id: 'cn', hash: 'c1' });
    expect((await createIntakeBacklog(pool).unstarted(10)).map(({ calendarHash }) => calendarHash)).toEqual(['c1']);
  });

  test('is found over several former versions, in order of the references', async () => {
    const { pool } = database;
    await changeCalendar(pool, change('c2'));
    await changeCalendar(pool, change('c3', { '2026-03-05': [] }));
    const backlog = createCalendarBacklog(pool);
    const ask = (after: string, limit: number) => backlog.behind({ calendar: calendar('c3'), after, limit });
    expect(await ask('', 3)).toEqual(['C-1', 'C-2', 'C-3']);
    expect(await ask('C-3', 3)).toEqual(['C-4']);
  });

  test('is looked up in one index, by the version each counts by, however many have heard', async () => {
    let plan = '';
    const explaining = {
      query: (text: string, values: unknown[]) =>
        withTransaction(database.pool, async (client) => {
          await client.query('set local enable_seqscan = off');
          const { rows } = await client.query<{ 'QUERY PLAN': object }>(`explain (format json) ${text}`, values);
          plan = JSON.stringify(rows[0]?.['QUERY PLAN']);
          return { rows: [] };
        }),
    } as unknown as Pool;
    await createCalendarBacklog(explaining).behind({ calendar: calendar('c2'), after: 'C-1', limit: 5 });
    expect(plan).toContain('"Index Name":"complaints_calendar"');
    expect(plan).toMatch(/"Index Cond":"\(\(calendar_hash = [^"]*\) AND \(reference > 'C-1'::text\)\)"/);
  });

  test('a change stays on the list until it is minutes old, and one that is overtaken is no longer on it', async () => {
    const { pool } = database;
    await changeCalendar(pool, change('c2'));
    const backlog = createCalendarBacklog(pool);
    const [news] = await backlog.unspread();
    if (!news) throw new Error('nothing to spread');
    await backlog.markSpread(news);
    expect(await backlog.unspread()).toHaveLength(1);
    await pool.query(`update calendars set saved_at = now() - interval '1 hour'`);
    await backlog.markSpread(news);
    expect(await backlog.unspread()).toEqual([]);
    await changeCalendar(pool, change('c3'));
    await changeCalendar(pool, change('c4', { '2026-03-05': [] }));
    expect((await backlog.unspread()).map(({ calendar: { hash } }) => hash)).toEqual(['c4']);
  });
});
