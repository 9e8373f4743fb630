import type { Instant } from '../calendar/calendar';
import type { Absence, Directory, Pool, StaffEntry } from '../model/people';
import type { AnswerTo, People, Question, QuestionName, Questions } from '../model/question';
import { answering } from './answering';
import { staffInterestedIn, staffManagedBy, staffWithRole, standsInFor } from './found-people';
import type { FoundBy, Headed, Lookup, LookupName, Lookups, Person, Search, Sight } from './lookup';
import { isMember, unique } from './presence';
import type { Workload } from './workload';

/** An organisation that is known whole: rule books are checked and rehearsed with one. */
export class KnownPeople implements People {
  /** Without a workload nobody is chosen: whoever of a pool takes a task has it. */
  constructor(
    readonly directory: Directory,
    readonly workload: Workload | null = null,
  ) {}

  ask<N extends QuestionName>(name: N, about: Questions[N]['asks']): AnswerTo<N> {
    const question = { ask: name, ...about } as Question;
    return finished(answering(question), this.directory, this.workload);
  }
}

/** Follows a search to its end in an organisation that is known whole. */
export function finished<T>(search: Search<T>, directory: Directory, workload: Workload | null = null): T {
  let step = search.next();
  while (!step.done) step = search.next(lookUp(directory, step.value, workload));
  return step.value;
}

/** Finds in an organisation that is known whole what a search looks up. */
export function lookUp(directory: Directory, lookup: Lookup, workload: Workload | null = null): FoundBy<LookupName> {
  switch (lookup.look) {
    case 'persons':
      return lookup.ids.flatMap((id) => personOf(directory, id, lookup.sight) ?? []);
    case 'members':
      return pageOf(directory, membersOf(directory, lookup.pool), lookup);
    case 'interested':
      return unique(lookup.about.flatMap((mark) => staffInterestedIn(directory, mark)))
        .filter((id) => isOfPool(directory, id, lookup.pool))
        .slice(0, lookup.limit);
    case 'homes':
      return unique(membersOf(directory, lookup.pool).map((id) => directory.staff[id]?.department ?? null)).slice(
        0,
        lookup.limit,
      );
    case 'managers':
      return unique(membersOf(directory, lookup.pool).map((id) => managerOf(directory, id))).slice(0, lookup.limit);
    case 'line':
      return lineOf(directory, lookup.department);
    case 'department':
      return Object.hasOwn(directory.departments, lookup.department);
    case 'seniors':
      return seniorsOf(directory, lookup.person);
    case 'leads':
      return leads(directory, lookup);
    case 'represented':
      return standsInFor(directory, lookup.standIn).filter(
        (id) => awayAt(directory, directory.staff[id], lookup.at)?.standIn === lookup.standIn,
      );
    case 'top':
      return topOf(directory, lookup);
    case 'choice':
      return workload === null ? null : workload.choose(freeOf(directory, lookup), lookup.choose);
    case 'leader':
      return isLeader(directory, lookup);
    default:
      return unknownLookup(lookup);
  }
}

function unknownLookup(lookup: never): never {
  throw new Error(`nobody looks up ${JSON.stringify(lookup)}`);
}

const unchanging = new WeakMap<Directory, Map<string, Person>>();

/** Who is never away and has no interest is the same from wherever they are seen. */
function personOf(directory: Directory, id: string, sight: Sight): Person | null {
  const entry = entryOf(directory, id);
  if (!entry) return null;
  if (entry.absences || entry.interests) return seen(directory, id, entry, sight);
  const known = unchanging.get(directory) ?? new Map<string, Person>();
  unchanging.set(directory, known);
  const person = known.get(id) ?? seen(directory, id, entry, sight);
  known.set(id, person);
  return person;
}

function seen(directory: Directory, id: string, entry: StaffEntry, { at, about }: Sight): Person {
  const { roles, department, interests = [] } = entry;
  return {
    ...{ id, roles, department },
    manager: managerOf(directory, id),
    rank: rankOf(directory, id),
    away: awayAt(directory, entry, at),
    interested: interests.some((interest) => about.includes(interest)),
  };
}

function entryOf({ staff }: Directory, id: string): StaffEntry | undefined {
  return Object.hasOwn(staff, id) ? staff[id] : undefined;
}

/** Whoever has left the organisation stands in for nobody. */
function awayAt(directory: Directory, entry: StaffEntry | undefined, at: Instant | null): Person['away'] {
  if (at === null) return null;
  const now = (entry?.absences ?? []).filter(({ from, to }: Absence) => from <= at && at < to);
  if (now.length === 0) return null;
  const named = now
    .map(({ standIn }) => standIn)
    .find((standIn) => standIn !== undefined && entryOf(directory, standIn));
  return { standIn: named ?? null };
}

/** Everybody of a pool, ids in a fixed order. */
export function membersOf(directory: Directory, { role, department }: Pool): readonly string[] {
  const withRole = staffWithRole(directory, role);
  return department === null ? withRole : withRole.filter((id) => directory.staff[id]?.department === department);
}

function isOfPool(directory: Directory, id: string, pool: Pool): boolean {
  const entry = entryOf(directory, id);
  return entry !== undefined && isMember(entry, pool);
}

function pageOf(
  directory: Directory,
  ids: readonly string[],
  { after, limit, sight }: Lookups['members']['of'],
): readonly Person[] {
  const rest = after === null ? ids : ids.filter((id) => id > after);
  return rest.slice(0, limit).flatMap((id) => personOf(directory, id, sight) ?? []);
}

/** Of a pool who is there, and not left out. */
function freeOf(directory: Directory, { pool, out, sight }: Lookups['choice']['of']): string[] {
  return membersOf(directory, pool).filter((id) => {
    const person = personOf(directory, id, sight);
    return person?.away === null && !person.interested && !out.includes(id);
  });
}

/** A department and those above it, nearest first. */
function lineOf(directory: Directory, from: string): readonly Headed[] {
  const line: string[] = [];
  for (let next: string | undefined = from; next !== undefined && !line.includes(next);) {
    line.push(next);
    next = Object.hasOwn(directory.departments, next) ? directory.departments[next]?.parent : undefined;
  }
  return line.map((department) => ({ department, head: headOf(directory, department) }));
}

/** Whoever has left the organisation heads and manages nobody, even while still written down as doing so. */
function managerOf(directory: Directory, person: string): string | null {
  return presentIn(directory, entryOf(directory, person)?.manager);
}

function headOf(directory: Directory, department: string): string | null {
  return Object.hasOwn(directory.departments, department)
    ? presentIn(directory, directory.departments[department]?.head)
    : null;
}

function presentIn(directory: Directory, person: string | undefined): string | null {
  return person !== undefined && entryOf(directory, person) ? person : null;
}

function seniorsOf(directory: Directory, person: string): readonly string[] {
  const managers = new Set<string>();
  for (let next = managerOf(directory, person); next !== null && next !== person && !managers.has(next);) {
    managers.add(next);
    next = managerOf(directory, next);
  }
  const department = entryOf(directory, person)?.department;
  const heads = department === undefined ? [] : lineOf(directory, department).map(({ head }) => head);
  return unique([...managers, ...heads]).filter((id) => id !== person);
}

const leaders = new WeakMap<Directory, Map<string, ReadonlySet<string>>>();

/** Whether somebody is above one of a pool; who is, is worked out once for each pool. */
function leads(directory: Directory, { person, pool }: Lookups['leads']['of']): boolean {
  const known = leaders.get(directory) ?? new Map<string, ReadonlySet<string>>();
  leaders.set(directory, known);
  const key = JSON.stringify([pool.role, pool.department]);
  const found = known.get(key) ?? new Set(membersOf(directory, pool).flatMap((id) => seniorsOf(directory, id)));
  known.set(key, found);
  return found.has(person);
}

/** How many people stand above somebody in the reporting line, those who have left included. */
function rankOf(directory: Directory, person: string): number {
  const line = new Set<string>();
  let next = directory.staff[person]?.manager;
  while (next !== undefined && !line.has(next)) {
    line.add(next);
    next = entryOf(directory, next)?.manager;
  }
  return line.size;
}

const ranked = new WeakMap<Directory, readonly (readonly [number, string])[]>();

function topOf(directory: Directory, { after, limit, sight }: Lookups['top']['of']): readonly Person[] {
  const all =
    ranked.get(directory) ??
    Object.keys(directory.staff)
      .map((id) => [rankOf(directory, id), id] as const)
      .sort(([rank, id], [otherRank, other]) => rank - otherRank || (id < other ? -1 : 1));
  ranked.set(directory, all);
  const rest =
    after === null ? all : all.filter(([rank, id]) => rank > after.rank || (rank === after.rank && id > after.id));
  return rest.slice(0, limit).flatMap(([, id]) => personOf(directory, id, sight) ?? []);
}

function isLeader(directory: Directory, { person, except }: Lookups['leader']['of']): boolean {
  if (!entryOf(directory, person)) return false;
  if (staffManagedBy(directory, person).some((id) => !except.includes(id))) return true;
  const headed = Object.keys(directory.departments).filter((id) => headOf(directory, id) === person);
  if (headed.length === 0) return false;
  return Object.entries(directory.staff).some(
    ([id, { department }]) =>
      !except.includes(id) && lineOf(directory, department).some(({ department: up }) => headed.includes(up)),
  );
}
