import type { ComplaintEvent } from '../domain/event';
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
