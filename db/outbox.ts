import type { OutgoingNotice, Outbox } from '../activities/ports';
import { CHANNEL_NAMES, type Channel } from '../domain/model/channel';
import { addressFor, sourcesOf } from './addresses';
import { NOTICE_COLUMNS, SUBJECTS, subjectsOf, type NoticeRow } from './notice-subjects';
import type { Pool } from './pool';

interface ClaimedRow extends NoticeRow {
  readonly channel: Channel;
  readonly attempts: number;
  readonly address: string | null;
}

// A claim is a lease: unsettled for two minutes, the delivery is due again. Channels that only a newer program knows are
// left to it.
const CLAIM = `
  with due as (
    select notice, channel from deliveries
    where status = 'pending' and next_attempt_at <= $2 and channel = any($3)
    order by next_attempt_at limit $1
    for update skip locked
  ), claimed as (
    update deliveries d
    set next_attempt_at = $2::timestamptz + interval '2 minutes', attempts = d.attempts + 1
    from due where d.notice = due.notice and d.channel = due.channel
    returning d.notice, d.channel, d.attempts
  )
  select ${NOTICE_COLUMNS}, d.channel, d.attempts - 1 as attempts,
    ${addressFor('d.channel')} as address
  from claimed d join notices n on n.id = d.notice ${SUBJECTS} ${sourcesOf('n')}
  order by n.at, n.id, d.channel`;

/** `attempts` of a claimed notice counts the claims before this one. Settling a delivery twice changes nothing. */
export function createOutbox(pool: Pool): Outbox {
  return {
    async claimDue({ limit, now }) {
      const { rows } = await pool.query<ClaimedRow>({
        name: 'claim-due',
        text: CLAIM,
        values: [limit, now, CHANNEL_NAMES],
      });
      return outgoing(pool, rows);
    },
    async sent(id, channel, at) {
      await pool.query(
        `update deliveries set status = 'sent', sent_at = $3, error = null
         where notice = $1 and channel = $2 and status <> 'sent'`,
        [id, channel, at],
      );
    },
    async postponed(id, channel, until) {
      await pool.query(
        `update deliveries set next_attempt_at = $3, attempts = greatest(attempts - 1, 0)
         where notice = $1 and channel = $2 and status = 'pending' and next_attempt_at <> $3`,
        [id, channel, until],
      );
    },
    async failed(id, channel, error, retryAt) {
      await pool.query(
        `update deliveries
         set error = $3, status = case when $4::timestamptz is null then 'failed' else 'pending' end,
           next_attempt_at = coalesce($4, next_attempt_at)
         where notice = $1 and channel = $2 and status = 'pending'`,
        [id, channel, error, retryAt],
      );
    },
  };
}

async function outgoing(pool: Pool, claimed: readonly ClaimedRow[]): Promise<readonly OutgoingNotice[]> {
  const lost = claimed.filter(({ address }) => address === null);
  if (lost.length > 0) await giveUp(pool, lost);
  const rows = claimed.filter((row): row is ClaimedRow & { readonly address: string } => row.address !== null);
  const subjects = new Map((await subjectsOf(pool, rows)).map((subject) => [subject.notice.id, subject]));
  return rows.flatMap(({ id, channel, attempts, address }) => {
    const subject = subjects.get(id);
    return subject ? [{ ...subject, channel, attempts, address }] : [];
  });
}

async function giveUp(pool: Pool, lost: readonly ClaimedRow[]): Promise<void> {
  await pool.query(
    `update deliveries d set status = 'not-needed'
     from unnest($1::text[], $2::text[]) as w(notice, channel)
     where d.notice = w.notice and d.channel = w.channel and d.status = 'pending'`,
    [lost.map(({ id }) => id), lost.map(({ channel }) => channel)],
  );
}
