import { randomBytes } from 'node:crypto';
import { createPool, type Pool } from '../../db/pool';
import { databaseUrl, engine } from './engine';

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Drops it. */
  close(): Promise<void>;
}

/** A migrated database of the test file's own. Close it in `afterAll`. */
export function freshDatabase(): Promise<TestDatabase> {
  return makeDatabase(`template ${engine().template} strategy file_copy`);
}

/** A database without our tables, for tests of the migrations. */
export function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase('');
}

async function makeDatabase(options: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(`create database ${name} ${options}`);
  const url = databaseUrl(name);
  const pool = createPool({ url, max: 20 });
  return {
    url,
    pool,
    async close() {
      if (!pool.ended) await pool.end();
      await asAdministrator(`drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdministrator(statement: string): Promise<void> {
  const pool = createPool({ url: engine().databaseUrl, max: 1 });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}
