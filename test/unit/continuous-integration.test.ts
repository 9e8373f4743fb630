import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';

const SCRIPT = join(PROJECT_ROOT, '.ci', 'run');
const UPDATED = 'apt-get update -q';
const INSTALLED = 'apt-get install -q -y --no-install-recommends chromium fonts-noto-cjk';
const TESTED = 'npm run --silent verify';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-ci-'));
  const dirname = ['/usr/bin/dirname', '/bin/dirname'].find((path) => existsSync(path));
  symlinkSync(dirname ?? '', join(folder, 'dirname'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script where these programs alone are there; each writes its name and arguments down, then does as told. */
function runWith(programs: Readonly<Record<string, string>>) {
  const log = join(folder, 'log');
  writeFileSync(log, '');
  for (const [name, body] of Object.entries({ npm: 'echo "CI=$CI"', ...programs })) {
    const lines = ['#!/bin/sh', `echo "${name} $*" >> ${log}`, body];
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`, { mode: 0o755 });
  }
  const { status, stdout, stderr } = spawnSync('/bin/bash', [SCRIPT], { env: { PATH: folder }, encoding: 'utf8' });
  const done = readFileSync(log, 'utf8').split('\n');
  return { status, stdout, stderr, done: done.filter((line) => line !== '' && !line.startsWith('id ')) };
}

const root = { id: 'echo 0' };
const quietly = { status: 0, stdout: 'CI=true\n', stderr: '' };

test('a missing browser is installed before the tests, without a word', () => {
  const noisy = { 'apt-get': 'echo much; echo more >&2' };
  expect(runWith({ ...root, ...noisy })).toEqual({ ...quietly, done: [UPDATED, INSTALLED, TESTED] });
});

test.each(['chromium', 'chromium-browser', 'google-chrome'])('nothing is installed where there is %s', (browser) => {
  expect(runWith({ ...root, 'apt-get': '', [browser]: '' })).toEqual({ ...quietly, done: [TESTED] });
});

test.each([
  ['without the right to', { id: 'echo 1000', 'apt-get': '' }],
  ['without apt-get', root],
])('nothing is installed %s: the tests say what is missing', (_, programs) => {
  expect(runWith(programs)).toEqual({ ...quietly, done: [TESTED] });
});

test('an installation that fails is told in a sentence, and the tests run', () => {
  const { stderr, ...ran } = runWith({ ...root, 'apt-get': 'echo trouble >&2; exit 100' });
  expect(stderr).toBe('Chromium could not be installed with apt-get, so the tests that need a browser fail.\n');
  expect(ran).toMatchObject({ status: 0, stdout: 'CI=true\n', done: [UPDATED, TESTED] });
});

test('it ends as the tests do', () => {
  expect(runWith({ ...root, chromium: '', npm: 'exit 1' }).status).toBe(1);
});
