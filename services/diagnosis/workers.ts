import { temporal } from '@temporalio/proto';
import { named, type Check, type Installation } from './finding';

const { TaskQueueType } = temporal.api.enums.v1;

/** Somebody takes decisions and does activities. */
export const workersCheck: Check = {
  name: 'workers',
  needsEngine: true,
  async look(installation) {
    const pollers = await Promise.all([
      pollersOf(installation, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW),
      pollersOf(installation, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
    ]);
    if (pollers.every(({ length }) => length > 0)) return [];
    return [{ code: 'no-worker', about: [named('queue', [installation.taskQueue])] }];
  },
};

/** Those that have asked for work in the last five minutes, by the server's clock. */
export async function pollersOf(
  { client, namespace, taskQueue }: Installation,
  taskQueueType: temporal.api.enums.v1.TaskQueueType,
): Promise<readonly temporal.api.taskqueue.v1.IPollerInfo[]> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType,
  });
  return pollers;
}
