import type { PoolClient } from './pool';

interface Reporting {
  readonly id: string;
  readonly manager?: string;
}

/** Each with how many stand above them in the reporting line, those who have left included. */
export function withRanks<T extends Reporting>(staff: readonly T[]): readonly (T & { readonly rank: number })[] {
  const managers = new Map(staff.map(({ id, manager }) => [id, manager]));
  return staff.map((member) => {
    const line = new Set<string>();
    let { manager } = member;
    while (manager !== undefined && !line.has(manager)) {
      line.add(manager);
      manager = managers.get(manager);
    }
    return { ...member, rank: line.size };
  });
}

const FORGET_ROLES = `
  delete from staff_roles r
  where not exists (select from staff s where s.id = r.staff and s.active and r.role = any(s.roles))`;

const HAS_NEW_ROLES = `
  select exists (
    select from staff s cross join lateral unnest(s.roles) role
    where s.active and not exists (select from staff_roles r where r.staff = s.id and r.role = role)) as found`;

// A role that somebody has already keeps what it counts.
const PUT_ROLES = `
  with given as (
    select distinct role, s.department, s.id as staff, m.id as manager
    from staff s cross join lateral unnest(s.roles) role left join staff m on m.id = s.manager and m.active
    where s.active
  ), fresh as (
    select staff from given g where not exists (select from staff_roles r where r.staff = g.staff and r.role = g.role)
    group by staff
  ), loads as (
    select staff,
      (select count(*) from tasks t where t.person = f.staff) + (select count(*) from choices c where c.staff = f.staff) as open,
      (select max(last_new) from staff_roles r where r.staff = f.staff) as last_new
    from fresh f
  )
  insert into staff_roles (role, department, staff, manager, open, last_new)
  select role, department, staff, manager, coalesce(open, 0), coalesce(last_new, '-infinity')
  from given left join loads using (staff)
  on conflict (staff, role) do update set department = excluded.department, manager = excluded.manager
  where (staff_roles.department, staff_roles.manager) is distinct from (excluded.department, excluded.manager)`;

// Whoever has left heads and manages nobody; nobody is above themselves, whatever circle is written down.
const SENIORS = `
  with recursive managers(person, senior) as (
    select s.id, m.id from staff s join staff m on m.id = s.manager and m.active where s.active and m.id <> s.id
    union
    select u.person, m.id
    from managers u join staff s on s.id = u.senior join staff m on m.id = s.manager and m.active
    where m.id <> u.person
  ), lines(department, up) as (
    select distinct department, department from staff_roles
    union
    select l.department, d.parent from lines l join departments d on d.id = l.up and d.active where d.parent is not null
  ), heads as (
    select l.department, s.id as head
    from lines l join departments d on d.id = l.up and d.active join staff s on s.id = d.head and s.active
  )
  insert into pool_seniors (senior, role, department)
  select m.senior, r.role, r.department from staff_roles r join managers m on m.person = r.staff
  union
  select h.head, r.role, r.department from staff_roles r join heads h using (department) where h.head <> r.staff`;

/** Works out, from the staff and departments as they are saved, who has which role and who stands above whom. */
export async function workOutLines(client: PoolClient): Promise<void> {
  await client.query(FORGET_ROLES);
  const { rows } = await client.query<{ found: boolean }>(HAS_NEW_ROLES);
  // Nothing is recorded meanwhile: what somebody holds is counted once for a role that is new.
  if (rows[0]?.found) await client.query('lock table staff_roles in share row exclusive mode');
  await client.query(PUT_ROLES);
  await client.query('delete from pool_seniors');
  await client.query(SENIORS);
}
