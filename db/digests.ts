import type { DigestStore, DigestTask, DueDigest, OpenTasks, OpenToSomebody } from '../activities/ports';
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

// What somebody who is away holds, and whoever stands in for them may do.
const INHERITED = `
  t.person = w.member and not w.taker = any(t.left_out)
  and not exists (select from interests i where i.staff = w.taker and i.mark = any(t.about))`;

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
    select taker, $2::date, $3::timestamptz, $4::timestamptz from (
      select p.taker from (${POOLS} offset 0) p
      cross join lateral (select from tasks t where ${OPEN} and t.procedure_key = any($5) limit 1) one
      union
      select w.taker from who w
      cross join lateral (select from tasks t where ${INHERITED} and t.procedure_key = any($5) limit 1) one
      where w.member <> w.taker
    ) told
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

// Somebody who is here, and those in whose place they are now.
const WHO = `
  who(taker, member) as (
    select $1::text, $1::text where not ${awayAt('$1', '$2::timestamptz')}
    union
    select $1, a.staff from absences a
    where a.stand_in = $1 and a.from_at <= $2::timestamptz and $2::timestamptz < a.to_at
      and not ${awayAt('$1', '$2::timestamptz')}
  )`;

const nearest = (task: string): string =>
  `order by coalesce(${task}.due_at, 'infinity'::timestamptz), ${task}.reference, ${task}.task`;

/** The first of what `found` has, each with how many there are. */
const namedOf = (found: string): string => `
  with ${WHO}, found as (${found})
  select (select count(*)::integer from found) as count, n.reference, c.procedure_hash as "procedureHash", n.stage,
    n.due_at as "dueAt", n.person
  from (select * from found f ${nearest('f')} limit $4) n join complaints c on c.reference = n.reference
  ${nearest('n')}`;

const POOLED_TASKS = namedOf(`
  select distinct o.reference, o.task, o.stage, o.due_at, null::text as person from (${POOLS}) p
  cross join lateral (
    select t.reference, t.task, t.stage, t.due_at from tasks t where ${OPEN} ${nearest('t')} limit $3
  ) o`);

const INHERITED_TASKS = namedOf(`
  select t.reference, t.task, t.stage, t.due_at, s.name as person
  from who w join staff s on s.id = w.member join tasks t on ${INHERITED}
  where w.member <> w.taker ${nearest('t')} limit $3`);

interface FoundRow extends Omit<DigestTask, 'dueAt'> {
  readonly count: number;
  readonly dueAt: Date | null;
  /** Who holds it; null of a pool's. */
  readonly person: string | null;
}

/** Digests of pools: at most one a person and local day, whatever happens. Settling one twice changes nothing. */
export function createDigestStore(pool: Pool): DigestStore {
  return {
    async advance({ calendar, procedures, day, until }, now) {
      await pool.query('insert into digest_rounds (calendar, day) values ($1, $2) on conflict do nothing', [
        calendar,
        day,
      ]);
      const { rows } = await pool.query<{ more: boolean }>(ADVANCE, [calendar, day, now, until, procedures]);
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
    open: (staff, now) => openTo(pool, staff, now),
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

async function openTo(pool: Pool, staff: string, now: Date): Promise<OpenToSomebody> {
  const find = async (text: string) => (await pool.query<FoundRow>(text, [staff, now, COUNTED, NAMED])).rows;
  const [pooled, inherited] = [await find(POOLED_TASKS), await find(INHERITED_TASKS)];
  return {
    pooled: openOf(pooled, taskOf),
    inherited: openOf(inherited, (row) => ({ ...taskOf(row), person: row.person ?? '' })),
  };
}

function openOf<T extends DigestTask>(rows: readonly FoundRow[], read: (row: FoundRow) => T): OpenTasks<T> {
  const count = rows[0]?.count ?? 0;
  return { tasks: rows.map(read), count, isOpenEnded: count >= COUNTED };
}

function taskOf({ reference, procedureHash, stage, dueAt }: FoundRow): DigestTask {
  return { reference, procedureHash, stage, dueAt: dueAt?.toISOString() ?? null };
}
