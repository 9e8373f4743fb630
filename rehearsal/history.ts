import type { Client } from '@temporalio/client';
import { type History, historyToJSON } from '@temporalio/common/lib/proto-utils';

/** Every run of a workflow as JSON that can be replayed, the first run first: continue-as-new makes several. */
export async function historiesOf(client: Client, workflowId: string): Promise<readonly string[]> {
  const histories: string[] = [];
  for (let runId: string | undefined; ;) {
    const history: History = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.unshift(`${historyToJSON(history)}\n`);
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
    if (runId === undefined) return histories;
  }
}
