import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createClient, type Client } from '../client/client';
import { StartFailure } from '../tools/start-failure';

const castSchema = z.object({
  api: z.string(),
  temporal: z.string(),
  temporalUi: z.string().nullable(),
  intake: z.object({ key: z.string() }),
  staff: z
    .array(z.object({ id: z.string(), role: z.string(), department: z.string(), key: z.string() }))
    .min(1, 'must name somebody'),
});

export type CastFile = z.infer<typeof castSchema>;

/** Reads what the start has written: addresses and keys. Throws StartFailure. */
export function readCast(file: string): CastFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new StartFailure(
      `There is no ${file}: start Redress with "npm start" first, or name a file with --credentials.`,
    );
  }
  try {
    return castSchema.parse(JSON.parse(text));
  } catch {
    throw new StartFailure(
      `${file} does not hold the keys of the demo organisation: start with "npm start", or with "npm start -- --demo" where DATABASE_URL is a database of yours.`,
    );
  }
}

/** Everybody who speaks to the API in the demo, each with a client of their own. */
export class Cast {
  readonly intake: Client;
  readonly customer: Client;
  readonly #staff: ReadonlyMap<string, Client>;

  constructor({ api: url, intake, staff }: CastFile) {
    this.intake = createClient({ url, key: intake.key });
    this.customer = createClient({ url });
    this.#staff = new Map(staff.map(({ id, key }) => [id, createClient({ url, key })]));
  }

  /** Somebody who may look at everything. */
  get onlooker(): Client {
    return [...this.#staff.values()][0] ?? this.intake;
  }

  staff(id: string): Client {
    const client = this.#staff.get(id);
    if (!client) throw new Error(`${id} has no key`);
    return client;
  }
}
