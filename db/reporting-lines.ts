import type { PoolClient } from './pool';

const RANKS = `
  with recursive up(person, next, line) as (
    select id, manager, array[]::text[] from staff where active
    union all
    select u.person, m.manager, u.line || u.next
    from up u left join staff m on m.id = u.next and m.active
    where u.next is not null and u.next <> all(u.line)
  ), ranks as (
    select person, max(cardinality(line)) as rank from up group by person
  )
  update staff s set rank = r.rank from ranks r where s.id = r.person and s.rank <> r.rank`;

const FORGET_ROLES = `
  delete from staff_roles r
  where not exists (select from staff s where s.id = r.staff and s.active and r.role = any(s.roles))`;

const PUT_ROLES = `
  insert into staff_roles (role, department, staff, manager)
  select distinct role, s.department, s.id, m.id
  from staff s cross join lateral unnest(s.roles) role left join staff m on m.id = s.manager and m.active
  where s.active
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
  await client.query(RANKS);
  await client.query(FORGET_ROLES);
  await client.query(PUT_ROLES);
  await client.query('delete from pool_seniors');
  await client.query(SENIORS);
}
