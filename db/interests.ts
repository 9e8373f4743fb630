import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/calendar/calendar';
import { eraseContent, prepareContent } from './content';
import { seniorsOf } from './people-lookups';
import { withTransaction, type Pool, type PoolClient } from './pool';

/** Something that somebody has declared an interest in. */
export interface InterestRow {
  readonly id: string;
  readonly staff: string;
  /** `staff:ID`, `department:ID`, or a matter such as `order:2026-17`; null once erased. */
  readonly interest: string | null;
  readonly declaredAt: Instant;
}

export interface DeclareInterestInput {
  readonly staff: string;
  readonly interest: string;
  /** Keyed hash of the interest: what the directory has of it. */
  readonly mark: string;
  readonly by: string;
  readonly declaredAt: Instant;
}

type Stored = Omit<InterestRow, 'declaredAt'> & { readonly declaredAt: Date };

/** Content of this kind is what an interest is in. */
const INTEREST_CONTENT = 'interest';

const SELECT = `select i.id, i.staff, c.text as interest, i.declared_at as "declaredAt"
  from interests i left join content c on c.id = i.content`;

const INSERT = `
  with declared as (
    insert into interests (id, staff, mark, content, declared_at) values ($1, $2, $3, $4, $5)
    on conflict (staff, mark) do nothing
    returning id
  )
  insert into content (id, reference, kind, salt, hash, text, stored_by) select $4, id, $6, $7, $8, $9, $10 from declared`;

/** The directory has its mark from now on. Declared again, it is the one declared before. */
export async function declareInterest(pool: Pool, input: DeclareInterestInput): Promise<InterestRow> {
  const { staff, interest, mark, by, declaredAt } = input;
  let declared: InterestRow | undefined;
  await withTransaction(pool, async (client) => {
    const { ref, salt, text } = prepareContent(interest);
    const stored = [INTEREST_CONTENT, salt, ref.hash, text, by];
    await client.query(INSERT, [randomUUID(), staff, mark, ref.content, declaredAt, ...stored]);
    const { rows } = await client.query<Stored>(`${SELECT} where i.staff = $1 and i.mark = $2`, [staff, mark]);
    declared = rows.map(interestOf)[0];
  });
  if (!declared) throw new Error('a declared interest has a row');
  return declared;
}

/** Null when there is none. */
export async function findInterest(pool: Pool, id: string): Promise<InterestRow | null> {
  const { rows } = await pool.query<Stored>(`${SELECT} where i.id = $1`, [id]);
  return rows[0] ? interestOf(rows[0]) : null;
}

/** Its words are erased with it. */
export async function removeInterest(pool: Pool, id: string): Promise<void> {
  await withTransaction(pool, (client) => removeWithWords(client, id));
}

async function removeWithWords(client: PoolClient, id: string): Promise<void> {
  const { rows } = await client.query<{ content: string }>('delete from interests where id = $1 returning content', [
    id,
  ]);
  for (const { content } of rows) await eraseContent(client, content);
}

/** Most that are listed at once. */
const MOST = 1_000;

/** What somebody and those below them have declared, by person and in the order of declaring. */
export async function listInterests(pool: Pool, staff: string): Promise<readonly InterestRow[]> {
  const { rows } = await pool.query<Stored>(
    `${SELECT} where i.staff = $1 or $1 in (select found from (${seniorsOf('i.staff')}) above)
     order by i.staff, i.declared_at, i.id limit ${MOST}`,
    [staff],
  );
  return rows.map(interestOf);
}

function interestOf(row: Stored): InterestRow {
  return { ...row, declaredAt: row.declaredAt.toISOString() };
}
