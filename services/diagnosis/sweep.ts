import { ScheduleNotFoundError, type ScheduleDescription } from '@temporalio/client';
import { SWEEP_SCHEDULE } from '../sweep-schedule';
import { lastEventTime } from './run-history';
import { spanOf, type Check, type Installation } from './finding';

/** Twice as long as a run of it takes, and some: a tick that is skipped does not count. */
const LATE_MS = 25 * 60_000;

/** What starts, sends and spreads is there and has done something lately. */
export const sweepCheck: Check = {
  name: 'sweep',
  needsEngine: true,
  async look(installation) {
    const schedule = await described(installation);
    if (schedule === null) return [{ code: 'sweep-missing', about: [] }];
    if (schedule.state.paused) return [{ code: 'sweep-paused', about: [] }];
    const ago = installation.now().getTime() - (await lastSign(installation, schedule));
    return ago > LATE_MS ? [{ code: 'sweep-late', about: [], span: spanOf(ago) }] : [];
  },
};

async function described({ client }: Installation): Promise<ScheduleDescription | null> {
  try {
    return await client.schedule.getHandle(SWEEP_SCHEDULE).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/** Of a run under way what happened last in it; else when the last one began, or the schedule was made. */
async function lastSign(installation: Installation, { info }: ScheduleDescription): Promise<number> {
  const [running] = info.runningActions;
  if (running) return lastEventTime(installation, running.workflow);
  return Math.max(info.createdAt.getTime(), ...info.recentActions.map(({ takenAt }) => takenAt.getTime()));
}
