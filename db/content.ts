import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ContentStore } from '../activities/ports';
import type { ContentRef } from '../domain/model/content';
import { storableText } from './json';
import { withTransaction, type Pool, type PoolClient } from './pool';
import { searchTerms } from './search';

export interface StoredContent {
  readonly id: string;
  readonly reference: string;
  readonly kind: string;
  /** Null once erased. */
  readonly text: string | null;
  readonly hash: string;
  readonly by: string;
  readonly storedAt: Date;
}

export interface PostgresContentStore extends ContentStore {
  /** Those that exist, by id. */
  get(ids: readonly string[]): Promise<ReadonlyMap<string, StoredContent>>;
  /** Erases the text for ever; its id and hash stay. An erased intake takes the contact and the search terms with it. */
  erase(id: string): Promise<void>;
}

/** A text ready to be stored. `ref.hash` is the hex SHA-256 over salt and text. */
export interface PreparedContent {
  readonly ref: ContentRef;
  readonly salt: Buffer;
  readonly text: string;
}

/** Content of this kind is a whole intake body, in JSON. */
export const INTAKE_CONTENT = 'intake';

export function prepareContent(text: string): PreparedContent {
  const salt = randomBytes(16);
  const storable = storableText(text);
  const hash = createHash('sha256').update(salt).update(storable, 'utf8').digest('hex');
  return { ref: { content: randomUUID(), hash }, salt, text: storable };
}

export function createContentStore(pool: Pool): PostgresContentStore {
  return {
    async put({ reference, kind, text, by }) {
      const content = prepareContent(text);
      await pool.query(
        `insert into content (id, reference, kind, salt, hash, text, stored_by) values ($1, $2, $3, $4, $5, $6, $7)`,
        [content.ref.content, reference, kind, content.salt, content.ref.hash, content.text, by],
      );
      return content.ref;
    },
    async get(ids) {
      const { rows } = await pool.query<StoredContent>({
        name: 'contents',
        text: `select id, reference, kind, text, hash, stored_by as "by", stored_at as "storedAt"
         from content where id = any($1)`,
        values: [ids],
      });
      return new Map(rows.map((row) => [row.id, row]));
    },
    async erase(id) {
      await withTransaction(pool, (client) => eraseContent(client, id));
    },
  };
}

/** Within the caller's transaction. */
export async function eraseContent(client: PoolClient, id: string): Promise<void> {
  // The salt goes, too: with it, a short text could be guessed from its hash.
  const { rows } = await client.query<{ reference: string; kind: string }>(
    `update content set text = null, salt = '', erased_at = now() where id = $1 and erased_at is null
     returning reference, kind`,
    [id],
  );
  const erased = rows[0];
  if (erased?.kind !== INTAKE_CONTENT) return;
  await client.query('delete from complainants where reference = $1', [erased.reference]);
  await client.query('update complaint_search set terms = $2 where reference = $1', [
    erased.reference,
    searchTerms(erased.reference),
  ]);
}

export interface EvidenceItem {
  readonly content: string;
  /** The event that added it; 0 when it came with the complaint. */
  readonly event: number;
  readonly by: string;
  readonly at: Date;
  /** Null once erased. The JSON of the item when it came with the complaint, else the text of the act. */
  readonly text: string | null;
}

/** A complaint's evidence, oldest first. */
export async function evidenceOf(pool: Pool, reference: string): Promise<readonly EvidenceItem[]> {
  const { rows } = await pool.query<EvidenceItem>({
    name: 'evidence',
    text: `select e.content, e.event, e.added_by as "by", e.at, c.text
     from evidence e left join content c on c.id = e.content
     where e.reference = $1 order by e.event, e.position, e.content`,
    values: [reference],
  });
  return rows;
}
