import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';
import { engine } from './engine';

export interface WorkerProcess {
  /** As a power cut would: no word, no clean-up. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** The worker as production runs it, a process of its own. Answers when it is ready. */
export async function startWorkerProcess(input: {
  readonly databaseUrl: string;
  readonly taskQueue: string;
  readonly mailFolder: string;
}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'dist', 'worker.js')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      TZ: 'UTC',
      DATABASE_URL: input.databaseUrl,
      TEMPORAL_ADDRESS: engine().temporalAddress,
      TEMPORAL_TASK_QUEUE: input.taskQueue,
      TRACKING_SECRET: 'a secret for tests, long enough for them',
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
      MAIL_FOLDER: input.mailFolder,
    },
  });
  await ready(child);
  return { kill: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('"worker ready"')) resolve();
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
