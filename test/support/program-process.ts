import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';
import { freePort } from '../../tools/free-port';
import { engine } from './engine';

/** Another one in each test file: references name runs, and all files share one Temporal. */
const HASH_SECRET = `another secret for tests, ${randomUUID()}`;

export interface ProgramProcess {
  /** As a power cut would: no word, no clean-up. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface ProgramInput {
  readonly databaseUrl: string;
  readonly taskQueue: string;
  readonly mailFolder: string;
  /** The Node that runs it; that of the tests when not given. */
  readonly node?: string;
  /** Settings in place of those of the tests. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The worker as production runs it, a process of its own. Answers when it is ready. */
export function startWorkerProcess(input: ProgramInput): Promise<ProgramProcess> {
  return start(input, { file: 'worker.js', readyLine: '"worker ready"' });
}

/** The API as production runs it, on a free port. Answers when the tables are up to date. */
export async function startApiProcess(input: ProgramInput): Promise<ProgramProcess & { readonly url: string }> {
  const port = String(await freePort());
  const running = await start(input, { file: 'server.js', readyLine: '"api ready"', env: { PORT: port } });
  return { ...running, url: `http://127.0.0.1:${port}` };
}

interface Program {
  readonly file: string;
  /** What the line of the log says that tells that it is ready. */
  readonly readyLine: string;
  readonly env?: NodeJS.ProcessEnv;
}

async function start(input: ProgramInput, { file, readyLine, env }: Program): Promise<ProgramProcess> {
  const child = spawn(input.node ?? process.execPath, [join(PROJECT_ROOT, 'dist', file)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      TZ: 'UTC',
      DATABASE_URL: input.databaseUrl,
      TEMPORAL_ADDRESS: engine().temporalAddress,
      TEMPORAL_TASK_QUEUE: input.taskQueue,
      TRACKING_SECRET: 'a secret for tests, long enough for them',
      HASH_SECRET,
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
      MAIL_FOLDER: input.mailFolder,
      ...env,
      ...input.env,
    },
  });
  await ready(child, readyLine);
  return { kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') };
}

function ready(child: ChildProcess, readyLine: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes(readyLine)) resolve();
      });
    }
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
