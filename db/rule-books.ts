import type { RuleBooks } from '../activities/ports';
import type { Calendar } from '../domain/calendar/calendar';
import type { Procedure } from '../domain/model/procedure';
import { calendarByHash, currentCalendar, publishCalendar } from './calendars';
import { jsonText } from './json';
import { withTransaction, type Pool, type PoolClient } from './pool';

export interface RuleBookInput {
  readonly procedure: Procedure;
  /** What people read of it, by language, as the loader makes it. */
  readonly texts: unknown;
  /** Which complaints it is for when an intake names none, as the loader makes it. */
  readonly match: unknown;
  /** Where each limit comes from, as the loader makes it. */
  readonly limits: unknown;
  /** The YAML as written; never read again. */
  readonly source: string;
  readonly calendar: Calendar;
  readonly by: string;
}

export interface PublishedProcedure {
  readonly key: string;
  /** From 1, per key. */
  readonly version: number;
  readonly hash: string;
  readonly procedure: Procedure;
  readonly texts: unknown;
  readonly match: unknown;
  readonly limits: unknown;
  readonly source: string;
  readonly publishedAt: Date;
  readonly publishedBy: string;
}

export type ProcedureEntry = Omit<PublishedProcedure, 'procedure' | 'match' | 'limits' | 'source'>;

export interface PublishResult {
  readonly outcome: 'published' | 'texts-changed' | 'unchanged';
  readonly key: string;
  readonly version: number;
  readonly hash: string;
}

/** No procedure with that hash, or no calendar with that id, has been published. */
export class RuleBookUnknown extends Error {
  constructor(what: string) {
    super(`${what} has not been published`);
    this.name = 'RuleBookUnknown';
  }
}

const ENTRY = 'key, version, hash, texts, published_at as "publishedAt", published_by as "publishedBy"';
const WHOLE = `${ENTRY}, compiled as procedure, match, limits, source`;

/**
 * New rules make a new version, the current one from now on. The same rules again make none: they renew what stands beside them, and
 * a version that has been followed by others stays behind them.
 */
export async function publishRuleBook(pool: Pool, input: RuleBookInput): Promise<PublishResult> {
  return withTransaction(pool, async (client) => {
    const { key, hash } = input.procedure;
    await client.query(`select pg_advisory_xact_lock(hashtextextended('procedure ' || $1, 0))`, [key]);
    await publishCalendar(client, input.calendar);
    const known = await renew(client, input);
    if (known) return { key, hash, ...known };
    const { rows } = await client.query<{ version: number }>(
      `insert into procedures (hash, key, version, compiled, texts, match, limits, source, published_by)
       select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8 from procedures where key = $2
       returning version`,
      [hash, key, jsonText(input.procedure), ...besideTheRules(input), input.by],
    );
    return { outcome: 'published', key, hash, version: rows[0]?.version ?? 1 };
  });
}

/** What stands beside the rules and is no part of their hash: texts, match, limits, source. */
function besideTheRules({ texts, match, limits, source }: RuleBookInput): readonly string[] {
  return [jsonText(texts), jsonText(match), jsonText(limits), source];
}

async function renew(
  client: PoolClient,
  input: RuleBookInput,
): Promise<Pick<PublishResult, 'outcome' | 'version'> | null> {
  const known = await client.query<{ version: number }>('select version from procedures where hash = $1', [
    input.procedure.hash,
  ]);
  const version = known.rows[0]?.version;
  if (version === undefined) return null;
  const { rowCount } = await client.query(
    `update procedures set texts = $2, match = $3, limits = $4, source = $5
     where hash = $1 and (texts, match, limits, source) is distinct from ($2, $3, $4, $5)`,
    [input.procedure.hash, ...besideTheRules(input)],
  );
  return { outcome: rowCount ? 'texts-changed' : 'unchanged', version };
}

export async function currentProcedure(pool: Pool, key: string): Promise<PublishedProcedure | null> {
  const { rows } = await pool.query<PublishedProcedure>(
    `select ${WHOLE} from procedures where key = $1 order by version desc limit 1`,
    [key],
  );
  return rows[0] ?? null;
}

export async function procedureByHash(pool: Pool, hash: string): Promise<PublishedProcedure | null> {
  const { rows } = await pool.query<PublishedProcedure>(`select ${WHOLE} from procedures where hash = $1`, [hash]);
  return rows[0] ?? null;
}

/** The current version of each procedure, by key. */
export async function listProcedures(pool: Pool): Promise<readonly ProcedureEntry[]> {
  const { rows } = await pool.query<ProcedureEntry>(
    `select distinct on (key) ${ENTRY} from procedures order by key, version desc`,
  );
  return rows;
}

/** All of them throw RuleBookUnknown. */
export function createRuleBooks(pool: Pool): RuleBooks {
  const procedures = new Map<string, Procedure>();
  return {
    async procedure(hash) {
      const procedure = procedures.get(hash) ?? (await procedureByHash(pool, hash))?.procedure;
      if (!procedure) throw new RuleBookUnknown(`procedure ${hash}`);
      procedures.set(hash, procedure);
      return procedure;
    },
    async calendar(id) {
      const current = await currentCalendar(pool, id);
      if (!current) throw new RuleBookUnknown(`calendar "${id}"`);
      return current.calendar;
    },
    async calendarByHash(hash) {
      const found = await calendarByHash(pool, hash);
      if (!found) throw new RuleBookUnknown(`calendar ${hash}`);
      return found;
    },
  };
}
