import { LRUCache } from 'lru-cache';
import { Problem } from '../../contract/problems';

export interface RateLimit {
  /** Calls a second that go on for ever. */
  readonly perSecond: number;
  /** Calls that may come at once. */
  readonly burst: number;
}

interface Bucket {
  left: number;
  at: number;
}

const MAX_BUCKETS = 10_000;

/** Token buckets in this process's memory, one a caller; the longest unused ones are forgotten first. */
export class RateLimiter {
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });

  constructor(
    private readonly limit: RateLimit,
    private readonly now: () => number = Date.now,
  ) {}

  /** Throws `too-many-requests` when the caller has none left. */
  take(caller: string): void {
    const { perSecond, burst } = this.limit;
    const now = this.now();
    const bucket = this.#buckets.get(caller) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    const taken = left >= 1;
    this.#buckets.set(caller, { left: taken ? left - 1 : left, at: now });
    if (taken) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((1 - left) / perSecond));
    throw new Problem({ type: 'too-many-requests', detail: 'Slow down and try again.', retryAfterSeconds });
  }
}
