import { createHash, randomUUID } from 'node:crypto';
import type { Activities } from '../activities/index';
import { currentPeopleActivity } from '../activities/current-people';
import { findActActivity } from '../activities/find-act';
import type { ContentStore, Ledger } from '../activities/ports';
import { recordEventsActivity } from '../activities/record-events';
import { storeTextActivity } from '../activities/store-text';
import type { ComplaintEvent } from '../domain/model/event';
import { handledActs } from '../domain/record/handled-acts';
import type { Directory } from '../domain/model/people';

/** What a rehearsal keeps in memory where production has Postgres. */
export interface RehearsalMemory {
  readonly activities: Pick<Activities, 'recordEvents' | 'storeText' | 'currentPeople' | 'findAct'>;
  readonly events: ComplaintEvent[];
  /** Stored texts by content id. */
  readonly texts: Map<string, string>;
}

/** Activities that keep everything in this process and send nothing. */
export function rehearsalMemory(people: Directory): RehearsalMemory {
  const events: ComplaintEvent[] = [];
  const texts = new Map<string, string>();
  const ledger: Ledger = {
    record({ events: more }) {
      for (const event of more) {
        if (event.number <= events.length) continue;
        if (event.number !== events.length + 1)
          throw new Error(`event ${event.number} does not follow ${events.length}`);
        events.push(event);
      }
      return Promise.resolve();
    },
  };
  const contents: ContentStore = {
    put({ text }) {
      const content = `rehearsal-${randomUUID()}`;
      texts.set(content, text);
      return Promise.resolve({ content, hash: createHash('sha256').update(content).update(text).digest('hex') });
    },
  };
  const activities = {
    recordEvents: recordEventsActivity(ledger),
    storeText: storeTextActivity(contents),
    currentPeople: currentPeopleActivity({ current: () => Promise.resolve(people) }),
    findAct: findActActivity({
      find: (_reference, id) => Promise.resolve(handledActs(events).find((act) => act.id === id) ?? null),
    }),
  };
  return { activities, events, texts };
}

/** What several complaints keep in one process: activities for all of them, and the events of each by its reference. */
export interface SharedRehearsalMemory {
  readonly activities: RehearsalMemory['activities'];
  eventsOf(reference: string): readonly ComplaintEvent[];
}

/** As `rehearsalMemory`, for complaints that share a worker. */
export function sharedRehearsalMemory(people: Directory): SharedRehearsalMemory {
  const memories = new Map<string, RehearsalMemory>();
  const memoryOf = (reference: string): RehearsalMemory => {
    const memory = memories.get(reference) ?? rehearsalMemory(people);
    memories.set(reference, memory);
    return memory;
  };
  return {
    activities: {
      recordEvents: (input) => memoryOf(input.reference).activities.recordEvents(input),
      storeText: (input) => memoryOf(input.reference).activities.storeText(input),
      currentPeople: currentPeopleActivity({ current: () => Promise.resolve(people) }),
      findAct: (input) => memoryOf(input.reference).activities.findAct(input),
    },
    eventsOf: (reference) => memoryOf(reference).events,
  };
}
