import { ApplicationFailure } from '@temporalio/common';
import type { Ledger, RecordInput } from './ports';

/** Failure type of a record that contradicts what the ledger holds already: trying again cannot help. */
export const LEDGER_CONFLICT = 'LedgerConflict';

/** Writes events and everything made from them. Fails for good with `LEDGER_CONFLICT`; whatever else is worth a retry. */
export function recordEventsActivity(ledger: Ledger) {
  return async function recordEvents(input: RecordInput): Promise<void> {
    try {
      await ledger.record(input);
    } catch (error) {
      if (isConflict(error)) throw ApplicationFailure.nonRetryable(error.message, LEDGER_CONFLICT);
      throw error;
    }
  };
}

function isConflict(error: unknown): error is Error {
  return error instanceof Error && (error.name === LEDGER_CONFLICT || error.constructor.name === LEDGER_CONFLICT);
}
