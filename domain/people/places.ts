import type { DepartmentEntry } from '../model/people';

/** A department that has a kind. */
export interface Place {
  readonly id: string;
  readonly kind: string;
}

type Departments = Readonly<Record<string, DepartmentEntry>>;

/** The department itself where it is a place. */
export function placeNamed(departments: Departments, department: string): Place | null {
  const kind = Object.hasOwn(departments, department) ? departments[department]?.kind : undefined;
  return kind === undefined ? null : { id: department, kind };
}

/** The place that a department is, or lies in: the nearest at or above it. */
export function placeAround(departments: Departments, department: string): Place | null {
  const seen = new Set<string>();
  let next: string | undefined = department;
  while (next !== undefined && Object.hasOwn(departments, next) && !seen.has(next)) {
    const place = placeNamed(departments, next);
    if (place) return place;
    seen.add(next);
    next = departments[next]?.parent;
  }
  return null;
}
