import type { Ledger, LedgerReader, RecordInput } from '../activities/ports';
import type { ComplaintEvent } from '../domain/model/event';
import { fold } from '../domain/record/evolve';
import type { ComplaintState } from '../domain/model/state';
import { lockComplaints } from './complaint-lock';
import { jsonText } from './json';
import { withTransaction, type Pool, type PoolClient, type Queryable } from './pool';
import { project } from './projection';
import { writeComplaints, writeEvidence, writeNotices, writeTasks } from './projection-writer';

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

const INSERT_EVENTS = `
  insert into events (reference, number, type, at, body)
  select $1, (e->>'number')::integer, e->>'type', (e->>'at')::timestamptz, e from jsonb_array_elements($2) e`;

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
      await withTransaction(pool, (client) => record(client, input));
    },
  };
}

async function record(client: PoolClient, { reference, events }: RecordInput): Promise<void> {
  const locked = await lockComplaints(client, [reference]);
  const before = locked.get(reference) ?? (await stateFromEvents(client, reference));
  const last = before?.lastNumber ?? 0;
  const known = events.filter(({ number }) => number <= last);
  const fresh = events.filter(({ number }) => number > last);
  if (known.length > 0) await refuseOthers(client, reference, known);
  if (fresh.length === 0) return;
  refuseGaps(reference, last, fresh);
  const projection = project(before, fresh);
  if (projection.state.reference !== reference) throw new LedgerConflict(reference, last + 1);
  await client.query({ name: 'insert-events', text: INSERT_EVENTS, values: [reference, jsonText(fresh)] });
  await writeComplaints(client, [projection.state]);
  await writeTasks(client, [projection.state]);
  await writeNotices(client, projection);
  await writeEvidence(client, projection);
}

// The row is made from the events: where it is lost, the ledger goes on all the same.
async function stateFromEvents(client: PoolClient, reference: string): Promise<ComplaintState | null> {
  const events = await eventsIn(client, reference);
  return events.length === 0 ? null : fold(events);
}

async function eventsIn(db: Queryable, reference: string): Promise<readonly ComplaintEvent[]> {
  const { rows } = await db.query<{ body: ComplaintEvent }>(
    'select body from events where reference = $1 order by number',
    [reference],
  );
  return rows.map(({ body }) => body);
}

async function refuseOthers(client: PoolClient, reference: string, known: readonly ComplaintEvent[]): Promise<void> {
  const { rows } = await client.query<{ number: number }>(OTHERS, [reference, jsonText(known)]);
  const other = rows[0];
  if (other) throw new LedgerConflict(reference, other.number);
}

function refuseGaps(reference: string, last: number, fresh: readonly ComplaintEvent[]): void {
  fresh.forEach(({ number }, index) => {
    const expected = last + 1 + index;
    if (number !== expected) throw new LedgerGap(reference, expected, number);
  });
}
