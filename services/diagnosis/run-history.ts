import type { Installation } from './finding';

/** When the last thing happened in a run, by the server's clock; 0 where it is gone. */
export async function lastEventTime(
  { client, namespace }: Installation,
  { workflowId }: { readonly workflowId: string },
): Promise<number> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const { seconds } = history?.events?.[0]?.eventTime ?? {};
  return Number(seconds ?? 0) * 1_000;
}
