import { findKey, importKey, issueKey, listKeys, revokeKey } from '../../db/keys';
import { saveOrganisation } from '../../db/people';
import { findSource, saveSource } from '../../db/sources';
import { ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

const HOTLINE = { id: 'hotline', name: 'Hotline', locale: 'zh-CN' };

beforeAll(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  await saveSource(database.pool, HOTLINE);
});

afterAll(() => database.close());

test('a key speaks for its holder and is stored as a hash only', async () => {
  const key = await issueKey(database.pool, { kind: 'staff', id: 'desk-1', label: 'laptop' });
  expect(key).toMatch(/^rk_[A-Za-z0-9_-]{43}$/);
  expect(await findKey(database.pool, key)).toEqual({ kind: 'staff', id: 'desk-1' });
  expect(await findKey(database.pool, `${key}x`)).toBeNull();
  const { rows } = await database.pool.query<{ row: string }>('select k::text as row from api_keys k');
  expect(rows.some(({ row }) => row.includes(key.slice(3)))).toBe(false);
});

test('a revoked key is refused from then on, others of the holder are not', async () => {
  const holder = { kind: 'intake', id: 'hotline' } as const;
  const lost = await issueKey(database.pool, { ...holder, label: 'lost' });
  const kept = await issueKey(database.pool, { ...holder, label: 'kept' });
  const entry = (await listKeys(database.pool, holder)).find(({ label }) => label === 'lost');
  expect(await revokeKey(database.pool, entry?.fingerprint ?? '')).toBe(true);
  expect(await revokeKey(database.pool, entry?.fingerprint ?? '')).toBe(false);
  expect(await revokeKey(database.pool, '%')).toBe(false);
  expect(await findKey(database.pool, lost)).toBeNull();
  expect(await findKey(database.pool, kept)).toEqual(holder);
});

test('a key whose holder is not there opens nothing', async () => {
  const staff = await issueKey(database.pool, { kind: 'staff', id: 'nobody', label: 'x' });
  const source = await issueKey(database.pool, { kind: 'intake', id: 'desk-1', label: 'x' });
  expect(await findKey(database.pool, staff)).toBeNull();
  expect(await findKey(database.pool, source)).toBeNull();
});

test('a key made elsewhere is taken once, a short one never', async () => {
  const key = 'a demonstration key of enough characters';
  await importKey(database.pool, key, { kind: 'intake', id: 'hotline', label: 'demo' });
  await importKey(database.pool, key, { kind: 'intake', id: 'hotline', label: 'demo' });
  expect(await findKey(database.pool, key)).toEqual({ kind: 'intake', id: 'hotline' });
  await expect(importKey(database.pool, 'short', { kind: 'intake', id: 'hotline', label: 'x' })).rejects.toThrow(
    RangeError,
  );
});

test('a source reads as it was saved last', async () => {
  const webhook = { url: 'https://example.test/hook', secret: 'whsec_x' };
  await saveSource(database.pool, { ...HOTLINE, id: 'web', procedures: ['hotel'], webhook });
  expect(await findSource(database.pool, 'web')).toEqual({ ...HOTLINE, id: 'web', procedures: ['hotel'], webhook });
  await saveSource(database.pool, { ...HOTLINE, id: 'web' });
  expect(await findSource(database.pool, 'web')).toEqual({ ...HOTLINE, id: 'web' });
  expect(await findSource(database.pool, 'hotline')).toEqual(HOTLINE);
  expect(await findSource(database.pool, 'none')).toBeNull();
});
