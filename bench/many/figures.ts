import type { QueryConfig } from 'pg';
import type { Pool } from '../../db/pool';
import { queryCosts, type QueryCosts } from '../../tools/query-costs';
import { median } from '../figures';
import type { StoreQuery } from './queries';

/** What no query may take longer than, in milliseconds. */
export const MOST_MS = 50;
const TIMES = 5;

export interface QueryFigures {
  readonly name: string;
  readonly medianMs: number;
  readonly maxMs: number;
  /** Of Postgres, once. */
  readonly cpuMs: number;
  readonly costs: QueryCosts;
}

/** Asked once to warm up, then several times, then explained. */
export async function figuresOf(pool: Pool, query: StoreQuery): Promise<QueryFigures> {
  await query.ask(pool);
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) times.push(await timed(pool, query));
  const costs = await queryCosts(pool, (spied) => query.ask(spied));
  const cpuMs = await cpuOf(pool, query);
  return { name: query.name, medianMs: median(times), maxMs: Math.max(...times), cpuMs, costs };
}

async function timed(pool: Pool, query: StoreQuery): Promise<number> {
  const begun = performance.now();
  await query.ask(pool);
  return performance.now() - begun;
}

const USED = /!\s*([\d.]+) s user, ([\d.]+) s system/;

/** What the machine does beside does not count in it. */
async function cpuOf(pool: Pool, query: StoreQuery): Promise<number> {
  const client = await pool.connect();
  let seconds = 0;
  const add = ({ detail = '' }: { readonly detail?: string | undefined }) => {
    const [, user = '0', system = '0'] = USED.exec(detail) ?? [];
    seconds += Number(user) + Number(system);
  };
  try {
    await client.query(
      `select set_config('client_min_messages', 'log', false), set_config('log_statement_stats', 'on', false)`,
    );
    client.on('notice', add);
    const spied = (first: string | QueryConfig, values?: unknown[]) => {
      return typeof first === 'string' ? client.query(first, values) : client.query(first);
    };
    await query.ask(Object.assign(Object.create(pool) as Pool, { query: spied }));
  } finally {
    client.off('notice', add);
    await client.query('reset all');
    client.release();
  }
  return seconds * 1_000;
}

export interface CombinationFigures {
  readonly asked: number;
  readonly medianMs: number;
  readonly slowest: readonly QueryFigures[];
}

const SLOWEST = 10;

/** Each is asked once, and the slowest several times: what one of them takes once may be the machine's doing. */
export async function combinationFigures(pool: Pool, queries: readonly StoreQuery[]): Promise<CombinationFigures> {
  const once: { readonly query: StoreQuery; readonly ms: number }[] = [];
  for (const query of queries) once.push({ query, ms: await timed(pool, query) });
  const slow = once.toSorted((a, b) => b.ms - a.ms).slice(0, SLOWEST * 3);
  const slowest: QueryFigures[] = [];
  for (const { query } of slow) slowest.push(await figuresOf(pool, query));
  return {
    asked: queries.length,
    medianMs: median(once.map(({ ms }) => ms)),
    slowest: slowest.toSorted((a, b) => b.medianMs - a.medianMs).slice(0, SLOWEST),
  };
}
