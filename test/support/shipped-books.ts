import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';

const FOLDER = join(__dirname, '../../procedures');

/** Every rule book that ships, read at once: a table of tests needs them before the first test runs. */
export function shippedRuleBooks(): readonly RuleBook[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const loaded = loadRuleBook(readFileSync(join(FOLDER, file), 'utf8'), file);
      if (!loaded.ok) throw new Error(`${file}: ${JSON.stringify(loaded.errors)}`);
      return loaded.ruleBook;
    });
}
