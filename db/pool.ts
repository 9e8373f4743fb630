import { Pool, type PoolClient } from 'pg';

export type { Pool, PoolClient };

/** What can run one statement: the pool itself or a client inside a transaction. */
export type Queryable = Pick<Pool, 'query'>;

export interface PoolInput {
  readonly url: string;
  /** Most connections at once; 10 when not given. */
  readonly max?: number;
}

export function createPool({ url, max = 10 }: PoolInput): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    application_name: 'redress',
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  // Whoever uses a connection that is lost learns it from the query that fails; the event alone would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs `fn` in one transaction; rolls back and throws on when it throws. */
export async function withTransaction<T>(pool: Pool, fn: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await fn(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: unknown) => {
      broken = lost instanceof Error ? lost : new Error('rollback failed');
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The SQLSTATE of a database error, with the constraint it names; null for any other error. */
export function databaseError(error: unknown): { readonly code: string; readonly constraint: string | null } | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null;
  return { code: error.code, constraint };
}

export const UNIQUE_VIOLATION = '23505';
