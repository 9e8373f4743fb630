import type { Chosen } from '../model/event';
import type { Pool } from '../model/people';
import type { Aside, Choosing, Found, Questions, Wanted } from '../model/question';
import { FIRST_PAGE, look, nextPage, type Person, type Search } from './lookup';
import { foundByName, MOST_NAMED, Passed } from './passed-over';
import { isMember, presentOf, sightOf } from './presence';
import { upwards } from './upwards';

/** Whom a rule names: a group's turn comes when nobody of those before it is there; after the last it goes up. */
export function* next({ wanted, aside, one, choose }: Questions['next']['asks']): Search<Found> {
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
    const choice = choose === undefined ? null : yield* chosenIn(pool, aside, choose);
    if (choice === 'full') {
      passed.full();
      continue;
    }
    if (choice !== null) {
      const found = yield* foundByName([choice.person], passed);
      return { ...found, chosen: choice.chosen };
    }
    if (there.length === 1) return yield* foundByName(there, passed);
    if (there.length > 1) return { people: [], pool, department: yield* homeOf(pool), ...passed.found };
  }
  const from = wanted.department ?? passed.homes[0] ?? null;
  return yield* foundByName(yield* upwards(from, aside), passed);
}

type ChosenOne = { readonly person: string; readonly chosen: Chosen };

/** The one of a pool whose turn it is, and why; `full` and null as looked up. */
function* chosenIn(pool: Pool, aside: Aside, choose: Choosing): Search<ChosenOne | 'full' | null> {
  const out = aside.people.map(({ person }) => person);
  const choice = yield* look('choice', { pool, choose, out, sight: sightOf(aside) });
  if (choice === null || choice === 'full') return choice;
  const { by, most } = choose;
  return { person: choice.person, chosen: { by, open: choice.open, ...(most === null ? {} : { most }) } };
}

/** The pools of a role whose turn comes one after the other. */
function* pools({ role, reach, department }: Wanted): Search<readonly Pool[]> {
  if (reach === 'there') return department === null ? [] : [{ role, department }];
  const everywhere = { role, department: null };
  if (reach === 'anywhere' || department === null) return [everywhere];
  const line = yield* look('line', { department });
  return [...line.slice(1).map((up) => ({ role, department: up.department })), everywhere];
}

/** Those of a pool who are there, or stand in, by the ids of its members, until there are so many. */
export function* presentIn(pool: Pool, aside: Aside, enough: number, passed: Passed): Search<readonly string[]> {
  let there: readonly string[] = [];
  let after: string | null = null;
  for (let limit = FIRST_PAGE; ; limit = nextPage(limit)) {
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

function* homeOf(pool: Pool): Search<string | null> {
  if (pool.department !== null) return pool.department;
  const homes = yield* look('homes', { pool, limit: 2 });
  return homes.length === 1 ? (homes[0] ?? null) : null;
}
