import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';

const LAUNCHER = join(PROJECT_ROOT, 'bin/redress.cjs');
const TELL_WHAT_IS_LOADED = "process.on('exit', () => console.error(Object.keys(require.cache).join('\\n')));";

/** Runs the built command line; answers with the files that it loaded. */
function loadedBy(...words: string[]): { readonly status: number | null; readonly loaded: readonly string[] } {
  const script = `${TELL_WHAT_IS_LOADED} process.argv.splice(1, 0, 'redress'); require(${JSON.stringify(LAUNCHER)});`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script, '--', ...words], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
    maxBuffer: 16_000_000,
  });
  return { status, loaded: stderr.split('\n').map((file) => file.replace(PROJECT_ROOT, '')) };
}

const TEMPORAL = /\/@temporalio\//;
const CHECKER = /^\/dist\/procedures\/checker\//;
const DATABASE = /\/node_modules\/pg\//;

test.each([
  ['help', ['--help'], [TEMPORAL, CHECKER, DATABASE]],
  ['a check', ['check', 'procedures/courier-service.yaml'], [TEMPORAL, DATABASE]],
])('%s loads only what it needs', (_, words, unneeded) => {
  const { status, loaded } = loadedBy(...words);
  expect(status).toBe(0);
  expect(loaded).toContain('/dist/redress.js');
  for (const what of unneeded) expect(loaded.filter((file) => what.test(file))).toEqual([]);
});

test('where nothing is built the launcher says in one line what to run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'launcher-'));
  cpSync(LAUNCHER, join(folder, 'bin/redress.cjs'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'bin/redress.cjs'), 'list'], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^redress: .*npm ci && npm run build.*\n$/);
});
