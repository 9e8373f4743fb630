import { hashSecretMark } from '../../db/diagnosis';
import { markOf } from '../secret-check';
import type { Check } from './finding';

/** Hashes that are made here meet those in the database. */
export const hashSecretCheck: Check = {
  name: 'hash-secret',
  needsEngine: false,
  async look({ ask, hash }) {
    const mark = await ask(hashSecretMark);
    return mark === null || mark === markOf(hash) ? [] : [{ code: 'hash-secret-other', about: [] }];
  },
};
