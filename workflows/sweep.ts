import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const sweeps = proxyActivities<Pick<Activities, 'startAcceptedComplaints' | 'sendDueNotices'>>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3 },
});

/** Run by a schedule: starts what intake has accepted while Temporal was away, and sends the notices that are due. */
export async function sweepWorkflow(): Promise<void> {
  await Promise.all([sweeps.startAcceptedComplaints(), sweeps.sendDueNotices()]);
}
