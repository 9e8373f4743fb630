import type { ConsentRule } from '../model/procedure';
import { oneTask, USUAL, type Kind } from './kind';

/** What is offered is put to the complainant, who chooses. */
export const consent: Kind<ConsentRule> = {
  ...USUAL,
  acts: ['choose'],
  tasks: (rule) => [oneTask(rule)],
  completes: () => [],
  fills: () => false,
  lapse: 'silent',
  turn: () => 'complainant',
  work: 'records',
  commits: true,
  answers: () => 'opened',
  offer: ({ offer, choose }) => ({ field: offer, alternatives: choose === 'one' }),
  decisive: ({ offer }) => [offer],
  tells: () => ({ owner: 'assignment', complainant: 'proposal' }),
  page: () => ({ next: 'choose', history: 'proposed' }),
};
