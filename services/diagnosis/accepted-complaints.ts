import { unstarted } from '../../db/diagnosis';
import { named, spanOf, type Check } from './finding';

/** The sweep starts them every ten seconds. */
const AFTER_MINUTES = 2;

/** What was accepted has a run soon. */
export const acceptedComplaintsCheck: Check = {
  name: 'accepted-complaints',
  needsEngine: false,
  async look({ ask, now }) {
    const waiting = await ask((db) => unstarted(db, AFTER_MINUTES));
    const [oldest] = waiting;
    if (!oldest) return [];
    const complaints = waiting.map(({ reference }) => reference);
    const span = spanOf(now().getTime() - oldest.acceptedAt.getTime());
    return [{ code: 'complaint-not-started', about: [named('complaint', complaints)], span }];
  },
};
