/** RFC 3339 in UTC with milliseconds: `2026-03-02T01:00:00.000Z`. */
export type Instant = string;

/** Working time within a local day, in minutes from its midnight: `from` included, `to` (at most 1440) not. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** A compiled calendar: plain data, nothing to look up. Slots of a day are in order and apart. */
export interface Calendar {
  readonly id: string;
  /** Content hash of everything else in here. */
  readonly hash: string;
  /** Informative only: `offsets` is what counts. */
  readonly zone: string;
  /** Offset from UTC from each instant on, in order; the first (`from: null`) has always held. */
  readonly offsets: readonly { readonly from: Instant | null; readonly minutes: number }[];
  /** Seven days, Monday first; `[]` is no working day. */
  readonly week: readonly (readonly Slot[])[];
  /** Local date (`2026-10-01`) to the slots that day has instead: `[]` closed, else a make-up or half day. */
  readonly holidays: Readonly<Record<string, readonly Slot[]>>;
  /** Local dates for which holidays are known; outside them the week alone decides. */
  readonly covers: { readonly from: string; readonly to: string };
}
