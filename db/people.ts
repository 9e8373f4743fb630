import type { RoleRights } from '../domain/model/rights';
import { jsonText } from './json';
import { checkKinds } from './places';
import { withTransaction, type Pool } from './pool';
import { withRanks, workOutLines } from './reporting-lines';
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

const STAFF_COLUMNS = ['name', 'roles', 'department', 'manager', 'mail', 'webhook', 'locale', 'active', 'rank'];

// Of a large organisation few change at once: who is as they were is not written.
const WRITE_STAFF = `
  insert into staff (id, ${STAFF_COLUMNS.join(', ')})
  select id, name, roles, department, manager, mail, webhook, locale, true, rank
  from jsonb_to_recordset($1) as s(id text, name text, roles text[], department text, manager text, mail text,
    webhook text, locale text, rank integer)
  on conflict (id) do update
  set (${STAFF_COLUMNS.join(', ')}) = (${STAFF_COLUMNS.map((column) => `excluded.${column}`).join(', ')}),
    leaving_since = null
  where (${STAFF_COLUMNS.map((column) => `staff.${column}`).join(', ')})
    is distinct from (${STAFF_COLUMNS.map((column) => `excluded.${column}`).join(', ')})`;

const STAFF_MEMBER = `jsonb_strip_nulls(jsonb_build_object('id', id, 'name', name, 'roles', roles,
  'department', department, 'manager', manager, 'mail', mail, 'webhook', webhook, 'locale', locale)) as member`;

/** Throws UnknownRight, InvalidKind. */
export async function saveOrganisation(pool: Pool, { departments, staff, rights = {} }: Organisation): Promise<void> {
  checkKinds(departments);
  await withTransaction(pool, async (client) => {
    await client.query('select from organisation for update');
    await client.query(WRITE_DEPARTMENTS, [jsonText(departments)]);
    await client.query(WRITE_STAFF, [jsonText(withRanks(staff))]);
    await client.query('update staff set active = false, leaving_since = now() where active and id <> all($1)', [
      staff.map(({ id }) => id),
    ]);
    await client.query('update departments set active = false where active and id <> all($1)', [
      departments.map(({ id }) => id),
    ]);
    await workOutLines(client);
    await replaceRights(client, rights);
  });
}

export async function listStaff(pool: Pool): Promise<readonly StaffMember[]> {
  const { rows } = await pool.query<{ member: StaffMember }>(
    `select ${STAFF_MEMBER} from staff where active order by id`,
  );
  return rows.map(({ member }) => member);
}
