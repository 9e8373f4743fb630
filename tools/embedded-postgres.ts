import { spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { postgresBinaries, reachableDataDirectory, serverIdentity, type ServerIdentity } from './postgres-binaries';
import { hasEnded, type ProcessGuard } from './process-guard';
import { StartFailure } from './start-failure';

export interface PostgresInput {
  readonly guard: ProcessGuard;
  readonly dataDirectory: string;
  /** Names the data directory when it has to lie elsewhere. */
  readonly id: string;
  readonly password: string;
  readonly logFile: string;
  /** A free one when not given. */
  readonly port?: number;
  /** `name=value` settings of the server. */
  readonly settings?: readonly string[];
}

export interface PostgresServer {
  readonly port: number;
  readonly child: ChildProcess;
  /** Connection URL of a database of that name. */
  url(database: string): string;
}

const MAJOR = '18';
const USER = 'redress';

/** Starts a Postgres of our own on loopback; makes its data directory the first time. Throws StartFailure. */
export async function startPostgres(input: PostgresInput): Promise<PostgresServer> {
  const identity = serverIdentity(input.dataDirectory);
  const bin = postgresBinaries(identity);
  mkdirSync(dirname(input.dataDirectory), { recursive: true });
  const data = reachableDataDirectory(input.dataDirectory, input.id, identity);
  if (!existsSync(data)) initialise(bin, data, input.password, identity);
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR) {
    throw new StartFailure(
      `${data} belongs to Postgres ${version}, this is ${MAJOR}: move it away, or set DATABASE_URL.`,
    );
  }
  const port = input.port ?? (await freePort());
  const child = launch(input, { bin, data, port, identity });
  const url = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(input.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  await untilReady(child, url('postgres'), input.logFile);
  return { port, child, url };
}

/** Makes the database unless it is there. */
export async function ensureDatabase(server: PostgresServer, name: string): Promise<void> {
  const client = new Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function initialise(bin: string, data: string, password: string, identity: ServerIdentity | null): void {
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const secrets = mkdtempSync(join(tmpdir(), 'redress-'));
  const passwordFile = join(secrets, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity) for (const path of [draft, secrets, passwordFile]) chownSync(path, identity.uid, identity.gid);
  try {
    const { status, stderr, error } = spawnSync(
      join(bin, 'initdb'),
      [
        `--pgdata=${draft}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...identity, cwd: '/', encoding: 'utf8' },
    );
    if (error ?? status !== 0)
      throw new StartFailure(`Postgres cannot make ${data}: ${error?.message ?? stderr.trim()}`);
    renameSync(draft, data);
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

interface LaunchInput {
  readonly bin: string;
  readonly data: string;
  readonly port: number;
  readonly identity: ServerIdentity | null;
}

function launch({ guard, logFile, settings = [] }: PostgresInput, { bin, data, port, identity }: LaunchInput) {
  const log = openSync(logFile, 'a', 0o600);
  const own = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'log_timezone=UTC'];
  try {
    return guard.spawn({
      name: 'postgres',
      command: join(bin, 'postgres'),
      args: ['-D', data, '-p', String(port), ...[...own, ...settings].flatMap((setting) => ['-c', setting])],
      options: { ...identity, cwd: '/', stdio: ['ignore', log, log] },
      signal: 'SIGINT',
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  const failure = () => new StartFailure(`Postgres does not start; ${logFile} says why: ${lastLine(logFile)}`);
  await eventually(
    async () => {
      if (hasEnded(child)) throw failure();
      const client = new Client({ connectionString: url });
      try {
        await client.connect();
        return true;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === '28P01') {
          throw new StartFailure(
            'The password of the embedded database is lost: remove the folder .redress to begin anew.',
          );
        }
        return undefined;
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    { limitMs: 60_000, everyMs: 50, failure },
  );
}

export function lastLine(file: string): string {
  return existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') : '';
}
