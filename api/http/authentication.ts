import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { findKey, type KeyHolder } from '../../db/keys';
import type { Pool } from '../../db/pool';
import type { Access } from './endpoint';
import { Problem } from '../../contract/problems';
import { RateLimiter, type RateLimit } from './rate-limit';

/** A revoked key is refused after this at the latest. */
const REMEMBERED_MS = 15_000;
const MAX_REMEMBERED = 5_000;
const BEARER = /^Bearer ([\x21-\x7e]{16,512})$/i;

export interface AuthenticationInput {
  readonly pool: Pool;
  /** For each key; keys that are not known count against the caller's address. */
  readonly rateLimit: RateLimit;
  readonly now?: () => number;
}

/** Finds out whose key a call carries and whether the call is for them. */
export class Authentication {
  readonly #known = new Map<string, { readonly holder: KeyHolder; readonly until: number }>();
  readonly #limiter: RateLimiter;
  readonly #now: () => number;

  constructor(private readonly input: AuthenticationInput) {
    this.#now = input.now ?? Date.now;
    this.#limiter = new RateLimiter(input.rateLimit, this.#now);
  }

  /** Counts a call that carries no key. */
  countOpen(request: Request): void {
    this.#limiter.take(`open ${request.ip ?? ''}`);
  }

  /** Throws 401 without a valid key, 403 with one of another kind, 429 with too many calls. */
  async admit(request: Request, access: Exclude<Access, 'open'>): Promise<KeyHolder> {
    const key = BEARER.exec(request.get('Authorization') ?? '')?.[1];
    const holder = key === undefined ? null : await this.#holderOf(key);
    if (holder === null) {
      this.countOpen(request);
      throw new Problem({ type: 'unauthenticated', detail: 'Send a valid key: Authorization: Bearer KEY.' });
    }
    this.#limiter.take(`${holder.kind} ${holder.id}`);
    if (access !== 'holder' && holder.kind !== (access === 'intake' ? 'intake' : 'staff')) {
      const wanted = access === 'intake' ? 'an intake source' : 'a member of staff';
      throw new Problem({ type: 'forbidden', detail: `This call is for keys of ${wanted}.` });
    }
    return holder;
  }

  async #holderOf(key: string): Promise<KeyHolder | null> {
    const name = createHash('sha256').update(key).digest('base64');
    const known = this.#known.get(name);
    if (known && known.until > this.#now()) return known.holder;
    const holder = await findKey(this.input.pool, key);
    this.#known.delete(name);
    if (holder === null) return null;
    this.#known.set(name, { holder, until: this.#now() + REMEMBERED_MS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return holder;
  }
}
