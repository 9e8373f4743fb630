import { awayWithoutStandIn, holdersOf, type RoleHolders } from '../../db/staff-diagnosis';
import { rolesNamed } from '../../domain/rules/named-roles';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import type { RuleBook } from '../../procedures/language/rule-book';
import { named, type Check } from './finding';
import { ruleBooksInUse } from './rule-books';

/** Somebody holds every role that a rule book in use names, and is there or has a stand-in. */
export const rolesCheck: Check = {
  name: 'roles',
  needsEngine: false,
  async look(installation) {
    const ruleBooks = await ruleBooksInUse(installation);
    const roles = [...new Set(ruleBooks.flatMap(({ procedure }) => rolesNamed(procedure)))].sort();
    const { found, away } = await installation.ask(async (db) => {
      const held = await holdersOf(db, roles);
      const alone = held.filter(({ holders }) => holders.length === 1).flatMap(({ holders }) => holders);
      return { found: held, away: await awayWithoutStandIn(db, [...new Set(alone)]) };
    });
    return [...ruleBooks.flatMap((ruleBook) => unheld(ruleBook, found)), ...withHolderAway(found, away)];
  },
};

function unheld({ procedure }: RuleBook, found: readonly RoleHolders[]): readonly FindingFacts[] {
  const nobodys = found.filter(({ holders }) => holders.length === 0).map(({ role }) => role);
  const roles = rolesNamed(procedure).filter((role) => nobodys.includes(role));
  if (roles.length === 0) return [];
  return [{ code: 'role-unheld', about: [named('procedure', [procedure.key]), named('role', roles)] }];
}

function withHolderAway(found: readonly RoleHolders[], away: readonly string[]): readonly FindingFacts[] {
  return away.map((person) => {
    const roles = found.filter(({ holders }) => holders.length === 1 && holders[0] === person);
    const about = [
      named('staff', [person]),
      named(
        'role',
        roles.map(({ role }) => role),
      ),
    ];
    return { code: 'role-holder-away', about };
  });
}
