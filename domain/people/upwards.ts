import type { Holders, Pool } from '../model/people';
import type { Aside, Found, Questions } from '../model/question';
import { FIRST_PAGE, look, nextPage, type Person, type Search } from './lookup';
import { foundByName, MOST_NAMED, Passed } from './passed-over';
import { isMember, isOut, presentOf, sightOf, unique } from './presence';

/** The nearest head above a department who is there, else whoever is there and nearest to the top of the organisation. */
export function* upwards(department: string | null, aside: Aside): Search<readonly string[]> {
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

/** Whoever is there and nearest to the top of the organisation, by id of those who are as near. */
export function* topmost(aside: Aside): Search<string | null> {
  let after: { rank: number; id: string } | null = null;
  for (let limit = FIRST_PAGE; ; limit = nextPage(limit)) {
    const page: readonly Person[] = yield* look('top', { after, limit, sight: sightOf(aside) });
    const free = page.find((person) => !isOut(person, aside) && person.away === null);
    if (free) return free.id;
    const last = page.at(-1);
    if (!last || page.length < limit) return null;
    after = { rank: last.rank, id: last.id };
  }
}

/** Who is above those who hold it: managers or heads, else whoever it goes up to. */
export function* aboveHolders({ holders, line, from, aside }: Questions['above']['asks']): Search<Found> {
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
export function* homeOfHolders({ people, pool }: Holders, known: string | null): Search<string | null> {
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
