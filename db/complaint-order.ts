import { InvalidCursor, readCursor, writeCursor } from './page';

export type ComplaintSort = 'receivedAt' | '-receivedAt' | 'dueAt' | '-dueAt';
export type Direction = 'asc' | 'desc';

/** A part of a list that one instant orders. Lists by due instant have two: complaints with one come before those without. */
export interface Stretch {
  readonly name: 'all' | 'due' | 'none';
  readonly by: 'received_at' | 'due_at';
  /** Which open complaints belong to it; nothing where all do. */
  readonly open?: string;
  /** Complaints that are not open belong to it. */
  readonly settled: boolean;
}

export interface Order {
  readonly direction: Direction;
  readonly stretches: readonly Stretch[];
}

const RECEIVED: readonly Stretch[] = [{ name: 'all', by: 'received_at', settled: true }];
const DUE: readonly Stretch[] = [
  { name: 'due', by: 'due_at', open: 'due_at is not null', settled: false },
  { name: 'none', by: 'received_at', open: 'due_at is null', settled: true },
];

export const ORDERS: Readonly<Record<ComplaintSort, Order>> = {
  receivedAt: { direction: 'asc', stretches: RECEIVED },
  '-receivedAt': { direction: 'desc', stretches: RECEIVED },
  dueAt: { direction: 'asc', stretches: DUE },
  '-dueAt': { direction: 'desc', stretches: DUE },
};

/** A complaint's place in an order. */
export interface Place {
  readonly stretch: Stretch['name'];
  readonly at: string;
  readonly reference: string;
}

export function cursorAt(sort: ComplaintSort, { stretch, at, reference }: Place): string {
  return writeCursor(`complaints ${sort}`, { at, ids: [reference, stretch] });
}

/** Undefined without a cursor. Throws InvalidCursor. */
export function placeOf(sort: ComplaintSort, cursor: string | undefined): Place | undefined {
  const read = readCursor(`complaints ${sort}`, 2, cursor);
  if (read === undefined) return undefined;
  const [reference = '', name] = read.ids;
  const stretch = ORDERS[sort].stretches.find((one) => one.name === name);
  if (stretch === undefined || read.at.endsWith('infinity')) throw new InvalidCursor();
  return { stretch: stretch.name, at: read.at, reference };
}

/** What is left of the order after a place: the stretch that it lies in, and those that follow. */
export function stretchesFrom({ stretches }: Order, place: Place | undefined): readonly Stretch[] {
  return place === undefined ? stretches : stretches.slice(stretches.findIndex(({ name }) => name === place.stretch));
}
