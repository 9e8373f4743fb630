import { createHash } from 'node:crypto';
import { findKey, type KeyHolder } from '../db/keys';
import type { Pool } from '../db/pool';

export type { KeyHolder } from '../db/keys';

/** A revoked key is refused after this at the latest. */
const REMEMBERED_MS = 15_000;
const MAX_REMEMBERED = 5_000;

/** Knows whose a key is, and remembers it for a while. */
export class KeyRing {
  readonly #known = new Map<string, { readonly holder: KeyHolder; readonly until: number }>();

  constructor(
    private readonly pool: Pool,
    private readonly now: () => number = Date.now,
  ) {}

  /** Null for a key that was never issued, was revoked, or whose holder has left. */
  async holderOf(key: string): Promise<KeyHolder | null> {
    const name = createHash('sha256').update(key).digest('base64');
    const known = this.#known.get(name);
    if (known && known.until > this.now()) return known.holder;
    const holder = await findKey(this.pool, key);
    this.#known.delete(name);
    if (holder === null) return null;
    this.#known.set(name, { holder, until: this.now() + REMEMBERED_MS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return holder;
  }
}
