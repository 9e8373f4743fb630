import { rolesOfMany, type PoolAsked } from '../../db/staff-diagnosis';
import type { OwnerRule, Procedure } from '../../domain/model/procedure';
import { named, type Check } from './finding';
import { ruleBooksInUse } from './rule-books';

/** Whoever is told of everything that comes into a pool is one of a few. */
export const largePoolsCheck: Check = {
  name: 'large-pools',
  needsEngine: false,
  async look(installation) {
    const ruleBooks = await ruleBooksInUse(installation);
    const asked = ruleBooks.flatMap(({ procedure }) => Object.values(procedure.owners).filter(isToldEach).map(poolOf));
    const large = await installation.ask((db) => rolesOfMany(db, asked));
    return ruleBooks.flatMap(({ procedure }) => {
      const roles = largeIn(procedure, large);
      if (roles.length === 0) return [];
      return [{ code: 'pool-large' as const, about: [named('procedure', [procedure.key]), named('role', roles)] }];
    });
  },
};

function largeIn({ owners }: Procedure, large: readonly PoolAsked[]): readonly string[] {
  const found = Object.values(owners).filter((owner) => {
    const { role, there } = poolOf(owner);
    return isToldEach(owner) && large.some((one) => one.role === role && one.there === there);
  });
  return [...new Set(found.map(({ role }) => role))].sort();
}

function isToldEach({ tell = 'each' }: OwnerRule): boolean {
  return tell === 'each';
}

function poolOf({ role, in: department }: OwnerRule): PoolAsked {
  return { role, there: department !== undefined };
}
