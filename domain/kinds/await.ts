import { LAPSED, type AwaitRule } from '../model/procedure';
import { oneTask, USUAL, type Kind } from './kind';

/** Something from outside is waited for: it comes and is recorded, or the limit says that it has not come. */
export const awaiting: Kind<AwaitRule> = {
  ...USUAL,
  acts: ['report', 'extend'],
  tasks: (rule) => [{ ...oneTask(rule), ...(rule.until === undefined ? {} : { until: rule.until }) }],
  completes: () => [],
  fills: (outcome) => outcome !== LAPSED,
  lapse: LAPSED,
  turn: ({ from }) => (from === 'complainant' ? from : 'ours'),
  work: 'records',
  answers: ({ from }) => (from === 'complainant' ? 'opened' : null),
  tells: (turn) => ({ owner: 'assignment', complainant: turn === 'complainant' ? 'instructions' : null }),
  page: (turn) =>
    turn === 'complainant' ? { next: 'send', history: 'asked' } : { next: 'outside', history: 'awaited' },
};
