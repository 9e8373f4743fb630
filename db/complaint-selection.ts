import type { Instant } from '../domain/calendar/calendar';
import type { Direction, Order, Place, Stretch } from './complaint-order';

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

export interface SelectionInput {
  readonly filters: ComplaintFilters;
  readonly stretch: Stretch;
  readonly direction: Direction;
  /** Only those after it. */
  readonly after: Place | undefined;
}

/** Adds a value to a statement and answers with its place: `$3`. */
export type AddValue = (value: unknown) => string;

/** One of the two tables that a list is read from, with what is asked of its rows. */
interface Strand {
  readonly table: 'open_complaints' | 'complaints';
  readonly conditions: readonly string[];
}

/**
 * SQL of the first `most` complaints of a stretch that the filters keep, words aside, in order: `reference` and `at`, by
 * which they are ordered. Null when none can be in it.
 */
export function firstOf(value: AddValue, input: SelectionInput, most: string): string | null {
  const { filters, stretch, direction, after } = input;
  const place = (at: Place) => `(${value(at.at)}::timestamptz, ${value(at.reference)})`;
  const onlyAfter = after?.stretch === stretch.name ? after : undefined;
  const beyond = direction === 'asc' ? '>' : '<';
  const order = (by: string) => `order by ${by} ${direction}, reference ${direction} limit ${most}`;
  const parts = strandsOf(value, filters, stretch.settled).map(({ table, conditions }) => {
    const all = [
      ...conditions,
      ...(table === 'open_complaints' && stretch.open !== undefined ? [stretch.open] : []),
      ...(onlyAfter === undefined ? [] : [`(${stretch.by}, reference) ${beyond} ${place(onlyAfter)}`]),
    ];
    return `(select reference, ${stretch.by} as at from ${table} ${where(all)} ${order(stretch.by)})`;
  });
  return parts.length === 0 ? null : `select reference, at from (${parts.join(' union all ')}) s ${order('at')}`;
}

export interface ChoiceInput {
  readonly filters: ComplaintFilters;
  readonly order: Order;
}

/**
 * SQL of those among the complaints of the query `found` that the filters keep, each looked up: `reference`, `rank` of the
 * stretch that it belongs to, from 0, and `at`. Null when none can be.
 */
export function amongThem(value: AddValue, { filters, order }: ChoiceInput, found: string): string | null {
  const settled = order.stretches.findIndex((stretch) => stretch.settled);
  const [rank, at] =
    settled === 0 ? ['0', 'received_at'] : [`(due_at is null)::integer`, 'coalesce(due_at, received_at)'];
  const parts = strandsOf(value, filters, true).map(({ table, conditions }) => {
    const columns = table === 'complaints' ? `${settled} as rank, received_at as at` : `${rank} as rank, ${at} as at`;
    const one = where(['reference = f.reference', ...conditions]);
    return `select s.* from ${found} f cross join lateral (select reference, ${columns} from ${table} ${one} offset 0) s`;
  });
  return parts.length === 0 ? null : parts.join(' union all ');
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}

function strandsOf(value: AddValue, filters: ComplaintFilters, settledToo: boolean): readonly Strand[] {
  const { procedure, stage, severity, department, owner, level, dueBefore, receivedAfter, open } = filters;
  const compare = (left: string, operator: string, right: unknown) => {
    return right === undefined ? [] : [`${left} ${operator} ${value(right)}`];
  };
  const ofBoth = () => [
    ...compare('procedure_key', '=', procedure),
    ...compare('severity', '=', severity),
    ...compare('received_at', '>', receivedAfter),
  ];
  const ofOpen = () => [
    ...compare('stage', '=', stage),
    ...compare('department', '=', department),
    ...compare('owner', '=', owner),
    ...compare('level', '=', level),
    ...compare('due_at', '<', dueBefore),
  ];
  // What is not open has no stage, no owner and nothing due, and is at level 0.
  const ofOpenOnly = stage ?? department ?? owner ?? dueBefore;
  const settled = settledToo && open !== true && ofOpenOnly === undefined && (level ?? 0) === 0;
  const strands: Strand[] = [];
  if (open !== false) strands.push({ table: 'open_complaints', conditions: [...ofBoth(), ...ofOpen()] });
  if (settled) strands.push({ table: 'complaints', conditions: [`status <> 'open'`, ...ofBoth()] });
  return strands;
}
