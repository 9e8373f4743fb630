import { claimHashSecret } from '../db/hash-secret';
import type { Pool } from '../db/pool';
import type { KeyedHash } from './keyed-hash';

/** What is hashed here and what the database holds would never meet: complaints filed again would be filed twice. */
export class OtherHashSecret extends Error {
  constructor() {
    super(
      'HASH_SECRET is not the one that this database was filled under: set that one. How to change it on purpose is said in docs/operations.md.',
    );
    this.name = 'OtherHashSecret';
  }
}

/** What the database keeps of the secret that it is filled under. */
export const markOf = (hash: KeyedHash): string => hash.of('secret');

/** Throws OtherHashSecret. The first process that serves a database says which secret it is filled under. */
export async function requireSameHashSecret(pool: Pool, hash: KeyedHash): Promise<void> {
  if (!(await claimHashSecret(pool, markOf(hash)))) throw new OtherHashSecret();
}
