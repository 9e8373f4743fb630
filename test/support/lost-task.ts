import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import type { Recorded } from '../../activities/ports';

/** An answer after which the workflow task is lost: what was recorded is committed, and the run never hears of it. */
export type LosingTask = Recorded & { readonly losesTask: true };

function losesTask(result: unknown): result is LosingTask {
  return typeof result === 'object' && result !== null && 'losesTask' in result;
}

/** For a worker: fails the task in which such an answer has come, once; Temporal tries it again from the history. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let isLost = false;
  return {
    outbound: [
      {
        async scheduleLocalActivity(input, next) {
          const result = await next(input);
          isLost ||= losesTask(result);
          return result;
        },
      },
    ],
    internals: [
      {
        concludeActivation(input, next) {
          if (isLost) throw new Error('this task is lost');
          return next(input);
        },
      },
    ],
  };
};
