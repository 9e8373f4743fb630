import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { migrate } from '../../db/migrate';
import { createPool, type Pool } from '../../db/pool';
import { ensureDatabase, startPostgres, type PostgresServer } from '../../tools/embedded-postgres';
import type { ProcessGuard } from '../../tools/process-guard';
import { drawnCombinations, everyCombination } from './combinations';
import { combinationFigures, figuresOf, type CombinationFigures, type QueryFigures } from './figures';
import { namedQueries, type StoreQuery } from './queries';
import { fillStore } from './store';

export interface StoresInput {
  readonly guard: ProcessGuard;
  readonly log: (line: string) => void;
  readonly few: number;
  readonly many: number;
  /** How many combinations of filters are drawn; all of those without words when not given. */
  readonly drawn?: number | undefined;
  /** Where the stores are kept for another time; nowhere when not given. */
  readonly folder?: string | undefined;
}

export interface StoresFigures {
  readonly few: number;
  readonly many: number;
  readonly pairs: readonly { readonly few: QueryFigures; readonly many: QueryFigures }[];
  readonly combinations: CombinationFigures;
}

const PASSWORD = 'bench on loopback';
const WORDED = 2_000;
/** Nobody's data: what a crash would lose is made anew. */
const SETTINGS = ['fsync=off', 'max_wal_size=8GB', 'maintenance_work_mem=256MB'];

/** Fills a small and a large store and asks both everything. Throws StartFailure. */
export async function storesFigures(input: StoresInput): Promise<StoresFigures> {
  const { guard, log, few, many, drawn } = input;
  const server = await startServer(guard, input.folder);
  const stores = [await openStore(server, few, log), await openStore(server, many, log)] as const;
  const [small, large] = stores;
  const queries = stores.map((store) => namedQueries(store.complaints, store.middle));
  const pairs: { few: QueryFigures; many: QueryFigures }[] = [];
  log('Asking everything by name');
  for (const [index, query] of (queries[1] ?? []).entries()) {
    const same = queries[0]?.[index] ?? query;
    pairs.push({ few: await figuresOf(small.pool, same), many: await figuresOf(large.pool, query) });
  }
  log('Asking combinations');
  const combinations = await combinationFigures(large.pool, asked(large.middle.at, drawn));
  await Promise.all(stores.map(({ pool }) => pool.end()));
  return { few, many, pairs, combinations };
}

function asked(middle: string, drawn: number | undefined): readonly StoreQuery[] {
  if (drawn !== undefined) return drawnCombinations(middle, drawn);
  return [...everyCombination(middle), ...drawnCombinations(middle, WORDED)];
}

async function startServer(guard: ProcessGuard, kept: string | undefined): Promise<PostgresServer> {
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'redress-bench-')) : resolve(kept);
  if (kept === undefined) guard.removeAtEnd(folder);
  return startPostgres({
    ...{ guard, id: `bench${process.pid}`, password: PASSWORD, settings: SETTINGS },
    dataDirectory: join(folder, 'postgres'),
    logFile: `${folder}.log`,
  });
}

interface Store {
  readonly complaints: number;
  readonly pool: Pool;
  readonly middle: { readonly at: string };
}

/** Fills it unless it is there already. */
async function openStore(server: PostgresServer, complaints: number, log: (line: string) => void): Promise<Store> {
  const database = `store_${complaints}`;
  await ensureDatabase(server, database);
  const pool = createPool({ url: server.url(database), max: 2 });
  await migrate(pool);
  const { rows } = await pool.query<{ filled: boolean }>(`select to_regclass('filled') is not null as filled`);
  if (!rows[0]?.filled) {
    await fillStore(pool, complaints, log);
    await pool.query('create table filled ()');
  }
  const middle = await pool.query<{ at: Date }>(
    'select received_at as at from complaints order by received_at offset $1 limit 1',
    [Math.floor(complaints / 2)],
  );
  return { complaints, pool, middle: { at: middle.rows[0]?.at.toISOString() ?? '' } };
}
