import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { createClient, type Client } from './client';
import { CommandFailed, UsageError } from './failures';
import type { Terminal } from './terminal';

/** Fewer than a program would: somebody is waiting at the terminal. */
const TRIES = 4;
const CREDENTIALS_FILE = '.redress/credentials.json';

/** What the embedded start leaves for the command line: where the API is, and the demo's keys. */
interface Credentials {
  readonly api?: string;
  readonly intake?: { readonly source: string; readonly key: string };
  readonly staff?: readonly { readonly id: string; readonly key: string }[];
}

/** What a command needs a key for: to file, to look something up, or to do something in somebody's name. */
export type Purpose = 'file' | 'look' | 'act';

export interface GlobalOptions {
  readonly url?: string;
  readonly as?: string;
  readonly json?: boolean;
}

/** A client for a command: `--url` and `--as` first, then the environment, then the credentials file. */
export function openSession(terminal: Terminal, command: Command, purpose: Purpose): Client {
  const { url, as } = command.optsWithGlobals<GlobalOptions>();
  const credentials = readCredentials(terminal);
  const where = url ?? terminal.environment.REDRESS_URL ?? credentials.api;
  if (where === undefined) {
    throw new CommandFailed('There is no Redress to talk to: start one with "npm start", or set REDRESS_URL.');
  }
  if (!URL.canParse(where)) throw new UsageError(`"${where}" is not a URL.`);
  return createClient({
    url: where,
    tries: TRIES,
    key: as === undefined ? usualKey(terminal, credentials, purpose) : keyOf(credentials, as),
  });
}

function keyOf({ intake, staff = [] }: Credentials, as: string): string {
  const known = new Map([...staff.map(({ id, key }) => [id, key] as const)]);
  if (intake !== undefined) known.set(intake.source, intake.key);
  const key = known.get(as);
  if (key !== undefined) return key;
  throw new UsageError(
    `${CREDENTIALS_FILE} has no key for "${as}"; it has: ${[...known.keys()].join(', ') || 'none'}.`,
  );
}

function usualKey({ environment }: Terminal, { intake, staff = [] }: Credentials, purpose: Purpose): string {
  if (environment.REDRESS_KEY !== undefined) return environment.REDRESS_KEY;
  if (purpose === 'act' && staff.length > 0) {
    throw new UsageError(`Say who acts: --as ID, one of: ${staff.map(({ id }) => id).join(', ')}.`);
  }
  const key = purpose === 'file' ? intake?.key : staff[0]?.key;
  if (key === undefined) throw new CommandFailed(`No key: set REDRESS_KEY, or have one in ${CREDENTIALS_FILE}.`);
  return key;
}

function readCredentials({ folder }: Terminal): Credentials {
  const file = nearest(resolve(folder));
  if (file === undefined) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  } catch {
    throw new CommandFailed(`${file} cannot be read: start Redress again to have it written anew.`);
  }
}

/** The credentials file of this folder or the nearest one around it. */
function nearest(folder: string): string | undefined {
  const file = join(folder, CREDENTIALS_FILE);
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : nearest(dirname(folder));
}
