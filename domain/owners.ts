import type { Ownership } from './event';
import { COMPLAINANT, type Directory } from './people';
import type { OwnerRule, Target } from './procedure';
import type { Rules } from './rules';
import type { ComplaintState, TaskState } from './state';

type LeftOut = Ownership['leftOut'][number];

/**
 * Who owns a task by a key of the procedure's `owners`, at this moment. People who must stand aside are left out and
 * named; if nobody is left it goes up the departments to the top of the organisation.
 */
export function resolveOwner(
  rules: Rules,
  state: ComplaintState,
  key: string,
  excluded: readonly LeftOut[],
): Ownership {
  const rule = rules.procedure.owners[key];
  if (!rule) throw new Error(`procedure ${rules.procedure.key} has no owner "${key}"`);
  const groups = candidates(rules.people, rule, state);
  const nearest = groups.findIndex((group) => without(group, excluded).length > 0);
  const named = nearest < 0 ? groups.flat() : groups.slice(0, nearest + 1).flat();
  const leftOut = excluded.filter(({ person }) => named.includes(person));
  const free = without(named, excluded);
  const from = departmentOf(rule, state) ?? departmentsOf(rules.people, named)[0] ?? null;
  const people = free.length > 0 ? free : above(rules.people, from, excluded);
  const department = rule.in === undefined ? null : departmentOf(rule, state);
  return ownership({ people, rule: key, directory: rules.people, leftOut, department });
}

/** One named person holds it, found by a rung, an assignment or a hand-over. */
export function ownedBy(rules: Rules, rule: string, person: string, leftOut: readonly LeftOut[] = []): Ownership {
  return ownership({ people: [person], rule, directory: rules.people, leftOut, department: null });
}

/** Whom a rung of a task reaches, ids in a fixed order. Empty only in an organisation without anybody. */
export function resolveTarget(
  rules: Rules,
  state: ComplaintState,
  target: Target,
  { task, excluded }: { readonly task: TaskState | null; readonly excluded: readonly LeftOut[] },
): readonly string[] {
  if (target === COMPLAINANT) return [COMPLAINANT];
  const owner = task?.owner;
  const owners = owner?.people ?? [];
  if (target === 'owner') return owners;
  if (target !== 'supervisor' && target !== 'department-head') {
    return resolveOwner(rules, state, target, excluded).people;
  }
  const named = target === 'supervisor' ? managersOf(rules.people, owners) : headsOf(rules.people, owners);
  const free = without(named, excluded);
  if (free.length > 0) return free;
  return above(rules.people, owner?.department ?? departmentsOf(rules.people, owners)[0] ?? null, excluded);
}

/** Who must stand aside from the open or coming task: the recused, and for an approval whoever proposed. */
export function excludedFrom(state: ComplaintState, kind: string, task: TaskState | null): readonly LeftOut[] {
  const recused = state.recused.map((person): LeftOut => ({ person, why: 'recused' }));
  const declined = (task?.declined ?? []).map((person): LeftOut => ({ person, why: 'declined' }));
  const proposers =
    kind === 'approval' ? state.proposedBy.map((person): LeftOut => ({ person, why: 'own-proposal' })) : [];
  return [...recused, ...proposers, ...declined];
}

/** Whether somebody stands above another in the reporting line or heads a department above theirs. */
export function isAbove(directory: Directory, senior: string, junior: string): boolean {
  const seen = new Set<string>([junior]);
  for (let next = managerOf(directory, junior); next && !seen.has(next); next = managerOf(directory, next)) {
    if (next === senior) return true;
    seen.add(next);
  }
  const department = directory.staff[junior]?.department;
  return senior !== junior && lineOf(directory, department ?? null).some((id) => headOf(directory, id) === senior);
}

/** Whom a rule names, in groups: a group's turn comes when nobody of those before it is free. */
function candidates(directory: Directory, rule: OwnerRule, state: ComplaintState): readonly (readonly string[])[] {
  const withRole = staffWithRole(directory, rule.role);
  const within = (department: string | null): readonly string[] =>
    withRole.filter((id) => directory.staff[id]?.department === department);
  if (rule.in !== undefined) return [within(departmentOf(rule, state))];
  if (rule.above === undefined) return [withRole];
  const line = lineOf(directory, departmentOf(rule, state)).slice(1);
  return [...line.map(within), withRole];
}

function departmentOf(rule: OwnerRule, state: ComplaintState): string | null {
  const fact = state.facts[rule.in ?? rule.above ?? ''];
  return typeof fact === 'string' ? fact : null;
}

function staffWithRole(directory: Directory, role: string): readonly string[] {
  return Object.keys(directory.staff)
    .filter((id) => directory.staff[id]?.roles.includes(role))
    .sort();
}

/** A department and those above it, nearest first. */
function lineOf(directory: Directory, department: string | null): readonly string[] {
  const line: string[] = [];
  for (
    let next = department;
    next !== null && !line.includes(next);
    next = directory.departments[next]?.parent ?? null
  ) {
    line.push(next);
  }
  return line;
}

/** Whoever has left the organisation heads and manages nobody, even while still written down as doing so. */
function managerOf(directory: Directory, person: string): string | null {
  return present(directory, directory.staff[person]?.manager);
}

function headOf(directory: Directory, department: string): string | null {
  return present(directory, directory.departments[department]?.head);
}

function present(directory: Directory, person: string | undefined): string | null {
  return person !== undefined && Object.hasOwn(directory.staff, person) ? person : null;
}

function managersOf(directory: Directory, people: readonly string[]): readonly string[] {
  return unique(people.map((person) => managerOf(directory, person)));
}

function departmentsOf(directory: Directory, people: readonly string[]): readonly string[] {
  return unique(people.map((person) => directory.staff[person]?.department ?? null));
}

function headsOf(directory: Directory, people: readonly string[]): readonly string[] {
  const heads = departmentsOf(directory, people).map(
    (department) =>
      lineOf(directory, department)
        .map((id) => headOf(directory, id))
        .find((head) => head !== null && !people.includes(head)) ?? null,
  );
  return unique(heads);
}

/** The nearest head above a department who is free, else whoever is free and nearest to the top of the organisation. */
function above(directory: Directory, department: string | null, excluded: readonly LeftOut[]): readonly string[] {
  for (const id of lineOf(directory, department)) {
    const head = headOf(directory, id);
    if (head !== null && without([head], excluded).length > 0) return [head];
  }
  const free = without(Object.keys(directory.staff).sort(), excluded);
  return free.sort((one, other) => rankOf(directory, one) - rankOf(directory, other)).slice(0, 1);
}

/** How many people stand above somebody in the reporting line, those who have left included. */
function rankOf(directory: Directory, person: string): number {
  const line = new Set<string>();
  let next = directory.staff[person]?.manager;
  while (next !== undefined && !line.has(next)) {
    line.add(next);
    next = directory.staff[next]?.manager;
  }
  return line.size;
}

interface OwnershipInput {
  readonly people: readonly string[];
  readonly rule: string;
  readonly directory: Directory;
  readonly leftOut: readonly LeftOut[];
  readonly department: string | null;
}

function ownership({ people, rule, directory, leftOut, department }: OwnershipInput): Ownership {
  const person = people.length === 1 ? (people[0] ?? null) : null;
  const own = departmentsOf(directory, people);
  return { rule, department: department ?? (own.length === 1 ? (own[0] ?? null) : null), people, person, leftOut };
}

function without(people: readonly string[], excluded: readonly LeftOut[]): string[] {
  return people.filter((id) => !excluded.some(({ person }) => person === id));
}

function unique(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id): id is string => id !== null))].sort();
}
