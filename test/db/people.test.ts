import { addAbsence, findAbsence, listAbsences, removeAbsence } from '../../db/absences';
import { declareInterest, findInterest, listInterests, removeInterest } from '../../db/interests';
import { listStaff, saveOrganisation, type Organisation } from '../../db/people';
import { createPeopleSource } from '../../db/people-answers';
import type { Question } from '../../domain/model/question';
import { NOBODY_LEFT_OUT } from '../../domain/people/leaving-out';
import { ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

const asked = async (question: Question) => (await createPeopleSource(database.pool).answer([question]))[0];
const member = (person: string, about: readonly string[] = []) => asked({ ask: 'member', person, about });
const withoutHead: Organisation = { ...ORGANISATION, staff: ORGANISATION.staff.filter(({ id }) => id !== 'head-1') };

test('the organisation reads as it was saved', async () => {
  await saveOrganisation(database.pool, ORGANISATION);
  expect(await listStaff(database.pool)).toEqual(ORGANISATION.staff.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  expect(await member('desk-1')).toEqual({ department: 'service', interested: false });
  expect(await asked({ ask: 'department', department: 'building' })).toBe(true);
  expect(await asked({ ask: 'department', department: 'nowhere' })).toBe(false);
});

test('a change of roles holds from the next question on', async () => {
  await saveOrganisation(database.pool, ORGANISATION);
  const manages = { ask: 'role', person: 'desk-1', roles: ['manager'] } as const;
  expect(await asked(manages)).toBe(false);
  const staff = ORGANISATION.staff.map((one) => (one.id === 'desk-1' ? { ...one, roles: ['manager'] } : one));
  await saveOrganisation(database.pool, { ...ORGANISATION, staff });
  expect(await asked(manages)).toBe(true);
  const wanted = { first: [], role: 'customer-service', reach: 'anywhere', department: null } as const;
  expect(await asked({ ask: 'next', wanted, aside: NOBODY_LEFT_OUT, one: false })).toMatchObject({
    people: ['desk-2'],
  });
});

test('who has left is nobody of the organisation, and stands above nobody', async () => {
  await saveOrganisation(database.pool, ORGANISATION);
  const holders = { people: ['desk-1'], pool: null };
  const above = { ask: 'isAbove', person: 'head-1', holders, aside: NOBODY_LEFT_OUT } as const;
  expect(await asked(above)).toBe(true);
  await saveOrganisation(database.pool, withoutHead);
  expect(await member('head-1')).toBeNull();
  expect(await asked(above)).toBe(false);
  expect((await listStaff(database.pool)).map(({ id }) => id)).not.toContain('head-1');
});

test('nobody may be called like an actor that is not staff', async () => {
  for (const id of ['time', 'source:web', 'pool:desk', '__proto__', '']) {
    const impostor = { id, name: 'T', roles: [], department: 'service', locale: 'en' };
    const organisation = { ...ORGANISATION, staff: [...ORGANISATION.staff, impostor] };
    await expect(saveOrganisation(database.pool, organisation)).rejects.toThrow('staff_id_check');
  }
});

const JUNE = { from: '2126-06-01T00:00:00.000Z', to: '2126-06-30T16:00:00.000Z' };
const absenceOf = (staff: string, standIn: string | null = null) => ({ staff, ...JUNE, standIn, reason: null });
const present = (person: string, at: string) =>
  asked({
    ask: 'present',
    holders: { people: [person], pool: null },
    from: null,
    aside: { ...NOBODY_LEFT_OUT, at },
    orAbove: false,
  });

test('somebody absent is represented from the first instant of the absence to before the last, until it is taken back', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  const { id } = await addAbsence(pool, absenceOf('desk-1', 'head-2'));
  expect(await present('desk-1', JUNE.from)).toMatchObject({ people: ['head-2'] });
  expect(await present('desk-1', JUNE.to)).toMatchObject({ people: ['desk-1'] });
  await addAbsence(pool, absenceOf('head-1'));
  const [first, second] = await listAbsences(pool, { notOverAt: JUNE.from });
  expect([first?.staff, second?.staff].toSorted()).toEqual(['desk-1', 'head-1']);
  expect(await listAbsences(pool, { notOverAt: JUNE.from, staff: 'desk-1' })).toEqual([
    { id, ...absenceOf('desk-1', 'head-2') },
  ]);
  expect(await listAbsences(pool, { notOverAt: JUNE.to })).toEqual([]);
  for (const absence of [first, second]) await removeAbsence(pool, absence?.id ?? '');
  expect(await findAbsence(pool, id)).toBeNull();
  expect(await present('desk-1', JUNE.from)).toMatchObject({ people: ['desk-1'] });
});

test('who has left stands in for nobody', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  await addAbsence(pool, absenceOf('desk-1', 'head-1'));
  await saveOrganisation(pool, withoutHead);
  expect(await present('desk-1', JUNE.from)).toMatchObject({ people: [], absent: 1 });
});

test('interests are known by their marks, and their words are content; declared twice they are one', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  const declared = {
    ...{ staff: 'desk-1', interest: 'order:2026-17', mark: 'mark-2', by: 'head-1' },
    declaredAt: '2026-03-02T01:00:00.000Z',
  };
  const { mark: _, by: __, ...shown } = declared;
  const first = await declareInterest(pool, declared);
  expect(first).toEqual({ id: first.id, ...shown });
  expect(await declareInterest(pool, { ...declared, declaredAt: '2026-03-05T01:00:00.000Z' })).toEqual(first);
  await declareInterest(pool, { ...declared, interest: 'department:building', mark: 'mark-1' });
  expect(await member('desk-1', ['mark-2', 'mark-9'])).toMatchObject({ interested: true });
  expect(await member('desk-1', ['mark-9'])).toMatchObject({ interested: false });
  await removeInterest(pool, first.id);
  expect(await findInterest(pool, first.id)).toBeNull();
  expect(await member('desk-1', ['mark-2'])).toMatchObject({ interested: false });
  const { rows } = await pool.query(`select text from content where kind = 'interest' order by text nulls last`);
  expect(rows).toEqual([{ text: 'department:building' }, { text: null }]);
});

test('interests are listed for who declared them and for those above, and for nobody else', async () => {
  const { pool } = database;
  await saveOrganisation(pool, ORGANISATION);
  const declared = { staff: 'desk-1', interest: 'x:1', mark: 'm', by: 'desk-1', declaredAt: new Date().toISOString() };
  await declareInterest(pool, declared);
  const seen = async (who: string) => (await listInterests(pool, who)).map(({ staff }) => staff);
  expect([await seen('desk-1'), await seen('head-1'), await seen('desk-2')]).toEqual([['desk-1'], ['desk-1'], []]);
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
