import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LOCAL_SETTINGS, SETTINGS } from '../config';
import { PROJECT_ROOT } from './project-root';
import { StartFailure } from './start-failure';

/** Where the embedded start keeps data, keys and logs of this checkout. */
export const STATE_FOLDER = join(PROJECT_ROOT, '.redress');

const secrets = z.object({
  id: z.string(),
  databasePassword: z.string(),
  trackingSecret: z.string(),
  hashSecret: z.string(),
  webhookSecret: z.string(),
});

const credentials = z.object({
  api: z.string(),
  temporal: z.string(),
  temporalUi: z.string().nullable(),
  /** Absent, and no staff, where the demo organisation is not planted. */
  intake: z.object({ source: z.string(), key: z.string() }).optional(),
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
    hashSecret: random(32).toString('base64url'),
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

/** The settings of the running system, for commands that are run beside it (`readLocalConfig`). */
export function writeSettings(env: NodeJS.ProcessEnv): void {
  const lines = SETTINGS.flatMap((name) => (env[name] ? [`${name}=${JSON.stringify(env[name])}`] : []));
  replaceFile(join(PROJECT_ROOT, LOCAL_SETTINGS), `${lines.join('\n')}\n`);
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
  replaceFile(stateFile(name), `${JSON.stringify(value, null, 2)}\n`);
}

/** Readable by this user alone; readers find the former content or the new one. */
function replaceFile(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
