import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from './pool';

/** Whom a key speaks for: an intake source or a member of staff. */
export interface KeyHolder {
  readonly kind: 'intake' | 'staff';
  readonly id: string;
}

export interface KeyInput extends KeyHolder {
  readonly label: string;
}

export interface KeyEntry extends KeyInput {
  /** First 12 hex digits of the key's SHA-256: tells keys apart without giving them away. */
  readonly fingerprint: string;
  readonly issuedAt: Date;
  readonly revokedAt: Date | null;
}

const FINGERPRINT = /^[0-9a-f]{12}$/;

/** Answers with the key in clear, this once. It is 256 random bits, so its plain SHA-256 is all that is stored. */
export async function issueKey(pool: Pool, input: KeyInput): Promise<string> {
  const key = `rk_${randomBytes(32).toString('base64url')}`;
  await importKey(pool, key, input);
  return key;
}

/** Stores a random key made elsewhere; once more changes nothing. Throws RangeError under 32 characters. */
export async function importKey(pool: Pool, key: string, { kind, id, label }: KeyInput): Promise<void> {
  if (key.length < 32) throw new RangeError('a key has at least 32 random characters');
  await pool.query(
    `insert into api_keys (key_hash, holder_kind, holder, label) values ($1, $2, $3, $4)
     on conflict (key_hash) do nothing`,
    [hashOf(key), kind, id, label],
  );
}

/** Null for an unknown or revoked key, and for one whose holder is no active member of staff, or no intake source. */
export async function findKey(pool: Pool, key: string): Promise<KeyHolder | null> {
  const { rows } = await pool.query<KeyHolder>({
    name: 'find-key',
    text: `select holder_kind as kind, holder as id from api_keys k
           where key_hash = $1 and revoked_at is null and case holder_kind
             when 'staff' then exists (select from staff where id = k.holder and active)
             else exists (select from intake_sources where id = k.holder) end`,
    values: [hashOf(key)],
  });
  return rows[0] ?? null;
}

/**
 * What `docs/operations.md` gives operators.
 * @public
 */
export async function listKeys(pool: Pool, { kind, id }: KeyHolder): Promise<readonly KeyEntry[]> {
  const { rows } = await pool.query<KeyEntry>(
    `select holder_kind as kind, holder as id, label, left(key_hash, 12) as fingerprint, issued_at as "issuedAt",
       revoked_at as "revokedAt"
     from api_keys where holder_kind = $1 and holder = $2 order by issued_at, key_hash`,
    [kind, id],
  );
  return rows;
}

/**
 * True when a valid key with that fingerprint was there. What `docs/operations.md` gives operators.
 * @public
 */
export async function revokeKey(pool: Pool, fingerprint: string): Promise<boolean> {
  if (!FINGERPRINT.test(fingerprint)) return false;
  const { rowCount } = await pool.query(
    'update api_keys set revoked_at = now() where left(key_hash, 12) = $1 and revoked_at is null',
    [fingerprint],
  );
  return (rowCount ?? 0) > 0;
}

function hashOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}
