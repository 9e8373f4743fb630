/** The people a complaint can meet, ids and roles only: what the core needs to name owners and climb reporting lines. */
export interface Directory {
  /** Changes whenever anybody's role, department or reporting line does. */
  readonly version: string;
  readonly staff: Readonly<Record<string, StaffEntry>>;
  readonly departments: Readonly<Record<string, DepartmentEntry>>;
}

export interface StaffEntry {
  readonly roles: readonly string[];
  readonly department: string;
  readonly manager?: string;
}

export interface DepartmentEntry {
  readonly head?: string;
  readonly parent?: string;
}

/** Actors that are not staff. Staff ids may not be one of these. */
export const COMPLAINANT = 'complainant';
export const TIME = 'time';
export const SYSTEM = 'system';
export const RESERVED_ACTORS: readonly string[] = [COMPLAINANT, TIME, SYSTEM];
