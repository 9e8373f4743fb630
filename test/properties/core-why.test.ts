import fc from 'fast-check';
import type { DeadlineRef } from '../../domain/model/event';
import { movesOf, whyDue } from '../../domain/time/why';
import { openTasks } from '../../domain/model/tasks';
import { anyStep, live, type Step } from '../support/core-lives';
import { DIFFERENT_RULES } from '../support/core-rules';

describe.each(DIFFERENT_RULES)('in every random life by %s', (_, rules) => {
  it('a due instant is counted out day by day, its moves end with it, and no rung is left out', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 3, maxLength: 25 }), (steps: Step[]) => {
        const moments = live(rules, steps);
        const events = moments.flatMap((moment) => moment.events);
        const after = moments.at(-1)?.after;
        if (!after) throw new Error('a life has at least its registration');
        const clocks = Object.keys(after.clocks).filter((clock) => after.clocks[clock]?.stopped === null);
        const all: DeadlineRef[] = [
          ...clocks.map((clock) => ({ clock })),
          ...openTasks(after).map(({ id }) => ({ task: id })),
        ];
        for (const of of all) {
          const { counted, dueAt, rungs, limitRule } = whyDue(rules, after, of);
          const last = counted.at(-1);
          expect(last?.pause ? null : last?.to).toBe(dueAt);
          for (const { span, left, days } of counted) {
            if (span.unit === 'wd') expect(days.length).toBe(span.count - left.count);
            if (span.unit !== 'wh') continue;
            const hours = days.reduce((sum, day) => sum + (day.hours ?? 0), 0);
            expect(hours).toBeCloseTo(span.count - left.count, 6);
          }
          const move = movesOf(events, of).at(-1);
          if (move && dueAt !== null) expect(move.dueAt).toBe(dueAt);
          expect(rungs.every(({ at }) => (at === null) === (dueAt === null))).toBe(true);
          expect(limitRule.place).toMatch(/^(stages|clocks)\.[a-z-]+\./);
        }
      }),
      { numRuns: 40 },
    );
  });
});
