import { MOST_TOLD_EACH } from './digests';
import type { Queryable } from './pool';

/** So many are read and no more: who counts them says that there are more. */
export const MOST_READ = 1_001;

/** Who holds a role: two of them at most. */
export interface RoleHolders {
  readonly role: string;
  readonly holders: readonly string[];
}

/** For each of the roles, in their order. */
export async function holdersOf(db: Queryable, roles: readonly string[]): Promise<readonly RoleHolders[]> {
  const { rows } = await db.query<RoleHolders>(
    `select role, array(select r.staff from staff_roles r where r.role = asked.role limit 2) as holders
     from unnest($1::text[]) with ordinality asked(role, place) order by place`,
    [roles],
  );
  return rows;
}

export interface PoolAsked {
  readonly role: string;
  /** Of one department each, rather than of all together. */
  readonly there: boolean;
}

/** Of these pools those that have more people than are told one by one, in some department where that is asked. */
export async function rolesOfMany(db: Queryable, asked: readonly PoolAsked[]): Promise<readonly PoolAsked[]> {
  const { rows } = await db.query<PoolAsked>(
    `select distinct role, there from unnest($1::text[], $2::boolean[]) as asked(role, there)
     where case when there then exists (
         select from (select department from staff_roles r where r.role = asked.role order by department limit 10000) members
         group by department having count(*) > ${MOST_TOLD_EACH})
       else (select count(*) from (
         select from staff_roles r where r.role = asked.role limit ${MOST_TOLD_EACH + 1}) members) > ${MOST_TOLD_EACH} end`,
    [asked.map(({ role }) => role), asked.map(({ there }) => there)],
  );
  return rows;
}

/** Of these people, whoever is away now and has nobody in their place. */
export async function awayWithoutStandIn(db: Queryable, staff: readonly string[]): Promise<readonly string[]> {
  const { rows } = await db.query<{ staff: string }>(
    `select distinct a.staff from absences a
     where a.staff = any($1) and a.from_at <= now() and a.to_at > now()
       and not exists (select from staff s where s.id = a.stand_in and s.active)
     order by a.staff`,
    [staff],
  );
  return rows.map(({ staff: id }) => id);
}

export interface StandIn {
  readonly staff: string;
  readonly standIn: string;
}

/** Who is away now and has somebody stand in who is away as well, with a stand-in of their own. */
export async function awayForAway(db: Queryable): Promise<readonly StandIn[]> {
  const { rows } = await db.query<StandIn>(
    `select a.staff, a.stand_in as "standIn" from absences a
     where a.to_at > now() and a.from_at <= now() and a.stand_in is not null
       and exists (select from absences b
         where b.staff = a.stand_in and b.from_at <= now() and b.to_at > now() and b.stand_in is not null)
     order by a.staff limit ${MOST_READ}`,
  );
  return rows;
}

/** People who have left and still hold an open task. */
export function goneWithTasks(db: Queryable): Promise<readonly string[]> {
  return ids(
    db,
    `select id from staff s where not active and exists (select from tasks where person = s.id)
     order by id limit ${MOST_READ}`,
  );
}

/** People who hold an open task and have neither a mail address nor a webhook. */
export function unreachableWithTasks(db: Queryable): Promise<readonly string[]> {
  return ids(
    db,
    `select id from staff s
     where active and mail is null and webhook is null and exists (select from tasks where person = s.id)
     order by id limit ${MOST_READ}`,
  );
}

/** Complaints with an open task that is neither a person's nor a pool's. */
export function withTaskOfNobody(db: Queryable): Promise<readonly string[]> {
  return ids(
    db,
    `select reference as id from (
       select reference from tasks where person is null and pool_role is null and people = '{}' order by reference limit ${MOST_READ}) task
     group by reference order by reference`,
  );
}

/** Departments without a head who is there, and so all above them. */
export function headlessDepartments(db: Queryable): Promise<readonly string[]> {
  return ids(
    db,
    `with recursive headed as (
       select d.id from departments d join staff h on h.id = d.head and h.active where d.active
       union
       select d.id from departments d join headed on d.parent = headed.id where d.active)
     select id from departments d where active and not exists (select from headed where headed.id = d.id)
     order by id limit ${MOST_READ}`,
  );
}

/** Of these kinds, those of which there is no place. */
export async function placeKindsWithout(db: Queryable, kinds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await db.query<{ kind: string }>(
    `select kind from unnest($1::text[]) asked(kind)
     where not exists (select from departments d where d.active and d.kind = asked.kind) order by kind`,
    [kinds],
  );
  return rows.map(({ kind }) => kind);
}

async function ids(db: Queryable, statement: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(statement);
  return rows.map(({ id }) => id);
}
