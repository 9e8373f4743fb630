import type { ReplyRule } from '../model/procedure';
import { oneTask, USUAL, type Kind } from './kind';

/** An answer is written to the complainant. */
export const reply: Kind<ReplyRule> = {
  ...USUAL,
  tasks: (rule) => [oneTask(rule)],
  commits: true,
  answers: () => 'done',
  lastWord: ({ final }) => final,
};
