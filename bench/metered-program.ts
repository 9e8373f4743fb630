import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '../tools/eventually';
import { hasEnded, type ProcessGuard } from '../tools/process-guard';
import { PROJECT_ROOT } from '../tools/project-root';
import { StartFailure } from '../tools/start-failure';

export interface MeteredInput {
  readonly guard: ProcessGuard;
  readonly name: string;
  /** JavaScript file below `dist/`. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** The log line that says that it is ready. */
  readonly ready: string;
  /** Where a CPU profile is left at its end; none when not given. */
  readonly profileFolder?: string | undefined;
}

/** A running program whose CPU time can be read. */
export interface MeteredProgram {
  readonly pid: number;
  /** Milliseconds of CPU time used so far, all threads together. */
  cpuMs(): Promise<number>;
}

const ANSWER_MS = 10_000;

/** Starts one of our programs with a CPU meter inside. Throws StartFailure. */
export async function startMetered(input: MeteredInput): Promise<MeteredProgram> {
  const { guard, name, entry, env, logFile, ready, profileFolder } = input;
  const profile = profileFolder
    ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, '--cpu-prof-name', `${name}.cpuprofile`]
    : [];
  const dist = join(PROJECT_ROOT, 'dist');
  const child = guard.spawn({
    name,
    command: process.execPath,
    args: [...profile, '--require', join(dist, 'bench/cpu-meter.js'), join(dist, entry)],
    options: { cwd: PROJECT_ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    graceMs: 20_000,
  });
  let isReady = false;
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stderr?.pipe(log, { end: false });
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      isReady ||= line.includes(`"${ready}"`);
    });
  }
  const failure = () => new StartFailure(`The ${name} does not start: see ${logFile}`);
  await eventually(
    () => {
      if (hasEnded(child)) throw failure();
      return isReady;
    },
    { limitMs: 90_000, everyMs: 50, failure },
  );
  return { pid: child.pid ?? 0, cpuMs: () => ask(child, name) };
}

function ask(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The ${name} does not answer`)), ANSWER_MS);
    child.once('message', (answer) => {
      clearTimeout(late);
      const { user, system } = answer as NodeJS.CpuUsage;
      resolve((user + system) / 1000);
    });
    child.send('cpu');
  });
}
