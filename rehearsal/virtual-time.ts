import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

/** More jumps in one call than any procedure has timers; the server's own default would stall a long one. */
const MOST_SKIPS = 10_000;

/** The run's own time on the server: ahead of the real time once it has been moved. */
export async function virtualNow(client: Client, workflowId: string): Promise<number> {
  const answer = await client.workflowService.describeWorkflowExecution({
    namespace: client.options.namespace,
    execution: { workflowId },
  });
  const current = answer.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  if (!current?.seconds) return Date.now();
  return Number(current.seconds) * 1000 + Math.floor((current.nanos ?? 0) / 1_000_000);
}

/**
 * Moves a run's time forward to an instant of the server's clock (epoch milliseconds); every timer on the way fires at
 * its own time. Answers once the run has nothing to do. An instant that has passed already changes nothing. Needs a
 * server with time skipping switched on.
 */
export async function advanceTo(client: Client, workflowId: string, target: number): Promise<void> {
  const length = target - (await virtualNow(client, workflowId));
  if (length > 0) await fastForward(client, workflowId, length);
  await settled(client, workflowId);
}

async function fastForward(client: Client, workflowId: string, length: number): Promise<void> {
  const { namespace } = client.options;
  const id = randomUUID();
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount: MOST_SKIPS,
        fastForwardConfig: { id, duration: msToTs(length) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await client.workflowService.pollWorkflowExecutionTimeSkipping({
    namespace,
    workflowExecution: { workflowId },
    fastForwardId: id,
  });
}

/** Waits until no workflow task and no activity of the run is pending. */
export async function settled(client: Client, workflowId: string, limit = 20_000): Promise<void> {
  const end = Date.now() + limit;
  for (let calm = 0; calm < 2;) {
    const answer = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId },
    });
    const busy = answer.pendingWorkflowTask || (answer.pendingActivities?.length ?? 0) > 0;
    calm = busy ? 0 : calm + 1;
    if (Date.now() > end) throw new Error(`${workflowId} is still busy after ${limit} ms`);
    if (calm < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
