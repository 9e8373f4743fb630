import type { LeaverBacklog } from '../activities/ports';
import type { Pool } from './pool';

/** What was decided by the people of before is recorded by then. */
const SETTLED = `interval '10 minutes'`;

/** The pools that somebody was of and that nobody is of any more: of their department, and of everywhere. */
const EMPTY_POOLS = `
  select had.role, home.department from staff s
    cross join unnest(s.roles) had(role)
    cross join lateral (values (s.department), (null)) home(department)
  where s.id = $1 and not exists (
    select from staff_roles r where r.role = had.role and (home.department is null or r.department = home.department))`;

const HELD = `
  select reference from tasks where person = $1
  union
  select reference from tasks where person is null and people @> array[$1]
  union
  select t.reference from (${EMPTY_POOLS}) empty
    join tasks t on t.pool_role = empty.role and coalesce(t.pool_department, '') = coalesce(empty.department, '')`;

export function createLeaverBacklog(pool: Pool): LeaverBacklog {
  return {
    async leaving({ after, limit }) {
      const { rows } = await pool.query<{ id: string }>(
        'select id from staff where leaving_since is not null and id > $1 order by id limit $2',
        [after, limit],
      );
      return rows.map(({ id }) => id);
    },
    async heldBy({ person, after, limit }) {
      const { rows } = await pool.query<{ reference: string }>(
        `select reference from (${HELD}) held where reference > $2 order by reference limit $3`,
        [person, after, limit],
      );
      return rows.map(({ reference }) => reference);
    },
    async markPassedOn(person) {
      await pool.query(
        `update staff set leaving_since = null
         where id = $1 and leaving_since < now() - ${SETTLED} and not exists (${HELD})`,
        [person],
      );
    },
  };
}
