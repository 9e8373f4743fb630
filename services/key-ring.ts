import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { findKey, type KeyHolder } from '../db/keys';
import type { Pool } from '../db/pool';

export type { KeyHolder } from '../db/keys';

/** A revoked key is refused after this at the latest. */
const REMEMBERED_MS = 15_000;
const MAX_REMEMBERED = 5_000;

/** Knows whose a key is, and remembers it for a while. */
export class KeyRing {
  readonly #known: LRUCache<string, KeyHolder>;

  constructor(
    private readonly pool: Pool,
    now: () => number = Date.now,
  ) {
    this.#known = new LRUCache({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS, ttlResolution: 0, perf: { now } });
  }

  /** Null for a key that was never issued, was revoked, or whose holder has left. */
  async holderOf(key: string): Promise<KeyHolder | null> {
    const name = createHash('sha256').update(key).digest('base64');
    const known = this.#known.get(name);
    if (known) return known;
    const holder = await findKey(this.pool, key);
    if (holder !== null) this.#known.set(name, holder);
    return holder;
  }
}
