import type { Instant } from '../domain/calendar/calendar';
import type { StageKind } from '../domain/model/procedure';
import { Conditions } from './conditions';
import { instantOf, pageOf, readCursor, writeCursor, type Page, type Position } from './page';
import type { Pool } from '../domain/model/people';
import type { Pool as ConnectionPool } from './pool';

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
  /** Those named: who holds it, or to whom it is offered while `person` is null. */
  readonly people: readonly string[];
  /** Anybody of it may take it; null where somebody is named. */
  readonly pool: Pool | null;
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
  /** Tasks held by nobody yet that this person may take, for themselves or in the place of those; with `person`: both. */
  readonly pools?: string;
  /** Narrows to one department. */
  readonly department?: string;
  readonly cursor?: string;
  readonly limit: number;
}

interface Stored extends Omit<TaskRow, 'openedAt' | 'dueAt' | 'pool'> {
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly poolRole: string | null;
  readonly poolDepartment: string | null;
}

const LIST = 'tasks';
const DUE = `coalesce(t.due_at, 'infinity'::timestamptz)`;
const ORDER = `order by ${DUE}, t.reference, t.task`;
const COLUMNS = `t.reference, t.task, t.part, t.procedure_key as procedure, t.stage, t.kind, t.round, t.step,
  t.owner_rule as "ownerRule", t.department, t.person, t.people,
  t.pool_role as "poolRole", t.pool_department as "poolDepartment", t.severity, t.category, t.level, t.missed,
  t.opened_at as "openedAt", t.due_at as "dueAt"`;

/** Open tasks by due instant, those without one last. Throws InvalidCursor. */
export async function listTasks(pool: ConnectionPool, input: ListTasksInput): Promise<Page<TaskRow>> {
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
    parts.push(...poolParts(query, { taker: pools, inPlaceOf: standingInFor, most }));
  }
  if (parts.length === 0) parts.push(`select * from tasks t ${query.where()} ${ORDER} ${most}`);
  const all = parts.map((part) => `(${part})`).join(' union ');
  return { text: `select ${COLUMNS} from (${all}) t ${ORDER} ${most}`, values: query.values };
}

interface PoolPartsInput {
  readonly taker: string;
  readonly inPlaceOf: readonly string[];
  readonly most: string;
}

/** What is offered to somebody by name, and what is free in each of their pools and of those whose place they take. */
function poolParts(query: Conditions, { taker, inPlaceOf, most }: PoolPartsInput): readonly string[] {
  const me = query.value(taker);
  const offered = query.where('t.person is null', `t.people && ${query.value([taker, ...inPlaceOf])}::text[]`);
  const mine = `select staff, role, home
    from staff_roles r cross join lateral (values (r.department), ('')) as there(home)
    where r.staff = any(${query.value([taker, ...inPlaceOf])})`;
  const free = query.where(
    't.pool_role = p.role',
    `coalesce(t.pool_department, '') = p.home`,
    `not t.left_out && array[${me}::text, p.staff]`,
    `not exists (select from interests i where i.staff in (${me}, p.staff) and i.mark = any(t.about))`,
  );
  // One ordered look into the index per pool, so a long queue costs no more than a short one.
  const eachPool = `select * from tasks t ${free} ${ORDER} ${most}`;
  return [
    `select * from tasks t ${offered} ${ORDER} ${most}`,
    `select t.* from (${mine}) p cross join lateral (${eachPool}) t ${ORDER} ${most}`,
  ];
}

function taskOf({ poolRole, poolDepartment, ...row }: Stored): TaskRow {
  const pool = poolRole === null ? null : { role: poolRole, department: poolDepartment };
  return { ...row, pool, openedAt: row.openedAt.toISOString(), dueAt: instantOf(row.dueAt) };
}
