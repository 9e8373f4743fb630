import type { ParallelRule } from '../model/procedure';
import { USUAL, type AskedTask, type Kind } from './kind';

/** The outcome of a parallel stage whose parts do not agree. */
export const MIXED = 'mixed';

/** Several tasks at the same time, each of its own people. */
export const parallel: Kind<ParallelRule> = {
  ...USUAL,
  tasks: parts,
  next: (tasks, done, holds) => (done === 0 ? tasks.filter(({ when = {} }) => holds(when)) : []),
  completes: ({ outcomes }) => Object.keys(outcomes).filter((outcome) => outcome !== MIXED),
  sideBySide: true,
};

function parts(rule: ParallelRule): readonly AskedTask[] {
  return Object.entries(rule.parts).map(([part, asked]) => {
    const at = (key: string) => ['parts', part, key];
    const places = { when: at('when'), owner: at('owner'), within: at('within'), ladder: at('ladder') };
    return { ...asked, part, step: 1, at: places };
  });
}
