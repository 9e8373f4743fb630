import { awayForAway, type StandIn } from '../../db/staff-diagnosis';
import { about, type Check } from './finding';

/** The stand-in of an absent stand-in is asked: nobody comes back to where they began. */
export const standInsCheck: Check = {
  name: 'stand-ins',
  needsEngine: false,
  async look({ ask }) {
    return about('stand-in-circle', 'staff', inCircles(await ask(awayForAway)));
  },
};

function inCircles(pairs: readonly StandIn[]): readonly string[] {
  const next = new Map(pairs.map(({ staff, standIn }) => [staff, standIn]));
  return [...next.keys()].filter((person) => comesBack(next, person)).sort();
}

function comesBack(next: ReadonlyMap<string, string>, person: string): boolean {
  const seen = new Set<string>();
  for (let at = next.get(person); at !== undefined && !seen.has(at); at = next.get(at)) {
    if (at === person) return true;
    seen.add(at);
  }
  return false;
}
