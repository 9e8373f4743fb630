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

/** Whether anything at all that arrived from outside is a directory. */
export function isDirectory(value: unknown): value is Directory {
  if (!isRecord(value) || typeof value['version'] !== 'string') return false;
  const { staff, departments } = value;
  return (
    isRecord(staff) &&
    isRecord(departments) &&
    Object.values(staff).every(isStaffEntry) &&
    Object.values(departments).every(isDepartmentEntry)
  );
}

function isStaffEntry(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { roles, department, manager, absences = [], interests = [] } = value;
  return (
    Array.isArray(roles) &&
    roles.every((role) => typeof role === 'string') &&
    typeof department === 'string' &&
    isIdOrNone(manager) &&
    Array.isArray(absences) &&
    absences.every(isAbsence) &&
    Array.isArray(interests) &&
    interests.every((interest) => typeof interest === 'string')
  );
}

function isAbsence(value: unknown): boolean {
  return isRecord(value) && isInstant(value['from']) && isInstant(value['to']) && isIdOrNone(value['standIn']);
}

/** As instants are compared: in UTC, to the millisecond. */
function isInstant(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}

function isDepartmentEntry(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return [value['kind'], value['head'], value['parent']].every(isIdOrNone);
}

function isIdOrNone(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
