import type { Instant } from '../domain/calendar/calendar';
import type { StageKind } from '../domain/model/procedure';
import { Conditions } from './conditions';
import { instantOf, pageOf, readCursor, writeCursor, type Page, type Position } from './page';
import type { Pool } from './pool';

export interface TaskRow {
  readonly reference: string;
  readonly task: string;
  /** Which part of a parallel stage it is; null elsewhere. */
  readonly part: string | null;
  readonly procedure: string;
  readonly stage: string;
  readonly kind: StageKind;
  readonly round: number;
  readonly step: number;
  /** The key of the procedure's `owners`. */
  readonly ownerRule: string;
  readonly department: string | null;
  readonly person: string | null;
  /** Who may take it while `person` is null. */
  readonly people: readonly string[];
  readonly severity: string | null;
  readonly category: string | null;
  readonly level: number;
  readonly missed: boolean;
  readonly openedAt: Instant;
  /** Null while the complaint is paused. */
  readonly dueAt: Instant | null;
}

export interface ListTasksInput {
  /** Tasks held by this person. */
  readonly person?: string;
  /** With `person`: those held by these as well, whose stand-in that person is. */
  readonly standingInFor?: readonly string[];
  /** Tasks held by nobody yet that this person may take; together with `person`: both. */
  readonly pools?: string;
  /** Narrows to one department. */
  readonly department?: string;
  readonly cursor?: string;
  readonly limit: number;
}

type Stored = Omit<TaskRow, 'openedAt' | 'dueAt'> & { readonly openedAt: Date; readonly dueAt: Date | null };

const LIST = 'tasks';
const DUE = `coalesce(t.due_at, 'infinity'::timestamptz)`;
const ORDER = `order by ${DUE}, t.reference, t.task`;
const COLUMNS = `t.reference, t.task, t.part, t.procedure_key as procedure, t.stage, t.kind, t.round, t.step,
  t.owner_rule as "ownerRule", t.department, t.person, t.people, t.severity, t.category, t.level, t.missed,
  t.opened_at as "openedAt", t.due_at as "dueAt"`;

/** Open tasks by due instant, those without one last. Throws InvalidCursor. */
export async function listTasks(pool: Pool, input: ListTasksInput): Promise<Page<TaskRow>> {
  const { limit } = input;
  const query = new Conditions();
  const after = readCursor(LIST, 2, input.cursor);
  const { text, values } = tasksQuery(query, input, after);
  const { rows } = await pool.query<Stored>(text, values);
  return pageOf({
    rows,
    limit,
    cursorAfter: (row) => writeCursor(LIST, { at: instantOf(row.dueAt) ?? 'infinity', ids: [row.reference, row.task] }),
    item: taskOf,
  });
}

function tasksQuery(
  query: Conditions,
  { person, standingInFor = [], pools, department, limit }: ListTasksInput,
  after: Position | undefined,
): { readonly text: string; readonly values: unknown[] } {
  query.compare('t.department', '=', department);
  if (after) {
    const [reference, task] = after.ids.map((id) => query.value(id));
    query.add(`(${DUE}, t.reference, t.task) > (${query.value(after.at)}::timestamptz, ${reference}, ${task})`);
  }
  const most = `limit ${query.value(limit + 1)}`;
  const parts: string[] = [];
  if (person !== undefined) {
    for (const held of [person, ...standingInFor])
      parts.push(`select * from tasks t ${query.where(`t.person = ${query.value(held)}`)} ${ORDER} ${most}`);
  }
  if (pools !== undefined) {
    // One ordered look into the index per pool, so a long queue costs no more than a short one.
    const eachPool = `select * from tasks t ${query.where('t.pool = p.id')} ${ORDER} ${most}`;
    const mine = `select id from pools where people @> array[${query.value(pools)}::text]`;
    parts.push(`select t.* from (${mine}) p cross join lateral (${eachPool}) t ${ORDER} ${most}`);
  }
  if (parts.length === 0) parts.push(`select * from tasks t ${query.where()} ${ORDER} ${most}`);
  const all = parts.map((part) => `(${part})`).join(' union all ');
  return { text: `select ${COLUMNS} from (${all}) t ${ORDER} ${most}`, values: query.values };
}

function taskOf(row: Stored): TaskRow {
  return { ...row, openedAt: row.openedAt.toISOString(), dueAt: instantOf(row.dueAt) };
}
