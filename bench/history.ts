import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Pool } from '../db/pool';

const { EventType } = temporal.api.enums.v1;
const { HistoryEvent } = temporal.api.history.v1;

/** One run's history: what a complaint costs Temporal. */
export interface HistorySize {
  readonly events: number;
  readonly bytes: number;
  readonly workflowTasks: number;
  readonly byType: Readonly<Record<string, number>>;
}

export async function historySize(client: Client, reference: string): Promise<HistorySize> {
  const { events } = await client.workflow.getHandle(reference).fetchHistory();
  const byType: Record<string, number> = {};
  let bytes = 0;
  for (const event of events ?? []) {
    const type = EventType[event.eventType ?? 0]?.replace(/^EVENT_TYPE_/, '').toLowerCase() ?? 'unknown';
    byType[type] = (byType[type] ?? 0) + 1;
    bytes += HistoryEvent.encode(event).finish().length;
  }
  const workflowTasks = byType['workflow_task_completed'] ?? 0;
  return { events: events?.length ?? 0, bytes, workflowTasks, byType };
}

/** Rows of one complaint, by table. */
export async function rowsOf(pool: Pool, reference: string): Promise<Readonly<Record<string, number>>> {
  const tables = ['events', 'complaints', 'tasks', 'notices'];
  const counts = tables.map((table) => `(select count(*)::integer from ${table} where reference = $1) as ${table}`);
  const { rows } = await pool.query<Record<string, number>>(`select ${counts.join(', ')}`, [reference]);
  return rows[0] ?? {};
}
