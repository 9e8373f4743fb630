import { randomUUID } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  type NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { TemporalSettings } from '../../config';
import { connectTemporal, connectWorker } from '../../temporal';
import { advanceTo, virtualNow } from '../../rehearsal/virtual-time';
import { engine, workflowBundle } from './engine';

export interface VirtualWorldInput {
  /** What the worker offers; see `createActivities` and the ports. */
  readonly activities: object;
  /** Anything else that the worker shall have. */
  readonly worker?: Partial<WorkerOptions>;
}

/** A running worker on a task queue of its own, and the means to move a run's time. Close it in `afterAll`. */
export interface VirtualWorld {
  readonly client: Client;
  readonly connection: Connection;
  readonly nativeConnection: NativeConnection;
  readonly taskQueue: string;
  readonly settings: TemporalSettings;
  /** Moves a run to an instant of its own time; answers when it has nothing left to do there. Never backwards. */
  advanceTo(workflowId: string, instant: string | number | Date): Promise<void>;
  /** Moves a run on by so many milliseconds of its own time. */
  advanceBy(workflowId: string, milliseconds: number): Promise<void>;
  /** The run's own time, epoch milliseconds. */
  now(workflowId: string): Promise<number>;
  close(): Promise<void>;
}

export async function createVirtualWorld({ activities, worker: options }: VirtualWorldInput): Promise<VirtualWorld> {
  quietRuntime();
  const settings = temporalSettings();
  const [connection, nativeConnection] = await Promise.all([connectTemporal(settings), connectWorker(settings)]);
  const client = new Client({ connection, namespace: settings.namespace });
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace: settings.namespace,
    taskQueue: settings.taskQueue,
    workflowBundle: workflowBundle(),
    activities,
    dataConverter: { payloadConverterPath: require.resolve('../../workflows/payload-converter') },
    shutdownGraceTime: '2s',
    shutdownForceTime: '10s',
    ...options,
  });
  const running = worker.run();
  const now = (workflowId: string) => virtualNow(client, workflowId);
  return {
    client,
    connection,
    nativeConnection,
    taskQueue: settings.taskQueue,
    settings,
    now,
    advanceTo: (workflowId, instant) => advanceTo(client, workflowId, new Date(instant).getTime()),
    advanceBy: async (workflowId, milliseconds) =>
      advanceTo(client, workflowId, (await now(workflowId)) + milliseconds),
    async close() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      await nativeConnection.close();
      await connection.close();
    },
  };
}

/** The shared Temporal server, with a task queue that nobody else uses. */
export function temporalSettings(): TemporalSettings {
  return { address: engine().temporalAddress, namespace: 'default', taskQueue: `test-${randomUUID()}` };
}

let quiet = false;

/** `core`: what the SDK's core still says; a test in which tasks fail on purpose says it before anything else does. */
export function quietRuntime(core: 'WARN' | 'ERROR' = 'WARN'): void {
  if (quiet) return;
  quiet = true;
  const filter = makeTelemetryFilterString({ core });
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter } },
  });
}
