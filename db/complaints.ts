import type { Instant } from '../domain/calendar/calendar';
import type { CloseResult } from '../domain/model/procedure';
import type { ComplaintState } from '../domain/model/state';
import { instantOf } from './page';
import type { Pool } from './pool';

export interface ComplaintRow {
  readonly reference: string;
  readonly procedure: { readonly key: string; readonly hash: string };
  readonly source: string;
  readonly channel: string;
  readonly locale: string;
  /** The place that it is of; null where none is known. */
  readonly place: string | null;
  readonly status: ComplaintState['status'];
  readonly stage: string | null;
  readonly round: number;
  readonly category: string | null;
  readonly severity: string | null;
  /** Of the open task's owner. */
  readonly department: string | null;
  /** Who holds the open task, null while it is a pool's. */
  readonly owner: string | null;
  /** The highest rung that the open task or a running clock has climbed to. */
  readonly level: number;
  /** The open task's due instant; null while paused or closed. */
  readonly dueAt: Instant | null;
  /** The nearest promise still running. */
  readonly promiseDueAt: Instant | null;
  readonly receivedAt: Instant;
  readonly registeredAt: Instant;
  readonly closedAt: Instant | null;
  readonly result: CloseResult | null;
  readonly lastAt: Instant;
}

export interface ComplaintRecord extends ComplaintRow {
  readonly state: ComplaintState;
  /** Number of events recorded. */
  readonly events: number;
}

type Instants = 'dueAt' | 'promiseDueAt' | 'receivedAt' | 'registeredAt' | 'closedAt' | 'lastAt';
/** A row as the driver reads it. */
export type StoredComplaint = Omit<ComplaintRow, Instants> & {
  readonly [K in Instants]: null extends ComplaintRow[K] ? Date | null : Date;
};

/** Of a row, from `complaints`. */
export const COMPLAINT_ROW = `reference, json_build_object('key', procedure_key, 'hash', procedure_hash) as procedure, source, channel,
  locale, place, status, stage, round, category, severity, department, owner, level, due_at as "dueAt",
  promise_due_at as "promiseDueAt", received_at as "receivedAt", registered_at as "registeredAt",
  closed_at as "closedAt", result, last_at as "lastAt"`;

/** Null until a registration has been recorded. */
export async function findComplaint(pool: Pool, reference: string): Promise<ComplaintRecord | null> {
  const { rows } = await pool.query<StoredComplaint & Pick<ComplaintRecord, 'state' | 'events'>>({
    name: 'find-complaint',
    text: `select ${COMPLAINT_ROW}, state, last_number as events from complaints where reference = $1`,
    values: [reference],
  });
  return rows[0] ? complaintOf(rows[0]) : null;
}

export function complaintOf<T extends StoredComplaint>(row: T): Omit<T, Instants> & Pick<ComplaintRow, Instants> {
  return {
    ...row,
    dueAt: instantOf(row.dueAt),
    promiseDueAt: instantOf(row.promiseDueAt),
    receivedAt: row.receivedAt.toISOString(),
    registeredAt: row.registeredAt.toISOString(),
    closedAt: instantOf(row.closedAt),
    lastAt: row.lastAt.toISOString(),
  };
}
