/** What one execution of a statement looked at of the organisation. */
export interface PlanCost {
  readonly text: string;
  /** Rows of tables and entries of bitmap scans that were looked at, whether they were wanted or not. */
  readonly rows: number;
  /** Pages of 8 kB that were looked at. */
  readonly buffers: number;
  /** Looks into a table or its index. */
  readonly looks: number;
}

/** A plan as Postgres writes it. */
export interface PlanMessage {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** What an organisation is stored in. */
const TABLES = new Set([
  'staff',
  'departments',
  'staff_roles',
  'pool_seniors',
  'absences',
  'interests',
  'organisation',
]);

/** Sums the scans of the organisation's tables in a plan, and of their indexes. */
export function costOf({ 'Query Text': text, Plan: root }: PlanMessage): PlanCost {
  return { text, ...scanned(root) };
}

function scanned(node: PlanNode): Omit<PlanCost, 'text'> {
  const below = (node.Plans ?? []).map(scanned);
  const [rows, buffers, looks] = ownOf(node);
  return {
    rows: below.reduce((sum, one) => sum + one.rows, rows),
    buffers: below.reduce((sum, one) => sum + one.buffers, buffers),
    looks: below.reduce((sum, one) => sum + one.looks, looks),
  };
}

/** A bitmap of a table's index is a node of its own below the table's: its entries count, its pages are in the table's. */
function ownOf(node: PlanNode): readonly [rows: number, buffers: number, looks: number] {
  const { 'Node Type': type, 'Relation Name': table, 'Index Name': index, 'Actual Loops': loops = 0 } = node;
  if (!type.endsWith('Scan')) return [0, 0, 0];
  const seen =
    (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const rows = Math.round(seen * loops);
  if (table === undefined)
    return index !== undefined && [...TABLES].some((name) => index.startsWith(`${name}_`)) ? [rows, 0, 0] : [0, 0, 0];
  if (!TABLES.has(table)) return [0, 0, 0];
  return [rows, (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0), loops];
}
