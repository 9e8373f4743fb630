import type { HandOverRule } from '../model/procedure';
import { oneTask, USUAL, type Kind } from './kind';

/** A task that is offered until somebody takes it. */
export const handOver: Kind<HandOverRule> = {
  ...USUAL,
  acts: [...USUAL.acts, 'acceptHandover', 'declineHandover'],
  tasks: (rule) => [oneTask(rule)],
  offered: ({ takeWithin, notTaken }) => ({ within: takeWithin, to: notTaken }),
  tells: () => ({ owner: 'handover', complainant: null }),
  page: () => ({ next: 'work', history: 'handed-over' }),
};
