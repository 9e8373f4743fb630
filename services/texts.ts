import type { ContentRef } from '../domain/model/content';
import type { ComplaintEvent } from '../domain/model/event';
import type { PostgresContentStore } from '../db/content';

export type Texts = Record<string, string | null>;

/** The texts that events refer to, by event number and field; null once erased. */
export async function textsOf(
  contents: PostgresContentStore,
  events: readonly ComplaintEvent[],
): Promise<ReadonlyMap<number, Texts>> {
  const refs = events.map((event) => [event.number, refsOf(event)] as const);
  const ids = refs.flatMap(([, fields]) => fields.map(([, { content }]) => content));
  const stored = ids.length === 0 ? new Map<string, { text: string | null }>() : await contents.get([...new Set(ids)]);
  return new Map(
    refs.map(([number, fields]) => [
      number,
      Object.fromEntries(fields.map(([field, { content }]) => [field, stored.get(content)?.text ?? null])),
    ]),
  );
}

function refsOf(event: ComplaintEvent): (readonly [string, ContentRef])[] {
  const form = 'form' in event ? event.form : {};
  const named = {
    ...form,
    reason: 'reason' in event ? event.reason : null,
    evidence: 'evidence' in event ? event.evidence : null,
  };
  return Object.entries(named).flatMap(([field, value]) => (isRef(value) ? [[field, value] as const] : []));
}

function isRef(value: unknown): value is ContentRef {
  return typeof value === 'object' && value !== null && 'content' in value && 'hash' in value;
}
