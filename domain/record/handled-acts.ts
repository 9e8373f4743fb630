import type { ComplaintEvent } from '../model/event';

/** An act that has been done, and the numbers of the first and last event that it brought. */
export interface HandledAct {
  readonly id: string;
  readonly events: readonly [number, number];
}

/** The acts that brought these events, in their order. What one act brings stands together. */
export function handledActs(events: readonly ComplaintEvent[]): readonly HandledAct[] {
  const acts: HandledAct[] = [];
  for (const { act, number } of events) {
    if (act === undefined) continue;
    const last = acts.at(-1);
    if (last?.id === act) acts[acts.length - 1] = { id: act, events: [last.events[0], number] };
    else acts.push({ id: act, events: [number, number] });
  }
  return acts;
}

/** What is carried along of the acts of a complaint: the latest, and whether the ledger alone knows others. */
export interface RememberedActs {
  readonly handled: readonly HandledAct[];
  readonly olderActs: boolean;
}

const MOST_REMEMBERED = 200;

export function remembered(acts: readonly HandledAct[], olderActs = false): RememberedActs {
  return { handled: acts.slice(-MOST_REMEMBERED), olderActs: olderActs || acts.length > MOST_REMEMBERED };
}
