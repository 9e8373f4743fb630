import { recipientsOf, sourcesOf, WAYS } from './addresses';
import { jsonText } from './json';
import type { PoolClient } from './pool';
import {
  COMPLAINT_COLUMNS,
  complaintColumns,
  momentColumns,
  noticeColumns,
  TASK_COLUMNS,
  taskColumns,
  type Projection,
} from './projection';
import type { ComplaintState } from '../domain/model/state';

/** Writes what differs from what is there, for any number of complaints at once; answers with those that did. */
export type Changed = readonly string[];

function takeOver(table: string, key: readonly string[], columns: readonly string[]): string {
  const others = columns.filter((column) => !key.includes(column));
  const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
  return `(${key.join(', ')}) do update set ${set} where ${table}.* is distinct from excluded.*`;
}

const WRITE_COMPLAINTS = `
  insert into complaints select * from jsonb_populate_recordset(null::complaints, $1)
  on conflict ${takeOver('complaints', ['reference'], COMPLAINT_COLUMNS)}
  returning reference`;

const WRITE_TASKS = `
  with wanted as (
    select * from jsonb_populate_recordset(null::tasks, $2)
  ), pooled as (
    insert into pools (id, people)
    select distinct on (pool) pool, people from wanted where pool is not null order by pool
    on conflict (id) do nothing
  ), gone as (
    delete from tasks t
    where t.reference = any($1)
      and not exists (select from wanted w where w.reference = t.reference and w.task = t.task)
    returning reference
  ), put as (
    insert into tasks select * from wanted
    on conflict ${takeOver('tasks', ['reference', 'task'], TASK_COLUMNS)}
    returning reference
  )
  select reference from gone union select reference from put`;

// A delivery for each way there is to reach the recipient now; a notice without any stays readable.
const WRITE_NOTICES = `
  with told as (
    insert into moments select * from jsonb_populate_recordset(null::moments, $2) on conflict do nothing
  ), put as (
    insert into notices select * from jsonb_populate_recordset(null::notices, $1)
    on conflict (id) do nothing
    returning id, reference, recipient
  )
  insert into deliveries (notice, channel)
  select p.id, way.channel
  from put p
  ${recipientsOf('p')} ${sourcesOf('p')}
  cross join lateral (values ${WAYS}) as way(channel, address)
  where way.address is not null`;

const WRITE_EVIDENCE = `
  insert into evidence (reference, content, event, position, added_by, at)
  select $1, e.content, e.event, 0, e.by, e.at
  from jsonb_to_recordset($2) as e(content text, event integer, by text, at timestamptz)
  on conflict do nothing`;

export async function writeComplaints(client: PoolClient, states: readonly ComplaintState[]): Promise<Changed> {
  const { rows } = await client.query<{ reference: string }>({
    name: 'write-complaints',
    text: WRITE_COMPLAINTS,
    values: [jsonText(states.map(complaintColumns))],
  });
  return rows.map(({ reference }) => reference);
}

/** Open tasks are there, others are not. */
export async function writeTasks(client: PoolClient, states: readonly ComplaintState[]): Promise<Changed> {
  const { rows } = await client.query<{ reference: string }>({
    name: 'write-tasks',
    text: WRITE_TASKS,
    values: [states.map(({ reference }) => reference), jsonText(states.flatMap(taskColumns))],
  });
  return rows.map(({ reference }) => reference);
}

/** Adds notices with what they are made from, each with its deliveries; those that are there are left as they are. */
export async function writeNotices(client: PoolClient, projection: Projection): Promise<void> {
  if (projection.notices.length === 0) return;
  const values = [jsonText(noticeColumns(projection)), jsonText(momentColumns(projection))];
  await client.query({ name: 'write-notices', text: WRITE_NOTICES, values });
}

export async function writeEvidence(client: PoolClient, { state, evidence }: Projection): Promise<void> {
  if (evidence.length === 0) return;
  await client.query(WRITE_EVIDENCE, [state.reference, jsonText(evidence)]);
}
