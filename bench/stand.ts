import { randomBytes } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, Connection } from '@temporalio/client';
import { saveOrganisation } from '../db/people';
import { createPeopleSource } from '../db/people-answers';
import { issueKey } from '../db/keys';
import { migrate } from '../db/migrate';
import { createPool, type Pool } from '../db/pool';
import { saveSource } from '../db/sources';
import { createRuleBooks } from '../db/rule-books';
import { Library } from '../services/library';
import { publishShippedRuleBooks } from '../services/publishing';
import { connectTemporal, createClient } from '../temporal';
import { DEMO_ORGANISATION, DEMO_SOURCE } from '../tools/demo-organisation';
import { ensureDatabase, startPostgres, type PostgresServer } from '../tools/embedded-postgres';
import { startTemporal, type TemporalServer } from '../tools/embedded-temporal';
import { freePort } from '../tools/free-port';
import type { ProcessGuard } from '../tools/process-guard';
import { findTemporalBinary } from '../tools/temporal-binary';
import { startMetered, type MeteredProgram } from './metered-program';
import { MINIMAL_QUEUE } from './minimal-messages';
import { cpuOfTree } from './process-cpu';

export const REDRESS_QUEUE = 'redress';

/** CPU time in milliseconds, by who has used it. `worker` is the one of the arm that is measured. */
export type CpuTimes = Readonly<Record<'temporal' | 'worker' | 'api' | 'postgres', number>>;

/** Everything a measurement needs: one Postgres, one Temporal, both workers and the API, all on loopback. */
export interface Stand {
  readonly folder: string;
  readonly pool: Pool;
  readonly client: Client;
  readonly library: Library;
  readonly api: string;
  /** Keys by staff id; the intake source's by its id. */
  readonly keys: ReadonlyMap<string, string>;
  /** What all processes that serve an arm have used so far. */
  cpu(arm: 'redress' | 'minimal'): Promise<CpuTimes>;
  /** Closes connections; the processes are the guard's to end. */
  close(): Promise<void>;
}

export interface StandInput {
  readonly guard: ProcessGuard;
  readonly log: (line: string) => void;
  readonly profileFolder?: string | undefined;
}

/** Throws StartFailure. Its folder goes with the guard's end. */
export async function startStand(input: StandInput): Promise<Stand> {
  const { guard, log } = input;
  const folder = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  guard.removeAtEnd(folder);
  log('Starting Postgres and Temporal');
  const [postgres, temporalServer] = await Promise.all([database(guard, folder), engine(guard, folder, log)]);
  const [databaseUrl, { address }] = [postgres.url('redress'), temporalServer];
  const pool = createPool({ url: databaseUrl, max: 4 });
  await migrate(pool);
  const keys = await plant(pool);
  log('Starting both workers and the API');
  const port = await freePort();
  const env = settings(databaseUrl, address, port);
  const programs = await startPrograms(input, folder, env);
  const temporal = { address, namespace: 'default', taskQueue: REDRESS_QUEUE };
  const connection = await connectTemporal(temporal);
  const library = new Library({ pool, ruleBooks: createRuleBooks(pool), people: createPeopleSource(pool) });
  return {
    ...{ folder, pool, keys, library },
    cpu: (arm) => cpuTimes([postgres.child, temporalServer.child], programs[arm], programs.api),
    client: createClient(connection, temporal),
    api: `http://127.0.0.1:${port}`,
    close: () => closeAll(connection, pool),
  };
}

async function cpuTimes(
  [postgres, temporal]: readonly [ChildProcess, ChildProcess],
  worker: MeteredProgram,
  api: MeteredProgram,
): Promise<CpuTimes> {
  const [workerMs, apiMs] = await Promise.all([worker.cpuMs(), api.cpuMs()]);
  const [postgresMs, temporalMs] = [cpuOfTree(postgres.pid ?? 0), cpuOfTree(temporal.pid ?? 0)];
  return { temporal: temporalMs, worker: workerMs, api: apiMs, postgres: postgresMs };
}

async function closeAll(connection: Connection, pool: Pool): Promise<void> {
  await Promise.allSettled([connection.close(), pool.end()]);
}

async function database(guard: ProcessGuard, folder: string): Promise<PostgresServer> {
  const server = await startPostgres({
    ...{ guard, id: `bench${process.pid}`, password: randomBytes(16).toString('hex') },
    dataDirectory: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
  });
  await ensureDatabase(server, 'redress');
  return server;
}

async function engine(guard: ProcessGuard, folder: string, log: (line: string) => void): Promise<TemporalServer> {
  const binary = await findTemporalBinary({ log });
  return startTemporal({ guard, binary, logFile: join(folder, 'temporal.log') });
}

/** The demo organisation without addresses: notices are written, and nothing is sent. */
async function plant(pool: Pool): Promise<ReadonlyMap<string, string>> {
  await publishShippedRuleBooks(pool);
  const { departments, staff } = DEMO_ORGANISATION;
  await saveOrganisation(pool, { departments, staff: staff.map(({ mail: _mail, ...member }) => member) });
  await saveSource(pool, DEMO_SOURCE);
  const keys = new Map<string, string>();
  keys.set(DEMO_SOURCE.id, await issueKey(pool, { kind: 'intake', id: DEMO_SOURCE.id, label: 'bench' }));
  for (const { id } of staff) keys.set(id, await issueKey(pool, { kind: 'staff', id, label: 'bench' }));
  return keys;
}

/** Nothing of the caller's own settings: figures of two machines are made alike. */
export function settings(databaseUrl: string, address: string, port: number): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    ...{ PATH, HOME, TZ: 'UTC', PORT: String(port) },
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_TASK_QUEUE: REDRESS_QUEUE,
    TRACKING_SECRET: randomBytes(32).toString('base64url'),
    HASH_SECRET: randomBytes(32).toString('base64url'),
    WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  };
}

async function startPrograms({ guard, profileFolder }: StandInput, folder: string, env: NodeJS.ProcessEnv) {
  const start = (name: string, entry: string, ready: string, own: NodeJS.ProcessEnv = {}) =>
    startMetered({
      ...{ guard, name, entry, ready, profileFolder },
      env: { ...env, ...own },
      logFile: join(folder, `${name}.log`),
    });
  const minimalEntry = 'bench/minimal-worker.js';
  const [redress, minimal, api] = await Promise.all([
    start('redress-worker', 'worker.js', 'worker ready'),
    start('minimal-worker', minimalEntry, 'worker ready', { TEMPORAL_TASK_QUEUE: MINIMAL_QUEUE }),
    start('api', 'server.js', 'api ready'),
  ]);
  return { redress, minimal, api };
}
