import fc from 'fast-check';
import { saveOrganisation, type Organisation } from '../../db/people';
import { findPlace, InvalidKind, placeOfStaff, UnknownPlace } from '../../db/places';
import { findSource, saveSource } from '../../db/sources';
import type { DepartmentEntry } from '../../domain/model/people';
import { placeAround, placeNamed } from '../../domain/people/places';
import { freshDatabase, type Database } from './database';

jest.setTimeout(120_000);

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;
type Tree = Readonly<Record<string, DepartmentEntry>>;

const entry = fc.record(
  {
    kind: fc.constantFrom('store', 'region', 'ward'),
    parent: fc.constantFrom(...IDS, 'left'),
  },
  { requiredKeys: [] },
);
/** Trees, and what people write that is none: circles, and what lies in a department that has left. */
const trees = fc.dictionary(fc.constantFrom(...IDS), entry, { minKeys: 1, maxKeys: IDS.length });

function organisationOf(tree: Tree): Organisation {
  const ids = Object.keys(tree);
  return {
    departments: ids.map((id) => ({ id, name: id, ...tree[id] })),
    staff: ids.map((id) => ({ id: `of-${id}`, name: id, roles: [], department: id, locale: 'en' })),
  };
}

test('Postgres finds the place of a department and of a member of staff that the core finds, in any tree', async () => {
  const { pool } = database;
  await saveOrganisation(pool, organisationOf({ left: { kind: 'store' } }));
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      await saveOrganisation(pool, organisationOf(tree));
      for (const id of [...IDS, 'left']) {
        expect([id, await findPlace(pool, id)]).toEqual([id, placeNamed(tree, id)]);
        expect([id, await placeOfStaff(pool, `of-${id}`)]).toEqual([id, placeAround(tree, id)]);
      }
    }),
    { numRuns: 60 },
  );
});

test.each(['Store', 'a store', '', '-store', 'store_1'])(
  'no department has the kind "%s": conditions could not name it',
  async (kind) => {
    const departments = [{ id: 'odd', name: 'Odd', kind }];
    await expect(saveOrganisation(database.pool, { departments, staff: [] })).rejects.toThrow(
      new InvalidKind('odd', kind),
    );
    await expect(
      database.pool.query(`insert into departments (id, name, kind) values ('odd', 'Odd', $1)`, [kind]),
    ).rejects.toThrow(/departments_kind_check/);
  },
);

test('a department that is no place any more has no kind', async () => {
  const { pool } = database;
  await saveOrganisation(pool, organisationOf({ a: { kind: 'store' } }));
  expect(await findPlace(pool, 'a')).toEqual({ id: 'a', kind: 'store' });
  await saveOrganisation(pool, organisationOf({ a: {} }));
  expect(await findPlace(pool, 'a')).toBeNull();
});

test('a source reads with its place as it was saved', async () => {
  const { pool } = database;
  await saveOrganisation(pool, organisationOf({ a: { kind: 'store' }, b: {} }));
  const kiosk = { id: 'kiosk', name: 'Kiosk', locale: 'en', place: 'a' };
  await saveSource(pool, kiosk);
  expect(await findSource(pool, 'kiosk')).toEqual(kiosk);
  const { place: _place, ...moved } = kiosk;
  await saveSource(pool, moved);
  expect(await findSource(pool, 'kiosk')).toEqual(moved);
  for (const place of ['b', 'nowhere'])
    await expect(saveSource(pool, { ...kiosk, place })).rejects.toThrow(new UnknownPlace(place));
  expect(await findSource(pool, 'kiosk')).toEqual(moved);
});
