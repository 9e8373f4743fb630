import type { Calendar } from '../domain/calendar/calendar';
import type { ComplaintEvent } from '../domain/model/event';
import type { EventsAfterInput, Ledger, Recorded, RecordInput, RuleBooks } from './ports';

/**
 * Writes events and everything made from them, or answers with what the ledger has in their place. No failure is final,
 * not even a gap: a failed activity would end the complaint's run, a pending one waits for ops to put the ledger right.
 */
export function recordEventsActivity(ledger: Ledger) {
  return async function recordEvents(input: RecordInput): Promise<Recorded> {
    return ledger.record(input);
  };
}

/** For a run that may be behind its ledger: what follows the last event that it knows. */
export function eventsAfterActivity(ledger: Ledger) {
  return async function eventsAfter(input: EventsAfterInput): Promise<readonly ComplaintEvent[]> {
    return ledger.eventsAfter(input);
  };
}

/** For a run that learns from its ledger that its calendar was changed. */
export function calendarOfActivity(ruleBooks: Pick<RuleBooks, 'calendarByHash'>) {
  return async function calendarOf({ hash }: { readonly hash: string }): Promise<Calendar> {
    return ruleBooks.calendarByHash(hash);
  };
}
