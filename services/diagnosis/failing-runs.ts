import { about, type Check } from './finding';
import { complaintRuns } from './run-list';

/** No run stands because a worker cannot go on with it. */
export const failingRunsCheck: Check = {
  name: 'failing-runs',
  needsEngine: true,
  async look(installation) {
    const failing = await complaintRuns(
      installation,
      'ExecutionStatus="Running" AND TemporalReportedProblems IS NOT NULL',
    );
    return about('run-failing', 'complaint', failing);
  },
};
