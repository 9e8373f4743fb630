import type { Pool } from './pool';

/** Whether this mark is the installation's, which is the one of whoever asks first. */
export async function claimHashSecret(pool: Pool, mark: string): Promise<boolean> {
  await pool.query('insert into hash_secret (mark) values ($1) on conflict do nothing', [mark]);
  const { rows } = await pool.query<{ mark: string }>('select mark from hash_secret');
  return rows[0]?.mark === mark;
}
