import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { ensureInstalled } from './install.mjs';

const root = dirname(import.meta.dirname);
const PINNED = join(root, 'test/nodes/node_modules/node-24/bin/node');

/**
 * Jest loads libraries that are ES modules alone from Node 24.9 on, and only with this flag. Older releases run all other
 * tests with it just the same.
 */
const FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** Installs the releases of Node that `test/nodes` names, where the registry has them. Throws when that fails. */
export function ensureNodes() {
  if (process.platform === 'linux' && process.arch === 'x64') return ensureInstalled(join(root, 'test/nodes'));
  const here = `${process.platform}-${process.arch}`;
  process.stderr.write(`No other Node for ${here}: tests that start the product on Node 20 and 22 are skipped.\n`);
}

/** What runs jest with these words, and on which Node: the image's where it is installed, else this one. */
export function jestCommand(words) {
  const { status, stdout } = spawnSync(PINNED, ['--version'], { encoding: 'utf8' });
  const [node, version] = status === 0 ? [PINNED, stdout.trim()] : [process.execPath, process.version];
  return { command: node, words: [...FLAGS, join(root, 'node_modules/jest/bin/jest.js'), ...words], version };
}
