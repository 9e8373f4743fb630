import type { ComplaintEvent, EventType } from '../domain/model/event';
import type { Pool } from './pool';

export interface EventsInput {
  readonly reference: string;
  /** Only events with a higher number. */
  readonly after?: number;
  readonly limit: number;
}

export interface RecordedEvent {
  readonly event: ComplaintEvent;
  readonly recordedAt: Date;
}

/** What happened to a complaint, in order; the next page begins after the last event's number. */
export async function eventsOf(pool: Pool, input: EventsInput): Promise<readonly RecordedEvent[]> {
  const { rows } = await pool.query<RecordedEvent>(
    `select body as event, recorded_at as "recordedAt" from events
     where reference = $1 and number > $2 order by number limit $3`,
    [input.reference, input.after ?? 0, input.limit],
  );
  return rows;
}

const ABOUT_DEADLINES: readonly EventType[] = [
  'clockStarted',
  'taskOpened',
  'extended',
  'resumed',
  'waitEnded',
  'rescheduled',
  'calendarChanged',
];

/** What has set or moved the deadlines of a complaint, in order. */
export async function deadlineEventsOf(pool: Pool, reference: string): Promise<readonly ComplaintEvent[]> {
  const { rows } = await pool.query<{ body: ComplaintEvent }>({
    name: 'deadline-events',
    text: 'select body from events where reference = $1 and type = any($2) order by number',
    values: [reference, ABOUT_DEADLINES],
  });
  return rows.map(({ body }) => body);
}
