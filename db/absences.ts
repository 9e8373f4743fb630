import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/calendar/calendar';
import { withTransaction, type Pool } from './pool';

/** A time that somebody is away: from an instant, included, to another, not included. */
export interface AbsenceRow {
  readonly id: string;
  readonly staff: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly standIn: string | null;
  readonly reason: string | null;
}

type Stored = Omit<AbsenceRow, 'from' | 'to'> & { readonly from: Date; readonly to: Date };

const COLUMNS = `id, staff, from_at as "from", to_at as "to", stand_in as "standIn", reason`;

/** The directory has it from now on. */
export async function addAbsence(pool: Pool, { staff, from, to, standIn, reason }: Omit<AbsenceRow, 'id'>) {
  const id = randomUUID();
  await withTransaction(pool, async (client) => {
    await client.query(
      'insert into absences (id, staff, from_at, to_at, stand_in, reason) values ($1, $2, $3, $4, $5, $6)',
      [id, staff, from, to, standIn, reason],
    );
  });
  return { id, staff, from, to, standIn, reason };
}

/** Null when there is none. */
export async function findAbsence(pool: Pool, id: string): Promise<AbsenceRow | null> {
  const { rows } = await pool.query<Stored>(`select ${COLUMNS} from absences where id = $1`, [id]);
  return rows[0] ? absenceOf(rows[0]) : null;
}

export async function removeAbsence(pool: Pool, id: string): Promise<void> {
  await withTransaction(pool, async (client) => {
    await client.query('delete from absences where id = $1', [id]);
  });
}

/** Absences that are not over at an instant, of everybody or of one person, by their beginning. */
export async function listAbsences(
  pool: Pool,
  { notOverAt, staff = null }: { readonly notOverAt: Instant; readonly staff?: string | undefined | null },
): Promise<readonly AbsenceRow[]> {
  const { rows } = await pool.query<Stored>(
    `select ${COLUMNS} from absences where to_at > $1 and ($2::text is null or staff = $2) order by from_at, id`,
    [notOverAt, staff],
  );
  return rows.map(absenceOf);
}

function absenceOf(row: Stored): AbsenceRow {
  return { ...row, from: row.from.toISOString(), to: row.to.toISOString() };
}
