import type { Holders, Pool } from '../model/people';
import {
  type Answer,
  type Aside,
  type Found,
  type LeftOut,
  type Member,
  NOBODY,
  type Question,
  type Questions,
} from '../model/question';
import { look, type Person, type Search } from './lookup';
import { isDeputy, isMember, isOut, presentOf, representedBy, sightOf, unique, withMore } from './presence';

/** How many are told by name where several are found; more than so many are not worth a list. */
export const MOST_NAMED = 10;

/**
 * Answers a question by looking up a few people. There is one way to answer, wherever people are kept: in memory, or in a
 * database.
 */
export function answering(question: Question): Search<Answer> {
  switch (question.ask) {
    case 'member':
      return member(question);
    case 'role':
      return hasRole(question);
    case 'department':
      return look('department', { department: question.department });
    case 'next':
      return lastResort(question.aside, (aside) => next({ ...question, aside }));
    case 'present':
      return present(question);
    case 'above':
      return lastResort(question.aside, (aside) => aboveHolders({ ...question, aside }));
    case 'mayTake':
      return mayTake(question);
    case 'isAbove':
      return isAbove(question);
    case 'junior':
      return look('leader', { person: question.of, except: [question.of, ...question.except] });
    case 'represents':
      return representedBy(question.person, question.aside);
    case 'anybody':
      return anybody(question);
    default:
      return unknownQuestion(question);
  }
}

function unknownQuestion(question: never): never {
  throw new Error(`people are not asked ${JSON.stringify(question)}`);
}

function* member({ person, about }: Questions['member']['asks']): Search<Member | null> {
  const [found] = yield* look('persons', { ids: [person], sight: { at: null, about } });
  return found ? { department: found.department, interested: found.interested } : null;
}

function* hasRole({ person, roles }: Questions['role']['asks']): Search<boolean> {
  const [found] = yield* look('persons', { ids: [person], sight: { at: null, about: [] } });
  return found?.roles.some((role) => roles.includes(role)) ?? false;
}

/** Absence is the weakest reason: where it would leave nobody at all it does not count. */
function* lastResort(aside: Aside, find: (aside: Aside) => Search<Found>): Search<Found> {
  const found = yield* find(aside);
  if (found.people.length > 0 || found.pool !== null || aside.at === null) return found;
  return yield* find({ ...aside, at: null });
}

/** Whom a rule names: a group's turn comes when nobody of those before it is there; after the last it goes up. */
function* next({ wanted, aside, one }: Questions['next']['asks']): Search<Found> {
  const passed = new Passed(aside);
  for (const id of wanted.first) {
    const named = yield* look('persons', { ids: [id], sight: sightOf(aside) });
    const there = yield* presentOf(named, aside);
    passed.over(named);
    if (there.length > 0) return yield* foundByName(there, passed);
  }
  for (const pool of yield* pools(wanted)) {
    const there = yield* presentIn(pool, aside, one ? 1 : 2, passed);
    yield* passedIn(pool, aside, passed);
    if (there.length === 1) return yield* foundByName(there, passed);
    if (there.length > 1) return { people: [], pool, department: yield* homeOf(pool), ...passed.found };
  }
  const from = wanted.department ?? passed.homes[0] ?? null;
  return yield* foundByName(yield* upwards(from, aside), passed);
}

/** The pools of a role whose turn comes one after the other. */
function* pools({ role, reach, department }: Questions['next']['asks']['wanted']): Search<readonly Pool[]> {
  if (reach === 'there') return department === null ? [] : [{ role, department }];
  const everywhere = { role, department: null };
  if (reach === 'anywhere' || department === null) return [everywhere];
  const line = yield* look('line', { department });
  return [...line.slice(1).map((up) => ({ role, department: up.department })), everywhere];
}

const FIRST_PAGE = 4;
const LONGEST_PAGE = 256;

/** Those of a pool who are there, or stand in, by the ids of its members, until there are so many. */
function* presentIn(pool: Pool, aside: Aside, enough: number, passed: Passed): Search<readonly string[]> {
  let there: readonly string[] = [];
  let after: string | null = null;
  for (let limit = FIRST_PAGE; ; limit = Math.min(limit * 4, LONGEST_PAGE)) {
    const page: readonly Person[] = yield* look('members', { pool, after, limit, sight: sightOf(aside) });
    for (const person of page) {
      passed.over([person]);
      there = [...new Set([...there, ...(yield* presentOf([person], aside))])];
      if (there.length >= enough) return there;
    }
    if (page.length < limit) return there;
    after = page.at(-1)?.id ?? null;
  }
}

/** Who is left out of a pool for reasons of the matter, whether it was looked through to the end or not. */
function* passedIn(pool: Pool, { people, about }: Aside, passed: Passed): Search<void> {
  if (people.length > 0) {
    const ids = people.map(({ person }) => person);
    const known = yield* look('persons', { ids, sight: { at: null, about: [] } });
    passed.leftOut(people.filter(({ person }) => known.some((one) => one.id === person && isMember(one, pool))));
  }
  if (about.length === 0) return;
  const interested = yield* look('interested', { pool, about, limit: MOST_NAMED });
  passed.leftOut(interested.map((person) => ({ person, why: 'interest' })));
}

/** Who was passed over while people were looked for. */
class Passed {
  #leftOut: readonly LeftOut[] = [];
  readonly #absent = new Set<string>();
  readonly #homes = new Set<string>();

  constructor(private readonly aside: Aside) {}

  over(people: readonly Person[]): void {
    for (const person of people) {
      this.#homes.add(person.department);
      const out = this.aside.people.find((one) => one.person === person.id);
      if (out) this.leftOut([out]);
      else if (person.interested) this.leftOut([{ person: person.id, why: 'interest' }]);
      else if (person.away) this.#absent.add(person.id);
    }
  }

  leftOut(people: readonly LeftOut[]): void {
    this.#leftOut = withMore(this.#leftOut, people);
  }

  /** Their departments, by id. */
  get homes(): readonly string[] {
    return [...this.#homes].sort();
  }

  get found(): Pick<Found, 'leftOut' | 'absent'> {
    const { people } = this.aside;
    const place = ({ person }: LeftOut): number => {
      const index = people.findIndex((one) => one.person === person);
      return index < 0 ? people.length : index;
    };
    const inOrder = [...this.#leftOut].sort(
      (one, other) => place(one) - place(other) || (one.person < other.person ? -1 : 1),
    );
    return { leftOut: inOrder.slice(0, people.length + MOST_NAMED), absent: this.#absent.size };
  }
}

function* foundByName(people: readonly string[], passed: Passed): Search<Found> {
  return { people, pool: null, department: yield* departmentOf(people), ...passed.found };
}

/** The department that all of them are of, if it is one. */
function* departmentOf(people: readonly string[]): Search<string | null> {
  if (people.length === 0) return null;
  const known = yield* look('persons', { ids: people, sight: { at: null, about: [] } });
  const homes = unique(known.map(({ department }) => department));
  return homes.length === 1 ? (homes[0] ?? null) : null;
}

function* homeOf(pool: Pool): Search<string | null> {
  if (pool.department !== null) return pool.department;
  const homes = yield* look('homes', { pool, limit: 2 });
  return homes.length === 1 ? (homes[0] ?? null) : null;
}

/** The nearest head above a department who is there, else whoever is there and nearest to the top of the organisation. */
function* upwards(department: string | null, aside: Aside): Search<readonly string[]> {
  const line = department === null ? [] : yield* look('line', { department });
  for (const { head } of line) {
    if (head === null) continue;
    const named = yield* look('persons', { ids: [head], sight: sightOf(aside) });
    const there = yield* presentOf(named, aside);
    if (there.length > 0) return there;
  }
  const top = yield* topmost(aside);
  return top === null ? [] : [top];
}

function* topmost(aside: Aside): Search<string | null> {
  let after: { rank: number; id: string } | null = null;
  for (let limit = FIRST_PAGE; ; limit = Math.min(limit * 4, LONGEST_PAGE)) {
    const page: readonly Person[] = yield* look('top', { after, limit, sight: sightOf(aside) });
    const free = page.find((person) => !isOut(person, aside) && person.away === null);
    if (free) return free.id;
    const last = page.at(-1);
    if (!last || page.length < limit) return null;
    after = { rank: last.rank, id: last.id };
  }
}

/** Those who hold it keep it, unless they have come to have an interest in the matter. */
function* present({ holders, from, aside, orAbove }: Questions['present']['asks']): Search<Found> {
  const find = function* (now: Aside): Search<Found> {
    const mine = { ...now, people: now.people.filter(({ person }) => !holders.people.includes(person)) };
    const passed = new Passed(mine);
    const named = yield* look('persons', { ids: holders.people, sight: sightOf(mine) });
    passed.over(named);
    const there = unique(yield* presentOf(named, mine));
    if (there.length > 0) return yield* foundByName(there, passed);
    const inPool = holders.pool === null ? [] : yield* presentIn(holders.pool, now, 2, passed);
    if (inPool.length === 1) return yield* foundByName(inPool, passed);
    if (inPool.length > 1) return { people: [], pool: holders.pool, department: from, ...passed.found };
    return yield* foundByName(orAbove ? yield* upwards(yield* homeOfHolders(holders, from), now) : [], passed);
  };
  if (!orAbove) return yield* find(aside);
  if (holders.people.length === 0 && holders.pool === null) return nobody();
  return yield* lastResort(aside, find);
}

function nobody(): Found {
  return { ...NOBODY, department: null, leftOut: [], absent: 0 };
}

function* aboveHolders({ holders, line, from, aside }: Questions['above']['asks']): Search<Found> {
  const passed = new Passed(aside);
  const ids = line === 'supervisor' ? yield* managersOf(holders) : yield* headsOf(holders);
  const named = yield* look('persons', { ids, sight: sightOf(aside) });
  passed.over(named);
  const there = unique(yield* presentOf(named, aside));
  return yield* foundByName(
    there.length > 0 ? there : yield* upwards(yield* homeOfHolders(holders, from), aside),
    passed,
  );
}

/** The department from which it goes up: the one that is known, else the first of theirs. */
function* homeOfHolders({ people, pool }: Holders, known: string | null): Search<string | null> {
  if (known !== null) return known;
  const named = yield* look('persons', { ids: people, sight: { at: null, about: [] } });
  const ofPool = pool === null ? [] : yield* look('homes', { pool, limit: 1 });
  return unique([...named.map(({ department }) => department), ...ofPool])[0] ?? null;
}

/** Nobody where they are more than are told by name: then it goes up from the department. */
function* managersOf({ people, pool }: Holders): Search<readonly string[]> {
  const known = yield* look('persons', { ids: people, sight: { at: null, about: [] } });
  const ofPool = pool === null ? [] : yield* look('managers', { pool, limit: MOST_NAMED + 1 });
  const managers = unique([...known.map(({ manager }) => manager), ...ofPool]);
  return managers.length > MOST_NAMED ? [] : managers;
}

/** Of each department the nearest head in its line who does not hold it. */
function* headsOf(holders: Holders): Search<readonly string[]> {
  const { people, pool } = holders;
  const known = yield* look('persons', { ids: people, sight: { at: null, about: [] } });
  const homes = pool === null ? [] : yield* poolHomes(pool);
  const heads: (string | null)[] = [];
  for (const department of unique([...known.map(({ department: home }) => home), ...homes])) {
    heads.push(yield* headOver(department, holders));
  }
  return unique(heads);
}

function* poolHomes(pool: Pool): Search<readonly string[]> {
  if (pool.department !== null) return [pool.department];
  const homes = yield* look('homes', { pool, limit: MOST_NAMED + 1 });
  return homes.length > MOST_NAMED ? [] : homes;
}

function* headOver(department: string, { people, pool }: Holders): Search<string | null> {
  for (const { head } of yield* look('line', { department })) {
    if (head === null || people.includes(head)) continue;
    const [known] = yield* look('persons', { ids: [head], sight: { at: null, about: [] } });
    if (known && (pool === null || !isMember(known, pool))) return head;
  }
  return null;
}

function* mayTake({ person, holders, aside }: Questions['mayTake']['asks']): Search<boolean> {
  const [known] = yield* look('persons', { ids: [person], sight: sightOf(aside) });
  if (!known || isOut(known, aside)) return false;
  if (holders.people.includes(person) || (holders.pool !== null && isMember(known, holders.pool))) return true;
  const { people, pool } = holders;
  return yield* isDeputy(
    person,
    aside,
    (one) => people.includes(one.id) || (pool !== null && isMember(one, pool) && !isOut(one, aside)),
  );
}

function* isAbove({ person, holders, aside }: Questions['isAbove']['asks']): Search<boolean> {
  const senior = [person, ...(yield* representedBy(person, aside))];
  for (const junior of holders.people) {
    const seniors = yield* look('seniors', { person: junior });
    if (senior.some((one) => seniors.includes(one))) return true;
  }
  if (holders.pool === null) return false;
  for (const one of senior) if (yield* look('leads', { person: one, pool: holders.pool })) return true;
  return false;
}

function* anybody({ aside }: Questions['anybody']['asks']): Search<boolean> {
  return (yield* topmost({ ...aside, at: null })) !== null;
}
