import type { FoundBy, Lookup, LookupName, Person, Sight } from '../domain/people/lookup';
import type { Pool } from '../domain/model/people';
import { findChoice } from './choices';
import type { Queryable } from './pool';

/** A person as seen from an instant ($1), with a matter in mind ($2); `ids` yields ids of staff with their place. */
const seen = (ids: string): string => `
  select s.id, s.roles, s.department, m.id as manager, s.rank, away.body as away,
    exists (select from interests i where i.staff = s.id and i.mark = any($2)) as interested
  from (${ids}) given join staff s on s.id = given.id and s.active
  left join staff m on m.id = s.manager and m.active
  left join lateral (
    select jsonb_build_object('standIn',
      (array_agg(i.id order by a.from_at, a.to_at, a.id) filter (where i.id is not null))[1]) as body
    from absences a left join staff i on i.id = a.stand_in and i.active
    where a.staff = s.id and a.from_at <= $1::timestamptz and $1::timestamptz < a.to_at
    having count(*) > 0
  ) away on true
  order by given.place`;

const PERSONS = seen('select id, place from unnest($3::text[]) with ordinality as g(id, place)');

const numbered = (ids: string): string => `select id, row_number() over () as place from (${ids}) one`;

const MEMBERS_ANYWHERE = seen(
  numbered(`
    select staff as id from staff_roles where role = $3 and ($4::text is null or staff collate "C" > $4)
    order by staff collate "C" limit $5`),
);

const MEMBERS_THERE = seen(
  numbered(`
    select staff as id from staff_roles
    where role = $3 and department collate "C" = $6 and ($4::text is null or staff collate "C" > $4)
    order by staff collate "C" limit $5`),
);

const TOP = seen(
  numbered(`
    select id from staff where active and ($3::integer is null or (rank, id collate "C") > ($3, $4))
    order by rank, id collate "C" limit $5`),
);

const INTERESTED = `
  select distinct r.staff collate "C" as found
  from interests i join staff_roles r on r.staff = i.staff and r.role = $1
  where i.mark = any($3) and ($2::text is null or r.department = $2)
  order by 1 limit $4`;

// Steps from one value to the next, however many people share it.
const stepping = (column: string, where: string): string => `
  with recursive step as (
    (select ${column} as found from staff_roles where ${where} and ${column} is not null
     order by ${column} collate "C" limit 1)
    union all
    select (select ${column} from staff_roles where ${where} and ${column} collate "C" > step.found
            order by ${column} collate "C" limit 1)
    from step where step.found is not null
  )
  select found from step where found is not null limit $2`;

const HOMES_ANYWHERE = stepping('department', 'role = $1');
const HOME_THERE = `
  select department as found from staff_roles where role = $1 and department collate "C" = $3 limit least($2, 1)`;
const MANAGERS_ANYWHERE = stepping('manager', 'role = $1');
const MANAGERS_THERE = stepping('manager', 'role = $1 and department = $3');

// A limit has Postgres look each department up, where it would read all of them for a line of unknown length.
const DEPARTMENT = (expression: string): string =>
  `lateral (select id, head, parent from departments where id = ${expression} and active limit 1)`;

const LINE = `
  with recursive line(department, depth, seen) as (
    select $1::text, 0, array[$1::text]
    union all
    select d.parent, l.depth + 1, l.seen || d.parent
    from line l cross join ${DEPARTMENT('l.department')} d
    where d.parent is not null and d.parent <> all(l.seen)
  )
  select l.department, s.id as head
  from line l
  left join ${DEPARTMENT('l.department')} d on true
  left join staff s on s.id = d.head and s.active
  order by l.depth`;

/** Everybody above the person that the expression names. */
export const seniorsOf = (person: string): string => `
  with recursive managers(id) as (
    select m.id from staff s join staff m on m.id = s.manager and m.active
    where s.id = ${person} and s.active and m.id <> ${person}
    union
    select m.id from managers u join staff s on s.id = u.id join staff m on m.id = s.manager and m.active
    where m.id <> ${person}
  ), line(department) as (
    select department from staff where id = ${person} and active
    union
    select d.parent from line l cross join ${DEPARTMENT('l.department')} d where d.parent is not null
  )
  select id as found from managers
  union
  select s.id from line l cross join ${DEPARTMENT('l.department')} d join staff s on s.id = d.head and s.active
  where s.id <> ${person}`;

const SENIORS = seniorsOf('$1');

const LEADS_ANYWHERE = 'select exists (select from pool_seniors where senior = $1 and role = $2) as found';
const LEADS_THERE = `
  select exists (select from pool_seniors where senior = $1 and role = $2 and department = $3) as found`;

const REPRESENTED = `
  select distinct a.staff as found from absences a join staff s on s.id = a.staff and s.active
  where a.stand_in = $1 and a.from_at <= $2::timestamptz and $2::timestamptz < a.to_at`;

const LEADER = `
  with recursive headed(id) as (
    select id from departments where head = $1 and active
    union
    select d.id from headed h join departments d on d.parent = h.id and d.active
  )
  select exists (select from staff where manager = $1 and active and id <> all($2))
    or exists (select from headed h join staff s on s.department = h.id and s.active where s.id <> all($2)) as found`;

/** Finds what a search looks up, each with one statement. */
export async function findPeople(db: Queryable, lookup: Lookup): Promise<FoundBy<LookupName>> {
  switch (lookup.look) {
    case 'persons':
      return lookup.ids.length === 0 ? [] : people(db, 'persons', PERSONS, lookup.sight, [lookup.ids]);
    case 'members':
      return members(db, lookup);
    case 'top': {
      const { after, limit, sight } = lookup;
      return people(db, 'top', TOP, sight, [after?.rank ?? null, after?.id ?? '', limit]);
    }
    case 'interested': {
      const { pool, about, limit } = lookup;
      return texts(db, 'interested', INTERESTED, [pool.role, pool.department, about, limit]);
    }
    case 'homes':
      return ofPool(db, 'homes', [HOMES_ANYWHERE, HOME_THERE], lookup);
    case 'managers':
      return ofPool(db, 'managers', [MANAGERS_ANYWHERE, MANAGERS_THERE], lookup);
    case 'line':
      return (await db.query<{ department: string; head: string | null }>(named('line', LINE, [lookup.department])))
        .rows;
    case 'department':
      return flag(db, 'department', 'select exists (select from departments where id = $1 and active) as found', [
        lookup.department,
      ]);
    case 'seniors':
      return texts(db, 'seniors', SENIORS, [lookup.person]);
    case 'leads':
      return leads(db, lookup);
    case 'represented':
      return texts(db, 'represented', REPRESENTED, [lookup.standIn, lookup.at]);
    case 'choice':
      return findChoice(db, lookup);
    case 'leader':
      return flag(db, 'leader', LEADER, [lookup.person, lookup.except]);
    default:
      return unknownLookup(lookup);
  }
}

function unknownLookup(lookup: never): never {
  throw new Error(`nobody looks up ${JSON.stringify(lookup)}`);
}

function named(name: string, text: string, values: readonly unknown[]) {
  return { name: `people-${name}`, text, values: [...values] };
}

async function people(
  db: Queryable,
  name: string,
  text: string,
  { at, about }: Sight,
  values: readonly unknown[],
): Promise<readonly Person[]> {
  const { rows } = await db.query<Person>(named(name, text, [at, about, ...values]));
  return rows;
}

function members(
  db: Queryable,
  { pool, after, limit, sight }: Extract<Lookup, { look: 'members' }>,
): Promise<readonly Person[]> {
  const { role, department } = pool;
  return department === null
    ? people(db, 'members', MEMBERS_ANYWHERE, sight, [role, after, limit])
    : people(db, 'members-there', MEMBERS_THERE, sight, [role, after, limit, department]);
}

function ofPool(
  db: Queryable,
  name: string,
  [anywhere, there]: readonly [string, string],
  { pool: { role, department }, limit }: { readonly pool: Pool; readonly limit: number },
): Promise<readonly string[]> {
  return department === null
    ? texts(db, name, anywhere, [role, limit])
    : texts(db, `${name}-there`, there, [role, limit, department]);
}

async function texts(
  db: Queryable,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<readonly string[]> {
  const { rows } = await db.query<{ found: string }>(named(name, text, values));
  return rows.map(({ found }) => found);
}

function leads(db: Queryable, { person, pool: { role, department } }: Extract<Lookup, { look: 'leads' }>) {
  return department === null
    ? flag(db, 'leads', LEADS_ANYWHERE, [person, role])
    : flag(db, 'leads-there', LEADS_THERE, [person, role, department]);
}

async function flag(db: Queryable, name: string, text: string, values: readonly unknown[]): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(named(name, text, values));
  return rows[0]?.found ?? false;
}
