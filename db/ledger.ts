import type { EventsAfterInput, Ledger, LedgerReader, Recorded, RecordInput } from '../activities/ports';
import type { ComplaintEvent } from '../domain/model/event';
import { fold } from '../domain/record/evolve';
import type { ComplaintState } from '../domain/model/state';
import { firstOverLimit, limitedChoices, type LimitedChoice } from './choices';
import { jsonText } from './json';
import { databaseError, type Pool, type PoolClient, withTransaction } from './pool';
import { project, type Projection } from './projection';
import { writeStep } from './projection-writer';

/** Events before these are missing: the ledger has lost what a run knows. Trying again does not help. */
export class LedgerGap extends Error {
  constructor(
    readonly reference: string,
    readonly expected: number,
    readonly got: number,
  ) {
    super(`${reference}: event ${expected} must come next, not ${got}`);
    this.name = 'LedgerGap';
  }
}

/** So many events are far below what Temporal takes as one answer. */
const MOST_AT_ONCE = 100;

/** From the first of the given numbers on, if any of the given is another one here; else nothing. */
const OTHERS = `
  with given as (
    select (g->>'number')::integer as number, g as body from jsonb_array_elements($2) g
  ), other as (
    select from events e join given using (number) where e.reference = $1 and e.body <> given.body limit 1
  )
  select e.body from events e
  where e.reference = $1 and e.number >= (select min(number) from given) and exists (select from other)
  order by e.number limit ${MOST_AT_ONCE}`;

const AFTER = `select body from events where reference = $1 and number > $2 order by number limit ${MOST_AT_ONCE}`;

/** `record` throws LedgerGap. */
export function createLedger(pool: Pool): Ledger & LedgerReader {
  return {
    async events(reference) {
      return eventsIn(pool, reference);
    },
    async eventsAfter(input) {
      return eventsAfter(pool, input);
    },
    async record(input) {
      return input.events.length === 0 ? RECORDED : record(pool, input);
    },
  };
}

const RECORDED: Recorded = { is: 'recorded' };

// Nobody is locked out: whoever writes the next number first is right, and the others look again.
async function record(pool: Pool, input: RecordInput): Promise<Recorded> {
  const { reference, events } = input;
  let before = events[0]?.number === 1 ? null : await stateOf(pool, reference);
  for (;;) {
    try {
      return await append(pool, input, before);
    } catch (error) {
      if (databaseError(error)?.constraint !== 'events_pkey') throw error;
      const now = await stateOf(pool, reference);
      if (now === null || now.lastNumber === before?.lastNumber) throw error;
      before = now;
    }
  }
}

async function append(pool: Pool, input: RecordInput, before: ComplaintState | null): Promise<Recorded> {
  const { reference, events } = input;
  const last = before?.lastNumber ?? 0;
  const fresh = events.filter(({ number }) => number > last);
  if (fresh.length < events.length) {
    const others = await othersThan(pool, input);
    if (others.length > 0) return { is: 'behind', events: others };
  }
  if (fresh.length === 0) return RECORDED;
  refuseGaps(reference, last, fresh);
  const projection = project(before, fresh);
  if (projection.state.reference !== reference) throw new Error(`${reference}: these are events of another complaint`);
  const chosen = limitedChoices(fresh);
  if (chosen.length > 0) return withTransaction(pool, (client) => writeChosen(client, chosen, fresh, projection));
  await writeStep(pool, fresh, projection);
  return RECORDED;
}

/** Nobody gets more than their rule allows: whoever has come to hold as many since they were chosen is not given this. */
async function writeChosen(
  client: PoolClient,
  chosen: readonly LimitedChoice[],
  fresh: readonly ComplaintEvent[],
  projection: Projection,
): Promise<Recorded> {
  const person = await firstOverLimit(client, projection.state, chosen);
  if (person !== null) return { is: 'full', person };
  await writeStep(client, fresh, projection);
  return RECORDED;
}

const STATE = `
  select c.state, case when c.reference is null
    then (select jsonb_agg(body order by number) from events where reference = $1) end as events
  from (select $1::text as reference) given left join complaints c using (reference)`;

// The row is made from the events: where it is lost, the ledger goes on all the same.
async function stateOf(pool: Pool, reference: string): Promise<ComplaintState | null> {
  const { rows } = await pool.query<{
    readonly state: ComplaintState | null;
    readonly events: readonly ComplaintEvent[] | null;
  }>({ name: 'complaint-state', text: STATE, values: [reference] });
  const { state = null, events = null } = rows[0] ?? {};
  return state ?? (events === null ? null : fold(events));
}

async function eventsIn(pool: Pool, reference: string): Promise<readonly ComplaintEvent[]> {
  const { rows } = await pool.query<{ body: ComplaintEvent }>(
    'select body from events where reference = $1 order by number',
    [reference],
  );
  return rows.map(({ body }) => body);
}

async function othersThan(pool: Pool, { reference, events }: RecordInput): Promise<readonly ComplaintEvent[]> {
  const { rows } = await pool.query<{ body: ComplaintEvent }>(OTHERS, [reference, jsonText(events)]);
  return rows.map(({ body }) => body);
}

async function eventsAfter(pool: Pool, { reference, after }: EventsAfterInput): Promise<readonly ComplaintEvent[]> {
  const { rows } = await pool.query<{ body: ComplaintEvent }>({
    name: 'events-after',
    text: AFTER,
    values: [reference, after],
  });
  return rows.map(({ body }) => body);
}

function refuseGaps(reference: string, last: number, fresh: readonly ComplaintEvent[]): void {
  fresh.forEach(({ number }, index) => {
    const expected = last + 1 + index;
    if (number !== expected) throw new LedgerGap(reference, expected, number);
  });
}
