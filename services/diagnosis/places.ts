import { placeKindsWithout } from '../../db/staff-diagnosis';
import { placeKindsNamed } from '../../domain/rules/named-places';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import { named, type Check } from './finding';
import { ruleBooksInUse } from './rule-books';

/** There are places of the kinds that rule books in use make a difference by. */
export const placesCheck: Check = {
  name: 'places',
  needsEngine: false,
  async look(installation) {
    const findings: FindingFacts[] = [];
    for (const { procedure } of await ruleBooksInUse(installation)) {
      const kinds = placeKindsNamed(procedure);
      const lacking = kinds.length === 0 ? [] : await installation.ask((db) => placeKindsWithout(db, kinds));
      if (lacking.length === 0) continue;
      findings.push({
        code: 'place-kind-unknown',
        about: [named('procedure', [procedure.key]), named('place-kind', lacking)],
      });
    }
    return findings;
  },
};
