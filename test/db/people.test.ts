import { addAbsence, findAbsence, listAbsences, removeAbsence } from '../../db/absences';
import { declareInterest, findInterest, listInterests, removeInterest } from '../../db/interests';
import {
  createPeopleSource,
  currentDirectory,
  DirectoryTooLarge,
  listStaff,
  saveOrganisation,
  type StaffMember,
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
  const [first, ...others] = ORGANISATION.staff;
  if (!first) throw new Error('no staff');
  const withFirst = (change: Partial<StaffMember>) => ({
    ...ORGANISATION,
    staff: [{ ...first, ...change }, ...others],
  });
  expect(await saveOrganisation(pool, withFirst({ name: 'Renamed' }))).toBe(false);
  expect(await saveOrganisation(pool, withFirst({ roles: ['manager'] }))).toBe(true);
  const changed = await people.current();
  expect(changed.version).not.toBe(version);
  expect(changed.staff[first.id]?.roles).toEqual(['manager']);
  const departments = [...ORGANISATION.departments, { id: 'legal', name: 'Legal' }];
  expect(await saveOrganisation(pool, { ...ORGANISATION, departments })).toBe(true);
  expect((await people.current()).departments['legal']).toEqual({});
  await saveOrganisation(pool, ORGANISATION);
  expect((await people.current()).version).toBe(version);
});

test('more people than runs can carry are refused, and none of them stays', async () => {
  const { pool } = database;
  const among = (others: number) => {
    const crowd = Array.from({ length: others }, (_, at): StaffMember => {
      return { id: `person-${at}`, name: 'Somebody', roles: ['r'.repeat(940)], department: 'service', locale: 'en' };
    });
    return { ...ORGANISATION, staff: [...ORGANISATION.staff, ...crowd] };
  };
  expect(await saveOrganisation(pool, among(1_600))).toBe(true);
  const before = await currentDirectory(pool);
  await expect(saveOrganisation(pool, among(1_800))).rejects.toThrow(DirectoryTooLarge);
  expect(await currentDirectory(pool)).toEqual(before);
  expect(await listStaff(pool)).toHaveLength(ORGANISATION.staff.length + 1_600);
});

test('who has left is in no directory and on no reporting line', async () => {
  await saveOrganisation(database.pool, ORGANISATION);
  const staff = ORGANISATION.staff.filter(({ id }) => id !== 'head-1');
  await saveOrganisation(database.pool, { ...ORGANISATION, staff });
  const directory = await currentDirectory(database.pool);
  expect(directory.staff['head-1']).toBeUndefined();
  expect(directory.staff['desk-1']?.manager).toBeUndefined();
  expect(directory.departments['service']).toEqual({});
  expect((await listStaff(database.pool)).map(({ id }) => id)).not.toContain('head-1');
});

test('nobody may be called like an actor that is not staff', async () => {
  for (const id of ['time', 'source:web', '__proto__', '']) {
    const impostor = { id, name: 'T', roles: [], department: 'service', locale: 'en' };
    const organisation = { ...ORGANISATION, staff: [...ORGANISATION.staff, impostor] };
    await expect(saveOrganisation(database.pool, organisation)).rejects.toThrow('staff_id_check');
  }
});

const JUNE = { from: '2126-06-01T00:00:00.000Z', to: '2126-06-30T16:00:00.000Z' };
const absenceOf = (staff: string, standIn: string | null = null) => ({ staff, ...JUNE, standIn, reason: null });

test('absences travel with the directory, whose version changes with them and comes back when they go', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  const { version } = await currentDirectory(pool);
  const { id } = await addAbsence(pool, absenceOf('desk-1', 'head-2'));
  const away = await currentDirectory(pool);
  expect(away.staff['desk-1']?.absences).toEqual([{ ...JUNE, standIn: 'head-2' }]);
  expect(away.version).not.toBe(version);
  await addAbsence(pool, absenceOf('head-1'));
  expect((await currentDirectory(pool)).staff['head-1']?.absences).toEqual([JUNE]);
  const [first, second] = await listAbsences(pool, { notOverAt: JUNE.from });
  expect([first?.staff, second?.staff].toSorted()).toEqual(['desk-1', 'head-1']);
  expect(await listAbsences(pool, { notOverAt: JUNE.from, staff: 'desk-1' })).toEqual([
    { id, ...absenceOf('desk-1', 'head-2') },
  ]);
  expect(await listAbsences(pool, { notOverAt: JUNE.to })).toEqual([]);
  for (const absence of [first, second]) await removeAbsence(pool, absence?.id ?? '');
  expect(await findAbsence(pool, id)).toBeNull();
  expect((await currentDirectory(pool)).version).toBe(version);
});

test('an absence that is over leaves the directory with the next change, and not before: its version is what all read', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  const before = await currentDirectory(pool);
  await addAbsence(pool, absenceOf('desk-1'));
  const { version } = await currentDirectory(pool);
  await pool.query(`update absences set from_at = '2020-01-01', to_at = '2020-02-01'`);
  expect((await currentDirectory(pool)).version).toBe(version);
  expect(await saveOrganisation(pool, ORGANISATION)).toBe(true);
  expect(await currentDirectory(pool)).toEqual(before);
});

test('who has left stands in for nobody', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  await addAbsence(pool, absenceOf('desk-1', 'head-1'));
  const staff = ORGANISATION.staff.filter(({ id }) => id !== 'head-1');
  await saveOrganisation(pool, { ...ORGANISATION, staff });
  expect((await currentDirectory(pool)).staff['desk-1']?.absences).toEqual([JUNE]);
});

test('marks of interests travel with the directory, and their words do not; declared twice they are one', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  const { version } = await currentDirectory(pool);
  const declared = {
    ...{ staff: 'desk-1', interest: 'order:2026-17', mark: 'mark-2', by: 'head-1' },
    declaredAt: '2026-03-02T01:00:00.000Z',
  };
  const { mark: _, by: __, ...shown } = declared;
  const first = await declareInterest(pool, declared);
  expect(first).toEqual({ id: first.id, ...shown });
  expect(await declareInterest(pool, { ...declared, declaredAt: '2026-03-05T01:00:00.000Z' })).toEqual(first);
  await declareInterest(pool, { ...declared, interest: 'department:building', mark: 'mark-1' });
  const directory = await currentDirectory(pool);
  expect(directory.staff['desk-1']?.interests).toEqual(['mark-1', 'mark-2']);
  expect(directory.version).not.toBe(version);
  expect((await listInterests(pool, ['desk-1', 'head-1'])).map(({ interest }) => interest).toSorted()).toEqual([
    'department:building',
    'order:2026-17',
  ]);
  expect(await listInterests(pool, ['head-1'])).toEqual([]);
  await removeInterest(pool, first.id);
  expect(await findInterest(pool, first.id)).toBeNull();
  expect((await currentDirectory(pool)).staff['desk-1']?.interests).toEqual(['mark-1']);
  const { rows } = await pool.query(`select text from content where kind = 'interest' order by text nulls last`);
  expect(rows).toEqual([{ text: 'department:building' }, { text: null }]);
});

test.each([
  ['ends before it begins', { ...absenceOf('desk-1'), to: JUNE.from }],
  ['is stood in for by its own person', absenceOf('desk-1', 'desk-1')],
  ['is of nobody', absenceOf('nobody')],
  ['is stood in for by nobody we know', absenceOf('desk-1', 'nobody')],
])('an absence that %s is refused', async (_, absence) => {
  await saveOrganisation(database.pool, ORGANISATION);
  await expect(addAbsence(database.pool, absence)).rejects.toThrow();
});
