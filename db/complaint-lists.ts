import {
  cursorAt,
  ORDERS,
  placeOf,
  stretchesFrom,
  type ComplaintSort,
  type Order,
  type Place,
} from './complaint-order';
import { firstOf, type ComplaintFilters, type SelectionInput } from './complaint-selection';
import { planWords } from './complaint-words';
import { lookUp, MOST_SORTED, walkFor } from './complaint-search';
import { COMPLAINT_ROW, complaintOf, type ComplaintRow, type StoredComplaint } from './complaints';
import { Conditions } from './conditions';
import type { Page } from './page';
import type { Pool } from './pool';
import { queryTerms } from './search';

export type { ComplaintSort } from './complaint-order';
export type { ComplaintFilters } from './complaint-selection';

export interface ListComplaintsInput {
  readonly filters?: ComplaintFilters;
  /** `-receivedAt` when not given; complaints without a due instant come last either way, by when they were received. */
  readonly sort?: ComplaintSort;
  readonly cursor?: string;
  readonly limit: number;
}

/** So many complaints are looked through at first, and so many more where these do not fill the page. */
const FIRST_LOOK = 300;
const SECOND_LOOK = 2_700;
/** A word that no more complaints have is looked up at once. */
const SELDOM = 1_000;
/** Words are frequent together where the first look finds so many. */
const FREQUENT = 3;

interface Listing {
  readonly filters: ComplaintFilters;
  readonly order: Order;
  readonly after: Place | undefined;
  /** One more than fit on the page, which tells whether there are more. */
  readonly wanted: number;
}

/** What was found of a page. */
interface Found {
  readonly rows: readonly StoredComplaint[];
  /** Where the looking ended before the page was full and the list at its end. */
  readonly endedAt?: Place | undefined;
}

/**
 * A page of complaints. With words that are frequent, but seldom where they are asked for, it may hold fewer than the
 * limit, even none, and `next` goes on from there: no page takes long. Throws InvalidCursor.
 */
export async function listComplaints(pool: Pool, input: ListComplaintsInput): Promise<Page<ComplaintRow>> {
  const { filters = {}, sort = '-receivedAt', cursor, limit } = input;
  const order = ORDERS[sort];
  const after = placeOf(sort, cursor);
  const listing = { filters, order, after, wanted: limit + 1 };
  const { rows, endedAt } = await (filters.q === undefined
    ? inOrder(pool, listing)
    : withWords(pool, listing, filters.q));
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const end = rows.length > limit && last !== undefined ? placeOfRow(sort, last) : endedAt;
  return { items: shown.map(complaintOf), next: end === undefined ? null : cursorAt(sort, end) };
}

async function inOrder(pool: Pool, { filters, order, after, wanted }: Listing): Promise<Found> {
  const rows: StoredComplaint[] = [];
  const listing = { filters, direction: order.direction, after };
  for (const stretch of stretchesFrom(order, after)) {
    if (rows.length < wanted)
      rows.push(...(await readStretch(pool, { ...listing, stretch, most: wanted - rows.length })));
  }
  return { rows };
}

async function readStretch(
  pool: Pool,
  input: SelectionInput & { readonly most: number },
): Promise<readonly StoredComplaint[]> {
  const { direction, most } = input;
  const query = new Conditions();
  const next = firstOf((value) => query.value(value), input, query.value(most));
  if (next === null) return [];
  const { rows } = await pool.query<StoredComplaint>(
    `with next as materialized (${next})
     select ${COMPLAINT_ROW} from next join complaints using (reference)
     order by next.at ${direction}, reference ${direction}`,
    query.values,
  );
  return rows;
}

/** Frequent words fill a page soon, seldom ones are looked up; what is left is looked for as long as may be. */
async function withWords(pool: Pool, listing: Listing, q: string): Promise<Found> {
  const words = queryTerms(q);
  if (words.length === 0) return { rows: [] };
  const plan = await planWords(pool, words);
  let looked: Found = { rows: [], endedAt: listing.after };
  if (plan.complaints > SELDOM) {
    looked = await walk(pool, listing, words, FIRST_LOOK);
    if (looked.endedAt === undefined) return looked;
  }
  const areFew = plan.complaints <= MOST_SORTED || (words.length > 1 && looked.rows.length < FREQUENT);
  const rows = areFew ? await lookUp(pool, { ...listing, plan }) : null;
  return rows === null ? walkOn(pool, listing, words, looked) : { rows };
}

async function walkOn(pool: Pool, listing: Listing, words: readonly string[], looked: Found): Promise<Found> {
  const { endedAt: after, rows: before } = looked;
  const rest = { ...listing, after, wanted: listing.wanted - before.length };
  const { rows, endedAt } = await walk(pool, rest, words, SECOND_LOOK);
  return { rows: [...before, ...rows], endedAt };
}

async function walk(pool: Pool, listing: Listing, words: readonly string[], most: number): Promise<Found> {
  const rows: StoredComplaint[] = [];
  let left = most;
  const { filters, order, after } = listing;
  for (const stretch of stretchesFrom(order, after)) {
    const wanted = listing.wanted - rows.length;
    const walked = await walkFor(pool, {
      filters,
      direction: order.direction,
      after,
      words,
      stretch,
      wanted,
      most: left,
    });
    rows.push(...walked.rows);
    left -= walked.looked;
    if (rows.length === listing.wanted) return { rows };
    if (left === 0) return { rows, endedAt: walked.last };
  }
  return { rows };
}

function placeOfRow(sort: ComplaintSort, { dueAt, receivedAt, reference }: StoredComplaint): Place {
  const [first] = ORDERS[sort].stretches;
  if (first?.name === 'all') return { stretch: 'all', at: receivedAt.toISOString(), reference };
  if (dueAt !== null) return { stretch: 'due', at: dueAt.toISOString(), reference };
  return { stretch: 'none', at: receivedAt.toISOString(), reference };
}
