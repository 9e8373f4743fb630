import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { PROJECT_ROOT } from './project-root';

export interface GuardedInput {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly options?: SpawnOptions;
  /** What asks it to end; SIGTERM when not given. */
  readonly signal?: NodeJS.Signals;
  /** How long it may take to end before it is killed; 10 s when not given. */
  readonly graceMs?: number;
}

interface Guarded {
  readonly name: string;
  readonly child: ChildProcess;
  readonly signal: NodeJS.Signals;
  readonly graceMs: number;
}

/** Starts processes that end with this one: in order on `endAll`, and by a watchdog when this one is killed. */
export class ProcessGuard {
  private readonly watchdog: ChildProcess;
  private readonly guarded: Guarded[] = [];
  private ending = false;

  constructor() {
    this.watchdog = spawn(process.execPath, [join(PROJECT_ROOT, 'tools/watchdog.mjs')], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.watchdog.unref();
    this.watchdog.stdin?.on('error', () => undefined);
    if (this.watchdog.stdin instanceof Socket) this.watchdog.stdin.unref();
  }

  spawn({ name, command, args, options = {}, signal = 'SIGTERM', graceMs = 10_000 }: GuardedInput): ChildProcess {
    if (this.ending) throw new Error(`${name} is not started: everything is ending`);
    const child = spawn(command, args, { ...options, detached: true });
    if (child.pid !== undefined) this.tell('+', String(child.pid), signal);
    this.guarded.push({ name, child, signal, graceMs });
    child.on('exit', () => {
      if (child.pid !== undefined) this.tell('-', String(child.pid));
    });
    return child;
  }

  get watchdogId(): number {
    return this.watchdog.pid ?? 0;
  }

  /** Removed when this process is gone, even if it could not do so itself. */
  removeAtEnd(path: string): void {
    this.tell('rm', path);
  }

  /** Ends every process, the one started last first, and then the watchdog. */
  async endAll(): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    for (const guarded of this.guarded.toReversed()) await endGuarded(guarded);
    await new Promise<void>((resolve) => {
      if (hasEnded(this.watchdog)) return resolve();
      this.watchdog.once('exit', () => resolve());
      this.watchdog.ref();
      this.watchdog.stdin?.end();
    });
  }

  /** For a second Ctrl-C: no more waiting. */
  killAll(): void {
    for (const { child } of this.guarded) if (!hasEnded(child)) child.kill('SIGKILL');
  }

  private tell(...words: string[]): void {
    this.watchdog.stdin?.write(`${words.join('\t')}\n`);
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function endGuarded({ child, signal, graceMs }: Guarded): Promise<void> {
  if (hasEnded(child)) return;
  await new Promise<void>((resolve) => {
    const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill(signal);
  });
}
