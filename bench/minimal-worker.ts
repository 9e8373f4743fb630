import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pino from 'pino';
import { readConfig } from '../config';
import { createPool } from '../db/pool';
import { MINIMAL_QUEUE } from './minimal-messages';
import { minimalActivities } from './minimal-records';

/** The hand-written workflow's worker, with the same limits as the product's. */
async function main(): Promise<void> {
  const { databaseUrl, databasePool, temporal, worker: limits, logLevel } = readConfig();
  Runtime.install({ shutdownSignals: ['SIGINT', 'SIGTERM'] });
  const pool = createPool({ url: databaseUrl, max: databasePool });
  const connection = await NativeConnection.connect({ address: temporal.address });
  const worker = await Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: MINIMAL_QUEUE,
    workflowsPath: require.resolve('./minimal-workflow'),
    activities: minimalActivities(pool),
    maxCachedWorkflows: limits.maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: limits.maxConcurrentActivities,
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '14 seconds',
  });
  pino({ level: logLevel }).info('worker ready');
  try {
    await worker.run();
  } finally {
    await Promise.allSettled([connection.close(), pool.end()]);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
