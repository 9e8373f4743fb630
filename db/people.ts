import { createHash } from 'node:crypto';
import type { PeopleSource } from '../activities/ports';
import type { Absence, DepartmentEntry, Directory, StaffEntry } from '../domain/model/people';
import type { RoleRights } from '../domain/model/rights';
import { jsonText } from './json';
import { checkKinds } from './places';
import { withTransaction, type Pool, type PoolClient, type Queryable } from './pool';
import { replaceRights } from './rights';

export interface Department {
  readonly id: string;
  readonly name: string;
  /** What kind of place it is: store, ward, branch, depot. Without one it is no place. */
  readonly kind?: string;
  readonly head?: string;
  readonly parent?: string;
}

export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly department: string;
  readonly manager?: string;
  readonly mail?: string;
  readonly webhook?: string;
  /** A language tag: `zh-CN`, `zh-TW`, `en`. */
  readonly locale: string;
}

/** The whole organisation: staff and departments not named here leave it; their names stay readable. */
export interface Organisation {
  readonly departments: readonly Department[];
  readonly staff: readonly StaffMember[];
  /** Which roles hold which right; nobody holds any when it is left out. */
  readonly rights?: RoleRights;
}

const WRITE_DEPARTMENTS = `
  insert into departments (id, name, kind, head, parent, active)
  select id, name, kind, head, parent, true
  from jsonb_to_recordset($1) as d(id text, name text, kind text, head text, parent text)
  on conflict (id) do update
  set name = excluded.name, kind = excluded.kind, head = excluded.head, parent = excluded.parent, active = true`;

const WRITE_STAFF = `
  insert into staff (id, name, roles, department, manager, mail, webhook, locale, active)
  select id, name, roles, department, manager, mail, webhook, locale, true
  from jsonb_to_recordset($1) as s(
    id text, name text, roles text[], department text, manager text, mail text, webhook text, locale text)
  on conflict (id) do update
  set name = excluded.name, roles = excluded.roles, department = excluded.department, manager = excluded.manager,
      mail = excluded.mail, webhook = excluded.webhook, locale = excluded.locale, active = true`;

const STAFF_MEMBER = `jsonb_strip_nulls(jsonb_build_object('id', id, 'name', name, 'roles', roles,
  'department', department, 'manager', manager, 'mail', mail, 'webhook', webhook, 'locale', locale)) as member`;

const INSTANT = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const READ_DIRECTORY = `
  select version,
    (select coalesce(jsonb_object_agg(id, jsonb_strip_nulls(jsonb_build_object(
       'roles', roles, 'department', department, 'manager', manager,
       'absences', (select jsonb_agg(jsonb_build_object(
            'from', ${INSTANT('from_at')}, 'to', ${INSTANT('to_at')}, 'standIn', stand_in) order by from_at, to_at, a.id)
          from absences a where a.staff = s.id and to_at > as_of),
       'interests', (select jsonb_agg(mark order by mark) from interests i where i.staff = s.id)))), '{}')
     from staff s where active) as staff,
    (select coalesce(jsonb_object_agg(id, jsonb_strip_nulls(jsonb_build_object(
       'kind', kind, 'head', head, 'parent', parent))), '{}') from departments where active) as departments
  from organisation`;

/** Every run carries the directory beside its rules and state, and Temporal takes 2 MB at once. */
const MOST_BYTES = 1_700_000;

/** With the change the directory would be larger than runs can carry. */
export class DirectoryTooLarge extends Error {
  constructor(readonly bytes: number) {
    super(`people, departments, absences and interests are ${bytes} bytes together, and may be ${MOST_BYTES}`);
    this.name = 'DirectoryTooLarge';
  }
}

/** True when the directory has changed: open complaints are to be told. Throws UnknownRight, InvalidKind, DirectoryTooLarge. */
export async function saveOrganisation(
  pool: Pool,
  { departments, staff, rights = {} }: Organisation,
): Promise<boolean> {
  checkKinds(departments);
  return changeOrganisation(pool, async (client) => {
    await client.query(WRITE_DEPARTMENTS, [jsonText(departments)]);
    await client.query(WRITE_STAFF, [jsonText(staff)]);
    await client.query('update staff set active = false where active and id <> all($1)', [staff.map(({ id }) => id)]);
    await client.query('update departments set active = false where active and id <> all($1)', [
      departments.map(({ id }) => id),
    ]);
    await replaceRights(client, rights);
  });
}

/**
 * Changes people and what is known of them, one change at a time; true when the directory is another one then. Throws
 * DirectoryTooLarge.
 */
export async function changeOrganisation(pool: Pool, change: (client: PoolClient) => Promise<void>): Promise<boolean> {
  return withTransaction(pool, async (client) => {
    const before = await client.query<{ version: string }>('select version from organisation for update');
    await client.query('update organisation set as_of = now()');
    await change(client);
    const directory = await readDirectory(client);
    const { version } = directory;
    if (version === before.rows[0]?.version) return false;
    const bytes = Buffer.byteLength(JSON.stringify(directory));
    if (bytes > MOST_BYTES) throw new DirectoryTooLarge(bytes);
    await client.query('update organisation set version = $1', [version]);
    return true;
  });
}

interface DirectoryRow {
  readonly version: string;
  readonly staff: Record<string, StaffEntry>;
  readonly departments: Record<string, DepartmentEntry>;
}

/** Its version is the hash of what it holds, whatever the stored one says. */
async function readDirectory(db: Queryable): Promise<Directory> {
  const { rows } = await db.query<DirectoryRow>(READ_DIRECTORY);
  const row = rows[0];
  if (!row) throw new Error('the organisation has no row');
  const staff = mapEntries(row.staff, ({ manager, absences, ...entry }) => ({
    ...entry,
    ...(manager !== undefined && Object.hasOwn(row.staff, manager) ? { manager } : {}),
    ...(absences === undefined ? {} : { absences: absences.map((absence) => withoutGone(absence, row.staff)) }),
  }));
  const departments = mapEntries(row.departments, ({ kind, head, parent }) => ({
    ...(kind === undefined ? {} : { kind }),
    ...(head !== undefined && Object.hasOwn(row.staff, head) ? { head } : {}),
    ...(parent !== undefined && Object.hasOwn(row.departments, parent) ? { parent } : {}),
  }));
  const version = createHash('sha256')
    .update(JSON.stringify([staff, departments]))
    .digest('hex')
    .slice(0, 16);
  return { version, staff, departments };
}

function withoutGone({ standIn, ...absence }: Absence, staff: DirectoryRow['staff']): Absence {
  return { ...absence, ...(standIn !== undefined && Object.hasOwn(staff, standIn) ? { standIn } : {}) };
}

function mapEntries<T>(entries: Record<string, T>, change: (entry: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([id, entry]) => [id, change(entry)]));
}

const directories = new WeakMap<Pool, Directory>();

/** The people as they are now; read anew only after a change. */
export async function currentDirectory(pool: Pool): Promise<Directory> {
  const { rows } = await pool.query<{ version: string }>('select version from organisation');
  const cached = directories.get(pool);
  if (cached && cached.version === rows[0]?.version) return cached;
  const directory = await readDirectory(pool);
  directories.set(pool, directory);
  return directory;
}

export function createPeopleSource(pool: Pool): PeopleSource {
  return { current: () => currentDirectory(pool) };
}

export async function listStaff(pool: Pool): Promise<readonly StaffMember[]> {
  const { rows } = await pool.query<{ member: StaffMember }>(
    `select ${STAFF_MEMBER} from staff where active order by id`,
  );
  return rows.map(({ member }) => member);
}
