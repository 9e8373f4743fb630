import type { Directory } from '../../domain/people';
import { DEMO_ORGANISATION } from '../demo-organisation';

/** The demo organisation as the core knows it: who a rehearsal plays with when its script names nobody. */
export function demoDirectory(): Directory {
  const { staff, departments } = DEMO_ORGANISATION;
  return {
    version: 'demo',
    staff: Object.fromEntries(
      staff.map(({ id, roles, department, manager }) => [id, { roles, department, ...(manager ? { manager } : {}) }]),
    ),
    departments: Object.fromEntries(
      departments.map(({ id, head, parent }) => [id, { ...(head ? { head } : {}), ...(parent ? { parent } : {}) }]),
    ),
  };
}

const names = new Map(DEMO_ORGANISATION.staff.map(({ id, name }) => [id, name]));

/** The demo name of a member of staff, else the id. */
export function demoNames(id: string): string {
  return names.get(id) ?? id;
}
