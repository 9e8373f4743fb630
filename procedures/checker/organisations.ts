import { formsOf, kindOf } from '../../domain/kinds/table';
import type { DepartmentEntry, Directory, StaffEntry } from '../../domain/model/people';
import { PLACE, type OwnerRule, type Procedure } from '../../domain/model/procedure';
import { ownerKeys } from './liveness';
import { listed, namedFacts } from './named-facts';

const COMPANY = 'company';
const OFFICE = 'office';
const WORKS = 'works';

/** A made-up organisation for the roles that a procedure names. */
export interface Organisation {
  readonly name: string;
  readonly people: Directory;
}

/** Everybody twice; one person a role; and the only approver is who proposes. */
export function organisationsFor(procedure: Procedure): readonly Organisation[] {
  return [
    { name: 'each role twice', people: staffed(procedure, 2) },
    { name: 'one person a role', people: staffed(procedure, 1) },
    ...(approvers(procedure).length === 0
      ? []
      : [{ name: 'who proposes is the only approver', people: merged(procedure, staffed(procedure, 1)) }]),
  ];
}

/** Roles that approve something. */
export function approvers({ stages, owners }: Procedure): readonly string[] {
  const keys = Object.values(stages).flatMap((stage) => (kindOf(stage).work === 'judges' ? ownerKeys(stage) : []));
  return [...new Set(keys.flatMap((key) => owners[key]?.role ?? []))];
}

function staffed(procedure: Procedure, each: number): Directory {
  const [kind, ...otherKinds] = placeKinds(procedure);
  const places = otherKinds.map((one) => [`${WORKS}-${one}`, one] as const);
  const kinds = new Map<string, string>(kind === undefined ? [] : [[WORKS, kind], ...places]);
  const works = [WORKS, ...namedDepartments(procedure), ...places.map(([department]) => department)];
  const staff: Record<string, StaffEntry> = { chief: { roles: [], department: COMPANY } };
  const departments: Record<string, DepartmentEntry> = { [COMPANY]: { head: 'chief' } };
  for (const department of [OFFICE, ...works]) {
    const own = kinds.get(department);
    departments[department] = {
      ...(own === undefined ? {} : { kind: own }),
      head: `${department}-head`,
      parent: COMPANY,
    };
    staff[`${department}-head`] = { roles: [], department, manager: 'chief' };
    staff[`${department}-lead`] = { roles: [], department, manager: `${department}-head` };
  }
  for (const rule of Object.values(procedure.owners)) {
    for (const department of homesOf(rule, works)) {
      const manager = department === COMPANY ? 'chief' : `${department}-lead`;
      for (let number = 1; number <= each; number += 1) {
        const id = `${rule.role}-${number}${department === OFFICE || department === WORKS ? '' : `-${department}`}`;
        staff[id] = { roles: [rule.role], department, manager };
      }
    }
  }
  return { version: `made-up-${each}`, staff, departments };
}

function homesOf(rule: OwnerRule, works: readonly string[]): readonly string[] {
  if (rule.in !== undefined) return works;
  return rule.above === undefined ? [OFFICE] : [COMPANY];
}

/** The kinds of places that conditions name, else any; none where nothing turns on the place of a complaint. */
function placeKinds(procedure: Procedure): readonly string[] {
  const { values } = namedFacts(procedure, { limits: true });
  if (!values.has(PLACE) && !values.has('place-kind')) return [];
  const named = [...new Set(listed(values.get('place-kind') ?? []).map(String))].sort();
  return named.length === 0 ? [PLACE] : named;
}

/** Departments that conditions name: forms must be able to give them. */
function namedDepartments(procedure: Procedure): readonly string[] {
  const { stages, intake } = procedure;
  const { values: named } = namedFacts(procedure, { limits: true });
  const forms = [intake, ...Object.values(stages).flatMap(formsOf)];
  const fields = forms.flatMap((form) => Object.keys(form).filter((field) => form[field]?.kind === 'department'));
  const values = fields.flatMap((field) => listed(named.get(field) ?? []));
  return [...new Set(values.map(String))].sort();
}

/**
 * One person has every role of the procedure that works in its departments or approves. Not those who may grant any
 * amount: what they propose needs no approval.
 */
function merged(procedure: Procedure, people: Directory): Directory {
  const approving = approvers(procedure);
  const proposing = Object.values(procedure.owners).flatMap((rule) => (rule.in === undefined ? [] : [rule.role]));
  const limits = procedure.discretion?.limits ?? {};
  const both = new Set([...approving, ...proposing].filter((role) => limits[role] !== null));
  const others = Object.entries(people.staff).filter(([, { roles }]) => !roles.some((role) => both.has(role)));
  const one: StaffEntry = { roles: [...both], department: WORKS, manager: `${WORKS}-lead` };
  return { ...people, version: 'made-up-both', staff: { ...Object.fromEntries(others), 'does-both': one } };
}
