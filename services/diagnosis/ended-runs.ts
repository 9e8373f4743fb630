import { about, type Check, type Installation } from './finding';
import { complaintRuns } from './run-list';

const ENDED = ['FAILED', 'TERMINATED', 'TIMED_OUT', 'CANCELLED'];

/** No run ended but by the end of its complaint; one that was and that another has followed does not count. */
export const endedRunsCheck: Check = {
  name: 'ended-runs',
  needsEngine: true,
  async look(installation) {
    const ended = await complaintRuns(
      installation,
      'ExecutionStatus IN ("Failed", "Terminated", "TimedOut", "Canceled")',
    );
    const last = await Promise.all(ended.map((reference) => statusOf(installation, reference)));
    return about(
      'run-ended',
      'complaint',
      ended.filter((_reference, index) => ENDED.includes(last[index] ?? '')),
    );
  },
};

async function statusOf({ client }: Installation, reference: string): Promise<string> {
  const { status } = await client.workflow.getHandle(reference).describe();
  return status.name;
}
