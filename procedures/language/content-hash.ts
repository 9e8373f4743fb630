import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';

/** SHA-256, in hex, of a value's JSON with the keys of every object in order: however it is written, the same is the same. */
export function contentHash(value: unknown): string {
  return createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('hex');
}
