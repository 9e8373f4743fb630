import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { actRow, type ActName } from '../../domain/model/act';

const { HistoryEvent } = temporal.api.history.v1;
const { EventType } = temporal.api.enums.v1;

/** A word that stands in every text of a marked act, and nowhere else. */
export const MARK = 'Bloodstone';

/** An act with the mark in each of its fields that hold text, whatever they are called. */
export function marked<B extends { readonly act: ActName }>(body: B): B {
  const texts = Object.entries(actRow(body.act).fields).flatMap(([field, { shape }]) =>
    shape === 'text' ? [[field, `${MARK}, ${body.act} ${field}`] as const] : [],
  );
  return { ...body, ...Object.fromEntries(texts) };
}

/** The marked texts of a sent act, those of its form among them. */
export function textsSent(act: object): readonly string[] {
  return Object.values(act).flatMap((value: unknown) =>
    typeof value === 'string' && value.includes(MARK)
      ? [value]
      : typeof value === 'object' && value !== null
        ? textsSent(value)
        : [],
  );
}

/** What Temporal keeps of a complaint: each event of all its runs as the bytes that lie there, by what it is. */
export async function rawHistory(
  client: Client,
  workflowId: string,
): Promise<readonly { readonly is: string; readonly bytes: Buffer }[]> {
  const events: { is: string; bytes: Buffer }[] = [];
  let runId: string | undefined;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const run = history.events ?? [];
    events.unshift(
      ...run.map((event) => ({ is: nameOf(event), bytes: Buffer.from(HistoryEvent.encode(event).finish()) })),
    );
    runId = run[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined);
  return events;
}

function nameOf({ eventType, activityTaskScheduledEventAttributes: activity }: temporal.api.history.v1.IHistoryEvent) {
  const type = EventType[eventType ?? 0]?.replace(/^EVENT_TYPE_/, '') ?? 'unknown';
  return activity ? `${type} ${activity.activityType?.name ?? ''}` : type;
}
