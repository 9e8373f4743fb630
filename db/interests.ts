import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/calendar/calendar';
import { changeOrganisation } from './people';
import type { Pool } from './pool';

/** Something that somebody has declared an interest in. */
export interface InterestRow {
  readonly id: string;
  readonly staff: string;
  /** `staff:ID`, `department:ID`, or a matter such as `order:2026-17`. */
  readonly interest: string;
  readonly declaredAt: Instant;
}

type Stored = Omit<InterestRow, 'declaredAt'> & { readonly declaredAt: Date };

const COLUMNS = `id, staff, interest, declared_at as "declaredAt"`;

/** The directory has it from now on. Declared again, it is the one declared before. */
export async function declareInterest(
  pool: Pool,
  { staff, interest, declaredAt }: Omit<InterestRow, 'id'>,
): Promise<InterestRow> {
  let declared: InterestRow | undefined;
  await changeOrganisation(pool, async (client) => {
    const { rows } = await client.query<Stored>(
      `insert into interests (id, staff, interest, declared_at) values ($1, $2, $3, $4)
       on conflict (staff, interest) do update set interest = excluded.interest returning ${COLUMNS}`,
      [randomUUID(), staff, interest, declaredAt],
    );
    declared = rows.map(interestOf)[0];
  });
  if (!declared) throw new Error('a declared interest has a row');
  return declared;
}

/** Null when there is none. */
export async function findInterest(pool: Pool, id: string): Promise<InterestRow | null> {
  const { rows } = await pool.query<Stored>(`select ${COLUMNS} from interests where id = $1`, [id]);
  return rows[0] ? interestOf(rows[0]) : null;
}

export async function removeInterest(pool: Pool, id: string): Promise<void> {
  await changeOrganisation(pool, async (client) => {
    await client.query('delete from interests where id = $1', [id]);
  });
}

/** What these people have declared, by person and in the order of declaring. */
export async function listInterests(pool: Pool, staff: readonly string[]): Promise<readonly InterestRow[]> {
  const { rows } = await pool.query<Stored>(
    `select ${COLUMNS} from interests where staff = any($1) order by staff, declared_at, id`,
    [staff],
  );
  return rows.map(interestOf);
}

function interestOf(row: Stored): InterestRow {
  return { ...row, declaredAt: row.declaredAt.toISOString() };
}
