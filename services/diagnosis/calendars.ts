import { listCalendars, type CalendarVersion } from '../../db/calendars';
import { isCountedBy } from '../../db/diagnosis';
import type { Calendar } from '../../domain/calendar/calendar';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import { named, spanOf, type Check } from './finding';

const AHEAD_MS = 92 * 86_400_000;
/** The sweep is at it for ten minutes and some. */
const SPREAD_WITHIN_MS = 20 * 60_000;

/** Calendars that complaints count by know holidays for a while to come, and every complaint has heard of changes. */
export const calendarsCheck: Check = {
  name: 'calendars',
  needsEngine: false,
  async look({ pool, ask, now }) {
    const calendars = await listCalendars(pool);
    const at = now().getTime();
    const findings: FindingFacts[] = [];
    for (const version of calendars) {
      const code = endOf(version, at);
      const { id, calendar } = version;
      if (code !== null && (await ask((db) => isCountedBy(db, id)))) {
        findings.push({ code, about: [named('calendar', [id])], date: lastKnown(calendar) });
      }
    }
    return [...findings, ...calendars.flatMap((version) => unspread(version, at))];
  },
};

function endOf({ calendar }: CalendarVersion, at: number): 'calendar-ended' | 'calendar-ending' | null {
  const end = Date.parse(`${lastKnown(calendar)}T00:00:00.000Z`) + 86_400_000;
  if (end <= at) return 'calendar-ended';
  return end <= at + AHEAD_MS ? 'calendar-ending' : null;
}

/** The last date whose holidays are known: an organisation that has entered days of a later year knows that year. */
function lastKnown({ covers, holidays }: Calendar): string {
  const last = Object.keys(holidays).reduce((latest, date) => (date > latest ? date : latest), covers.to);
  return last > covers.to ? `${last.slice(0, 4)}-12-31` : covers.to;
}

function unspread({ id, reason, spreadAt, savedAt }: CalendarVersion, at: number): readonly FindingFacts[] {
  const ago = at - savedAt.getTime();
  if (reason === null || spreadAt !== null || ago < SPREAD_WITHIN_MS) return [];
  return [{ code: 'calendar-unspread', about: [named('calendar', [id])], span: spanOf(ago) }];
}
