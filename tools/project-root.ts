import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout's folder, from the sources and from `dist/` alike. */
export const PROJECT_ROOT = findRoot(__dirname);

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  return findRoot(dirname(folder));
}
