import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, MigrationAhead } from '../../db/migrate';
import { emptyDatabase, type Database } from './database';
import { dumpSchema } from './schema-dump';

const SCHEMA = join(__dirname, '../../db/schema.sql');

let database: Database;
let folder: string;

beforeEach(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

test('any number of processes may migrate at once: each migration runs once', async () => {
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(database.pool)));
  expect(applied.flat().toSorted()).toEqual([...new Set(applied.flat())].toSorted());
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
});

test('migrating again changes nothing', async () => {
  await migrate(database.pool);
  expect(await migrate(database.pool)).toEqual([]);
});

test('a program older than the database refuses to start', async () => {
  await migrate(database.pool);
  await database.pool.query(`insert into schema_migrations (version, name) values (9999, '9999-later.sql')`);
  await expect(migrate(database.pool)).rejects.toThrow(MigrationAhead);
});

test('a migration that fails leaves nothing behind, and the next try begins with it', async () => {
  await writeFile(join(folder, '0001-one.sql'), 'create table one (id integer);');
  await writeFile(join(folder, '0002-two.sql'), 'create table two (id integer); select broken;');
  await expect(migrate(database.pool, { folder })).rejects.toThrow('broken');
  const { rows } = await database.pool.query(`select to_regclass('one') as one, to_regclass('two') as two`);
  expect(rows).toEqual([{ one: 'one', two: null }]);
  await writeFile(join(folder, '0002-two.sql'), 'create table two (id integer);');
  expect(await migrate(database.pool, { folder })).toEqual(['0002-two.sql']);
});

test('a folder with a missing number is refused', async () => {
  await writeFile(join(folder, '0002-two.sql'), 'create table two (id integer);');
  await expect(migrate(database.pool, { folder })).rejects.toThrow('0002-two.sql');
});

test('schema.sql is what the migrations add up to', async () => {
  await migrate(database.pool);
  const schema = await dumpSchema(database.pool);
  if (process.env['WRITE_SCHEMA'] === '1') await writeFile(SCHEMA, schema);
  expect(schema).toBe(await readFile(SCHEMA, 'utf8'));
});
