import type { Ledger, LedgerReader, RecordInput } from '../activities/ports';
import type { ComplaintEvent } from '../domain/model/event';
import { fold } from '../domain/record/evolve';
import type { ComplaintState } from '../domain/model/state';
import { jsonText } from './json';
import { databaseError, type Pool } from './pool';
import { project } from './projection';
import { writeStep } from './projection-writer';

/** Another event with that number is recorded already. Trying again does not help. */
export class LedgerConflict extends Error {
  constructor(
    readonly reference: string,
    readonly number: number,
  ) {
    super(`${reference}: another event ${number} is recorded already`);
    this.name = 'LedgerConflict';
  }
}

/** Events before these are missing. Trying again does not help. */
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

const OTHERS = `
  select e.number from events e
  join jsonb_array_elements($2) given on e.number = (given->>'number')::integer
  where e.reference = $1 and e.body <> given
  order by e.number limit 1`;

/** `record` throws LedgerConflict and LedgerGap. */
export function createLedger(pool: Pool): Ledger & LedgerReader {
  return {
    async events(reference) {
      return eventsIn(pool, reference);
    },
    async record(input) {
      if (input.events.length === 0) return;
      await record(pool, input);
    },
  };
}

// Nobody is locked out: whoever writes the next number first is right, and the others look again.
async function record(pool: Pool, input: RecordInput): Promise<void> {
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

async function append(pool: Pool, input: RecordInput, before: ComplaintState | null): Promise<void> {
  const { reference, events } = input;
  const last = before?.lastNumber ?? 0;
  const known = events.filter(({ number }) => number <= last);
  const fresh = events.filter(({ number }) => number > last);
  if (known.length > 0) await refuseOthers(pool, reference, known);
  if (fresh.length === 0) return;
  refuseGaps(reference, last, fresh);
  const projection = project(before, fresh);
  if (projection.state.reference !== reference) throw new LedgerConflict(reference, last + 1);
  await writeStep(pool, fresh, projection);
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

async function refuseOthers(pool: Pool, reference: string, known: readonly ComplaintEvent[]): Promise<void> {
  const { rows } = await pool.query<{ number: number }>(OTHERS, [reference, jsonText(known)]);
  const other = rows[0];
  if (other) throw new LedgerConflict(reference, other.number);
}

function refuseGaps(reference: string, last: number, fresh: readonly ComplaintEvent[]): void {
  fresh.forEach(({ number }, index) => {
    const expected = last + 1 + index;
    if (number !== expected) throw new LedgerGap(reference, expected, number);
  });
}
