import type { DigestStore, DueDigest, OpenInPools, PooledTask } from '../activities/ports';
import type { Pool } from './pool';

/** So many of the staff are looked at in one step of a round. */
const STEP = 1_000;
/** So many tasks are named, and so many of a pool are counted. */
const NAMED = 50;
const COUNTED = 1_000;
/** A pool of more than these has a digest in place of a mail for each thing. */
export const MOST_TOLD_EACH = 10;

// The pools of `who(taker, member)`, in a department and wherever its people are, with whether it is too large for each.
const POOLS = `
  select w.taker, w.member, r.role, there.home, large.is_large
  from who w join staff_roles r on r.staff = w.member
  cross join lateral (values (r.department), ('')) as there(home)
  cross join lateral (
    select count(*) > ${MOST_TOLD_EACH} as is_large from (
      (select from staff_roles m where m.role = r.role and there.home = ''
       order by m.staff collate "C" limit ${MOST_TOLD_EACH + 1})
      union all
      (select from staff_roles m where m.role = r.role and m.department collate "C" = there.home
       order by m.staff collate "C" limit ${MOST_TOLD_EACH + 1})) members
  ) large`;

// What is open in such a pool `p`, told by digest, to whoever would take it, or whose place they take.
const OPEN = `
  t.pool_role = p.role and coalesce(t.pool_department, '') = p.home
  and (t.pool_tell = 'digest' or (t.pool_tell = 'each' and p.is_large))
  and not t.left_out && array[p.taker, p.member]
  and not exists (select from interests i where i.staff in (p.taker, p.member) and i.mark = any(t.about))`;

const awayAt = (staff: string, at: string): string =>
  `exists (select from absences b where b.staff = ${staff} and b.from_at <= ${at} and ${at} < b.to_at)`;

// One step: the next of the staff by id. Whoever is away is told nothing; their stand-in is told for them.
const ADVANCE = `
  with round as (
    select staff from digest_rounds
    where calendar = $1 and day = $2 and finished_at is null for update skip locked
  ), step as (
    select s.id, s.mail from round r cross join lateral (
      select id, mail from staff where active and id > r.staff order by id limit ${STEP}) s
  ), here as (
    select step.id from step where mail is not null and not ${awayAt('step.id', '$3::timestamptz')}
  ), who(taker, member) as (
    select id, id from here
    union
    select h.id, a.staff from here h join absences a on a.stand_in = h.id
    where a.from_at <= $3::timestamptz and $3::timestamptz < a.to_at
  ), due as (
    insert into digests (staff, day, next_attempt_at, until)
    select distinct p.taker, $2::date, $3::timestamptz, $4::timestamptz from (${POOLS}) p
    where exists (select from tasks t where t.procedure_key = any($5) and ${OPEN})
    on conflict do nothing
  ), moved as (
    update digest_rounds
    set staff = coalesce((select max(id) from step), staff),
      finished_at = case when (select count(*) from step) < ${STEP} then $3::timestamptz end
    where calendar = $1 and day = $2 and exists (select from round)
    returning finished_at
  )
  select finished_at is null as more from moved`;

const CLAIM = `
  with due as (
    select staff, day from digests
    where status = 'pending' and next_attempt_at <= $2 and until > $2
    order by next_attempt_at limit $1
    for update skip locked
  ), claimed as (
    update digests d set next_attempt_at = $2::timestamptz + interval '2 minutes', attempts = d.attempts + 1
    from due where d.staff = due.staff and d.day = due.day
    returning d.staff, d.day, d.attempts
  )
  select c.staff, c.day::text as day, c.attempts - 1 as attempts, s.name as "recipientName", s.locale,
    case when s.active then s.mail end as address
  from claimed c join staff s on s.id = c.staff order by c.staff`;

const OPEN_TASKS = `
  with who(taker, member) as (
    select $1::text, $1::text where not ${awayAt('$1', '$2::timestamptz')}
    union
    select $1, a.staff from absences a
    where a.stand_in = $1 and a.from_at <= $2::timestamptz and $2::timestamptz < a.to_at
      and not ${awayAt('$1', '$2::timestamptz')}
  ), found as (
    select distinct o.reference, o.task, o.stage, o.due_at from (${POOLS}) p
    cross join lateral (
      select t.reference, t.task, t.stage, t.due_at from tasks t where ${OPEN}
      order by coalesce(t.due_at, 'infinity'::timestamptz), t.reference, t.task limit $3
    ) o
  ), counted as (
    select count(*)::integer as count from found
  ), named as (
    select * from found order by coalesce(due_at, 'infinity'::timestamptz), reference, task limit $4
  )
  select counted.count, n.reference, c.procedure_hash as "procedureHash", n.stage, n.due_at as "dueAt"
  from counted left join named n on true left join complaints c on c.reference = n.reference
  order by coalesce(n.due_at, 'infinity'::timestamptz), n.reference, n.task`;

interface FoundRow extends Omit<PooledTask, 'dueAt' | 'reference'> {
  readonly count: number;
  readonly reference: string | null;
  readonly dueAt: Date | null;
}

/** Digests of pools: at most one a person and local day, whatever happens. Settling one twice changes nothing. */
export function createDigestStore(pool: Pool): DigestStore {
  return {
    async advance({ calendar, procedures, day, until }, now) {
      await pool.query('insert into digest_rounds (calendar, day) values ($1, $2) on conflict do nothing', [
        calendar,
        day,
      ]);
      const { rows } = await pool.query<{ more: boolean }>({
        name: 'advance-digests',
        text: ADVANCE,
        values: [calendar, day, now, until, procedures],
      });
      return rows[0]?.more ?? false;
    },
    async claimDue({ limit, now }) {
      const { rows } = await pool.query<Omit<DueDigest, 'id' | 'address'> & { readonly address: string | null }>(
        CLAIM,
        [limit, now],
      );
      const digests = rows.map((row) => ({ ...row, id: `digest:${row.staff}:${row.day}` }));
      for (const { staff, day } of digests.filter(({ address }) => address === null))
        await settle(pool, { staff, day });
      return digests.flatMap(({ address, ...digest }) => (address === null ? [] : [{ ...digest, address }]));
    },
    open: (staff, now) => openInPools(pool, staff, now),
    async sent({ staff, day }, at) {
      await pool.query(
        `update digests set status = 'sent', sent_at = $3, error = null
         where staff = $1 and day = $2 and status <> 'sent'`,
        [staff, day, at],
      );
    },
    notNeeded: (digest) => settle(pool, digest),
    async failed({ staff, day }, error, retryAt) {
      await pool.query(
        `update digests
         set error = $3, status = case when $4::timestamptz is null then 'failed' else 'pending' end,
           next_attempt_at = coalesce($4, next_attempt_at)
         where staff = $1 and day = $2 and status = 'pending'`,
        [staff, day, error, retryAt],
      );
    },
  };
}

async function settle(pool: Pool, { staff, day }: Pick<DueDigest, 'staff' | 'day'>): Promise<void> {
  await pool.query(`update digests set status = 'not-needed' where staff = $1 and day = $2 and status = 'pending'`, [
    staff,
    day,
  ]);
}

async function openInPools(pool: Pool, staff: string, now: Date): Promise<OpenInPools> {
  const { rows } = await pool.query<FoundRow>(OPEN_TASKS, [staff, now, COUNTED, NAMED]);
  const tasks = rows.flatMap(({ reference, procedureHash, stage, dueAt }) =>
    reference === null ? [] : [{ reference, procedureHash, stage, dueAt: dueAt?.toISOString() ?? null }],
  );
  const count = rows[0]?.count ?? 0;
  return { tasks, count, isOpenEnded: count >= COUNTED };
}
