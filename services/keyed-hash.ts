import { createHmac } from 'node:crypto';

/** What is hashed; the same words for another purpose give another hash. */
export type HashPurpose = 'act' | 'body' | 'idempotency-key' | 'interest' | 'reference' | 'secret';

/**
 * HMAC-SHA-256 under the installation's `HASH_SECRET`: what can be looked up by its words, and what nobody without the
 * secret can guess, however few words come into question.
 */
export class KeyedHash {
  constructor(private readonly secret: string) {}

  /** 43 characters. */
  of(purpose: HashPurpose, ...said: readonly (string | number)[]): string {
    return this.bytes(purpose, ...said).toString('base64url');
  }

  /** 32 bytes. */
  bytes(purpose: HashPurpose, ...said: readonly (string | number)[]): Buffer {
    return createHmac('sha256', this.secret)
      .update(JSON.stringify([purpose, ...said]))
      .digest();
  }
}
