import { withTransaction } from '../../db/pool';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query('create table seen (n integer)');
});

afterAll(() => database.close());

const seen = async () =>
  (await database.pool.query<{ n: number }>('select n from seen order by n')).rows.map(({ n }) => n);

test('a transaction that throws leaves nothing, one that does not leaves all', async () => {
  const failing = withTransaction(database.pool, async (client) => {
    await client.query('insert into seen values (1)');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await withTransaction(database.pool, (client) => client.query('insert into seen values (2)'))).toBeDefined();
  expect(await seen()).toEqual([2]);
});

test('a connection lost in the middle fails its transaction only', async () => {
  const before = await seen();
  const lost = withTransaction(database.pool, async (client) => {
    await client.query('insert into seen values (3)');
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const ended = new Promise((resolve) => client.once('end', resolve));
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await ended;
    await client.query('insert into seen values (4)');
  });
  await expect(lost).rejects.toThrow();
  expect(await seen()).toEqual(before);
});
