import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';

const EVERY = '10 seconds';
const ROUNDS = 55;

type Sweeps = 'startAcceptedComplaints' | 'sendDueNotices' | 'spreadCalendars' | 'passOnFromLeavers';

const sweeps = proxyActivities<Pick<Activities, Sweeps>>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3 },
});

/**
 * Run by a schedule every ten minutes, and sweeping nearly that long, so that the next run is never skipped: starts
 * what intake has accepted while Temporal was away, sends the notices that are due, and tells complaints of calendars
 * that have changed and of people who have left. A round that fails is made good by the next.
 */
export async function sweepWorkflow(): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await Promise.allSettled([
      sweeps.startAcceptedComplaints(),
      sweeps.sendDueNotices(),
      sweeps.spreadCalendars(),
      sweeps.passOnFromLeavers(),
    ]);
    await sleep(EVERY);
  }
}
