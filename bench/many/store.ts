import { withTransaction, type Pool, type PoolClient } from '../../db/pool';
import { complaintColumns, momentColumns, noticeColumns, taskColumns } from '../../db/projection';
import { saveOrganisation } from '../../db/people';
import { roleOf, SAMPLE_DEPARTMENTS, SAMPLE_STAFF, sampleLives } from './lives';
import { sampleTerms } from './texts';

const OPEN_LIVES = 3_000;
const SETTLED_LIVES = 600;
/** So many of the newest have their events and what notices are made from in full; in the others these are empty. */
const IN_FULL = 50_000;
const TERMS_AT_ONCE = 5_000;
const SAMPLE_TABLES = ['complaints', 'tasks', 'notices', 'moments', 'events'] as const;
type SampleTable = (typeof SAMPLE_TABLES)[number];

/** Fills empty tables with so many complaints: sample lives as the product projects them, at other times, under other references. */
export async function fillStore(pool: Pool, complaints: number, log: (line: string) => void): Promise<void> {
  const indices = await dropIndices(pool);
  log(`Filling a store with ${complaints} complaints`);
  await storeSamples(pool);
  await withTransaction(pool, async (client) => {
    await client.query(placesOf(complaints));
    await client.query('create index on samples.places (reference)');
    await client.query('set local enable_hashjoin = off');
    await client.query('set local enable_mergejoin = off');
    for (const table of SAMPLE_TABLES) await copy(client, table);
  });
  await withTransaction(pool, async (client) => {
    // References to other tables are right as they are made, and checking each takes longer than making it.
    await client.query('set local session_replication_role = replica');
    for (const statement of OTHERS) await client.query(statement);
  });
  for (let from = 1; from <= complaints; from += TERMS_AT_ONCE) {
    const some = sampleTerms(from, Math.min(from + TERMS_AT_ONCE, complaints + 1));
    await pool.query(
      `insert into complaint_search (reference, terms)
       select reference, terms from jsonb_to_recordset($1) as t(reference text, terms text[])`,
      [JSON.stringify(some)],
    );
  }
  log('Making its indices');
  for (const definition of indices) await pool.query(definition);
  await pool.query('drop schema samples cascade');
  await pool.query('vacuum (analyze)');
}

/** Filled in one go they are made in a fraction of the time. */
async function dropIndices(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace
       and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

async function storeSamples(pool: Pool): Promise<void> {
  const lives = sampleLives(OPEN_LIVES, SETTLED_LIVES);
  await pool.query('create schema samples');
  const tables: Readonly<Record<SampleTable, readonly unknown[]>> = {
    complaints: lives.map(({ projection }) => complaintColumns(projection.state)),
    tasks: lives.flatMap(({ projection }) => taskColumns(projection.state)),
    notices: lives.flatMap(({ projection }) => noticeColumns(projection)),
    moments: lives.flatMap(({ projection }) => momentColumns(projection)),
    events: lives.flatMap(({ projection, events }) =>
      events.map((body) => {
        const { number, type, at } = body;
        return { reference: projection.state.reference, number, type, at, body, recorded_at: at };
      }),
    ),
  };
  for (const [table, rows] of Object.entries(tables)) {
    await pool.query(`create table samples.${table} (like public.${table})`);
    await pool.query(
      `insert into samples.${table} select * from jsonb_populate_recordset(null::samples.${table}, $1)`,
      [JSON.stringify(rows)],
    );
    await pool.query(`create index on samples.${table} (reference)`);
  }
  await saveOrganisation(pool, {
    departments: Array.from({ length: SAMPLE_DEPARTMENTS }, (_, n) => ({
      id: `department-${n}`,
      name: `Department ${n}`,
    })),
    staff: Array.from({ length: SAMPLE_STAFF }, (_, n) => {
      const department = `department-${n % SAMPLE_DEPARTMENTS}`;
      return { id: `staff-${n}`, name: `Staff ${n}`, roles: [roleOf(n)], department, locale: 'en' };
    }),
  });
  await pool.query('analyze');
}

/** The newest are the likeliest to be open. Each lies as far from its sample as its place in the row says. */
function placesOf(complaints: number): string {
  const drawn = (salt: number) => `(hashint4(n + ${salt}) & 2147483647)`;
  return `
    create table samples.places as
    select n, n > ${complaints - IN_FULL} as in_full, 'C-' || upper(substr(md5(n::text), 1, 12)) as reference,
      'L-' || case when open then ${drawn(0)} % ${OPEN_LIVES} else ${OPEN_LIVES} + ${drawn(0)} % ${SETTLED_LIVES} end as sample,
      (n - ${complaints}) * interval '4 minutes' + interval '300 days' as shift
    from (
      select n, case when n > ${complaints} * 0.9 then ${drawn(1)} % 10 < 7 else ${drawn(1)} % 30 = 0 end as open
      from generate_series(1, ${complaints}) n) numbered
    order by n`;
}

const OWN_VALUES: Readonly<Record<string, string>> = {
  reference: 'p.reference',
  'complaints.state': `jsonb_set(s.state, '{reference}', to_jsonb(p.reference))`,
  'moments.state': `case when p.in_full then s.state else '{}' end`,
  'moments.body': `case when p.in_full then s.body else '{}' end`,
  'notices.id': `replace(s.id, s.reference || ':', p.reference || ':')`,
};

/** In the order of the places, as they would have come. */
async function copy(client: PoolClient, table: SampleTable): Promise<void> {
  const { rows } = await client.query<{ column: string; type: string }>(
    `select column_name as "column", data_type as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  );
  const values = rows.map(({ column, type }) => {
    const moved = type.startsWith('timestamp') ? `s.${column} + p.shift` : `s.${column}`;
    return OWN_VALUES[`${table}.${column}`] ?? OWN_VALUES[column] ?? moved;
  });
  const only = table === 'events' ? 'where p.in_full' : '';
  await client.query(
    `insert into ${table} select ${values.join(', ')}
     from samples.places p join samples.${table} s on s.reference = p.sample ${only}`,
  );
}

const OTHERS = [
  `insert into intake (source, key_hash, body_hash, reference, registration, procedure_hash, calendar_hash, accepted_at, started_at)
   select source, 'key of ' || reference, 'body', reference, state->'registration', procedure_hash, calendar_hash,
     registered_at, case when n % 100000 <> 7 then registered_at end
   from complaints join samples.places using (reference)`,
  `insert into complainants (reference, name, email) select reference, 'name' || n % 200000, n || '@example.test' from samples.places`,
  `insert into content (id, reference, kind, salt, hash, text, stored_by)
   select 'intake of ' || reference, reference, 'intake', '', '', '{"narrative":"Sample"}', 'web' from samples.places where in_full`,
  `insert into tracking_tokens (token_hash, reference)
   select encode(sha256(convert_to('token of ' || reference, 'utf8')), 'hex'), reference from samples.places`,
  `insert into deliveries (notice, channel, status, attempts, next_attempt_at, sent_at)
   select n.id, c.name, case when hashtext(n.id) % 20000 = 0 then 'pending' else 'sent' end, 1, n.at, n.at
   from notices n cross join (select name from channels order by name limit 1) c where n.recipient = 'complainant'`,
  `insert into open_complaints
   select reference, procedure_key, stage, severity, department, owner, level, due_at, received_at
   from complaints where status = 'open'`,
];
