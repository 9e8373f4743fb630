import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishRuleBook } from '../../db/rule-books';
import type { Pool } from '../../db/pool';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { formatErrors } from '../../procedures/language/yaml-source';
import { loadRuleBook } from '../../procedures/reading/load';
import { translated } from '../../procedures/reading/translate';
import { PROJECT_ROOT } from '../../tools/project-root';
import { deskRole, type PoolSize } from './organisation';

/** What of `property-developer` is another in the rule book of a pool. */
const CHANGES: readonly (readonly [from: string, to: (pool: PoolSize) => string])[] = [
  ['key: property-developer\n', (pool) => `key: ${poolBookKey(pool)}\n`],
  ['match: { default: true }\n', () => ''],
  ['role: customer-service }\n', (pool) => `role: ${deskRole(pool)} }\n`],
];

export function poolBookKey(pool: PoolSize): string {
  return `bench-${String(pool).padStart(4, '0')}`;
}

/** Publishes the shipped `property-developer` anew with a desk of so many people. */
export async function publishPoolBook(pool: Pool, size: PoolSize): Promise<void> {
  const shipped = readFileSync(join(PROJECT_ROOT, 'procedures', 'property-developer.yaml'), 'utf8');
  const text = CHANGES.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`property-developer.yaml has no line with ${from.trim()} any more`);
    return changed.replace(from, to(size));
  }, shipped);
  const loaded = loadRuleBook(text, `${poolBookKey(size)}.yaml`);
  if (!loaded.ok) throw new Error(formatErrors(loaded.errors));
  const calendar = compileCalendar(loaded.ruleBook.procedure.calendar);
  await publishRuleBook(pool, { ...translated(loaded.ruleBook), calendar, by: 'bench' });
}
