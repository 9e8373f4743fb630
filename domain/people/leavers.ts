import { NOBODY_LEFT_OUT } from './leaving-out';
import type { Ownership } from '../model/event';
import { type Holders, namesOf } from '../model/people';
import type { Rules } from '../model/rules';

/** Those of the holders who are of the organisation, absent or not; of a pool those it has. */
function thoseOf({ rules }: { readonly rules: Rules }, { people, pool }: Holders): Holders {
  return rules.people.ask('present', {
    ...{ holders: { people, pool }, from: null },
    ...{ aside: NOBODY_LEFT_OUT, orAbove: false },
  });
}

/** Holders who have left the organisation: people by name, a pool once nobody is of it any more. */
export function leftOf(moment: { readonly rules: Rules }, holders: Holders): readonly string[] {
  const there = thoseOf(moment, holders);
  if (holders.pool !== null && namesOf(there).length > 0) return [];
  return namesOf(holders).filter((name) => !there.people.includes(name));
}

/** Whether whoever held it has left, all of them. What nobody held nobody has left. */
export function isLeftBehind(moment: { readonly rules: Rules }, { people, pool }: Ownership): boolean {
  const names = namesOf({ people, pool });
  return names.length > 0 && leftOf(moment, { people, pool }).length === names.length;
}
