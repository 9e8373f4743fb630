import type { Pool, Queryable } from './pool';
import { withTransaction } from './pool';
import { MOST_READ } from './staff-diagnosis';

const WITHIN_MS = 2_000;

/** Reads only, and two seconds at most for each statement. */
export function looking<T>(pool: Pool, look: (db: Queryable) => Promise<T>): Promise<T> {
  return withTransaction(pool, async (client) => {
    await client.query(`set transaction read only; set local statement_timeout = ${WITHIN_MS}`);
    return look(client);
  });
}

/** What time it is there. */
export async function databaseTime(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ at: Date }>('select clock_timestamp() as at');
  return rows[0]?.at ?? new Date(0);
}

export interface Unstarted {
  readonly reference: string;
  readonly acceptedAt: Date;
}

/** Accepted complaints that had no run a while later, the longest waiting first. */
export async function unstarted(db: Queryable, afterMinutes: number): Promise<readonly Unstarted[]> {
  const { rows } = await db.query<Unstarted>(
    `select reference, accepted_at as "acceptedAt" from intake
     where started_at is null and accepted_at < now() - make_interval(mins => $1)
     order by accepted_at, reference limit ${MOST_READ}`,
    [afterMinutes],
  );
  return rows;
}

/** Some open complaints whose runs were started a minute ago or longer: the oldest and the newest. */
export async function someStarted(db: Queryable, each: number): Promise<readonly string[]> {
  const end = (direction: 'asc' | 'desc') =>
    `(select reference from open_complaints order by received_at ${direction}, reference ${direction} limit $1)`;
  const { rows } = await db.query<{ reference: string }>(
    `select reference from (${end('asc')} union ${end('desc')}) sample
     where exists (select from intake i where i.reference = sample.reference and i.started_at < now() - interval '1 minute')
     order by reference`,
    [each],
  );
  return rows.map(({ reference }) => reference);
}

/** Whether anything that is not archived counts by a version of the calendar. */
export async function isCountedBy(db: Queryable, calendar: string): Promise<boolean> {
  const { rows } = await db.query<{ counted: boolean }>(
    `select exists (
       select from (select distinct hash from calendars where id = $1) version
       cross join lateral (
         select from complaints where calendar_hash = version.hash and status <> 'archived' limit 1) one) as counted`,
    [calendar],
  );
  return rows[0]?.counted ?? false;
}

export interface Waiting {
  readonly notice: string;
  readonly since: Date;
}

/** Notices that should have been tried a while ago and were not, the longest waiting first. */
export async function lateNotices(db: Queryable, afterMinutes: number): Promise<readonly Waiting[]> {
  const { rows } = await db.query<Waiting>(
    `select notice, next_attempt_at as since from deliveries
     where status = 'pending' and next_attempt_at < now() - make_interval(mins => $1)
     order by next_attempt_at limit ${MOST_READ}`,
    [afterMinutes],
  );
  return rows;
}

/** Among the next that are due: those that could not be sent so often, and are tried again. */
export async function retriedNotices(db: Queryable, times: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ notice: string }>(
    `select notice from (
       select notice, attempts, error from deliveries where status = 'pending'
       order by next_attempt_at limit ${MOST_READ}) due
     where attempts >= $1 and error is not null`,
    [times],
  );
  return rows.map(({ notice }) => notice);
}

/** Notices that were given up in the last days, the first given up first. */
export async function failedNotices(db: Queryable, days: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ notice: string }>(
    `select notice from deliveries where status = 'failed' and next_attempt_at > now() - make_interval(days => $1)
     order by next_attempt_at limit ${MOST_READ}`,
    [days],
  );
  return rows.map(({ notice }) => notice);
}

/** Channels of which waiting notices say that the worker has no way to send by them. */
export async function channelsWithoutSender(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ channel: string }>(
    `select distinct channel from (
       select channel, error from deliveries where status = 'pending' order by next_attempt_at limit ${MOST_READ}) due
     where error like 'no sender is set up for %' order by channel`,
  );
  return rows.map(({ channel }) => channel);
}

export interface SourceSettings {
  readonly id: string;
  readonly procedures: readonly string[] | null;
  readonly webhookSecret: string | null;
}

export async function sourceSettings(db: Queryable): Promise<readonly SourceSettings[]> {
  const { rows } = await db.query<SourceSettings>(
    `select id, procedures, webhook_secret as "webhookSecret" from intake_sources order by id limit ${MOST_READ}`,
  );
  return rows;
}

/** The mark of the secret that the database is filled under; null before any program has left one. */
export async function hashSecretMark(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ mark: string }>('select mark from hash_secret');
  return rows[0]?.mark ?? null;
}

/** Whether the triggers are on by which the ledger only grows. */
export async function isLedgerProtected(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ active: number }>(
    `select count(*)::integer as active from pg_trigger
     where tgrelid = 'events'::regclass and tgname in ('events_append_only', 'events_keep_all')
       and tgenabled in ('O', 'A')`,
  );
  return rows[0]?.active === 2;
}

/** Sessions that have waited for a lock for ten seconds or more. */
export async function countWaiting(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ waiting: number }>(
    `select count(*)::integer as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query_start < now() - interval '10 seconds'`,
  );
  return rows[0]?.waiting ?? 0;
}
