import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHANNEL_NAMES } from '../domain/model/channel';
import type { Pool, PoolClient, Queryable } from './pool';

/** The database was migrated by a newer program than this one: this one must not touch it. */
export class MigrationAhead extends Error {
  constructor(
    readonly database: number,
    readonly program: number,
  ) {
    super(`the database is at migration ${database}, this program knows ${program} only: start the newer program`);
    this.name = 'MigrationAhead';
  }
}

interface Migration {
  readonly version: number;
  readonly name: string;
}

export interface MigrateOptions {
  /** Folder of `NNNN-name.sql` files; the program's own when not given. */
  readonly folder?: string;
}

const FOLDER = join(__dirname, 'migrations');
const FILE = /^(\d{4})-[a-z0-9-]+\.sql$/;
/** Deliveries refer to these rows; one that an older program does not know stays. */
const KEEP_CHANNELS = 'insert into channels (name) select unnest($1::text[]) on conflict do nothing';
const LOCK = 7_306_651_002;

/**
 * Brings the database up to date, its channels among it, and answers with the names applied now. Each file runs in one transaction together
 * with its version row; any number of processes may call this at once. Throws MigrationAhead.
 */
export async function migrate(pool: Pool, { folder = FOLDER }: MigrateOptions = {}): Promise<readonly string[]> {
  const known = await readMigrations(folder);
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const applied = await applyMissing(client, known, folder);
    if (folder === FOLDER) await client.query(KEEP_CHANNELS, [CHANNEL_NAMES]);
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
    client.release();
    return applied;
  } catch (error) {
    // Closing the connection gives up the lock, whatever state it is in.
    client.release(true);
    throw error;
  }
}

/** Whether a newer program than this one has brought the tables up to date. */
export async function isMigratedAhead(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ version: number }>('select max(version) as version from schema_migrations');
  return (rows[0]?.version ?? 0) > (await readMigrations(FOLDER)).length;
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return names.map((name, index) => {
    const version = Number(FILE.exec(name)?.[1]);
    if (version !== index + 1) throw new Error(`migration "${name}" is not number ${index + 1} of its folder`);
    return { version, name };
  });
}

async function applyMissing(
  client: PoolClient,
  known: readonly Migration[],
  folder: string,
): Promise<readonly string[]> {
  await client.query(
    `create table if not exists schema_migrations (
       version integer primary key,
       name text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  const at = await client.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from schema_migrations',
  );
  const database = at.rows[0]?.version ?? 0;
  if (database > known.length) throw new MigrationAhead(database, known.length);
  const missing = known.slice(database);
  for (const migration of missing) await apply(client, migration, folder);
  return missing.map(({ name }) => name);
}

async function apply(client: PoolClient, { version, name }: Migration, folder: string): Promise<void> {
  const sql = await readFile(join(folder, name), 'utf8');
  await client.query('begin');
  await client.query(sql);
  await client.query('insert into schema_migrations (version, name) values ($1, $2)', [version, name]);
  await client.query('commit');
}
