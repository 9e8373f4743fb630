import { publishCalendar } from '../../db/calendars';
import { withTransaction, type Pool } from '../../db/pool';
import type { Calendar } from '../../domain/calendar/calendar';

/** As publishing a rule book does it with the calendar that it counts by. */
export function saveCalendar(pool: Pool, calendar: Calendar): Promise<void> {
  return withTransaction(pool, (client) => publishCalendar(client, calendar));
}
