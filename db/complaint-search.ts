import type { Direction, Order, Place, Stretch } from './complaint-order';
import { amongThem, firstOf, type ComplaintFilters } from './complaint-selection';
import type { WordPlan } from './complaint-words';
import { COMPLAINT_ROW, type StoredComplaint } from './complaints';
import { Conditions } from './conditions';
import type { Pool } from './pool';

/** What was found in a stretch by looking at one complaint after the other. */
export interface Walk {
  readonly rows: readonly StoredComplaint[];
  readonly looked: number;
  /** The last that was looked at; nothing where there was none. */
  readonly last: Place | undefined;
}

export interface WalkInput {
  readonly filters: ComplaintFilters;
  readonly direction: Direction;
  readonly words: readonly string[];
  readonly wanted: number;
  readonly stretch: Stretch;
  readonly after: Place | undefined;
  /** How many are looked at. */
  readonly most: number;
}

interface WalkedRow extends StoredComplaint {
  readonly looked: number;
  readonly walkedTo: string;
  readonly walkedAt: Date;
}

/** The next complaints in order, as many as `most`, of which those that have all the words are kept. */
export async function walkFor(pool: Pool, input: WalkInput): Promise<Walk> {
  const { words, direction, wanted, stretch, most } = input;
  const query = new Conditions();
  const next = firstOf((value) => query.value(value), input, query.value(most));
  if (next === null) return { rows: [], looked: 0, last: undefined };
  const order = (way: string) => `at ${way}, reference ${way}`;
  // A word is looked for in each of them: `offset 0` keeps the index of words out of it.
  const { rows } = await pool.query<WalkedRow | (WalkedRow & { reference: null })>(
    `with walked as materialized (${next}), kept as materialized (
       select w.reference, w.at from walked w
       cross join lateral (select terms from complaint_search s where s.reference = w.reference offset 0) s
       where s.terms @> ${query.value(words)}::text[]
       order by ${order(direction)} limit ${query.value(wanted)}
     ), last as (
       select reference, at from walked order by ${order(direction === 'asc' ? 'desc' : 'asc')} limit 1
     )
     select (select count(*)::integer from walked) as looked, last.reference as "walkedTo", last.at as "walkedAt", page.*
     from last left join (select ${COMPLAINT_ROW}, at from kept join complaints using (reference)) page on true
     order by ${['at', 'reference'].map((column) => `page.${column} ${direction}`).join(', ')}`,
    query.values,
  );
  const [first] = rows;
  if (first === undefined) return { rows: [], looked: 0, last: undefined };
  return {
    rows: rows.filter((row): row is WalkedRow => row.reference !== null),
    looked: first.looked,
    last: { stretch: stretch.name, at: first.walkedAt.toISOString(), reference: first.walkedTo },
  };
}

export interface LookUpInput {
  readonly filters: ComplaintFilters;
  readonly order: Order;
  readonly plan: WordPlan;
  readonly after: Place | undefined;
  readonly wanted: number;
}

/** So many complaints that have the rarer words are sorted at most. */
export const MOST_SORTED = 4_000;

/** The page by the index of words; null where too many complaints have them. */
export async function lookUp(pool: Pool, input: LookUpInput): Promise<readonly StoredComplaint[] | null> {
  const { order, wanted, after } = input;
  const { rarer, others } = input.plan;
  if (rarer.length === 0) return null;
  const query = new Conditions();
  const chosen = amongThem((value) => query.value(value), input, 'kept');
  if (chosen === null) return [];
  const found = [rarer, others, MOST_SORTED + 1].map((one) => query.value(one)).join(', ');
  if (after !== undefined) beyond(query, order, after);
  const inOrder = (from: string) =>
    `order by ${from}.rank, ${from}.at ${order.direction}, ${from}.reference ${order.direction}`;
  const { rows } = await pool.query<(StoredComplaint | { reference: null }) & { readonly tooMany: boolean }>(
    `with found as materialized (select * from complaints_with_words(${found})), fits as materialized (
       select count(*) <= ${MOST_SORTED} as all_found from found
     ), kept as materialized (
       select reference from found where has_all and (select all_found from fits)
     ), chosen as materialized (
       select * from (${chosen}) c ${query.where()} ${inOrder('c')} limit ${query.value(wanted)}
     )
     select not fits.all_found as "tooMany", page.*
     from fits left join (select ${COMPLAINT_ROW}, rank, at from chosen join complaints using (reference)) page on true
     ${inOrder('page')}`,
    query.values,
  );
  if (rows[0]?.tooMany) return null;
  return rows.filter((row): row is StoredComplaint & { tooMany: boolean } => row.reference !== null);
}

function beyond(query: Conditions, { stretches, direction }: Order, { stretch, at, reference }: Place): void {
  const rank = stretches.findIndex(({ name }) => name === stretch);
  const place = `(${query.value(at)}::timestamptz, ${query.value(reference)})`;
  const after = `(c.at, c.reference) ${direction === 'asc' ? '>' : '<'} ${place}`;
  query.add(`(c.rank > ${rank} or c.rank = ${rank} and ${after})`);
}
