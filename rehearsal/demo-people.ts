import type { Directory } from '../domain/model/people';
import type { Procedure } from '../domain/model/procedure';
import { organisationsFor } from '../procedures/checker/organisations';
import { DEMO_ORGANISATION } from '../tools/demo-organisation';

/** The demo organisation as the core knows it. */
export function demoDirectory(): Directory {
  const { staff, departments } = DEMO_ORGANISATION;
  return {
    version: 'demo',
    staff: Object.fromEntries(
      staff.map(({ id, roles, department, manager }) => [id, { roles, department, ...(manager ? { manager } : {}) }]),
    ),
    departments: Object.fromEntries(
      departments.map(({ id, kind, head, parent }) => [
        id,
        { ...(kind ? { kind } : {}), ...(head ? { head } : {}), ...(parent ? { parent } : {}) },
      ]),
    ),
  };
}

/** Who a rehearsal plays with: the demo organisation where it has every role of the procedure, else one made up for it. */
export function castFor(procedure: Procedure): Directory {
  const demo = demoDirectory();
  const known = new Set(Object.values(demo.staff).flatMap(({ roles }) => roles));
  const complete = Object.values(procedure.owners).every(({ role }) => known.has(role));
  return complete ? demo : (organisationsFor(procedure)[0]?.people ?? demo);
}

const names = new Map(DEMO_ORGANISATION.staff.map(({ id, name }) => [id, name]));

/** The demo name of a member of staff, else the id. */
export function demoNames(id: string): string {
  return names.get(id) ?? id;
}
