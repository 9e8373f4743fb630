import type { GrantRule } from '../model/procedure';
import { USUAL, type Kind } from './kind';

/** Remedies that the rule book grants by itself: nobody decides and nothing waits. */
export const grant: Kind<GrantRule> = {
  ...USUAL,
  acts: [],
  tasks: () => [],
  through: 'granted',
  completes: () => [],
  answers: () => 'opened',
  grants: ({ field, remedies }) => ({ field, remedies }),
};
