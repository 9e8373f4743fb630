import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, type Pool } from '../../db/pool';
import { ensureDatabase, startPostgres } from '../../tools/embedded-postgres';
import { startTemporal } from '../../tools/embedded-temporal';
import type { ProcessGuard } from '../../tools/process-guard';
import { findTemporalBinary } from '../../tools/temporal-binary';
import { STATEMENT_LOG_SETTINGS } from './statement-log';

/** One Postgres and one Temporal that all organisations stand on. */
export interface Ground {
  readonly guard: ProcessGuard;
  readonly folder: string;
  /** Temporal's. */
  readonly address: string;
  /** The server itself, as its superuser. */
  readonly admin: Pool;
  /** Process ids of the two servers. */
  readonly pids: Readonly<Record<'postgres' | 'temporal', number>>;
  /** Makes a database; answers with its URL. */
  database(name: string): Promise<string>;
}

export interface GroundInput {
  readonly guard: ProcessGuard;
  readonly namespaces: readonly string[];
  readonly log: (line: string) => void;
}

/** Throws StartFailure. */
export async function startGround({ guard, namespaces, log }: GroundInput): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  guard.removeAtEnd(folder);
  const binary = await findTemporalBinary({ log });
  const [postgres, temporal] = await Promise.all([
    startPostgres({
      ...{ guard, id: `bench${process.pid}`, password: randomBytes(16).toString('hex') },
      dataDirectory: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      settings: STATEMENT_LOG_SETTINGS,
    }),
    startTemporal({ guard, binary, logFile: join(folder, 'temporal.log'), namespaces }),
  ]);
  return {
    ...{ guard, folder, address: temporal.address },
    admin: createPool({ url: postgres.url('postgres'), max: 1 }),
    pids: { postgres: postgres.child.pid ?? 0, temporal: temporal.child.pid ?? 0 },
    async database(name) {
      await ensureDatabase(postgres, name);
      return postgres.url(name);
    },
  };
}
