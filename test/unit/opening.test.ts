import fc from 'fast-check';
import type { Calendar } from '../../domain/calendar/calendar';
import { openFrom } from '../../domain/calendar/opening';
import { dayOf, readInstant, slotsOn, wallClock, workingTime } from '../../domain/calendar/working-time';
import { hours, samples } from '../support/calendar-samples';
import { developer, local } from '../support/story';

const { calendar: cn } = developer;

it.each([
  ['a working morning is open', '2026-03-02 10:00', '2026-03-02 10:00'],
  ['so is the break at noon', '2026-03-02 12:30', '2026-03-02 12:30'],
  ['before the opening one waits for it', '2026-03-02 06:00', '2026-03-02 09:00'],
  ['the opening itself is open', '2026-03-02 09:00', '2026-03-02 09:00'],
  ['the close of business is closed: the next morning', '2026-03-02 18:00', '2026-03-03 09:00'],
  ['over a weekend', '2026-03-06 18:00', '2026-03-09 09:00'],
  ['over the Spring Festival', '2026-02-14 19:00', '2026-02-24 09:00'],
  ['a Saturday that is worked in exchange', '2026-02-13 20:00', '2026-02-14 09:00'],
  ["over the year's end, to a Sunday that is worked in exchange", '2025-12-31 20:00', '2026-01-04 09:00'],
  ['past the days that are known the week alone decides', '2026-12-31 20:00', '2027-01-01 09:00'],
])('hours of an office: %s', (_, at, from) => {
  expect(openFrom(cn, local(at))).toBe(local(from));
});

it('where the calendar has no hours, or none for a month, nobody waits', () => {
  const never: Calendar = { ...cn, week: [[], [], [], [], [], [], []] };
  expect(openFrom(never, local('2026-03-02 23:00'))).toBe(local('2026-03-02 23:00'));
  const days = Array.from({ length: 40 }, (_, day) => new Date(Date.UTC(2026, 2, 3 + day)).toISOString().slice(0, 10));
  const closed: Calendar = { ...cn, holidays: { ...cn.holidays, ...Object.fromEntries(days.map((day) => [day, []])) } };
  expect(openFrom(closed, local('2026-03-02 23:00'))).toBe(local('2026-03-02 23:00'));
  expect(openFrom(closed, local('2026-04-10 23:00'))).toBe(local('2026-04-13 09:00'));
});

it('who works in the night is not at work all day', () => {
  const night: Calendar = { ...cn, week: Array.from({ length: 7 }, () => [hours(0, 6), hours(22, 24)]), holidays: {} };
  expect(openFrom(night, local('2026-03-02 05:59'))).toBe(local('2026-03-02 05:59'));
  expect(openFrom(night, local('2026-03-02 06:00'))).toBe(local('2026-03-02 22:00'));
});

const MINUTE = 60_000;

/** As one finds by looking at the clock on the wall, minute by minute. */
function slowly(calendar: Calendar, instant: string): string {
  const time = workingTime(calendar);
  for (let at = readInstant(instant); ; at += MINUTE) {
    const minute = Math.floor(wallClock(time, at) / MINUTE) % 1440;
    const slots = slotsOn(time, dayOf(time, at));
    const isOpen = slots.some(({ from, to }) => from <= minute && minute < to);
    const before = slots.findLast(({ to }) => to <= minute);
    const after = slots.find(({ from }) => from > minute);
    const isBreak = before !== undefined && after !== undefined && after.from - before.to <= 180;
    if (isOpen || isBreak) return new Date(at).toISOString();
  }
}

it('it is what one finds going on minute by minute', () => {
  const steady = samples.filter(({ offsets }) => offsets.length === 1);
  expect(steady.length).toBeGreaterThan(0);
  const anyMinute = fc.integer({ min: 0, max: 60 * 1440 }).map((minute) => Date.UTC(2026, 2, 16) + minute * MINUTE);
  fc.assert(
    fc.property(fc.constantFrom(cn, ...steady), anyMinute, (calendar, at) => {
      const instant = new Date(at).toISOString();
      expect(openFrom(calendar, instant)).toBe(slowly(calendar, instant));
    }),
    { numRuns: 300 },
  );
});

it('in every zone, the answer never lies before the question, and asking again changes nothing', () => {
  const anyInstant = fc.integer({ min: 0, max: 60 * 86_400 }).map((second) => Date.UTC(2026, 2, 16) + second * 1000);
  fc.assert(
    fc.property(fc.constantFrom(cn, ...samples), anyInstant, (calendar, at) => {
      const instant = new Date(at).toISOString();
      const from = openFrom(calendar, instant);
      expect(from >= instant).toBe(true);
      expect(openFrom(calendar, from)).toBe(from);
    }),
  );
});
