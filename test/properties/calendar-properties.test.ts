import fc from 'fast-check';
import { addSpan, dueAt, offsetFrom, remaining, shareOf, used, type Pause } from '../../domain/calendar/due';
import type { Span, SpanUnit } from '../../domain/calendar/span';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { liveThrough, minuteAt, samples, type MinuteByMinute } from '../support/calendar-samples';
import { isWorkingTime, nextWorkingInstant } from '../support/working-instants';

const DAY = 1440;
const UNIT_MINUTES = { wh: 60, h: 60, d: DAY, m: 1 };

const minute = fc.oneof(
  fc.integer({ min: 5 * DAY, max: 34 * DAY }),
  fc.integer({ min: 5 * 48, max: 34 * 48 }).map((halfHours) => halfHours * 30),
);
const workingDays = fc.integer({ min: 1, max: 10 }).map((count): Span => ({ count, unit: 'wd' }));
const others = fc.oneof(
  fc.integer({ min: 1, max: 2400 }).map((minutes): Span => ({ count: minutes / 60, unit: 'wh' })),
  fc.integer({ min: 0, max: 8 }).map((minutes): Span => ({ count: minutes, unit: 'wh' })),
  fc.integer({ min: 1, max: 200 }).map((count): Span => ({ count, unit: 'h' })),
  fc.integer({ min: 1, max: 10 }).map((count): Span => ({ count, unit: 'd' })),
  fc.integer({ min: 1, max: 5000 }).map((count): Span => ({ count, unit: 'm' })),
);
const budget = fc.oneof(
  workingDays,
  others.filter(({ count }) => count > 0),
);
const pauseList = fc.array(
  fc.tuple(fc.integer({ min: 18 * DAY, max: 38 * DAY }), fc.integer({ min: 0, max: 4 * DAY })),
  {
    maxLength: 4,
  },
);

type Stretch = readonly [from: number, to: number];
const asPauses = (stretches: readonly Stretch[]): Pause[] =>
  stretches.map(([from, to]) => ({ from: minuteAt(from), to: to === Infinity ? null : minuteAt(to) }));
const stretchesOf = (drawn: readonly Stretch[]): Stretch[] => drawn.map(([from, length]) => [from, from + length]);
const negative = ({ count, unit }: Span): Span => ({ count: -count, unit });

function counts(lived: MinuteByMinute, unit: SpanUnit, at: number): boolean {
  return unit !== 'wh' || lived.working[at] === true;
}

function plainMinutes(span: Span): number {
  return span.unit === 'wd' ? NaN : Math.round(span.count * UNIT_MINUTES[span.unit]);
}

function plainDue(lived: MinuteByMinute, start: number, span: Span, pauses: readonly Stretch[] = []): number | null {
  const stopped = pauses.find(([, to]) => to === Infinity)?.[0] ?? Infinity;
  const end = Math.min(lived.working.length, Math.max(stopped, start) + 1);
  const paused = (at: number) => pauses.some(([from, to]) => from <= at && at < to);
  let left = span.unit === 'wd' ? span.count : plainMinutes(span);
  let startDate = lived.date[start] ?? NaN;
  let at = start;
  if (span.unit === 'wd') {
    const closes = new Map(lived.closes.map((close) => [close.minute, close.date]));
    for (; at < end; at += 1) {
      const stoodStill = at > start && paused(at - 1);
      if (!stoodStill && at > start && (closes.get(at) ?? -Infinity) > startDate) left -= 1;
      if (left === 0) return at;
      if (stoodStill && !paused(at)) startDate = lived.date[at] ?? NaN;
    }
    return null;
  }
  for (; left > 0 && at < end; at += 1) if (!paused(at) && counts(lived, span.unit, at)) left -= 1;
  return left === 0 ? at : null;
}

function plainOffset(lived: MinuteByMinute, due: number, span: Span): number {
  if (span.unit === 'wd') {
    const home = lived.closes.find((close) => close.minute === due)?.date ?? lived.date[due] ?? NaN;
    const before = lived.closes.filter(({ date }) => date < home);
    const after = lived.closes.filter(({ date }) => date > home);
    const close = span.count < 0 ? before.at(span.count) : after[span.count - 1];
    return close?.minute ?? NaN;
  }
  let at = due;
  for (let left = plainMinutes(span); left < 0;) {
    at -= 1;
    if (counts(lived, span.unit, at)) left += 1;
  }
  for (let left = plainMinutes(span); left > 0; at += 1) if (counts(lived, span.unit, at)) left -= 1;
  return at;
}

const calendars = [...samples, compileCalendar('gb'), compileCalendar('ae')];

describe.each(calendars.map((calendar) => [calendar.id, calendar, liveThrough(calendar)] as const))(
  'calendar "%s", against living through it minute by minute',
  (_id, calendar, lived) => {
    const check = <T extends [unknown, ...unknown[]]>(
      arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
      rule: (...values: T) => void,
    ) => fc.assert(fc.property<T>(...arbitraries, rule), { numRuns: 200 });

    test('working time is where a slot is open, and the next working instant is the first of it', () => {
      check([minute], (at) => {
        expect(isWorkingTime(calendar, minuteAt(at))).toBe(lived.working[at]);
        expect(nextWorkingInstant(calendar, minuteAt(at))).toBe(minuteAt(lived.working.indexOf(true, at)));
      });
    });

    test('a budget is due when it has been counted out', () => {
      check([minute, budget], (at, span) => {
        expect(addSpan(calendar, minuteAt(at), span)).toBe(minuteAt(plainDue(lived, at, span) ?? NaN));
      });
    });

    test('a budget with pauses is due when it has been counted out around them', () => {
      check([minute, budget, pauseList], (at, span, drawn) => {
        const stretches = stretchesOf(drawn);
        const due = plainDue(lived, at, span, stretches);
        fc.pre(due !== null);
        expect(dueAt(calendar, minuteAt(at), span, asPauses(stretches))).toBe(minuteAt(due ?? NaN));
      });
    });

    test('nothing is due while paused, unless it was before', () => {
      check([minute, budget, pauseList, minute], (at, span, drawn, stop) => {
        const stretches: Stretch[] = [...stretchesOf(drawn), [stop, Infinity]];
        const due = plainDue(lived, at, span, stretches);
        const expected = due === null ? null : minuteAt(due);
        expect(dueAt(calendar, minuteAt(at), span, asPauses(stretches))).toBe(expected);
      });
    });

    test('an offset is counted out from the due instant, before and after', () => {
      check([minute.map((at) => at + 15 * DAY), budget, fc.boolean(), fc.boolean()], (at, span, back, fromClose) => {
        const due = fromClose ? (lived.closes.find((close) => close.minute >= at)?.minute ?? NaN) : at;
        const offset = back ? negative(span) : span;
        expect(offsetFrom(calendar, minuteAt(due), offset)).toBe(minuteAt(plainOffset(lived, due, offset)));
      });
    });

    test('who starts later, or has more, is never due earlier', () => {
      check([minute, minute, budget, fc.integer({ min: 0, max: 3 })], (one, other, span, more) => {
        const [early, late] = [minuteAt(Math.min(one, other)), minuteAt(Math.max(one, other))];
        expect(addSpan(calendar, early, span) <= addSpan(calendar, late, span)).toBe(true);
        expect(addSpan(calendar, early, { ...span, count: 0 }) <= addSpan(calendar, late, { ...span, count: 0 })).toBe(
          true,
        );
        expect(addSpan(calendar, early, span) <= addSpan(calendar, early, { ...span, count: span.count + more })).toBe(
          true,
        );
        expect(addSpan(calendar, early, { ...span, count: 0 }) <= addSpan(calendar, early, span)).toBe(true);
      });
    });

    test('a pause never makes anything due earlier', () => {
      check([minute, budget, pauseList], (at, span, drawn) => {
        const due = dueAt(calendar, minuteAt(at), span, asPauses(stretchesOf(drawn))) ?? '';
        expect(due >= addSpan(calendar, minuteAt(at), span)).toBe(true);
      });
    });

    test('back again after an offset is where it began', () => {
      check([minute, budget], (at, span) => {
        const close = lived.closes.find((candidate) => candidate.minute >= at)?.minute ?? NaN;
        const there = minuteAt(span.unit === 'wd' ? close : at);
        const again = offsetFrom(calendar, offsetFrom(calendar, there, span), negative(span));
        const same = (instant: string) => (span.unit === 'wh' ? nextWorkingInstant(calendar, instant) : instant);
        expect(same(again)).toBe(same(there));
      });
    });

    test('all of the budget is used at the due instant, less of it a moment before, and the parts add up', () => {
      check([minute, budget, pauseList, minute], (at, span, drawn, now) => {
        const pauses = asPauses(stretchesOf(drawn));
        const start = minuteAt(at);
        const due = dueAt(calendar, start, span, pauses) ?? '';
        const before = new Date(Date.parse(due) - 1).toISOString();
        expect(used(calendar, start, span, pauses, due)).toEqual(span);
        expect(remaining(calendar, start, span, pauses, due).count).toBe(0);
        expect(used(calendar, start, span, pauses, before).count).toBeLessThan(span.count);
        const parts = [used, remaining].map((part) => part(calendar, start, span, pauses, minuteAt(now)).count);
        expect((parts[0] ?? NaN) + (parts[1] ?? NaN)).toBeCloseTo(span.count, 6);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      });
    });

    test('what remains, counted again from the instant a pause ends, ends at the due instant', () => {
      check([minute, budget, minute, fc.integer({ min: 1, max: 4 * DAY })], (at, span, stop, length) => {
        fc.pre(stop >= at && minuteAt(stop) < addSpan(calendar, minuteAt(at), span));
        const pauses = asPauses([[stop, stop + length]]);
        const left = remaining(calendar, minuteAt(at), span, pauses, minuteAt(stop));
        expect(addSpan(calendar, minuteAt(stop + length), left)).toBe(dueAt(calendar, minuteAt(at), span, pauses));
      });
    });

    test('shares lie between start and due in order, and whole working days of them at their close', () => {
      check([minute, budget, fc.nat(150), fc.nat(150)], (at, span, one, other) => {
        const start = minuteAt(at);
        const due = addSpan(calendar, start, span);
        const share = (percent: number) => shareOf(calendar, start, due, span, percent);
        expect(share(0)).toBe(start);
        expect(share(100)).toBe(due);
        expect(share(Math.min(one, other)) <= share(Math.max(one, other))).toBe(true);
        if (span.unit !== 'wd') return;
        for (let days = 1; days <= span.count; days += 1) {
          expect(share((100 * days) / span.count)).toBe(addSpan(calendar, start, { count: days, unit: 'wd' }));
        }
      });
    });
  },
);
