import type { ExecuteRule } from '../model/procedure';
import { oneTask, USUAL, type Kind } from './kind';

/** The remedy is carried out, and that is recorded. */
export const execute: Kind<ExecuteRule> = {
  ...USUAL,
  tasks: (rule) => [oneTask(rule)],
  commits: true,
  carriesOut: true,
  page: () => ({ next: 'execute', history: null }),
};
