import { createHash } from 'node:crypto';
import type { Pool } from './pool';

/** SHA-256 of a tracking token, hex: all that is stored of it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

/** The complaint a tracking token leads to; null for an unknown token. */
export async function referenceOfToken(pool: Pool, token: string): Promise<string | null> {
  const { rows } = await pool.query<{ reference: string }>(
    'select reference from tracking_tokens where token_hash = $1',
    [tokenHash(token)],
  );
  return rows[0]?.reference ?? null;
}
