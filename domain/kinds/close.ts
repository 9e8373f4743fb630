import type { CloseRule } from '../model/procedure';
import { USUAL, type Kind } from './kind';

/** The end: entering it closes the complaint. What was offered and not refused is owed from then on. */
export const close: Kind<CloseRule> = {
  ...USUAL,
  acts: [],
  tasks: () => [],
  completes: () => [],
  commits: true,
};
