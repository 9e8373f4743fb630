import { temporal } from '@temporalio/proto';
import type { House } from './house';

const { EventType } = temporal.api.enums.v1;
const { HistoryEvent } = temporal.api.history.v1;

/** What one complaint leaves in Temporal and in Postgres. */
export interface Trace {
  readonly inputBytes: number;
  readonly workflowTasks: number;
  readonly historyEvents: number;
  /** Of local activities; 0 without any. */
  readonly largestMarkerBytes: number;
  /** As the ledger has it. */
  readonly largestEventBytes: number;
  /** Notices that one event of the complaint made, at most. */
  readonly noticesAtOnce: number;
}

export const TRACE_FIGURES: readonly (keyof Trace)[] = [
  'inputBytes',
  'workflowTasks',
  'historyEvents',
  'largestMarkerBytes',
  'largestEventBytes',
  'noticesAtOnce',
];

export async function traceOf({ client, pool }: Pick<House, 'client' | 'pool'>, reference: string): Promise<Trace> {
  const { events } = await client.workflow.getHandle(reference).fetchHistory();
  const history = events ?? [];
  const of = (type: temporal.api.enums.v1.EventType) => history.filter(({ eventType }) => eventType === type);
  const [started] = of(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
  const input = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const markers = of(EventType.EVENT_TYPE_MARKER_RECORDED).map((event) => HistoryEvent.encode(event).finish().length);
  const { rows } = await pool.query<Pick<Trace, 'largestEventBytes' | 'noticesAtOnce'>>(STORED, [reference]);
  return {
    inputBytes: input.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
    workflowTasks: of(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED).length,
    historyEvents: history.length,
    largestMarkerBytes: Math.max(0, ...markers),
    ...(rows[0] ?? { largestEventBytes: 0, noticesAtOnce: 0 }),
  };
}

const STORED = `
  select
    (select max(octet_length(body::text)) from events where reference = $1)::integer as "largestEventBytes",
    (select coalesce(max(n), 0) from (
       select count(*) as n from notices where reference = $1 group by event) as by_event)::integer as "noticesAtOnce"`;
