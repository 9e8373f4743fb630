import { RIGHTS, type Right, type RoleRights } from '../domain/model/rights';
import type { Pool, PoolClient } from './pool';

/** An organisation gives a right that there is not. */
export class UnknownRight extends Error {
  constructor(readonly right: string) {
    super(`there is no right "${right}": possible are ${RIGHTS.join(', ')}`);
    this.name = 'UnknownRight';
  }
}

/** All rights of the organisation, within a transaction: what is not given here is taken away. Throws UnknownRight. */
export async function replaceRights(client: PoolClient, rights: RoleRights): Promise<void> {
  const given = Object.entries(rights).flatMap(([right, roles]) => roles.map((role) => ({ right, role })));
  const unknown = Object.keys(rights).find((right) => !RIGHTS.some((known) => known === right));
  if (unknown !== undefined) throw new UnknownRight(unknown);
  await client.query('delete from role_rights');
  await client.query(
    `insert into role_rights (right_name, role)
     select distinct * from unnest($1::text[], $2::text[])`,
    [given.map(({ right }) => right), given.map(({ role }) => role)],
  );
}

/** The roles that hold a right. */
export async function rolesWithRight(pool: Pool, right: Right): Promise<readonly string[]> {
  const { rows } = await pool.query<{ role: string }>(
    'select role from role_rights where right_name = $1 order by role',
    [right],
  );
  return rows.map(({ role }) => role);
}
