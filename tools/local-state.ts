import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT_ROOT } from './project-root';
import { StartFailure } from './start-failure';

/** Where the embedded start keeps data, keys and logs of this checkout. */
export const STATE_FOLDER = join(PROJECT_ROOT, '.redress');

const secrets = z.object({
  id: z.string(),
  databasePassword: z.string(),
  trackingSecret: z.string(),
  webhookSecret: z.string(),
});

const credentials = z.object({
  api: z.string(),
  temporal: z.string(),
  temporalUi: z.string().nullable(),
  intake: z.object({ source: z.string(), key: z.string() }),
  staff: z.array(
    z.object({ id: z.string(), name: z.string(), role: z.string(), department: z.string(), key: z.string() }),
  ),
});

export type Secrets = z.infer<typeof secrets>;
export type Credentials = z.infer<typeof credentials>;

/** The secrets of this checkout; made on the first start. */
export function localSecrets(): Secrets {
  const known = read('secrets.json', secrets);
  if (known) return known;
  const random = (bytes: number) => randomBytes(bytes);
  const made: Secrets = {
    id: random(6).toString('hex'),
    databasePassword: random(24).toString('base64url'),
    trackingSecret: random(32).toString('base64url'),
    webhookSecret: `whsec_${random(32).toString('base64')}`,
  };
  write('secrets.json', made);
  return made;
}

/** What the start before this one handed out; undefined on the first. */
export function readCredentials(): Credentials | undefined {
  return read('credentials.json', credentials);
}

export function writeCredentials(value: Credentials): void {
  write('credentials.json', value);
}

/** Where the database of the running system is, for commands that work on it from beside. */
export function writeDatabaseUrl(url: string): void {
  write('database.json', { url });
}

/** DATABASE_URL, else the database of the last start in this checkout. Throws StartFailure when there is neither. */
export function findDatabaseUrl(env: NodeJS.ProcessEnv): string {
  const url = env['DATABASE_URL'] || read('database.json', z.object({ url: z.string() }))?.url;
  if (url) return url;
  throw new StartFailure('There is no database yet: set DATABASE_URL, or run npm start first.');
}

export function stateFile(...names: string[]): string {
  const path = join(STATE_FOLDER, ...names);
  mkdirSync(join(path, '..'), { recursive: true });
  return path;
}

function read<T>(name: string, schema: z.ZodType<T>): T | undefined {
  const path = join(STATE_FOLDER, name);
  if (!existsSync(path)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new StartFailure(`${path} cannot be read: put it right, or remove the folder .redress to begin anew.`);
  }
}

function write(name: string, value: unknown): void {
  const path = stateFile(name);
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
