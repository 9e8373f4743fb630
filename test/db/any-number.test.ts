import { createCalendarBacklog } from '../../db/calendars';
import { listComplaints, type ComplaintFilters, type ComplaintSort } from '../../db/complaint-lists';
import { cursorAt } from '../../db/complaint-order';
import { createIntakeBacklog } from '../../db/intake';
import { listNotices } from '../../db/notices';
import type { Pool } from '../../db/pool';
import { queryCosts } from '../../tools/query-costs';
import { freshDatabase, type Database } from './database';

const FEW = 5_000;
const MANY = 50_000;
const OPEN = 500;
/** Those that were received before the others have a word of their own. */
const LATE = 40_000;

let database: Database;

/** Complaints from one number to another: every word, filter and instant follows from the number. */
const FILL = [
  `insert into complaints (reference, state, last_number, last_at, procedure_key, procedure_hash, calendar_hash, source, channel,
     locale, status, stage, round, category, severity, department, owner, level, due_at, promise_due_at, received_at,
     registered_at)
   select 'C-' || n, '{}', 1, now(), 'p-' || n % 5, 'rules', 'calendar', 'web', 'web', 'en',
     case when n <= ${OPEN} then 'open' else 'archived' end, case when n <= ${OPEN} then 's-' || n % 7 end, 1, 'c',
     'v-' || n % 3, case when n <= ${OPEN} then 'd-' || n % 11 end, case when n <= ${OPEN} then 'o-' || n % 13 end,
     0, case when n <= ${OPEN} then now() + n * interval '1 minute' end, null, now() - n * interval '1 minute', now()
   from generate_series($1::integer, $2::integer) n`,
  `insert into open_complaints
   select reference, procedure_key, stage, severity, department, owner, level, due_at, received_at
   from complaints where status = 'open' on conflict do nothing`,
  `insert into complaint_search
   select 'C-' || n, array['c', n::text, 'everywhere', case when n % 2 = 0 then 'even' else 'odd' end, 'w-' || n % 4, 'x-' || n / 5,
       case when n > ${LATE} then 'late' else 'early' end]
     || array(select 'filler-' || n % m from generate_series(100, 120) m)
   from generate_series($1::integer, $2::integer) n`,
  `insert into intake (source, key_hash, body_hash, reference, registration, procedure_hash, calendar_hash, accepted_at, started_at)
   select 'web', n::text, 'body', 'C-' || n, '{}', 'rules', 'calendar', now(), case when n > 3 then now() end
   from generate_series($1::integer, $2::integer) n`,
  `insert into moments select 'C-' || n, 1, '{}', '{}', '{}' from generate_series($1::integer, $2::integer) n`,
  `insert into notices
   select 'C-' || n || ':1:' || r, 'C-' || n, 1, 'assignment', r, now() - n * interval '1 minute'
   from generate_series($1::integer, $2::integer) n, unnest(array['complainant', 'o-' || n % 13]) r`,
];

async function fill(from: number, to: number): Promise<void> {
  for (const statement of FILL) {
    const isRanged = statement.includes('$1');
    await database.pool.query(statement, isRanged ? [from, to] : []);
  }
  await database.pool.query('vacuum (analyze)');
}

const list =
  (filters: ComplaintFilters, sort: ComplaintSort = '-receivedAt', cursor?: string) =>
  (pool: Pool) =>
    listComplaints(pool, { filters, sort, limit: 50, ...(cursor === undefined ? {} : { cursor }) });

const DEEP = { at: new Date(Date.now() - 3_000 * 60_000).toISOString(), reference: 'C-1' };

const QUESTIONS: Readonly<Record<string, (pool: Pool) => Promise<unknown>>> = {
  'all, newest first': list({}),
  'all, oldest first': list({}, 'receivedAt'),
  'all by due instant': list({}, 'dueAt'),
  'a page from the middle': list({}, '-receivedAt', cursorAt('-receivedAt', { stretch: 'all', ...DEEP })),
  'a page of those without a due instant': list({}, 'dueAt', cursorAt('dueAt', { stretch: 'none', ...DEEP })),
  'a procedure with a severity, not open': list({ procedure: 'p-1', severity: 'v-1', open: false }, 'receivedAt'),
  'a severity that nothing has': list({ severity: 'none' }),
  'filters that nothing has together': list({ procedure: 'p-1', severity: 'none', open: false }),
  'a level that nothing has': list({ level: 9 }),
  'a stage, a department and an owner that nothing has together': list({
    stage: 's-1',
    department: 'd-1',
    owner: 'o-2',
  }),
  'received after the newest': list({ receivedAfter: '2099-01-01T00:00:00.000Z' }, 'dueAt'),
  'a word that occurs nowhere': list({ q: 'nowhere' }),
  'a word that occurs nowhere, by due instant': list({ q: 'nowhere' }, 'dueAt'),
  'a word that occurs in every complaint': list({ q: 'everywhere' }),
  'two frequent words that never occur together': list({ q: 'even odd' }),
  'three frequent words that never occur together': list({ q: 'everywhere w-1 w-2' }, 'receivedAt'),
  'a rare word': list({ q: 'x-60' }),
  'a frequent word with filters that nothing has': list({ q: 'everywhere', procedure: 'none' }),
  'a frequent word of somebody’s open complaints': list({ q: 'even', owner: 'o-2' }, 'dueAt'),
  notices: (pool) => listNotices(pool, { limit: 50 }),
  'notices about one complaint': (pool) => listNotices(pool, { reference: 'C-77', limit: 50 }),
  'notices to somebody': (pool) => listNotices(pool, { to: 'o-2', limit: 50 }),
  'notices to nobody about one complaint': (pool) => listNotices(pool, { reference: 'C-77', to: 'none', limit: 50 }),
  'what has not been started': (pool) => createIntakeBacklog(pool).unstarted(50),
  'who is behind their calendar': (pool) => {
    const calendar = { id: 'cn', hash: 'new' } as Parameters<
      ReturnType<typeof createCalendarBacklog>['behind']
    >[0]['calendar'];
    return createCalendarBacklog(pool).behind({ calendar, after: '', limit: 50 });
  },
};

async function costs(): Promise<ReadonlyMap<string, number>> {
  const read = new Map<string, number>();
  for (const [name, ask] of Object.entries(QUESTIONS)) read.set(name, (await queryCosts(database.pool, ask)).buffers);
  return read;
}

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

test('what a question reads does not grow with the complaints that are stored', async () => {
  await fill(1, FEW);
  const few = await costs();
  await fill(FEW + 1, MANY);
  const many = await costs();
  const grown = [...many].filter(([name, read]) => read > 2 * (few.get(name) ?? 0) + 60);
  expect(grown.map(([name, read]) => `${name}: ${few.get(name) ?? 0} pages, then ${read}`)).toEqual([]);
}, 120_000);

test('where a frequent word is seldom, pages may be short, and going on from each finds all that have it, in order', async () => {
  const seen: string[] = [];
  const sizes: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listComplaints>> = await list(
      { q: 'late' },
      '-receivedAt',
      cursor ?? undefined,
    )(database.pool);
    seen.push(...page.items.map(({ reference }) => reference));
    sizes.push(page.items.length);
    cursor = page.next;
  } while (cursor !== null && seen.length < 120);
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => `C-${LATE + 1 + index}`));
  expect(sizes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
  expect(sizes.at(-1)).toBe(50);
});
