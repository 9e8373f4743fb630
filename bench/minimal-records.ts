import { withTransaction, type Pool, type PoolClient } from '../db/pool';
import type { MinimalActivities, OpenTask, StepRecord } from './minimal-messages';

const PROCEDURE = 'property-developer';

const EVENTS = `
  insert into events (reference, number, type, at, body)
  select $1, (e->>'number')::integer, e->>'type', (e->>'at')::timestamptz, e from jsonb_array_elements($2) e
  on conflict do nothing`;

const COMPLAINT = `
  insert into complaints (reference, state, last_number, last_at, procedure_key, procedure_hash, calendar_hash, source, channel,
    locale, status, stage, round, category, severity, department, owner, level, due_at, promise_due_at, received_at,
    registered_at)
  values ($1, $2, $3, $4, '${PROCEDURE}', 'minimal', 'minimal', $5, $6, $7, $8, $9, 1, $10, $11, $12, $13, 0, $14, $15, $16, $4)`;

const CHANGED = `
  update complaints set state = $2, last_number = $3, last_at = $4, status = $5, stage = $6, department = $7,
    owner = $8, due_at = $9, promise_due_at = $10, closed_at = case when $5 = 'open' then null else $4::timestamptz end,
    result = case when $5 = 'open' then null else 'resolved' end
  where reference = $1`;

const TASK = `
  insert into tasks (reference, task, procedure_key, stage, kind, round, step, owner_rule, department, person, pool_role,
    pool_tell, people, left_out, about, level, missed, opened_at, due_at)
  values ($1, $2, '${PROCEDURE}', $3, $4, 1, 1, $5, $6, $7, $8::text,
    case when $8::text is not null then 'each' end, $9, '{}', '{}', 0, false, $10, $11)
  on conflict (reference, task) do update
    set person = excluded.person, pool_role = excluded.pool_role, pool_tell = excluded.pool_tell,
      people = excluded.people`;

const NOTICES = `
  insert into notices (id, reference, event, template, recipient, at)
  select $1 || ':' || n.event || ':' || n.template || ':' || n."to", $1, n.event, n.template, n."to", $3
  from jsonb_to_recordset($2) as n(event integer, template text, "to" text)
  on conflict (id) do nothing`;

/** The one activity of the hand-written workflow: the same rows as the product's, in one transaction, written plainly. */
export function minimalActivities(pool: Pool): MinimalActivities {
  return { recordStep: (step) => withTransaction(pool, (client) => write(client, step)) };
}

async function write(client: PoolClient, step: StepRecord): Promise<void> {
  const { reference, events, task, notices } = step;
  const inserted = await run(client, 'minimal-events', EVENTS, [reference, JSON.stringify(events)]);
  if (inserted === 0) return;
  await writeComplaint(client, step);
  const others = 'delete from tasks where reference = $1 and task <> $2';
  if (!step.complaint) await run(client, 'minimal-tasks-gone', others, [reference, task?.id ?? '']);
  if (task) await writeTask(client, reference, task);
  if (notices.length > 0) {
    await run(client, 'minimal-notices', NOTICES, [reference, JSON.stringify(notices), events[0]?.at]);
  }
}

async function writeComplaint(client: PoolClient, step: StepRecord): Promise<void> {
  const { reference, events, status, task, promiseDueAt, complaint } = step;
  const last = events.at(-1);
  const state = JSON.stringify({ reference, status, task });
  const now = [reference, state, last?.number, last?.at];
  const place = [status, task?.stage ?? null];
  const owner = [task?.department ?? null, task?.person ?? null];
  const dues = [task?.dueAt ?? null, promiseDueAt];
  if (!complaint) {
    await run(client, 'minimal-changed', CHANGED, [...now, ...place, ...owner, ...dues]);
    return;
  }
  const { source, channel, locale, category, severity, receivedAt } = complaint;
  const from = [source, channel, locale];
  const values = [...now, ...from, ...place, category, severity, ...owner, ...dues, receivedAt];
  await run(client, 'minimal-complaint', COMPLAINT, values);
}

async function writeTask(client: PoolClient, reference: string, task: OpenTask): Promise<void> {
  const { id, stage, kind, rule, department, person, people, openedAt, dueAt } = task;
  const pooled = person === null ? rule : null;
  const named = pooled === null ? people : [];
  const values = [reference, id, stage, kind, rule, department, person, pooled, named, openedAt, dueAt];
  await run(client, 'minimal-task', TASK, values);
}

async function run(client: PoolClient, name: string, text: string, values: readonly unknown[]): Promise<number> {
  return (await client.query({ name, text, values: [...values] })).rowCount ?? 0;
}
