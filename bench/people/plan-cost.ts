/** What one execution of a statement looked at. */
export interface PlanCost {
  readonly text: string;
  /** Rows of tables and entries of bitmap scans that were looked at, whether they were wanted or not. */
  readonly rows: number;
  /** Pages of 8 kB that were looked at. */
  readonly buffers: number;
  /** Looks into an index. */
  readonly probes: number;
}

/** A plan as Postgres writes it. */
export interface PlanMessage {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Sums a plan: rows of tables by its scans, buffers by its root, which has those of the rest in it. */
export function costOf(message: PlanMessage): PlanCost {
  const { Plan: root } = message;
  const buffers = (root['Shared Hit Blocks'] ?? 0) + (root['Shared Read Blocks'] ?? 0);
  return { text: message['Query Text'], buffers, ...scanned(root) };
}

function scanned(node: PlanNode): Pick<PlanCost, 'rows' | 'probes'> {
  const below = (node.Plans ?? []).map(scanned);
  const loops = node['Actual Loops'] ?? 0;
  const isScan = node['Node Type'].endsWith('Scan');
  const seen =
    (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const isIndex = node['Node Type'].includes('Index');
  const rows = isScan && (isIndex || node['Relation Name'] !== undefined) ? Math.round(seen * loops) : 0;
  const probes = isScan && isIndex ? loops : 0;
  return {
    rows: below.reduce((sum, one) => sum + one.rows, rows),
    probes: below.reduce((sum, one) => sum + one.probes, probes),
  };
}
