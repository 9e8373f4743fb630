import type { Pool } from './pool';

/** What is counted for `/metrics`: one scan of a partial index each. */
export interface Counts {
  readonly open: number;
  readonly overdue: number;
  readonly outbox: number;
  readonly unstarted: number;
}

const COUNTS = `
  select (select count(*)::integer from open_complaints) as open,
         (select count(*)::integer from tasks where due_at < now()) as overdue,
         (select count(*)::integer from deliveries
           where status = 'pending' and (held_until is null or held_until <= now())) as outbox,
         (select count(*)::integer from intake where started_at is null) as unstarted`;

export async function countForFigures(pool: Pool): Promise<Counts> {
  const { rows } = await pool.query<Counts>(COUNTS);
  return rows[0] ?? { open: 0, overdue: 0, outbox: 0, unstarted: 0 };
}

/** Resolves when the database answers; throws as the driver does when it does not. */
export async function pingDatabase(pool: Pool): Promise<void> {
  await pool.query('select 1');
}
