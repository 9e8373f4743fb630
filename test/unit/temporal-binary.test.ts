import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

test('one of another version on the PATH is passed over for the cached one', async () => {
  fake('bin/temporal', `${TEMPORAL_CLI}0`);
  const cached = fake(CACHED, TEMPORAL_CLI);
  expect(await findTemporalBinary({ env: env() })).toBe(cached);
});
