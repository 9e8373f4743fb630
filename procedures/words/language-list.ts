import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const EXTENSION = '.yaml';

/** Files of the languages that ship: every YAML file in this folder is one, named by its tag. */
export function languageFiles(): string[] {
  return LANGUAGES.map((tag) => join(__dirname, `${tag}${EXTENSION}`));
}

/** Tags of the languages that our words are written in, and rule books may be. */
export const LANGUAGES: readonly string[] = readdirSync(__dirname)
  .filter((file) => file.endsWith(EXTENSION))
  .map((file) => file.slice(0, -EXTENSION.length))
  .sort();
