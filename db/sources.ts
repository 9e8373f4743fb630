import { COMPLAINANT } from '../domain/model/people';
import { findPlace, UnknownPlace } from './places';
import type { Pool } from './pool';

/** A system that files complaints. */
export interface IntakeSource {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  /** Procedures it may file under; all when not given. */
  readonly procedures?: readonly string[];
  /** The place of complaints that come with none: the store that it stands in. */
  readonly place?: string;
  /** Where notices to its complainants go, too; `secret` signs them. */
  readonly webhook?: { readonly url: string; readonly secret: string };
}

const SOURCE = `jsonb_strip_nulls(jsonb_build_object('id', id, 'name', name, 'locale', locale, 'procedures', procedures, 'place', place,
  'webhook', case when webhook_url is not null
    then jsonb_build_object('url', webhook_url, 'secret', webhook_secret) end)) as source`;

/** Adds a source or changes it. Throws UnknownPlace. */
export async function saveSource(pool: Pool, source: IntakeSource): Promise<void> {
  const { id, name, locale, procedures, webhook, place } = source;
  if (place !== undefined && (await findPlace(pool, place)) === null) throw new UnknownPlace(place);
  await pool.query(
    `insert into intake_sources (id, name, locale, procedures, webhook_url, webhook_secret, place)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set name = excluded.name, locale = excluded.locale, procedures = excluded.procedures,
       webhook_url = excluded.webhook_url, webhook_secret = excluded.webhook_secret, place = excluded.place`,
    [id, name, locale, procedures ?? null, webhook?.url ?? null, webhook?.secret ?? null, place ?? null],
  );
}

export async function findSource(pool: Pool, id: string): Promise<IntakeSource | null> {
  const { rows } = await pool.query<{ source: IntakeSource }>(`select ${SOURCE} from intake_sources where id = $1`, [
    id,
  ]);
  return rows[0]?.source ?? null;
}

/** What signs a webhook with a notice to this recipient: the secret of the complaint's source; null for staff. */
export async function webhookSecretOf(
  pool: Pool,
  { reference, to }: { readonly reference: string; readonly to: string },
): Promise<string | null> {
  if (to !== COMPLAINANT) return null;
  const { rows } = await pool.query<{ secret: string | null }>(
    `select s.webhook_secret as secret from intake i join intake_sources s on s.id = i.source where i.reference = $1`,
    [reference],
  );
  return rows[0]?.secret ?? null;
}
