import type { Client } from '@temporalio/client';
import pino from 'pino';
import { createPeopleSource } from '../../db/people-answers';
import type { Pool } from '../../db/pool';
import { createRuleBooks } from '../../db/rule-books';
import { Diagnosis, type DiagnosisInput } from '../../services/diagnosis/diagnosis';
import { KeyedHash } from '../../services/keyed-hash';
import { Library } from '../../services/library';

/** A look at an installation as it is at this moment; without `client` there is no Temporal to look at. */
export function diagnosisOf(pool: Pool, given: Partial<DiagnosisInput> & { readonly client?: Client } = {}): Diagnosis {
  const client = { options: { namespace: 'none' } } as Client;
  return new Diagnosis({
    pool,
    client,
    taskQueue: 'none',
    library: new Library({ pool, ruleBooks: createRuleBooks(pool), people: createPeopleSource(pool) }),
    health: { engineAnswers: () => Promise.resolve(given.client !== undefined) },
    hash: new KeyedHash('a secret for tests, long enough for them'),
    publicUrl: 'http://localhost:3000',
    logger: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    now: () => new Date(),
    ...given,
  });
}
