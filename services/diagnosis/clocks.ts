import { temporal } from '@temporalio/proto';
import { databaseTime } from '../../db/diagnosis';
import type { FindingFacts } from '../../procedures/words/diagnosis';
import { named, type Check } from './finding';
import { pollersOf } from './workers';

const MOST_SECONDS = 5;
const { TaskQueueType } = temporal.api.enums.v1;

/** This process and Postgres agree about the time. */
export const databaseClockCheck: Check = {
  name: 'database-clock',
  needsEngine: false,
  async look({ ask, now }) {
    const before = now().getTime();
    const there = (await ask(databaseTime)).getTime();
    const after = now().getTime();
    return differing('postgres', there < before ? before - there : there - after);
  },
};

/**
 * Temporal is not ahead of this process: it says when workers last asked for work, which is never later than its own now.
 * How far it is behind cannot be told from that.
 */
export const engineClockCheck: Check = {
  name: 'engine-clock',
  needsEngine: true,
  async look(installation) {
    const pollers = await pollersOf(installation, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW);
    const times = pollers.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000);
    return differing('temporal', Math.max(0, ...times) - installation.now().getTime());
  },
};

function differing(clock: string, milliseconds: number): readonly FindingFacts[] {
  const seconds = Math.floor(milliseconds / 1_000);
  return seconds > MOST_SECONDS ? [{ code: 'clock-differs', about: [named('clock', [clock])], seconds }] : [];
}
