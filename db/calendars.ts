import type { CalendarBacklog, CalendarNews } from '../activities/ports';
import type { Calendar } from '../domain/calendar/calendar';
import type { ContentRef } from '../domain/model/content';
import { jsonText } from './json';
import { withTransaction, type Pool, type PoolClient, type Queryable } from './pool';

/** One version of a calendar. The one with the highest number is the current one. */
export interface CalendarVersion {
  readonly id: string;
  /** From 1, per id. */
  readonly number: number;
  readonly hash: string;
  readonly calendar: Calendar;
  /** Hash of the calendar that ships, which the changes lie on. */
  readonly base: string;
  /** What the organisation has changed, as written; null where it is as it ships. */
  readonly changes: unknown;
  readonly reason: ContentRef | null;
  readonly savedBy: string;
  readonly savedAt: Date;
  /** When every complaint had heard of it. */
  readonly spreadAt: Date | null;
}

export interface ChangeCalendarInput {
  readonly calendar: Calendar;
  readonly base: string;
  readonly changes: unknown;
  readonly reason: ContentRef;
  readonly by: string;
  /** Only if this is still the current number; 0 while there is none. */
  readonly replaces?: number | undefined;
}

/** The current version is another one than the change was made for. */
export class CalendarMoved extends Error {
  constructor(readonly current: number) {
    super(`the current version is ${current}`);
    this.name = 'CalendarMoved';
  }
}

const COLUMNS = `id, number, hash, body as calendar, base, changes, reason,
  saved_by as "savedBy", saved_at as "savedAt", spread_at as "spreadAt"`;

/** A new version, unless it says the same as the current one does. Throws CalendarMoved. */
export async function changeCalendar(pool: Pool, input: ChangeCalendarInput): Promise<CalendarVersion> {
  const { calendar, base, changes, reason, by, replaces } = input;
  return withTransaction(pool, async (client) => {
    await lock(client, calendar.id);
    const current = await newest(client, calendar.id);
    if (replaces !== undefined && replaces !== (current?.number ?? 0)) throw new CalendarMoved(current?.number ?? 0);
    const { rows } = await client.query<CalendarVersion>(
      `insert into calendars (id, number, hash, body, base, changes, reason, saved_by)
       select $1, $2, $3, $4, $5, $6, $7, $8
       where not exists (
         select from calendars
         where id = $1 and number = $2 - 1 and hash = $3 and changes is not distinct from $6::jsonb)
       returning ${COLUMNS}`,
      [
        calendar.id,
        (current?.number ?? 0) + 1,
        calendar.hash,
        jsonText(calendar),
        base,
        changes === null ? null : jsonText(changes),
        jsonText(reason),
        by,
      ],
    );
    const saved = rows[0] ?? current;
    if (!saved) throw new Error(`calendar "${calendar.id}" was not saved`);
    return saved;
  });
}

/** A calendar that ships becomes the current one when it is new, and never in place of an organisation's own changes. */
export async function publishCalendar(client: PoolClient, calendar: Calendar): Promise<void> {
  await lock(client, calendar.id);
  await client.query(
    `insert into calendars (id, number, hash, base, body)
     select $1, coalesce(max(number), 0) + 1, $2, $2, $3 from calendars where id = $1
     having coalesce(bool_and($2 not in (hash, base)), true)
       and coalesce((array_agg(changes is null order by number desc))[1], true)`,
    [calendar.id, calendar.hash, jsonText(calendar)],
  );
}

async function lock(client: PoolClient, id: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('calendar ' || $1, 0))`, [id]);
}

async function newest(db: Queryable, id: string): Promise<CalendarVersion | null> {
  const { rows } = await db.query<CalendarVersion>(
    `select ${COLUMNS} from calendars where id = $1 order by number desc limit 1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The current version; null where that calendar is not in use yet. */
export function currentCalendar(pool: Pool, id: string): Promise<CalendarVersion | null> {
  return newest(pool, id);
}

export async function calendarByHash(pool: Pool, hash: string): Promise<Calendar | null> {
  const { rows } = await pool.query<{ body: Calendar }>('select body from calendars where hash = $1 limit 1', [hash]);
  return rows[0]?.body ?? null;
}

/** The current version of every calendar in use. */
export async function listCalendars(pool: Pool): Promise<readonly CalendarVersion[]> {
  const { rows } = await pool.query<CalendarVersion>(
    `select distinct on (id) ${COLUMNS} from calendars order by id, number desc`,
  );
  return rows;
}

/** All versions of one calendar, newest first. */
export async function calendarVersions(pool: Pool, id: string): Promise<readonly CalendarVersion[]> {
  const { rows } = await pool.query<CalendarVersion>(
    `select ${COLUMNS} from calendars where id = $1 order by number desc`,
    [id],
  );
  return rows;
}

/** Programs that looked at the calendar before it changed have forgotten the former one by then. */
const SETTLED = `interval '10 minutes'`;

export function createCalendarBacklog(pool: Pool): CalendarBacklog {
  return {
    async unspread() {
      const { rows } = await pool.query<CalendarVersion>(
        `select * from (select distinct on (id) ${COLUMNS} from calendars order by id, number desc) newest
         where "spreadAt" is null and reason is not null`,
      );
      return rows.flatMap(newsOf);
    },
    async newest(id) {
      const current = await newest(pool, id);
      return current === null ? null : (newsOf(current)[0] ?? null);
    },
    async behind({ calendar: { id, hash }, after, limit }) {
      const { rows } = await pool.query<{ reference: string }>(
        `select behind.reference
         from (select distinct hash from calendars where id = $1 and hash <> $2) other
         cross join lateral (
           select reference from complaints
           where calendar_hash = other.hash and status <> 'archived' and reference > $3
           order by reference limit $4) behind
         order by behind.reference limit $4`,
        [id, hash, after, limit],
      );
      return rows.map(({ reference }) => reference);
    },
    async markSpread({ calendar: { id }, number }) {
      await pool.query(
        `update calendars set spread_at = now()
         where id = $1 and number = $2 and spread_at is null and saved_at < now() - ${SETTLED}`,
        [id, number],
      );
    },
  };
}

function newsOf({ calendar, number, reason }: CalendarVersion): CalendarNews[] {
  return reason ? [{ calendar, number, reason }] : [];
}
