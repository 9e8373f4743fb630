import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { connectTemporal, connectWorker } from '../temporal';
import { startTemporal } from '../tools/embedded-temporal';
import { ProcessGuard } from '../tools/process-guard';
import { PROJECT_ROOT } from '../tools/project-root';
import { findTemporalBinary } from '../tools/temporal-binary';
import type { RehearsalServer } from './rehearse';

/**
 * Runs something on a Temporal server of its own, in memory, that ends with it: a rehearsal leaves no trace, and needs no
 * running system. Throws StartFailure where no server can be started.
 */
export async function withRehearsalServer<T>(
  env: NodeJS.ProcessEnv,
  use: (server: RehearsalServer) => Promise<T>,
): Promise<T> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const guard = new ProcessGuard();
  const folder = mkdtempSync(join(tmpdir(), 'redress-rehearsal-'));
  guard.removeAtEnd(folder);
  const end = (): void => void guard.endAll();
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    const binary = await findTemporalBinary({ env, log: (line) => void process.stderr.write(`${line}\n`) });
    const { address, namespace } = await startTemporal({ guard, binary, logFile: join(folder, 'temporal.log') });
    const settings = { address, namespace, taskQueue: 'rehearsals' };
    const connection = await connectTemporal(settings);
    const nativeConnection = await connectWorker(settings);
    try {
      const workflowBundle = { codePath: join(PROJECT_ROOT, 'dist', 'workflow-bundle.js') };
      return await use({ connection, nativeConnection, namespace, workflowBundle });
    } finally {
      await Promise.allSettled([nativeConnection.close(), connection.close()]);
    }
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    await guard.endAll();
  }
}
