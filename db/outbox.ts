import type { OutgoingMessage, Outbox } from '../activities/ports';
import { CHANNEL_NAMES, GATHERING_CHANNELS, type Channel } from '../domain/model/channel';
import type { NoticeSubject } from '../domain/record/notice';
import { addressFor, sourcesOf } from './addresses';
import { NOTICE_COLUMNS, SUBJECTS, subjectsOf, type NoticeRow } from './notice-subjects';
import type { Pool } from './pool';

interface ClaimedRow extends NoticeRow {
  readonly channel: Channel;
  readonly message: string;
  readonly attempts: number;
  readonly address: string | null;
}

type AddressedRow = ClaimedRow & { readonly address: string };

/** Deliveries of that alias that are due, found by their index. Channels that only a newer program knows are left to it. */
const isDue = (delivery: string): string =>
  `${delivery}.status = 'pending' and ${delivery}.next_attempt_at <= $2 and ${delivery}.channel = any($3)`;

/** The same of one that is found by its key: said so that no planner goes through all that are due for it. */
const isDueItself = (delivery: string): string =>
  `case when ${delivery}.status = 'pending' then ${delivery}.next_attempt_at <= $2 and ${delivery}.channel = any($3) end`;

// Deliveries `e` of notices `m` that go out with delivery `d` of notice `n`: what one person is told about one complaint at
// one instant, before it was tried; after that what was tried together. A delivery always goes out with itself. Looked for by
// the complaint: of the recipient there may be thousands.
const GO_TOGETHER = `
  m.reference = n.reference and m.recipient || '' = n.recipient and e.notice = m.id and e.channel = d.channel
  and (e.notice = d.notice or (d.channel = any($4)
    and coalesce(e.held_until, m.at) = coalesce(d.held_until, n.at) and e.message is not distinct from d.message))`;

// So many deliveries are looked at for each message that is claimed, so that those who claim at once find others.
const LOOK_AHEAD = 4;

// A message is claimed by its first notice: whoever locks that has all of it, however many claim at once; nothing else is
// locked before. A claim is a lease: unsettled for two minutes, the deliveries are due again.
const CLAIM = `
  with ahead as materialized (
    select d.notice, d.channel, d.next_attempt_at from deliveries d
    where ${isDue('d')} order by d.next_attempt_at limit $1 * ${LOOK_AHEAD}
  ), begun as materialized (
    select l.notice, l.channel, min(a.next_attempt_at) as since
    from ahead a
    join deliveries d on d.notice = a.notice and d.channel = a.channel
    join notices n on n.id = a.notice
    cross join lateral (
      select e.notice, e.channel from notices m, deliveries e
      where ${GO_TOGETHER} and ${isDueItself('e')}
      order by m.event, m.id limit 1
    ) l
    group by l.notice, l.channel
  ), first as materialized (
    select d.notice, d.channel from begun b join deliveries d on d.notice = b.notice and d.channel = b.channel
    where ${isDueItself('d')} order by b.since, b.notice limit $1
    for update of d skip locked
  ), together as materialized (
    select f.notice as message, t.notice, t.channel
    from first f
    join deliveries d on d.notice = f.notice and d.channel = f.channel
    join notices n on n.id = f.notice
    cross join lateral (
      select e.notice, e.channel from notices m, deliveries e where ${GO_TOGETHER} and ${isDueItself('e')} offset 0
    ) t
  ), claimed as (
    update deliveries d
    set next_attempt_at = $2::timestamptz + interval '2 minutes', attempts = d.attempts + 1, message = t.message
    from together t where d.notice = t.notice and d.channel = t.channel and ${isDueItself('d')}
    returning d.notice, d.channel, d.message, d.attempts
  )
  select ${NOTICE_COLUMNS}, d.channel, d.message, d.attempts - 1 as attempts,
    ${addressFor('d.channel')} as address
  from claimed d join notices n on n.id = d.notice ${SUBJECTS} ${sourcesOf('n')}
  order by n.at, n.id, d.channel`;

/** `attempts` of a claimed message counts the claims before this one. Settling a message twice changes nothing. */
export function createOutbox(pool: Pool): Outbox {
  return {
    async claimDue({ limit, now }) {
      const { rows } = await pool.query<ClaimedRow>({
        name: 'claim-due',
        text: CLAIM,
        values: [limit, now, CHANNEL_NAMES, GATHERING_CHANNELS],
      });
      return outgoing(pool, rows);
    },
    async sent(message, at) {
      await pool.query(
        `update deliveries set status = 'sent', sent_at = $3, error = null
         where notice = any($1) and channel = $2 and status <> 'sent'`,
        [noticesOf(message), message.channel, at],
      );
    },
    async postponed(message, until) {
      await pool.query(
        `update deliveries set next_attempt_at = $3, held_until = $3, attempts = greatest(attempts - 1, 0),
           message = case when attempts > 1 then message end
         where notice = any($1) and channel = $2 and status = 'pending' and next_attempt_at <> $3`,
        [noticesOf(message), message.channel, until],
      );
    },
    async failed(message, error, retryAt) {
      await pool.query(
        `update deliveries
         set error = $3, status = case when $4::timestamptz is null then 'failed' else 'pending' end,
           next_attempt_at = coalesce($4, next_attempt_at)
         where notice = any($1) and channel = $2 and status = 'pending'`,
        [noticesOf(message), message.channel, error, retryAt],
      );
    },
  };
}

function noticesOf({ told }: OutgoingMessage): readonly string[] {
  return told.map(({ notice }) => notice.id);
}

async function outgoing(pool: Pool, claimed: readonly ClaimedRow[]): Promise<readonly OutgoingMessage[]> {
  const lost = claimed.filter(({ address }) => address === null);
  if (lost.length > 0) await giveUp(pool, lost);
  const rows = claimed.filter((row): row is AddressedRow => row.address !== null);
  const subjects = new Map((await subjectsOf(pool, rows)).map((subject) => [subject.notice.id, subject]));
  const messages = new Map<string, AddressedRow[]>();
  for (const row of rows) {
    const key = `${row.channel} ${row.message}`;
    messages.set(key, [...(messages.get(key) ?? []), row]);
  }
  return [...messages.values()].flatMap((together) => messageOf(together, subjects));
}

function messageOf(
  rows: readonly AddressedRow[],
  subjects: ReadonlyMap<string, NoticeSubject>,
): readonly OutgoingMessage[] {
  const [row] = rows;
  const inOrder = rows.toSorted((one, other) => one.event - other.event);
  const [first, ...rest] = inOrder.flatMap(({ id }) => subjects.get(id) ?? []);
  if (row === undefined || first === undefined) return [];
  const { message: id, channel, address, attempts } = row;
  const { recipientName, locale } = first;
  return [{ id, told: [first, ...rest], channel, address, recipientName, locale, attempts }];
}

async function giveUp(pool: Pool, lost: readonly ClaimedRow[]): Promise<void> {
  await pool.query(
    `update deliveries d set status = 'not-needed'
     from unnest($1::text[], $2::text[]) as w(notice, channel)
     where d.notice = w.notice and d.channel = w.channel and d.status = 'pending'`,
    [lost.map(({ id }) => id), lost.map(({ channel }) => channel)],
  );
}
