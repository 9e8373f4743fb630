import type { Ledger, RecordInput } from './ports';

/**
 * Writes events and everything made from them. No failure is final, not even a contradiction of what the ledger holds:
 * a failed activity would end the complaint's run, a pending one waits for ops to put the ledger right.
 */
export function recordEventsActivity(ledger: Ledger) {
  return async function recordEvents(input: RecordInput): Promise<void> {
    await ledger.record(input);
  };
}
