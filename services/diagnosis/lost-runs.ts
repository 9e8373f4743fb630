import { WorkflowNotFoundError } from '@temporalio/client';
import { someStarted } from '../../db/diagnosis';
import { about, type Check, type Installation } from './finding';

const EACH = 10;

/** Open complaints have a run. A few are looked at, the oldest and the newest: a lost store takes them all. */
export const lostRunsCheck: Check = {
  name: 'lost-runs',
  needsEngine: true,
  async look(installation) {
    const complaints = await installation.ask((db) => someStarted(db, EACH));
    const runs = await Promise.all(complaints.map((reference) => hasRun(installation, reference)));
    return about(
      'run-missing',
      'complaint',
      complaints.filter((_reference, index) => runs[index] === false),
    );
  },
};

async function hasRun({ client }: Installation, reference: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(reference).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
