import { createLeaverBacklog } from '../../db/leavers';
import { saveOrganisation, type Organisation } from '../../db/people';
import { ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
});

afterEach(() => database.close());

interface Held {
  readonly person?: string;
  readonly people?: readonly string[];
  readonly pool?: string;
  readonly home?: string;
}

async function task(reference: string, { person, people = [], pool, home }: Held): Promise<void> {
  await database.pool.query(
    `insert into tasks (reference, task, procedure_key, stage, kind, round, step, owner_rule, person, people, pool_role,
       pool_department, pool_tell, left_out, about, level, missed, opened_at)
     values ($1, 'T1', 'p', 's', 'task', 1, 1, 'desk', $2, $3, $4, $5, $6, '{}', '{}', 0, false, now())`,
    [
      reference,
      person ?? null,
      person === undefined ? people : [person],
      pool ?? null,
      home ?? null,
      pool === undefined ? null : 'each',
    ],
  );
}

const without = (...gone: readonly string[]): Organisation => ({
  ...ORGANISATION,
  staff: ORGANISATION.staff.filter(({ id }) => !gone.includes(id)),
});
const leaving = () => createLeaverBacklog(database.pool).leaving({ after: '', limit: 10 });
const heldBy = (person: string, after = '', limit = 10) =>
  createLeaverBacklog(database.pool).heldBy({ person, after, limit });

test('who is in the organisation no more is leaving, and who comes back is not', async () => {
  expect(await leaving()).toEqual([]);
  await saveOrganisation(database.pool, without('desk-1', 'desk-2'));
  expect(await leaving()).toEqual(['desk-1', 'desk-2']);
  expect(await createLeaverBacklog(database.pool).leaving({ after: 'desk-1', limit: 10 })).toEqual(['desk-2']);
  await saveOrganisation(database.pool, without('desk-2'));
  expect(await leaving()).toEqual(['desk-2']);
});

test('what they hold by name is found page by page, one of several holders among them, and nobody else’s', async () => {
  await task('C-1', { person: 'desk-1' });
  await task('C-2', { people: ['desk-2', 'desk-1'] });
  await task('C-3', { person: 'desk-2' });
  await task('C-4', { pool: 'customer-service' });
  await saveOrganisation(database.pool, without('desk-1'));
  expect(await heldBy('desk-1')).toEqual(['C-1', 'C-2']);
  expect(await heldBy('desk-1', 'C-1', 1)).toEqual(['C-2']);
});

test('what is of a pool is found once nobody is of it any more', async () => {
  await task('C-1', { pool: 'customer-service' });
  await task('C-2', { pool: 'customer-service', home: 'service' });
  await task('C-3', { pool: 'customer-service', home: 'building' });
  const all = ORGANISATION.staff.filter(({ roles }) => roles.includes('customer-service')).map(({ id }) => id);
  await saveOrganisation(database.pool, without(...all.slice(1)));
  for (const one of all.slice(1)) expect(await heldBy(one)).toEqual([]);
  await saveOrganisation(database.pool, without(...all));
  expect(await heldBy('desk-1')).toEqual(['C-1', 'C-2']);
});

test('they are done with ten minutes after they left, once nothing is held by them', async () => {
  await task('C-1', { person: 'desk-1' });
  await saveOrganisation(database.pool, without('desk-1', 'desk-2'));
  const backlog = createLeaverBacklog(database.pool);
  const mark = () => Promise.all(['desk-1', 'desk-2'].map((one) => backlog.markPassedOn(one)));
  await mark();
  expect(await leaving()).toEqual(['desk-1', 'desk-2']);
  await database.pool.query(`update staff set leaving_since = leaving_since - interval '11 minutes'`);
  await mark();
  expect(await leaving()).toEqual(['desk-1']);
  await database.pool.query('delete from tasks');
  await mark();
  expect(await leaving()).toEqual([]);
});
