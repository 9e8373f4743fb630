import type { ComplaintState } from '../domain/model/state';
import type { PoolClient } from './pool';

const LOCK_ROWS = 'select reference, state from complaints where reference = any($1) order by reference for update';

// Where there is no row to lock, a lock on the reference keeps anybody else from making one.
const LOCK_REFERENCES = `
  select pg_advisory_xact_lock(hashtextextended('complaint ' || reference, 0))
  from (select unnest($1::text[]) as reference order by 1) missing`;

/** Until the transaction ends nobody else writes these complaints. Answers with the states of those that have a row. */
export async function lockComplaints(
  client: PoolClient,
  references: readonly string[],
): Promise<ReadonlyMap<string, ComplaintState>> {
  const found = await lockRows(client, references);
  const missing = references.filter((reference) => !found.has(reference));
  if (missing.length === 0) return found;
  await client.query({ name: 'lock-references', text: LOCK_REFERENCES, values: [missing] });
  return new Map([...found, ...(await lockRows(client, missing))]);
}

async function lockRows(
  client: PoolClient,
  references: readonly string[],
): Promise<ReadonlyMap<string, ComplaintState>> {
  const { rows } = await client.query<{ reference: string; state: ComplaintState }>({
    name: 'lock-complaints',
    text: LOCK_ROWS,
    values: [references],
  });
  return new Map(rows.map(({ reference, state }) => [reference, state]));
}
