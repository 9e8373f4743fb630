import { spawnSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { statSync } from 'node:fs';

const root = dirname(import.meta.dirname);

/** For a fresh clone, and after a folder's `package-lock.json` has changed: `npm ci`. Throws when it fails. */
export function ensureInstalled(folder = root) {
  const changedAt = (file) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changedAt('node_modules/.package-lock.json') >= changedAt('package-lock.json')) return;
  process.stderr.write(`Installing dependencies (npm ci${folder === root ? '' : ` in ${relative(root, folder)}`})\n`);
  const npm = process.env.npm_execpath;
  const [command, ...words] = npm ? [process.execPath, npm] : ['npm'];
  // Standard output belongs to what runs afterwards.
  const { status } = spawnSync(command, [...words, 'ci', '--include=dev'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('npm ci failed: see its output above. Is the package registry reachable?');
}
