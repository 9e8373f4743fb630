import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase, type TestDatabase } from '../support/database';
import { startApiProcess } from '../support/program-process';

jest.setTimeout(120_000);

let database: TestDatabase;
const mailFolder = mkdtempSync(join(tmpdir(), 'redress-secret-'));
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(mailFolder, { recursive: true, force: true });
});

/** Whether the API came up under this secret; it is ended again. */
async function serves(HASH_SECRET: string): Promise<boolean> {
  const input = { databaseUrl: database.url, taskQueue: `secret-${randomUUID()}`, mailFolder, env: { HASH_SECRET } };
  const started = await startApiProcess(input).catch(() => null);
  await started?.stop();
  return started !== null;
}

test('an API serves a database only under the secret of the first, until somebody says otherwise', async () => {
  const first = 'the secret that the database is filled under';
  const second = 'a secret that somebody has set by mistake!';
  expect(await serves(first)).toBe(true);
  expect(await serves(second)).toBe(false);
  expect(await serves(first)).toBe(true);
  await database.pool.query('delete from hash_secret');
  expect(await serves(second)).toBe(true);
  expect(await serves(first)).toBe(false);
});
