import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Activities } from '../activities/index';
import { askPeopleActivity } from '../activities/ask-people';
import { findActActivity } from '../activities/find-act';
import type { ContentStore, Ledger } from '../activities/ports';
import { calendarOfActivity, eventsAfterActivity, recordEventsActivity } from '../activities/record-events';
import { storeTextActivity } from '../activities/store-text';
import type { Calendar } from '../domain/calendar/calendar';
import type { ComplaintEvent } from '../domain/model/event';
import { handledActs } from '../domain/record/handled-acts';
import { answersOf } from '../domain/people/asking';
import type { KnownPeople } from '../domain/people/known-people';
import type { Workload } from '../domain/people/workload';
import { fold } from '../domain/record/evolve';
import { namedHolders } from '../domain/model/tasks';

type LedgerActivities = 'recordEvents' | 'eventsAfter' | 'calendarOf';

/** What a rehearsal keeps in memory where production has Postgres. */
export interface RehearsalMemory {
  readonly activities: Pick<Activities, 'storeText' | 'askPeople' | 'findAct' | LedgerActivities>;
  readonly events: ComplaintEvent[];
  /** Calendars that events name, by hash. */
  readonly calendars: Map<string, Calendar>;
  /** Stored texts by content id. */
  readonly texts: Map<string, string>;
}

/** Activities that keep everything in this process and send nothing. */
export function rehearsalMemory(people: KnownPeople): RehearsalMemory {
  const events: ComplaintEvent[] = [];
  const texts = new Map<string, string>();
  const calendars = new Map<string, Calendar>();
  const ledger = memoryLedger(events, people.workload);
  const contents: ContentStore = {
    put({ text }) {
      const content = `rehearsal-${randomUUID()}`;
      texts.set(content, text);
      return Promise.resolve({ content, hash: createHash('sha256').update(content).update(text).digest('hex') });
    },
  };
  const activities = {
    recordEvents: recordEventsActivity(ledger),
    eventsAfter: eventsAfterActivity(ledger),
    calendarOf: calendarOfActivity({ calendarByHash: (hash) => Promise.resolve(known(calendars, hash)) }),
    storeText: storeTextActivity(contents),
    askPeople: askPeopleActivity(answersOf(people)),
    findAct: findActActivity({
      find: (_reference, id) => Promise.resolve(handledActs(events).find((act) => act.id === id) ?? null),
    }),
  };
  return { activities, events, texts, calendars };
}

function memoryLedger(events: ComplaintEvent[], workload: Workload | null): Ledger {
  return {
    async record({ reference, events: more }) {
      const first = more[0]?.number ?? 1;
      const others = events.slice(first - 1);
      const isOurs = (event: ComplaintEvent, index: number) => isDeepStrictEqual(event, more[index] ?? event);
      if (!others.every(isOurs)) return { is: 'behind', events: others };
      for (const event of more.slice(others.length)) {
        if (event.number !== events.length + 1)
          throw new Error(`event ${event.number} does not follow ${events.length}`);
        events.push(event);
      }
      workload?.recorded(reference, namedHolders(fold(events)));
      return { is: 'recorded' };
    },
    eventsAfter: ({ after }) => Promise.resolve(events.slice(after)),
  };
}

function known(calendars: ReadonlyMap<string, Calendar>, hash: string): Calendar {
  const calendar = calendars.get(hash);
  if (!calendar) throw new Error(`no calendar is known by the hash ${hash}`);
  return calendar;
}

/** What several complaints keep in one process: activities for all of them, and the events of each by its reference. */
export interface SharedRehearsalMemory {
  readonly activities: RehearsalMemory['activities'];
  eventsOf(reference: string): readonly ComplaintEvent[];
}

/** As `rehearsalMemory`, for complaints that share a worker. */
export function sharedRehearsalMemory(people: KnownPeople): SharedRehearsalMemory {
  const memories = new Map<string, RehearsalMemory>();
  const memoryOf = (reference: string): RehearsalMemory => {
    const memory = memories.get(reference) ?? rehearsalMemory(people);
    memories.set(reference, memory);
    return memory;
  };
  return {
    activities: {
      recordEvents: (input) => memoryOf(input.reference).activities.recordEvents(input),
      eventsAfter: (input) => memoryOf(input.reference).activities.eventsAfter(input),
      calendarOf: calendarOfActivity({ calendarByHash: (hash) => Promise.resolve(known(new Map(), hash)) }),
      storeText: (input) => memoryOf(input.reference).activities.storeText(input),
      askPeople: askPeopleActivity(answersOf(people)),
      findAct: (input) => memoryOf(input.reference).activities.findAct(input),
    },
    eventsOf: (reference) => memoryOf(reference).events,
  };
}
