import { isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { EventsAfterInput, Recorded, RecordInput } from '../activities/ports';
import type { FindActInput } from '../activities/find-act';
import type { Calendar } from '../domain/calendar/calendar';
import type { ComplaintEvent } from '../domain/model/event';
import type { AnswerSource } from '../domain/people/asking';
import type { HandledAct } from '../domain/record/handled-acts';

type Asked = Pick<Activities, 'recordEvents' | 'eventsAfter' | 'findAct' | 'calendarOf' | 'askPeople'>;

/**
 * Within the workflow task, so it must be over long before that is. Tried once: the SDK's core bounds each try of a local
 * activity by its time limits, and all of them together by nothing.
 */
const atOnce = proxyLocalActivities<Asked>({
  startToCloseTimeout: '2 seconds',
  scheduleToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
});

/** Without end: what is decided is recorded, however long Postgres is away. Ops see the pending activity. */
const inTheEnd = proxyActivities<Asked>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

type Way = typeof atOnce | typeof inTheEnd;

/** Asks at once, and where that fails or takes more than two seconds, until there is an answer. What is asked may be asked twice. */
async function answered<T>(ask: (way: Way) => Promise<T>): Promise<T> {
  try {
    return await ask(atOnce);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return ask(inTheEnd);
  }
}

/** The summary is what ops read beside the activity. */
export function recordEvents(input: RecordInput, summary: string): Promise<Recorded> {
  return answered((way) => way.recordEvents.executeWithOptions({ summary }, [input]));
}

export function eventsAfter(input: EventsAfterInput): Promise<readonly ComplaintEvent[]> {
  const summary = `what follows event ${input.after}?`;
  return answered((way) => way.eventsAfter.executeWithOptions({ summary }, [input]));
}

export function findAct(input: FindActInput, summary: string): Promise<HandledAct | null> {
  return answered((way) => way.findAct.executeWithOptions({ summary }, [input]));
}

/** All that a decision asks about people at once; ops read which kinds of questions. */
export const people: AnswerSource = {
  answer: (questions) => {
    const summary = `people: ${[...new Set(questions.map(({ ask }) => ask))].join(', ')}`;
    return answered((way) => way.askPeople.executeWithOptions({ summary }, [{ questions }]));
  },
};

export function calendarOf(hash: string): Promise<Calendar> {
  const summary = 'the calendar that the ledger names';
  return answered((way) => way.calendarOf.executeWithOptions({ summary }, [{ hash }]));
}
