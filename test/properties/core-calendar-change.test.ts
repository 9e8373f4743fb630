import fc from 'fast-check';
import type { Calendar } from '../../domain/calendar/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/model/event';
import { evolve } from '../../domain/record/evolve';
import { forecast } from '../../domain/forecast';
import type { KnownRules } from '../../domain/people/pool-members';
import { schedule } from '../../domain/time/schedule';
import type { ComplaintState } from '../../domain/model/state';
import { anyStep, budgetsOf, later, live, rederived, type Step } from '../support/core-lives';
import { DIFFERENT_RULES } from '../support/core-rules';
import { text } from '../support/story';

const reason = text('reason');

const anyDay = fc
  .integer({ min: -20, max: 80 })
  .map((days) => later('2026-02-09T00:00:00.000Z', days * 1440).slice(0, 10));
const anySlots = fc.constantFrom(
  [],
  [{ from: 540, to: 720 }],
  [
    { from: 480, to: 720 },
    { from: 780, to: 1200 },
  ],
  [{ from: 0, to: 1440 }],
);
const anyEdit = fc.record({
  days: fc.array(fc.tuple(anyDay, anySlots), { maxLength: 25 }),
  week: fc.option(fc.array(anySlots, { minLength: 6, maxLength: 6 }), { nil: null }),
});

function edited(
  calendar: Calendar,
  { days, week }: typeof anyEdit extends fc.Arbitrary<infer E> ? E : never,
): Calendar {
  const hours = week === null ? calendar.week : [[{ from: 540, to: 1020 }], ...week];
  const holidays = { ...calendar.holidays, ...Object.fromEntries(days) };
  return { ...calendar, hash: JSON.stringify([days, week]), week: hours, holidays };
}

describe.each(DIFFERENT_RULES)('after any change of the calendar, by %s', (_, rules) => {
  const inEveryChange = (
    check: (told: {
      before: ComplaintState;
      after: ComplaintState;
      next: KnownRules;
      events: readonly ComplaintEvent[];
      now: string;
    }) => void,
  ): void =>
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 20 }), anyEdit, fc.nat(12 * 24 * 60), (steps: Step[], edit, wait) => {
        const before = live(rules, steps).at(-1)?.after;
        if (!before) throw new Error('a life has at least its registration');
        const now = later(before.lastAt, wait);
        const calendar = edited(rules.calendar, edit);
        const decision = decide(rules, before, { type: 'calendarChanged', calendar, reason }, now);
        if (isRefused(decision)) throw new Error(decision.refusal.detail);
        const { state: after } = decision;
        expect(decision.events.reduce<ComplaintState>(evolve, before)).toEqual(after);
        check({ before, after, next: { ...rules, calendar }, events: decision.events, now });
      }),
      { numRuns: 60 },
    );

  it('every due instant can be derived again by the new calendar, and nothing that is due is left undone', () => {
    inEveryChange(({ after, next, now }) => {
      if (after.status !== 'open') return;
      expect(budgetsOf(after).map(({ due }) => due)).toEqual(rederived(next, after));
      for (const { at } of schedule(next, after)) expect(at >= now).toBe(true);
      const { ends } = forecast(next, after);
      expect(ends.as === 'archived' || ends.by.length > 0).toBe(true);
    });
  });

  it('time passes by the old calendar first, the change is told once, and only what differs is rescheduled', () => {
    inEveryChange(({ before, after, events, now }) => {
      const passed = decide(rules, before, { type: 'timePassed' }, new Date(Date.parse(now) - 1).toISOString());
      if (isRefused(passed)) throw new Error('time is never refused');
      expect(events.slice(0, passed.events.length)).toEqual(passed.events);
      const rest = events.slice(passed.events.length);
      expect(rest.filter(({ type }) => type === 'calendarChanged')).toHaveLength(after.status === 'archived' ? 0 : 1);
      const dues = new Map<string, string | null>();
      const between = passed.events.reduce<ComplaintState>(evolve, before);
      for (const [clock, { budget }] of Object.entries(between.clocks)) dues.set(clock, budget.dueAt);
      for (const { id, budget } of between.stage?.tasks ?? []) dues.set(id, budget.dueAt);
      for (const event of rest) {
        if (event.type !== 'rescheduled' || event.because !== 'calendar') continue;
        expect(event.dueAt).not.toBe(dues.get('task' in event.of ? event.of.task : event.of.clock));
      }
      expect(events.map(({ number }) => number)).toEqual(events.map((_event, index) => before.lastNumber + 1 + index));
    });
  });
});
