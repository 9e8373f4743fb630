import type { Place } from '../domain/people/places';
import type { Pool } from './pool';

/** As rule books write names: conditions could not name another kind. */
const KIND = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A department is said to be a place of a kind that no condition could name. */
export class InvalidKind extends Error {
  constructor(
    readonly department: string,
    readonly kind: string,
  ) {
    super(`department ${department} has the kind "${kind}": write small letters, digits and hyphens, such as store`);
    this.name = 'InvalidKind';
  }
}

/** There is no place of that id. */
export class UnknownPlace extends Error {
  constructor(readonly place: string) {
    super(`${place} is no place: name a department that has a kind`);
    this.name = 'UnknownPlace';
  }
}

/** Throws InvalidKind. */
export function checkKinds(departments: readonly { readonly id: string; readonly kind?: string }[]): void {
  const odd = departments.find(({ kind }) => kind !== undefined && !KIND.test(kind));
  if (odd?.kind !== undefined) throw new InvalidKind(odd.id, odd.kind);
}

const NAMED = `select id, kind from departments where id = $1 and active and kind is not null`;

// Goes up no further than the first place; a tree that has a circle ends where it began.
const AROUND = `
  with recursive line(id, kind, parent, seen) as (
    select d.id, d.kind, d.parent, array[d.id]
    from staff s join departments d on d.id = s.department and d.active
    where s.id = $1 and s.active
    union all
    select d.id, d.kind, d.parent, l.seen || d.id
    from line l join departments d on d.id = l.parent and d.active
    where l.kind is null and d.id <> all(l.seen)
  )
  select id, kind from line where kind is not null`;

/** The department of that id, where it is a place. */
export async function findPlace(pool: Pool, id: string): Promise<Place | null> {
  return first(pool, { name: 'find-place', text: NAMED, id });
}

/** The place that somebody works in: their department, or the nearest above it that is a place. */
export async function placeOfStaff(pool: Pool, staff: string): Promise<Place | null> {
  return first(pool, { name: 'place-of-staff', text: AROUND, id: staff });
}

async function first(
  pool: Pool,
  { name, text, id }: { readonly name: string; readonly text: string; readonly id: string },
): Promise<Place | null> {
  const { rows } = await pool.query<Place>({ name, text, values: [id] });
  return rows[0] ?? null;
}
