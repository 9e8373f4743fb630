import type { ComplaintEvent } from '../domain/model/event';
import { recountLoads } from './choices';
import { jsonText } from './json';
import { withTransaction, type Pool, type PoolClient } from './pool';
import { momentColumns, noticeColumns, project, type Projection } from './projection';
import { writeComplaints, writeTasks } from './projection-writer';

export interface RebuildResult {
  readonly complaints: number;
  /** References whose rows were not what their events say; now they are. */
  readonly differences: readonly string[];
}

const BATCH = 100;
/** Nothing is recorded while a batch is written: long lives come fewer at once. */
const BATCH_EVENTS = 3_000;
/** Each moment has a whole state, and Postgres reads an array of 256 MB at most. */
const MOMENTS_AT_ONCE = 100;

// Notices that come back are not sent again, and one that was sent is not forgotten.
const REPLACE_NOTICES = `
  with wanted as (
    select * from jsonb_populate_recordset(null::notices, $2)
  ), gone as (
    delete from notices n
    where n.reference = any($1) and not exists (select from wanted w where w.id = n.id)
      and not exists (select from deliveries d where d.notice = n.id and d.attempts > 0)
      and (n.of_pool is null or not exists (select from wanted w where w.id = n.of_pool))
    returning reference
  ), put as (
    insert into notices select * from wanted
    on conflict (id) do update set reference = excluded.reference, event = excluded.event,
      template = excluded.template, recipient = excluded.recipient, at = excluded.at
      where notices.* is distinct from excluded.*
    returning reference
  )
  select reference from gone union select reference from put`;

// Of a notice that stays because it was sent, what it was made from stays.
const DELETE_MOMENTS = `
  with wanted as (
    select * from jsonb_to_recordset($2) as w(reference text, event integer)
  )
  delete from moments m
  where m.reference = any($1)
    and not exists (select from wanted w where w.reference = m.reference and w.event = m.event)
    and not exists (select from notices n where n.reference = m.reference and n.event = m.event)
  returning reference`;

const PUT_MOMENTS = `
  insert into moments select * from jsonb_populate_recordset(null::moments, $1)
  on conflict (reference, event) do update
    set body = excluded.body, state = excluded.state, texts = excluded.texts
    where moments.* is distinct from excluded.*
  returning reference`;

const REPLACE_EVIDENCE = `
  with wanted as (
    select * from jsonb_populate_recordset(null::evidence, $2)
  ), gone as (
    delete from evidence e
    where e.reference = any($1) and e.event > 0
      and not exists (
        select from wanted w where w.reference = e.reference and w.event = e.event and w.content = e.content)
    returning reference
  ), put as (
    insert into evidence select * from wanted
    on conflict (reference, event, content) do update
      set position = excluded.position, added_by = excluded.added_by, at = excluded.at
      where evidence.* is distinct from excluded.*
    returning reference
  )
  select reference from gone union select reference from put`;

const DELETE_ORPHANS = `
  with c as (
    delete from complaints c where not exists (select from events e where e.reference = c.reference and e.number = 1)
    returning reference
  ), o as (
    delete from open_complaints o where not exists (select from events e where e.reference = o.reference and e.number = 1)
    returning reference
  ), t as (
    delete from tasks t where not exists (select from events e where e.reference = t.reference and e.number = 1)
    returning reference
  ), n as (
    delete from notices n where not exists (select from events e where e.reference = n.reference and e.number = 1)
    returning reference
  ), m as (
    delete from moments m where not exists (select from events e where e.reference = m.reference and e.number = 1)
    returning reference
  )
  select reference from c union select reference from o union select reference from t union select reference from n union select reference from m`;

/**
 * Makes complaints, tasks, notices, their moments and evidence anew from the events, in batches and while the program runs; writes
 * only what differs. Deliveries stay as they are.
 */
export async function rebuildProjections(pool: Pool): Promise<RebuildResult> {
  const differences = new Set<string>();
  let complaints = 0;
  let last = '';
  for (;;) {
    const references = await nextReferences(pool, last);
    if (references.length === 0) break;
    const changed = await withTransaction(pool, (client) => rebuildBatch(client, references));
    for (const reference of changed) differences.add(reference);
    complaints += references.length;
    last = references.at(-1) ?? last;
  }
  const orphans = await pool.query<{ reference: string }>(DELETE_ORPHANS);
  for (const { reference } of orphans.rows) differences.add(reference);
  await recountLoads(pool);
  return { complaints, differences: [...differences].toSorted() };
}

async function nextReferences(pool: Pool, after: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ reference: string; before: number }>(
    `select reference, (sum(last) over (order by reference) - last)::integer as before
     from (
       select reference, (select max(l.number) from events l where l.reference = e.reference) as last
       from events e where number = 1 and reference > $1 order by reference limit $2) next
     order by reference`,
    [after, BATCH],
  );
  return rows.filter(({ before }) => before < BATCH_EVENTS).map(({ reference }) => reference);
}

async function rebuildBatch(client: PoolClient, references: readonly string[]): Promise<readonly string[]> {
  // Nothing is recorded meanwhile.
  await client.query('lock table events in share row exclusive mode');
  const projections = await projectAll(client, references);
  const states = projections.map(({ state }) => state);
  return [
    ...(await writeComplaints(client, states)),
    ...(await writeTasks(client, states)),
    ...(await replace(client, REPLACE_NOTICES, references, projections.flatMap(noticeColumns))),
    ...(await replaceMoments(client, references, projections)),
    ...(await replace(client, REPLACE_EVIDENCE, references, projections.flatMap(evidenceColumns))),
  ];
}

async function projectAll(client: PoolClient, references: readonly string[]): Promise<readonly Projection[]> {
  const { rows } = await client.query<{ events: readonly ComplaintEvent[] }>(
    'select jsonb_agg(body order by number) as events from events where reference = any($1) group by reference',
    [references],
  );
  return rows.map(({ events }) => project(null, events));
}

async function replaceMoments(
  client: PoolClient,
  references: readonly string[],
  projections: readonly Projection[],
): Promise<readonly string[]> {
  const moments = projections.flatMap(momentColumns);
  const keys = moments.map(({ reference, event }) => ({ reference, event }));
  const changed = [...(await replace(client, DELETE_MOMENTS, references, keys))];
  for (let first = 0; first < moments.length; first += MOMENTS_AT_ONCE) {
    const some = jsonText(moments.slice(first, first + MOMENTS_AT_ONCE));
    const { rows } = await client.query<{ reference: string }>(PUT_MOMENTS, [some]);
    changed.push(...rows.map(({ reference }) => reference));
  }
  return changed;
}

function evidenceColumns({ state, evidence }: Projection): readonly Record<string, unknown>[] {
  return evidence.map(({ content, event, by, at }) => {
    return { reference: state.reference, content, event, position: 0, added_by: by, at };
  });
}

async function replace(
  client: PoolClient,
  sql: string,
  references: readonly string[],
  rows: readonly Record<string, unknown>[],
): Promise<readonly string[]> {
  const changed = await client.query<{ reference: string }>(sql, [references, jsonText(rows)]);
  return changed.rows.map(({ reference }) => reference);
}
