import type { AcceptedComplaint, IntakeBacklog } from '../activities/ports';
import type { Registration } from '../domain/model/act';
import { INTAKE_CONTENT, prepareContent, type PreparedContent } from './content';
import { jsonText } from './json';
import { databaseError, UNIQUE_VIOLATION, type Pool } from './pool';
import { searchTerms } from './search';

export interface ComplainantContact {
  readonly name: string;
  readonly kind?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
  readonly preferredContact?: string;
}

export interface AcceptInput {
  readonly source: string;
  /** Keyed hash of the caller's Idempotency-Key. */
  readonly keyHash: string;
  /** Keyed hash of the request body as the caller sent it. */
  readonly bodyHash: string;
  /** Its `content` is the body's. */
  readonly registration: Registration;
  readonly procedureHash: string;
  /** The calendar it will be registered by, however late that is. */
  readonly calendarHash: string;
  /** The whole intake body, personal data included; kept as content of kind `intake`, in JSON. */
  readonly body: PreparedContent;
  readonly complainant: ComplainantContact;
  /** Free texts that staff may search by, besides the complainant's name and the reference: narrative, subject. */
  readonly searchable: readonly string[];
  /** Each item is kept as content of its own, in JSON. */
  readonly evidence: readonly unknown[];
  /** `tokenHash` of the complaint's tracking token. */
  readonly trackingHash: string;
  readonly acceptedAt: Date;
}

export interface AcceptResult extends AcceptedComplaint {
  /** `repeated`: the same key with the same body; `key-reused`: with another one, and nothing was stored. */
  readonly outcome: 'accepted' | 'repeated' | 'key-reused';
}

/** The reference belongs to another complaint already: draw another and try again. */
export class ReferenceTaken extends Error {
  constructor(readonly reference: string) {
    super(`reference ${reference} is taken`);
    this.name = 'ReferenceTaken';
  }
}

/** Of an AcceptedComplaint, from `intake i`. */
const COLUMNS = `i.registration, i.procedure_hash as "procedureHash", i.calendar_hash as "calendarHash",
  i.accepted_at as "acceptedAt", i.answer`;

const INSERT = `
  with accepted as (
    insert into intake (source, key_hash, body_hash, reference, registration, procedure_hash, accepted_at, calendar_hash)
    values ($1, $2, $3, $4, $5, $6, $7, $12)
    on conflict (source, key_hash) do nothing
    returning *
  ), stored as (
    insert into content (id, reference, kind, salt, hash, text, stored_by)
    select c.id, a.reference, c.kind, decode(c.salt, 'hex'), c.hash, c.text, a.source
    from accepted a, jsonb_to_recordset($8) as c(id text, kind text, salt text, hash text, text text)
  ), contact as (
    insert into complainants (reference, name, kind, phone, email, address, preferred_contact)
    select a.reference, c.name, c.kind, c.phone, c.email, c.address, c."preferredContact"
    from accepted a, jsonb_to_record($9) as c(
      name text, kind text, phone text, email text, address text, "preferredContact" text)
  ), evidence_kept as (
    insert into evidence (reference, content, event, position, added_by, at)
    select a.reference, c.id, 0, c.position, 'complainant', a.accepted_at
    from accepted a, jsonb_to_recordset($8) as c(id text, position integer) where c.position > 0
  ), search as (
    insert into complaint_search (reference, terms) select reference, $10 from accepted
  ), token as (
    insert into tracking_tokens (token_hash, reference) select $11, reference from accepted
  )
  select ${COLUMNS} from accepted i`;

/**
 * Commits the complaint with its personal data, once for a source and key: the same key again answers with what was
 * stored then. Throws ReferenceTaken.
 */
export async function acceptComplaint(pool: Pool, input: AcceptInput): Promise<AcceptResult> {
  const { source, keyHash, bodyHash } = input;
  const inserted = await insert(pool, input);
  if (inserted) return { outcome: 'accepted', ...inserted };
  const { rows } = await pool.query<AcceptedComplaint & { bodyHash: string }>(
    `select ${COLUMNS}, i.body_hash as "bodyHash" from intake i where i.source = $1 and i.key_hash = $2`,
    [source, keyHash],
  );
  const stored = rows[0];
  if (!stored) throw new ReferenceTaken(input.registration.reference);
  const { bodyHash: storedHash, ...accepted } = stored;
  return { outcome: storedHash === bodyHash ? 'repeated' : 'key-reused', ...accepted };
}

/** Null when the key or the reference is there already. */
async function insert(pool: Pool, input: AcceptInput): Promise<AcceptedComplaint | null> {
  const { reference } = input.registration;
  const evidence = input.evidence.map((item) => prepareContent(JSON.stringify(item)));
  const contents = [input.body, ...evidence].map(({ ref, salt, text }, position) => ({
    id: ref.content,
    kind: position === 0 ? INTAKE_CONTENT : 'evidence',
    salt: salt.toString('hex'),
    hash: ref.hash,
    text,
    position,
  }));
  const terms = searchTerms([reference, input.complainant.name, ...input.searchable].join('\n'));
  try {
    const { rows } = await pool.query<AcceptedComplaint>({
      name: 'accept-complaint',
      text: INSERT,
      values: [
        input.source,
        input.keyHash,
        input.bodyHash,
        reference,
        jsonText(input.registration),
        input.procedureHash,
        input.acceptedAt,
        jsonText(contents),
        jsonText(input.complainant),
        terms,
        input.trackingHash,
        input.calendarHash,
      ],
    });
    return rows[0] ?? null;
  } catch (error) {
    const found = databaseError(error);
    if (found?.code === UNIQUE_VIOLATION && found.constraint === 'intake_reference_key') return null;
    throw error;
  }
}

// Not waited for until it is on the disk: where it is lost, the run is found started and the answer is made again.
const STORE_ANSWER = `
  update intake set answer = $2, started_at = coalesce(started_at, now())
  where reference = $1 and answer is null and (select set_config('synchronous_commit', 'off', true)) is not null`;

/** The complaint's run has started, and this was answered. The first answer stays; a later one changes nothing. */
export async function storeAnswer(pool: Pool, reference: string, answer: unknown): Promise<void> {
  await pool.query({ name: 'store-answer', text: STORE_ANSWER, values: [reference, jsonText(answer)] });
}

/** Null when no complaint has that reference. */
export async function findIntake(pool: Pool, reference: string): Promise<AcceptedComplaint | null> {
  const { rows } = await pool.query<AcceptedComplaint>(`select ${COLUMNS} from intake i where i.reference = $1`, [
    reference,
  ]);
  return rows[0] ?? null;
}

export interface OpenIntakesInput {
  /** Only references after this one; empty for the first page. */
  readonly after: string;
  readonly limit: number;
}

/** Accepted complaints that are not archived, by reference. */
export async function listOpenIntakes(
  pool: Pool,
  { after, limit }: OpenIntakesInput,
): Promise<readonly AcceptedComplaint[]> {
  const { rows } = await pool.query<AcceptedComplaint>(
    `select ${COLUMNS}
     from intake i left join complaints c on c.reference = i.reference
     where i.reference > $1 and c.status is distinct from 'archived' order by i.reference limit $2`,
    [after, limit],
  );
  return rows;
}

export function createIntakeBacklog(pool: Pool): IntakeBacklog {
  return {
    async unstarted(limit) {
      const { rows } = await pool.query<AcceptedComplaint>(
        `select ${COLUMNS} from intake i
         where i.started_at is null order by i.accepted_at, i.reference limit $1`,
        [limit],
      );
      return rows;
    },
    async markStarted(reference) {
      await pool.query('update intake set started_at = now() where reference = $1 and started_at is null', [reference]);
    },
  };
}
