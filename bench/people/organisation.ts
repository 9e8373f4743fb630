import type { Organisation, StaffMember } from '../../db/people';
import { DEMO_ORGANISATION } from '../../tools/demo-organisation';

/** How many people share one kind of work. */
export const POOLS = [3, 300, 5_000] as const;
export type PoolSize = (typeof POOLS)[number];

/** Who acts where so many share the work. */
export interface Cast {
  /** Takes the complaint up. */
  readonly desk: string;
  /** Where it is handed over to; everybody below its head may take it. */
  readonly department: string;
  readonly handler: string;
}

export interface Away {
  readonly id: string;
  readonly staff: string;
  readonly from: string;
  readonly to: string;
  readonly standIn: string;
}

export interface Interest {
  readonly id: string;
  readonly staff: string;
  readonly mark: string;
}

/** People of no real organisation, the same ones for the same size. */
export interface GeneratedOrganisation {
  readonly organisation: Organisation;
  readonly absences: readonly Away[];
  readonly interests: readonly Interest[];
}

/** The demo organisation, as it is. */
export const SMALLEST = DEMO_ORGANISATION.staff.length;

export const GENERAL_MANAGER = 'demo-general-manager';
const MANAGEMENT = 'management';
/** The desk of the demo organisation: its people share the work of three. */
const DEMO_DESK = 'customer-service';
const TEAM = 20;
const SECTION = 25;
const SECTIONS_BELOW_ONE = 10;
const DAY_MS = 86_400_000;

/** The pools that fit into an organisation of that size. */
export function poolsOf(size: number): readonly PoolSize[] {
  return POOLS.filter((pool, index) => index === 0 || pool * 1.5 <= size);
}

export function deskRole(pool: PoolSize): string {
  return `desk-${String(pool).padStart(4, '0')}`;
}

export function castOf(pool: PoolSize): Cast {
  if (pool === POOLS[0]) {
    return { desk: `demo-${DEMO_DESK}-1`, department: DEMO_DESK, handler: `demo-${DEMO_DESK}-2` };
  }
  const department = poolDepartment(pool);
  return { desk: memberOf(department, 0), department, handler: memberOf(department, 1) };
}

/**
 * The demo organisation, departments as large as the pools, and as many sections of 25, ten below each, as make the size
 * full. One in forty of the generated handlers is absent, one in a hundred has an interest.
 */
export function organisationOf(size: number, now: Date): GeneratedOrganisation {
  const large = poolsOf(size).filter((pool) => pool !== POOLS[0]);
  const parts = [demo(), ...large.map(poolPart)];
  let missing = size - parts.reduce((sum, { staff }) => sum + staff.length, 0);
  for (let number = 1; missing > 0; number += 1) {
    const part = section(number, Math.min(SECTION, missing));
    parts.push(part);
    missing -= part.staff.length;
  }
  const organisation = {
    departments: parts.flatMap(({ departments }) => departments),
    staff: parts.flatMap(({ staff }) => staff),
    rights: DEMO_ORGANISATION.rights ?? {},
  };
  return { organisation, ...circumstances(organisation.staff, now) };
}

/** Without addresses: notices are written, and nothing is sent. */
function demo(): Organisation {
  const { departments, staff } = DEMO_ORGANISATION;
  return {
    departments,
    staff: staff.map(({ mail: _mail, ...member }) =>
      member.roles.includes('customer-service') ? { ...member, roles: [...member.roles, deskRole(3)] } : member,
    ),
  };
}

function poolDepartment(pool: PoolSize): string {
  return `engineering-${String(pool).padStart(4, '0')}`;
}

function memberOf(department: string, index: number): string {
  return `${department}-${String(index).padStart(5, '0')}`;
}

/** One department whose handlers all share its work and that of their desk; a leader for every twenty of them. */
function poolPart(pool: PoolSize): Organisation {
  const department = poolDepartment(pool);
  const head = `${department}-head`;
  const leader = (index: number) => `${department}-leader-${index}`;
  const leaders = Array.from({ length: Math.ceil(pool / TEAM) }, (_, index) =>
    person(leader(index), ['supervisor'], department, head),
  );
  const members = Array.from({ length: pool }, (_, index) =>
    person(memberOf(department, index), ['handler', deskRole(pool)], department, leader(Math.floor(index / TEAM))),
  );
  return {
    departments: [{ id: department, name: `Demo ${department}`, head, parent: MANAGEMENT }],
    staff: [person(head, ['department-head', 'manager'], department, GENERAL_MANAGER), ...leaders, ...members],
  };
}

/** A head, a supervisor and handlers; below the section that comes a tenth as far. */
function section(number: number, size: number): Organisation {
  const named = (index: number) => `section-${String(index).padStart(5, '0')}`;
  const above = Math.floor((number - 1) / SECTIONS_BELOW_ONE);
  const id = named(number);
  const head = `${id}-head`;
  const supervisor = `${id}-supervisor`;
  const staff = [
    person(head, ['department-head', 'manager'], id, above === 0 ? GENERAL_MANAGER : `${named(above)}-head`),
    person(supervisor, ['supervisor'], id, head),
    ...Array.from({ length: SECTION - 2 }, (_, index) => person(`${id}-handler-${index}`, ['handler'], id, supervisor)),
  ];
  const parent = above === 0 ? MANAGEMENT : named(above);
  return { departments: [{ id, name: `Demo ${id}`, head, parent }], staff: staff.slice(0, size) };
}

function person(id: string, roles: readonly string[], department: string, manager: string): StaffMember {
  return { id, name: `Demo ${id}`, roles, department, manager, locale: 'en' };
}

function circumstances(
  staff: readonly StaffMember[],
  now: Date,
): Pick<GeneratedOrganisation, 'absences' | 'interests'> {
  const handlers = staff.slice(DEMO_ORGANISATION.staff.length).filter(({ roles }) => roles.includes('handler'));
  const every = (count: number) =>
    handlers.flatMap((one, index) => (index % count === count - 1 ? [{ one, index }] : []));
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString();
  const absences = every(40).map(({ one, index }) => ({
    ...{ id: `away-${index}`, staff: one.id, from: at(-1), to: at(60) },
    standIn: handlers[index - 1]?.id ?? one.id,
  }));
  const interests = every(100).map(({ one, index }) => ({
    ...{ id: `interest-${index}`, staff: one.id },
    mark: String(index).padStart(64, '0'),
  }));
  return { absences, interests };
}
