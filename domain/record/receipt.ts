import { addSpan } from '../calendar/due';
import type { Calendar, Instant } from '../calendar/calendar';
import type { Span } from '../calendar/span';
import type { ComplaintState } from '../model/state';

/** What the complainant is told at once. */
export interface Receipt {
  readonly reference: string;
  readonly receivedAt: Instant;
  readonly promise: { readonly replyBy: Instant } | null;
  readonly clocks: readonly ReceiptClock[];
}

export interface ReceiptClock {
  readonly clock: string;
  readonly kind: 'statutory' | 'promise';
  readonly startedAt: Instant;
  readonly limit: Span;
  readonly dueAt: Instant;
}

/** The receipt of a complaint: its clocks as they were started, before any pause or extension. */
export function receiptOf(calendar: Calendar, { reference, registration, clocks }: ComplaintState): Receipt {
  const started = Object.entries(clocks).map(([clock, { kind, budget }]) => ({
    clock,
    kind,
    startedAt: budget.startedAt,
    limit: budget.limit,
    dueAt: addSpan(calendar, budget.startedAt, budget.limit),
  }));
  const promise = started.find(({ kind }) => kind === 'promise');
  return {
    reference,
    receivedAt: registration.receivedAt,
    promise: promise ? { replyBy: promise.dueAt } : null,
    clocks: started,
  };
}
