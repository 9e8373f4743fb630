import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { statSync } from 'node:fs';

const root = dirname(import.meta.dirname);

/** For a fresh clone, and after `package-lock.json` has changed: `npm ci`. Throws when it fails. */
export function ensureInstalled() {
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json')) return;
  process.stderr.write('Installing dependencies (npm ci)\n');
  const npm = process.env.npm_execpath;
  const [command, ...words] = npm ? [process.execPath, npm] : ['npm'];
  // Standard output belongs to what runs afterwards.
  const { status } = spawnSync(command, [...words, 'ci', '--include=dev'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('npm ci failed: see its output above. Is the package registry reachable?');
}

function changedAt(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
