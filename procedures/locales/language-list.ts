import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const WORDS = join(__dirname, '../words');
const EXTENSION = '.yaml';

/** Files of the languages that ship: every YAML file among the words is one, named by its tag. */
export function languageFiles(): string[] {
  return LANGUAGES.map((tag) => join(WORDS, `${tag}${EXTENSION}`));
}

/** Tags of the languages that our words are written in, and rule books may be. */
export const LANGUAGES: readonly string[] = readdirSync(WORDS)
  .filter((file) => file.endsWith(EXTENSION))
  .map((file) => file.slice(0, -EXTENSION.length))
  .sort();
