import { isAbsent, standInFor } from './absence';
import type { Ownership } from '../model/event';
import { staffWithRole } from './found-people';
import { handledBefore, exceptHolders, withMore, type LeavingOut, type LeftOut } from './leaving-out';
import { COMPLAINANT, type Directory } from '../model/people';
import { PLACE, type OwnerRule, type Target } from '../model/procedure';
import type { Rules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';

/**
 * Who owns a task by a key of the procedure's `owners`, at this moment. People who must stand aside or are absent are
 * left out and named; stand-ins take the places of the absent. If nobody is left it goes up the departments to the top
 * of the organisation; rather than having nobody, absence is then overlooked.
 */
export function resolveOwner(rules: Rules, state: ComplaintState, key: string, out: LeavingOut): Ownership {
  const rule = rules.procedure.owners[key];
  if (!rule) throw new Error(`procedure ${rules.procedure.key} has no owner "${key}"`);
  const people = withMore(out.people, handledBefore(rule, state));
  const found = withAbsenceAsLastResort({ ...out, people }, (allOut) => ownersBy(rules.people, rule, state, allOut));
  const department = rule.in === undefined ? null : departmentOf(rule, state);
  return ownership({ ...found, rule: key, directory: rules.people, department });
}

/** One named person holds it, found by a rung, an assignment or a hand-over. */
export function ownedBy(rules: Rules, rule: string, person: string, leftOut: readonly LeftOut[] = []): Ownership {
  return ownership({ people: [person], rule, directory: rules.people, leftOut, department: null });
}

/** People found for a task, and who was passed over on the way. */
export interface PeopleFound {
  readonly people: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** From whose point of view a rung's target is meant, and who does not come into question. */
export interface TargetContext {
  readonly task: TaskState | null;
  readonly excluded: LeavingOut;
}

/** Whom a rung of a task reaches, ids in a fixed order. Empty only in an organisation without anybody free. */
export function resolveTarget(
  rules: Rules,
  state: ComplaintState,
  target: Target,
  whom: TargetContext,
): readonly string[] {
  return findTarget(rules, state, target, whom).people;
}

/** The same, with who was left out. */
export function findTarget(
  rules: Rules,
  state: ComplaintState,
  target: Target,
  { task, excluded }: TargetContext,
): PeopleFound {
  if (target === COMPLAINANT) return { people: [COMPLAINANT], leftOut: [] };
  const owner = task?.owner;
  const owners = owner?.people ?? [];
  const from = owner?.department ?? departmentsOf(rules.people, owners)[0] ?? null;
  if (target === 'owner') return ownersNow(rules.people, owners, from, excluded);
  if (target !== 'supervisor' && target !== 'department-head') return resolveOwner(rules, state, target, excluded);
  const named = target === 'supervisor' ? managersOf(rules.people, owners) : headsOf(rules.people, owners);
  return withAbsenceAsLastResort(excluded, (out) => {
    const free = availableOrStandIns(rules.people, named, out);
    const people = free.length > 0 ? free : above(rules.people, from, out);
    return { people, leftOut: passedOver(rules.people, named, out) };
  });
}

/** Whoever holds it, or for the absent their stand-ins; once all have an interest in the matter it goes up. */
function ownersNow(directory: Directory, owners: readonly string[], from: string | null, out: LeavingOut): PeopleFound {
  if (owners.length === 0) return { people: [], leftOut: [] };
  return withAbsenceAsLastResort({ people: out.people, now: out.now }, (all) => {
    const free = availableOrStandIns(directory, owners, exceptHolders(all, owners));
    return { people: free.length > 0 ? free : above(directory, from, all), leftOut: [] };
  });
}

/** Absence is the weakest reason: where it would leave nobody at all it does not count. */
function withAbsenceAsLastResort(out: LeavingOut, find: (out: LeavingOut) => PeopleFound): PeopleFound {
  const found = find(out);
  return found.people.length > 0 || out.now === null ? found : find({ ...out, now: null });
}

function ownersBy(directory: Directory, rule: OwnerRule, state: ComplaintState, out: LeavingOut): PeopleFound {
  const groups = candidates(directory, rule, state);
  const free = groups.map((group) => availableOrStandIns(directory, group, out));
  const nearest = free.findIndex(({ length }) => length > 0);
  const named = nearest < 0 ? groups.flat() : groups.slice(0, nearest + 1).flat();
  const from = departmentOf(rule, state) ?? departmentsOf(directory, named)[0] ?? null;
  return { people: free[nearest] ?? above(directory, from, out), leftOut: passedOver(directory, named, out) };
}

/** Of people named who is there to do it: they themselves, or for the absent their stand-ins. */
export function availableOrStandIns(
  directory: Directory,
  named: readonly string[],
  out: LeavingOut,
): readonly string[] {
  const isFree = (person: string): boolean => !isOut(out, person) && !out.noStandIns?.includes(person);
  return unique(
    named
      .filter((person) => !isOut(out, person))
      .map((person) =>
        isAbsent(directory, person, out.now) ? standInFor(directory, person, { now: out.now, isFree }) : person,
      ),
  );
}

/** Of people named who is left out, and why. */
export function passedOver(
  directory: Directory,
  named: readonly string[],
  { people, now }: LeavingOut,
): readonly LeftOut[] {
  const absent = unique(named).filter((person) => isAbsent(directory, person, now));
  return withMore(
    people.filter(({ person }) => named.includes(person)),
    absent.map((person) => ({ person, why: 'absent' })),
  );
}

function isOut({ people }: LeavingOut, id: string): boolean {
  return people.some(({ person }) => person === id);
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
  return [...personNamed(directory, rule, state), ...candidatesByRole(directory, rule, state)];
}

function personNamed(directory: Directory, rule: OwnerRule, state: ComplaintState): readonly (readonly string[])[] {
  const named = [rule.receiver && state.registration.receivedBy, rule.named && state.facts[rule.named]];
  return named.flatMap((id) => (typeof id === 'string' && Object.hasOwn(directory.staff, id) ? [[id]] : []));
}

function candidatesByRole(
  directory: Directory,
  rule: OwnerRule,
  state: ComplaintState,
): readonly (readonly string[])[] {
  const withRole = staffWithRole(directory, rule.role);
  const department = departmentOf(rule, state);
  if (rule.in === PLACE && department === null) return [withRole];
  const within = (one: string | null): readonly string[] =>
    withRole.filter((id) => directory.staff[id]?.department === one);
  if (rule.in !== undefined) return [within(department)];
  if (rule.above === undefined) return [withRole];
  const line = lineOf(directory, department).slice(1);
  return [...line.map(within), withRole];
}

function departmentOf(rule: OwnerRule, state: ComplaintState): string | null {
  const named = rule.in ?? rule.above ?? '';
  const fact = named === PLACE ? state.registration.place : state.facts[named];
  return typeof fact === 'string' ? fact : null;
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
function above(directory: Directory, department: string | null, out: LeavingOut): readonly string[] {
  for (const id of lineOf(directory, department)) {
    const head = headOf(directory, id);
    const free = head === null ? [] : availableOrStandIns(directory, [head], out);
    if (free.length > 0) return free;
  }
  const free = Object.keys(directory.staff)
    .filter((id) => !isOut(out, id) && !isAbsent(directory, id, out.now))
    .sort();
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

/** Each id once, in a fixed order. */
export function unique(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id): id is string => id !== null))].sort();
}
