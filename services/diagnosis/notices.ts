import { channelsWithoutSender, failedNotices, lateNotices, retriedNotices } from '../../db/diagnosis';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import { about, named, spanOf, type Check } from './finding';

const LATE_MINUTES = 10;
/** Tried over some minutes by then. */
const RETRIED_TIMES = 5;
const FAILED_DAYS = 7;

/** Notices go out. Those that quiet hours hold back are not due. */
export const noticesCheck: Check = {
  name: 'notices',
  needsEngine: false,
  async look({ ask, now }) {
    const late = await ask((db) => lateNotices(db, LATE_MINUTES));
    const [oldest] = late;
    const lateFinding = (): readonly FindingFacts[] => {
      if (!oldest) return [];
      const notices = late.map(({ notice }) => notice);
      const span = spanOf(now().getTime() - oldest.since.getTime());
      return [{ code: 'notice-late', about: [named('notice', notices)], span }];
    };
    return [
      ...lateFinding(),
      ...about('notice-retried', 'notice', await ask((db) => retriedNotices(db, RETRIED_TIMES))),
      ...about('notice-failed', 'notice', await ask((db) => failedNotices(db, FAILED_DAYS))),
      ...about('no-sender', 'channel', await ask(channelsWithoutSender)),
    ];
  },
};
