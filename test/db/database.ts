import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../db/migrate';
import { createPool, type Pool } from '../../db/pool';
import { startPostgres } from '../../tools/embedded-postgres';
import { ProcessGuard } from '../../tools/process-guard';

export interface Database {
  readonly url: string;
  readonly pool: Pool;
  close(): Promise<void>;
}

interface Server {
  url(database: string): string;
  end(): Promise<void>;
}

/** A server where databases may be made; without it each test file starts one, which ends with its databases. */
const GIVEN = process.env['TEST_DATABASE_URL'];

let server: Promise<Server> | undefined;

afterAll(async () => {
  await (await server)?.end();
});

/** A database of its own, without tables. */
export async function emptyDatabase(): Promise<Database> {
  const { url } = await (server ??= provideServer());
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(url('postgres'), `create database ${name}`);
  const pool = createPool({ url: url(name), max: 20 });
  return {
    url: url(name),
    pool,
    async close() {
      await pool.end();
      if (GIVEN) await asAdmin(url('postgres'), `drop database ${name} with (force)`);
    },
  };
}

/** A migrated database of its own. */
export async function freshDatabase(): Promise<Database> {
  const database = await emptyDatabase();
  await migrate(database.pool);
  return database;
}

async function provideServer(): Promise<Server> {
  if (GIVEN) return { url: (database) => withDatabase(GIVEN, database), end: () => Promise.resolve() };
  const guard = new ProcessGuard();
  const folder = await mkdtemp(join(tmpdir(), 'redress-test-db-'));
  // The server may run as another user than this process.
  await chmod(folder, 0o711);
  const { url } = await startPostgres({
    guard,
    dataDirectory: join(folder, 'data'),
    id: randomBytes(8).toString('hex'),
    password: randomBytes(16).toString('hex'),
    logFile: join(folder, 'postgres.log'),
    settings: ['fsync=off', 'max_connections=200'],
  });
  const end = async () => {
    await guard.endAll();
    await rm(folder, { recursive: true, force: true });
  };
  return { url, end };
}

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const pool = createPool({ url, max: 1 });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}
