import type { Instant } from '../calendar/calendar';

/** The people a complaint can meet, ids and roles only: what the core needs to name owners and climb reporting lines. */
export interface Directory {
  /** Changes whenever anybody's role, department, reporting line, absences or interests do. */
  readonly version: string;
  readonly staff: Readonly<Record<string, StaffEntry>>;
  readonly departments: Readonly<Record<string, DepartmentEntry>>;
}

export interface StaffEntry {
  readonly roles: readonly string[];
  readonly department: string;
  readonly manager?: string;
  /** Times that somebody is away and who stands in for them. */
  readonly absences?: readonly Absence[];
  /** Marks of what they have declared an interest in, alike those in `about` of a registration; never its words. */
  readonly interests?: readonly string[];
}

/** From an instant, included, to another, not included. */
export interface Absence {
  readonly from: Instant;
  readonly to: Instant;
  readonly standIn?: string;
}

/** One that has a kind is a place: a store, a ward, a branch, a depot, or what such places lie in. */
export interface DepartmentEntry {
  readonly kind?: string;
  readonly head?: string;
  readonly parent?: string;
}

/** Actors that are not staff. Staff ids may not be one of these. */
export const COMPLAINANT = 'complainant';
export const TIME = 'time';
export const SYSTEM = 'system';

const SOURCE = 'source:';

/** A system that files complaints, as an actor. Staff ids have no colon. */
export const sourceActor = (source: string): string => `${SOURCE}${source}`;

/** The system behind an actor; null for people. */
export const sourceOf = (actor: string): string | null =>
  actor.startsWith(SOURCE) ? actor.slice(SOURCE.length) : null;

/** Everybody of a role, in one department or wherever they are: a reference, whoever they are today. */
export interface Pool {
  readonly role: string;
  readonly department: string | null;
}

const POOL = 'pool:';

/** A pool where people are named: `pool:ROLE` or `pool:ROLE@DEPARTMENT`. Staff ids have no colon. */
export const poolName = ({ role, department }: Pool): string =>
  department === null ? `${POOL}${role}` : `${POOL}${role}@${department}`;

/** The pool behind a name; null for a person. */
export function poolNamed(name: string): Pool | null {
  if (!name.startsWith(POOL)) return null;
  const [role = '', department = null] = name.slice(POOL.length).split('@');
  return { role, department };
}

/** Whoever holds something: a few by name, or a pool that nobody is named of. */
export interface Holders {
  readonly people: readonly string[];
  readonly pool: Pool | null;
}

/** The names of those who hold something, the pool's among them. */
export function namesOf({ people, pool }: Holders): readonly string[] {
  return pool === null ? people : [...people, poolName(pool)];
}
