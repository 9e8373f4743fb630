import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLine } from './embedded-postgres';
import { eventually } from './eventually';
import { PROJECT_ROOT } from './project-root';
import type { ProcessGuard } from './process-guard';
import { StartFailure } from './start-failure';

export interface ProgramInput {
  readonly guard: ProcessGuard;
  readonly name: string;
  /** JavaScript file below `dist/`. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** A log line with this message, or 200 from this address, says that it is ready. */
  readonly ready: { readonly message: string } | { readonly url: string };
  /** Called when it ends by itself after it was ready. */
  readonly onExit: (failure: StartFailure) => void;
}

const LIMIT_MS = 60_000;

/** Starts one of our programs and answers once it is ready. Throws StartFailure with its last words. */
export async function startProgram({ guard, name, entry, env, logFile, ready, onExit }: ProgramInput): Promise<void> {
  const log = openSync(logFile, 'a', 0o600);
  const begin = fstatSync(log).size;
  const child = guard.spawn({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(PROJECT_ROOT, 'dist', entry)],
    options: { cwd: PROJECT_ROOT, env, stdio: ['ignore', log, log] },
    graceMs: 15_000,
  });
  closeSync(log);
  const ended = new Promise<StartFailure>((resolve) => {
    child.once('error', (error) => resolve(new StartFailure(`The ${name} cannot be started: ${error.message}`)));
    child.once('exit', () => resolve(lastWords(name, logFile)));
  });
  const failed = ended.then((failure) => Promise.reject(failure));
  failed.catch(() => undefined);
  const isReady = () => ('url' in ready ? answers(ready.url) : hasSaid(logFile, begin, ready.message));
  const late = () => new StartFailure(`The ${name} is not ready after a minute: see ${logFile}`);
  await Promise.race([eventually(isReady, { limitMs: LIMIT_MS, everyMs: 50, failure: late }), failed]);
  failed.catch(onExit);
}

function hasSaid(logFile: string, begin: number, message: string): boolean {
  const lines = readFileSync(logFile).subarray(begin).toString('utf8').split('\n');
  return lines.some((line) => messageOf(line) === message);
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return ok;
  } catch {
    return false;
  }
}

function lastWords(name: string, logFile: string): StartFailure {
  return new StartFailure(`The ${name} has ended; ${logFile} says why: ${readable(lastLine(logFile))}`);
}

function messageOf(line: string): unknown {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && 'msg' in entry ? entry.msg : undefined;
  } catch {
    return undefined;
  }
}

function readable(line: string): string {
  const message = messageOf(line);
  return typeof message === 'string' ? message : line;
}
