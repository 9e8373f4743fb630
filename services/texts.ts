import type { ComplaintEvent } from '../domain/model/event';
import { textsIn } from '../domain/model/texts';
import type { PostgresContentStore } from '../db/content';

export type Texts = Record<string, string | null>;

/** The texts that events refer to, by event number and field; null once erased. */
export async function textsOf(
  contents: PostgresContentStore,
  events: readonly ComplaintEvent[],
): Promise<ReadonlyMap<number, Texts>> {
  const refs = events.map((event) => [event.number, Object.entries(textsIn(event))] as const);
  const ids = refs.flatMap(([, fields]) => fields.map(([, { content }]) => content));
  const stored = ids.length === 0 ? new Map<string, { text: string | null }>() : await contents.get([...new Set(ids)]);
  return new Map(
    refs.map(([number, fields]) => [
      number,
      Object.fromEntries(fields.map(([field, { content }]) => [field, stored.get(content)?.text ?? null])),
    ]),
  );
}
