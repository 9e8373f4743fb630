import type { Instant } from '../calendar/calendar';
import type { Aside } from '../model/question';
import type { Rules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';
import { finished, type KnownPeople, membersOf } from './known-people';
import { excludedFrom, withStandIns } from './leaving-out';
import { look, type Search } from './lookup';
import { presentOf, sightOf, unique } from './presence';

/** Rules with an organisation that is known whole. */
export interface KnownRules extends Rules {
  readonly people: KnownPeople;
}

/**
 * Everybody who may take a task now, or holds it: of a pool whoever is there, and stand-ins of the absent. Where that
 * would leave nobody absence does not count.
 */
export function holdersOf(
  rules: KnownRules,
  state: ComplaintState,
  { owner, ...task }: TaskState,
  now = state.lastAt,
): readonly string[] {
  const { directory } = rules.people;
  if (owner.pool === null) return owner.people;
  const aside = withStandIns(excludedFrom({ rules, state, now }, state.stage?.kind, { owner, ...task }));
  const ids = membersOf(directory, owner.pool);
  const there = (at: Instant | null): readonly string[] => finished(presentAmong(ids, { ...aside, at }), directory);
  return [there(now), there(null)].find(({ length }) => length > 0) ?? [];
}

function* presentAmong(ids: readonly string[], aside: Aside): Search<readonly string[]> {
  return unique(yield* presentOf(yield* look('persons', { ids, sight: sightOf(aside) }), aside));
}
