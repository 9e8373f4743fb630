import type { Instant } from '../domain/calendar/calendar';
import type { CloseResult } from '../domain/model/procedure';
import type { ComplaintState } from '../domain/model/state';
import { Conditions } from './conditions';
import { instantOf, pageOf, readCursor, writeCursor, type Page } from './page';
import type { Pool } from './pool';
import { queryTerms } from './search';

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

export interface ComplaintFilters {
  readonly procedure?: string;
  readonly stage?: string;
  readonly severity?: string;
  readonly department?: string;
  readonly owner?: string;
  readonly level?: number;
  readonly dueBefore?: Instant;
  readonly receivedAfter?: Instant;
  readonly open?: boolean;
  /** Words that must all occur in narrative, subject, complainant's name or reference. */
  readonly q?: string;
}

export type ComplaintSort = 'receivedAt' | '-receivedAt' | 'dueAt' | '-dueAt';

export interface ListComplaintsInput {
  readonly filters?: ComplaintFilters;
  /** `-receivedAt` when not given; complaints without a due instant come last either way. */
  readonly sort?: ComplaintSort;
  readonly cursor?: string;
  readonly limit: number;
}

type Instants = 'dueAt' | 'promiseDueAt' | 'receivedAt' | 'registeredAt' | 'closedAt' | 'lastAt';
type Stored = Omit<ComplaintRow, Instants> & {
  readonly [K in Instants]: null extends ComplaintRow[K] ? Date | null : Date;
};

const COLUMNS = `reference, json_build_object('key', procedure_key, 'hash', procedure_hash) as procedure, source, channel,
  locale, place, status, stage, round, category, severity, department, owner, level, due_at as "dueAt",
  promise_due_at as "promiseDueAt", received_at as "receivedAt", registered_at as "registeredAt",
  closed_at as "closedAt", result, last_at as "lastAt"`;

const DUE_FIRST = `coalesce(due_at, 'infinity'::timestamptz)`;

interface SortRule {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
  readonly at: (row: Stored) => string;
}

const SORTS: Readonly<Record<ComplaintSort, SortRule>> = {
  receivedAt: { by: 'received_at', direction: 'asc', at: (row) => row.receivedAt.toISOString() },
  '-receivedAt': { by: 'received_at', direction: 'desc', at: (row) => row.receivedAt.toISOString() },
  dueAt: { by: DUE_FIRST, direction: 'asc', at: (row) => instantOf(row.dueAt) ?? 'infinity' },
  '-dueAt': {
    by: `coalesce(due_at, '-infinity'::timestamptz)`,
    direction: 'desc',
    at: (row) => instantOf(row.dueAt) ?? '-infinity',
  },
};

/** Null until a registration has been recorded. */
export async function findComplaint(pool: Pool, reference: string): Promise<ComplaintRecord | null> {
  const { rows } = await pool.query<Stored & Pick<ComplaintRecord, 'state' | 'events'>>({
    name: 'find-complaint',
    text: `select ${COLUMNS}, state, last_number as events from complaints where reference = $1`,
    values: [reference],
  });
  return rows[0] ? complaintOf(rows[0]) : null;
}

/** Throws InvalidCursor. */
export async function listComplaints(pool: Pool, input: ListComplaintsInput): Promise<Page<ComplaintRow>> {
  const { filters = {}, sort = '-receivedAt', limit } = input;
  const list = `complaints ${sort}`;
  const { by, direction, at } = SORTS[sort];
  const query = conditionsFor(filters);
  const after = readCursor(list, 1, input.cursor);
  if (after) {
    const place = `(${query.value(after.at)}::timestamptz, ${query.value(after.ids[0])})`;
    query.add(`(${by}, reference) ${direction === 'asc' ? '>' : '<'} ${place}`);
  }
  const { rows } = await pool.query<Stored>(
    `select ${COLUMNS} from complaints ${query.where()}
     order by ${by} ${direction}, reference ${direction} limit ${query.value(limit + 1)}`,
    query.values,
  );
  return pageOf({
    rows,
    limit,
    cursorAfter: (row) => writeCursor(list, { at: at(row), ids: [row.reference] }),
    item: complaintOf,
  });
}

function conditionsFor(filters: ComplaintFilters): Conditions {
  const query = new Conditions();
  query.compare('procedure_key', '=', filters.procedure);
  query.compare('stage', '=', filters.stage);
  query.compare('severity', '=', filters.severity);
  query.compare('department', '=', filters.department);
  query.compare('owner', '=', filters.owner);
  query.compare('level', '=', filters.level);
  query.compare(DUE_FIRST, '<', filters.dueBefore);
  query.compare('received_at', '>', filters.receivedAfter);
  // Only open complaints have a stage with its owner; saying so lets the partial indices serve.
  const ofOpenOnly = filters.stage ?? filters.department ?? filters.owner;
  if (filters.open === true || ofOpenOnly !== undefined) query.add(`status = 'open'`);
  if (filters.open === false) query.add(`status <> 'open'`);
  if (filters.q !== undefined) {
    const terms = queryTerms(filters.q);
    if (terms.length === 0) query.add('false');
    else
      query.add(`reference in (select reference from complaint_search where terms @> ${query.value(terms)}::text[])`);
  }
  return query;
}

function complaintOf<T extends Stored>(row: T): Omit<T, Instants> & Pick<ComplaintRow, Instants> {
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
