import { recipientsOf, sourcesOf, WAYS } from './addresses';
import { MOST_TOLD_EACH } from './digests';
import { jsonText } from './json';
import type { PoolClient, Queryable } from './pool';
import {
  COMPLAINT_COLUMNS,
  complaintColumns,
  momentColumns,
  noticeColumns,
  OPEN_COLUMNS,
  pooledColumns,
  TASK_COLUMNS,
  taskColumns,
  type Projection,
} from './projection';
import type { ComplaintEvent } from '../domain/model/event';
import type { ComplaintState } from '../domain/model/state';

/** Writes what differs from what is there, for any number of complaints at once; answers with those that did. */
export type Changed = readonly string[];

function takeOver(table: string, key: readonly string[], columns: readonly string[]): string {
  const others = columns.filter((column) => !key.includes(column));
  const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
  return `(${key.join(', ')}) do update set ${set} where ${table}.* is distinct from excluded.*`;
}

/** Complaints from that parameter. */
function putComplaints(rows: string): string {
  return `insert into complaints select * from jsonb_populate_recordset(null::complaints, ${rows})
    on conflict ${takeOver('complaints', ['reference'], COMPLAINT_COLUMNS)}
    returning reference`;
}

/** What open complaints are listed by, of the complaints from that parameter: those that are open are there, others are not. */
function putOpen(rows: string): string {
  const open = `jsonb_path_query_array(${rows}, '$[*] ? (@.status == "open")')`;
  return `opened as (
    insert into open_complaints select * from jsonb_populate_recordset(null::open_complaints, ${open})
    on conflict ${takeOver('open_complaints', ['reference'], OPEN_COLUMNS)}
    returning reference
  ), settled as (
    delete from open_complaints o using jsonb_to_recordset(${rows}) as c(reference text, status text)
    where o.reference = c.reference and c.status <> 'open'
    returning o.reference
  )`;
}

/** Open tasks from one parameter, of the complaints in the other: they are there, others are not. */
function putTasks(rows: string, references: string): string {
  return `wanted as (
    select * from jsonb_populate_recordset(null::tasks, ${rows})
  ), gone as (
    delete from tasks t
    where t.reference = any(${references})
      and not exists (select from wanted w where w.reference = t.reference and w.task = t.task)
    returning reference
  ), put as (
    insert into tasks select * from wanted
    on conflict ${takeOver('tasks', ['reference', 'task'], TASK_COLUMNS)}
    returning reference
  )`;
}

// What each person holds more or less than before, with choices of the complaint that are settled by its record. Rows of
// several people are locked in one order.
const SHIFT_LOADS = `released as (
    delete from choices where reference = $1 returning staff
  ), shift as (
    select staff, sum(n)::integer as n from (
      select person as staff, -1 as n from tasks where reference = $1 and person is not null
      union all select person, 1 from wanted where person is not null
      union all select staff, -1 from released) each_one
    group by staff having sum(n) <> 0
  ), loaded as (
    update staff_roles r set open = r.open + held.n,
      last_new = case when held.n > 0 then clock_timestamp() else r.last_new end
    from (
      select o.staff, o.role, s.n from staff_roles o join shift s on s.staff = o.staff
      order by o.staff, o.role for update of o
    ) held
    where r.staff = held.staff and r.role = held.role
  )`;

// Of each pool in that parameter, unless more people share it than are told one by one, whoever is there now, and for the
// absent who stands in; none of those left out. In their order, so that the first of a large pool are found by its index; the
// offset has their interests looked up, not everybody's read.
function toldOfPools(pools: string): string {
  const isFree = (person: string): string => `${person} <> all(p.out)
    and not exists (select from interests i where i.staff = ${person} and i.mark = any(p.about) offset 0)`;
  return `
    select distinct p.id, p.base, p.reference, p.event, p.template, p.at, told.member
    from jsonb_to_recordset(${pools}) as p(id text, base text, reference text, event integer, template text,
      at timestamptz, role text, department text, out text[], about text[])
    cross join lateral (
      select array_agg(staff) as people from (
        (select staff from staff_roles r where r.role = p.role and p.department is null
         order by staff collate "C" limit ${MOST_TOLD_EACH + 1})
        union all
        (select staff from staff_roles r where r.role = p.role and r.department collate "C" = p.department
         order by staff collate "C" limit ${MOST_TOLD_EACH + 1})) first
    ) everybody
    cross join lateral unnest(everybody.people) person
    left join lateral (
      select true as away, (array_agg(s.id order by a.from_at, a.to_at, a.id) filter (where s.id is not null))[1] as stand_in
      from absences a left join staff s on s.id = a.stand_in and s.active
      where a.staff = person and a.from_at <= now() and now() < a.to_at
      having count(*) > 0
    ) absence on true
    cross join lateral (select case when absence.away then absence.stand_in else person end as member) told
    where cardinality(everybody.people) <= ${MOST_TOLD_EACH} and told.member is not null
      and ${isFree('person')} and ${isFree('told.member')}`;
}

const WRITE_COMPLAINTS = `
  with complaint as (${putComplaints('$1::jsonb')}), ${putOpen('$1::jsonb')}
  select reference from complaint union select reference from opened union select reference from settled`;

const WRITE_TASKS = `
  with ${putTasks('$2', '$1')}
  select reference from gone union select reference from put`;

// Notices that are there are left as they are. A new one gets a delivery for each way there is to reach the recipient now;
// without any it stays readable.
const WRITE_STEP = `
  with recorded as (
    insert into events (reference, number, type, at, body)
    select $1, (e->>'number')::integer, e->>'type', (e->>'at')::timestamptz, e from jsonb_array_elements($2) e
  ), complaint as (
    ${putComplaints('$3::jsonb')}
  ), ${putOpen('$3::jsonb')}, ${putTasks('$4', 'array[$1]')}, ${SHIFT_LOADS}, told as (
    insert into moments select * from jsonb_populate_recordset(null::moments, $5) on conflict do nothing
  ), noticed as (
    insert into notices select * from jsonb_populate_recordset(null::notices, $6)
    on conflict (id) do nothing
    returning id, reference, recipient
  ), members as (
    ${toldOfPools('$8')}
  ), told_members as (
    insert into notices (id, reference, event, template, recipient, at, of_pool)
    select base || member, reference, event, template, member, at, id from members
    on conflict (id) do nothing
    returning id, reference, recipient
  ), shown as (
    insert into evidence (reference, content, event, position, added_by, at)
    select $1, e.content, e.event, 0, e.by, e.at
    from jsonb_to_recordset($7) as e(content text, event integer, by text, at timestamptz)
    on conflict do nothing
  )
  insert into deliveries (notice, channel)
  select p.id, way.channel
  from (select * from noticed union all select * from told_members) p
  ${recipientsOf('p')} ${sourcesOf('p')}
  cross join lateral (values ${WAYS}) as way(channel, address)
  where way.address is not null`;

/**
 * Events with everything made from them, in one statement: all of it or nothing. It fails by the key of `events` where
 * one of their numbers is taken.
 */
export async function writeStep(
  db: Queryable,
  events: readonly ComplaintEvent[],
  projection: Projection,
): Promise<void> {
  const { state, evidence } = projection;
  const rows = [
    events,
    [complaintColumns(state)],
    taskColumns(state),
    momentColumns(projection),
    noticeColumns(projection),
    evidence,
    pooledColumns(projection),
  ];
  await db.query({ name: 'write-step', text: WRITE_STEP, values: [state.reference, ...rows.map(jsonText)] });
}

export async function writeComplaints(client: PoolClient, states: readonly ComplaintState[]): Promise<Changed> {
  const { rows } = await client.query<{ reference: string }>({
    name: 'write-complaints',
    text: WRITE_COMPLAINTS,
    values: [jsonText(states.map(complaintColumns))],
  });
  return rows.map(({ reference }) => reference);
}

export async function writeTasks(client: PoolClient, states: readonly ComplaintState[]): Promise<Changed> {
  const { rows } = await client.query<{ reference: string }>({
    name: 'write-tasks',
    text: WRITE_TASKS,
    values: [states.map(({ reference }) => reference), jsonText(states.flatMap(taskColumns))],
  });
  return rows.map(({ reference }) => reference);
}
