import type { Pool, QueryConfig } from 'pg';

/** What the statements of a piece of work read, all together. */
export interface QueryCosts {
  readonly statements: number;
  /** Pages of 8 kB, each time that one was looked at. */
  readonly buffers: number;
  /** Rows that scans brought up, those that were dropped again included. */
  readonly rows: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** Does the work, which only reads, and then has Postgres explain each of its statements with the values that it had. */
export async function queryCosts(pool: Pool, work: (pool: Pool) => Promise<unknown>): Promise<QueryCosts> {
  const plans: PlanNode[] = [];
  for (const { text, values } of await statementsOf(pool, work)) {
    const { rows } = await pool.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
      `explain (analyze, buffers, timing off, format json) ${text}`,
      values,
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (plan) plans.push(plan);
  }
  const buffers = plans.map((plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']);
  return { statements: plans.length, buffers: sum(buffers), rows: sum(plans.map(rowsOf)) };
}

async function statementsOf(pool: Pool, work: (pool: Pool) => Promise<unknown>): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  const query = (first: string | QueryConfig, values?: unknown[]) => {
    const statement = typeof first === 'string' ? { text: first, values: values ?? [] } : first;
    statements.push({ text: statement.text, values: statement.values ?? [] });
    return pool.query(statement);
  };
  await work(Object.assign(Object.create(pool) as Pool, { query }));
  return statements;
}

function rowsOf(plan: PlanNode): number {
  const children = sum((plan.Plans ?? []).map(rowsOf));
  if (!plan['Node Type'].endsWith('Scan') || plan['Node Type'] === 'CTE Scan') return children;
  const dropped = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  return children + (plan['Actual Rows'] + dropped) * plan['Actual Loops'];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
