import type { Request } from 'express';
import type { KeyHolder, KeyRing } from '../../services/key-ring';
import type { Access } from './endpoint';
import { Problem } from '../../contract/problems';
import { RateLimiter, type RateLimit } from './rate-limit';

const BEARER = /^Bearer ([\x21-\x7e]{16,512})$/i;

export interface AuthenticationInput {
  readonly keys: Pick<KeyRing, 'holderOf'>;
  /** For each key; keys that are not known count against the caller's address. */
  readonly rateLimit: RateLimit;
  readonly now?: () => number;
}

/** Finds out whose key a call carries and whether the call is for them. */
export class Authentication {
  readonly #limiter: RateLimiter;

  constructor(private readonly input: AuthenticationInput) {
    this.#limiter = new RateLimiter(input.rateLimit, input.now ?? Date.now);
  }

  /** Counts a call that carries no key. */
  countOpen(request: Request): void {
    this.#limiter.take(`open ${request.ip ?? ''}`);
  }

  /** Throws 401 without a valid key, 403 with one of another kind, 429 with too many calls. */
  async admit(request: Request, access: Exclude<Access, 'open'>): Promise<KeyHolder> {
    const key = BEARER.exec(request.get('Authorization') ?? '')?.[1];
    const holder = key === undefined ? null : await this.input.keys.holderOf(key);
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
}
