import { COMPLAINT_WORKFLOW } from '../../workflows/messages/messages';
import type { Installation } from './finding';

const MOST = 20;

/** Complaints with a run of our task queue that the visibility query finds, each once; twenty runs at most are read. */
export async function complaintRuns(
  { client, namespace, taskQueue }: Installation,
  query: string,
): Promise<readonly string[]> {
  const { executions } = await client.workflowService.listWorkflowExecutions({
    namespace,
    pageSize: MOST,
    query: `WorkflowType="${COMPLAINT_WORKFLOW}" AND TaskQueue="${taskQueue}" AND ${query}`,
  });
  const references = executions.map(({ execution }) => execution?.workflowId ?? '');
  return [...new Set(references)].sort();
}
