import { countWaiting, isLedgerProtected } from '../../db/diagnosis';
import { isMigratedAhead } from '../../db/migrate';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import type { Check } from './finding';

/** The tables are those of this program, the ledger only grows, and nobody keeps others waiting. */
export const tablesCheck: Check = {
  name: 'tables',
  needsEngine: false,
  async look({ ask }) {
    const waiting = await ask(countWaiting);
    const found: readonly (readonly [boolean, FindingFacts['code']])[] = [
      [await ask(isMigratedAhead), 'tables-ahead'],
      [!(await ask(isLedgerProtected)), 'ledger-unprotected'],
    ];
    const session = { kind: 'session', ids: [], count: waiting, more: false } as const;
    return [
      ...found.flatMap(([wrong, code]) => (wrong ? [{ code, about: [] }] : [])),
      ...(waiting > 0 ? [{ code: 'database-waiting', about: [session] } as const] : []),
    ];
  },
};
