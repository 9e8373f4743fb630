import {
  createPeopleSource,
  currentDirectory,
  findStaff,
  listDepartments,
  listStaff,
  saveDepartment,
  saveOrganisation,
  saveStaffMember,
} from '../../db/people';
import { ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

test('the organisation reads as it was saved', async () => {
  await saveOrganisation(database.pool, ORGANISATION);
  expect(await listStaff(database.pool)).toEqual(ORGANISATION.staff.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  expect(await listDepartments(database.pool)).toEqual([ORGANISATION.departments[1], ORGANISATION.departments[0]]);
  const directory = await currentDirectory(database.pool);
  expect(directory.staff['desk-1']).toEqual({ roles: ['customer-service'], department: 'service', manager: 'head-1' });
  expect(directory.departments).toEqual({
    service: { head: 'head-1' },
    building: { head: 'head-2', parent: 'service' },
  });
});

test('saving the same organisation again keeps the version, any change of the directory makes another', async () => {
  const { pool } = database;
  const people = createPeopleSource(pool);
  expect(await saveOrganisation(pool, ORGANISATION)).toBe(true);
  const { version } = await people.current();
  expect(await saveOrganisation(pool, ORGANISATION)).toBe(false);
  expect((await people.current()).version).toBe(version);
  const [first] = ORGANISATION.staff;
  if (!first) throw new Error('no staff');
  expect(await saveStaffMember(pool, { ...first, name: 'Renamed' })).toBe(false);
  expect(await saveStaffMember(pool, { ...first, roles: ['manager'] })).toBe(true);
  const changed = await people.current();
  expect(changed.version).not.toBe(version);
  expect(changed.staff[first.id]?.roles).toEqual(['manager']);
  expect(await saveDepartment(pool, { id: 'legal', name: 'Legal' })).toBe(true);
  expect((await people.current()).departments['legal']).toEqual({});
  await saveOrganisation(pool, ORGANISATION);
  expect((await people.current()).version).toBe(version);
});

test('who has left is in no directory and on no reporting line', async () => {
  await saveOrganisation(database.pool, ORGANISATION);
  const staff = ORGANISATION.staff.filter(({ id }) => id !== 'head-1');
  await saveOrganisation(database.pool, { ...ORGANISATION, staff });
  const directory = await currentDirectory(database.pool);
  expect(directory.staff['head-1']).toBeUndefined();
  expect(directory.staff['desk-1']?.manager).toBeUndefined();
  expect(directory.departments['service']).toEqual({});
  expect(await findStaff(database.pool, 'head-1')).toBeNull();
  expect(await findStaff(database.pool, 'desk-1')).toMatchObject({ name: '前台一' });
});

test('nobody may be called like an actor that is not staff', async () => {
  const impostor = { id: 'time', name: 'T', roles: [], department: 'service', locale: 'en' };
  await saveOrganisation(database.pool, ORGANISATION);
  await expect(saveStaffMember(database.pool, impostor)).rejects.toThrow('staff_id_check');
});
