import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { addSpan, dueAt, localTime, offsetFrom, remaining, shareOf, used } from '../../domain/calendar/due';
import { parseSpan, type Span } from '../../domain/calendar/span';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { hours, samples } from '../support/calendar-samples';
import { isWorkingTime, nextWorkingInstant } from '../support/working-instants';

const cn = compileCalendar('cn', { from: 2026, to: 2026 });

const span = (text: string): Span => parseSpan(text) ?? { count: NaN, unit: 'h' };
const china = (local: string): string => new Date(`${local.replace(' ', 'T')}:00.000+08:00`).toISOString();
const inChina = (instant: string | null): string => {
  if (instant === null) return 'not known';
  const { date, minute } = localTime(cn, instant);
  const [hour, rest] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
  return `${date} ${hour}:${rest}`;
};

const due = (start: string, budget: string) => inChina(addSpan(cn, china(start), span(budget)));
const offset = (from: string, by: string) => inChina(offsetFrom(cn, china(from), span(by)));
const paused = (start: string, budget: string, ...pauses: [from: string, to: string | null][]) =>
  inChina(dueAt(cn, china(start), span(budget), stretches(pauses)));
const stretches = (pauses: [from: string, to: string | null][]) =>
  pauses.map(([from, to]) => ({ from: china(from), to: to === null ? null : china(to) }));

describe('working days', () => {
  test.each([
    ['on Friday morning', '2026-03-06 08:30'],
    ['late on Friday', '2026-03-06 23:59'],
    ['on Saturday', '2026-03-07 11:00'],
    ['on Sunday night', '2026-03-08 23:59'],
  ])('received %s, 3wd is the close of business on Wednesday', (_when, start) => {
    expect(due(start, '3wd')).toBe('2026-03-11 18:00');
  });

  test('received in the first minute of Monday, 3wd is the close of business on Thursday', () => {
    expect(due('2026-03-09 00:00', '3wd')).toBe('2026-03-12 18:00');
  });

  test('National Day 2026 is left out, and the Saturday worked in exchange counts', () => {
    expect(due('2026-09-30 10:00', '1wd')).toBe('2026-10-08 18:00');
    expect(due('2026-09-30 10:00', '3wd')).toBe('2026-10-10 18:00');
    expect(due('2026-09-30 10:00', '4wd')).toBe('2026-10-12 18:00');
    expect(due('2026-10-03 10:00', '1wd')).toBe('2026-10-08 18:00');
    expect(due('2026-09-18 10:00', '1wd')).toBe('2026-09-20 18:00');
  });

  test('Spring Festival 2026 is left out, and both Saturdays worked in exchange count', () => {
    expect(due('2026-02-13 17:00', '1wd')).toBe('2026-02-14 18:00');
    expect(due('2026-02-13 17:00', '2wd')).toBe('2026-02-24 18:00');
    expect(due('2026-02-26 09:00', '2wd')).toBe('2026-02-28 18:00');
    expect(due('2026-02-26 09:00', '3wd')).toBe('2026-03-02 18:00');
  });

  test('0wd is the close of the working day itself, after it the next one', () => {
    expect(due('2026-03-06 10:00', '0wd')).toBe('2026-03-06 18:00');
    expect(due('2026-03-06 12:30', '0wd')).toBe('2026-03-06 18:00');
    expect(due('2026-03-06 18:00', '0wd')).toBe('2026-03-09 18:00');
    expect(due('2026-03-07 10:00', '0wd')).toBe('2026-03-09 18:00');
  });

  test('a half day is a working day that closes at noon', () => {
    const halfDay = { ...cn, holidays: { ...cn.holidays, '2026-12-31': [hours(9, 12)] } };
    expect(inChina(addSpan(halfDay, china('2026-12-30 10:00'), span('1wd')))).toBe('2026-12-31 12:00');
    expect(inChina(addSpan(halfDay, china('2026-12-31 11:00'), span('2wh')))).toBe('2027-01-01 10:00');
  });
});

describe('working hours and elapsed time', () => {
  test('working hours run inside the slots only', () => {
    expect(due('2026-03-06 11:00', '2wh')).toBe('2026-03-06 14:00');
    expect(due('2026-03-06 17:00', '2wh')).toBe('2026-03-09 10:00');
    expect(due('2026-03-07 03:00', '0.5wh')).toBe('2026-03-09 09:30');
    expect(due('2026-02-14 16:00', '4wh')).toBe('2026-02-24 11:00');
  });

  test('working hours that end with a slot are due at its end, not at the start of the next', () => {
    expect(due('2026-03-06 09:00', '3wh')).toBe('2026-03-06 12:00');
    expect(due('2026-03-06 09:00', '8wh')).toBe('2026-03-06 18:00');
  });

  test('hours, days and minutes are elapsed time, to the millisecond', () => {
    expect(addSpan(cn, '2026-10-01T16:30:15.250Z', span('48h'))).toBe('2026-10-03T16:30:15.250Z');
    expect(addSpan(cn, '2026-10-01T16:30:15.250Z', span('7d'))).toBe('2026-10-08T16:30:15.250Z');
    expect(addSpan(cn, '2026-10-01T16:30:15.250Z', span('30m'))).toBe('2026-10-01T17:00:15.250Z');
    expect(addSpan(cn, '2026-10-01T16:30:15.250Z', span('0'))).toBe('2026-10-01T16:30:15.250Z');
  });

  test('a day of elapsed time is 24 hours over a change of the clocks too', () => {
    const berlin = samples[1] ?? cn;
    expect(addSpan(berlin, '2026-03-28T12:00:00.000Z', span('1d'))).toBe('2026-03-29T12:00:00.000Z');
    expect(addSpan(berlin, '2026-03-27T12:00:00.000Z', span('0wd'))).toBe('2026-03-27T17:00:00.000Z');
    expect(addSpan(berlin, '2026-03-30T12:00:00.000Z', span('0wd'))).toBe('2026-03-30T16:00:00.000Z');
  });

  test('the wall clock jumps at the instant of the change, and a slot swallowed by it is not working time', () => {
    const berlin = samples[1] ?? cn;
    expect(localTime(berlin, '2026-03-29T00:59:59.999Z')).toEqual({ date: '2026-03-29', minute: 119 });
    expect(localTime(berlin, '2026-03-29T01:00:00.000Z')).toEqual({ date: '2026-03-29', minute: 180 });
    expect(nextWorkingInstant(berlin, '2026-03-29T00:50:00.000Z')).toBe('2026-03-29T01:15:00.000Z');
  });

  test('a day that has begun is not taken back by clocks going back over midnight', () => {
    const roundTheClock = samples[2] ?? cn;
    expect(addSpan(roundTheClock, '2026-04-15T02:45:00.000Z', span('1wd'))).toBe('2026-04-17T03:30:00.000Z');
    expect(addSpan(roundTheClock, '2026-04-15T03:15:00.000Z', span('1wd'))).toBe('2026-04-17T03:30:00.000Z');
    expect(addSpan(roundTheClock, '2026-04-15T02:15:00.000Z', span('1wd'))).toBe('2026-04-16T03:30:00.000Z');
  });

  test('a slot includes its start and not its end', () => {
    expect(isWorkingTime(cn, china('2026-03-06 09:00'))).toBe(true);
    expect(isWorkingTime(cn, china('2026-03-06 12:00'))).toBe(false);
    expect(isWorkingTime(cn, china('2026-02-28 13:00'))).toBe(true);
    expect(isWorkingTime(cn, china('2026-10-02 10:00'))).toBe(false);
    expect(inChina(nextWorkingInstant(cn, china('2026-03-06 12:00')))).toBe('2026-03-06 13:00');
    expect(inChina(nextWorkingInstant(cn, china('2026-03-06 18:00')))).toBe('2026-03-09 09:00');
  });

  test('no working days are the close of business to come; at the close itself, the next one', () => {
    expect(inChina(addSpan(cn, china('2026-03-06 17:59'), span('0wd')))).toBe('2026-03-06 18:00');
    expect(inChina(addSpan(cn, china('2026-03-06 18:00'), span('0wd')))).toBe('2026-03-09 18:00');
  });
});

describe('reminders and rungs', () => {
  test('working days around a due instant are closes of business', () => {
    expect(offset('2026-03-11 18:00', '-1wd')).toBe('2026-03-10 18:00');
    expect(offset('2026-03-11 18:00', '+2wd')).toBe('2026-03-13 18:00');
    expect(offset('2026-10-08 18:00', '-1wd')).toBe('2026-09-30 18:00');
    expect(offset('2026-10-09 18:00', '+1wd')).toBe('2026-10-10 18:00');
    expect(offset('2026-02-24 18:00', '-1wd')).toBe('2026-02-14 18:00');
  });

  test('from a Sunday, -1wd is the last close before that day and +1wd the first after it', () => {
    expect(offset('2026-03-08 10:00', '-1wd')).toBe('2026-03-06 18:00');
    expect(offset('2026-03-08 10:00', '+1wd')).toBe('2026-03-09 18:00');
    expect(offset('2026-03-01 10:00', '-1wd')).toBe('2026-02-28 18:00');
  });

  test('zero is the due instant itself', () => {
    expect(offset('2026-03-08 10:00', '+0')).toBe('2026-03-08 10:00');
    expect(offset('2026-03-08 10:00', '0wd')).toBe('2026-03-08 10:00');
  });

  test('working hours, hours, days and minutes go both ways', () => {
    expect(offset('2026-03-09 10:00', '-2wh')).toBe('2026-03-06 17:00');
    expect(offset('2026-03-09 18:00', '-8wh')).toBe('2026-03-09 09:00');
    expect(offset('2026-03-06 18:00', '+2wh')).toBe('2026-03-09 11:00');
    expect(offset('2026-03-09 10:00', '-24h')).toBe('2026-03-08 10:00');
    expect(offset('2026-03-09 10:00', '+2d')).toBe('2026-03-11 10:00');
    expect(offset('2026-03-09 10:00', '-30m')).toBe('2026-03-09 09:30');
  });

  test('a share of a budget is that much of it, part of a working day being part of its hours', () => {
    const share = (start: string, budget: string, percent: number) => {
      const from = china(start);
      return inChina(shareOf(cn, from, addSpan(cn, from, span(budget)), span(budget), percent));
    };
    expect(share('2026-03-06 10:00', '4wd', 50)).toBe('2026-03-10 18:00');
    expect(share('2026-03-06 10:00', '3wd', 50)).toBe('2026-03-10 14:00');
    expect(share('2026-03-06 10:00', '1wd', 50)).toBe('2026-03-09 14:00');
    expect(share('2026-03-06 10:00', '3wd', 200)).toBe('2026-03-16 18:00');
    expect(share('2026-03-06 10:00', '48h', 75)).toBe('2026-03-07 22:00');
    expect(share('2026-03-06 17:00', '4wh', 50)).toBe('2026-03-09 10:00');
  });

  test('a share follows a due instant that a pause has moved, and never lies before the start', () => {
    const start = china('2026-03-06 10:00');
    const moved = china('2026-03-20 18:00');
    expect(inChina(shareOf(cn, start, moved, span('4wd'), 50))).toBe('2026-03-18 18:00');
    expect(shareOf(cn, start, china('2026-03-06 12:00'), span('4wd'), 10)).toBe(start);
  });
});

describe('pauses', () => {
  test('working days closed before a pause are used, the rest counts again after the day it resumes', () => {
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-10 10:00', '2026-03-12 09:00'])).toBe('2026-03-16 18:00');
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-09 18:00', '2026-03-12 09:00'])).toBe('2026-03-16 18:00');
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-09 17:59', '2026-03-12 09:00'])).toBe('2026-03-17 18:00');
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-10 19:00', '2026-03-14 09:00'])).toBe('2026-03-16 18:00');
  });

  test('a pause over on the day the clock started costs nothing', () => {
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-06 11:00', '2026-03-06 15:00'])).toBe('2026-03-11 18:00');
  });

  test('several pauses add up, in whatever order, and overlapping ones are one', () => {
    const first: [string, string] = ['2026-03-10 10:00', '2026-03-12 09:00'];
    const second: [string, string] = ['2026-03-13 19:00', '2026-03-17 09:00'];
    expect(paused('2026-03-06 10:00', '3wd', second, first)).toBe('2026-03-18 18:00');
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-11 10:00', '2026-03-11 11:00'], first)).toBe('2026-03-16 18:00');
  });

  test('elapsed and working hours leave out what was paused of them', () => {
    expect(paused('2026-03-06 10:00', '48h', ['2026-03-07 10:00', '2026-03-07 15:30'])).toBe('2026-03-08 15:30');
    expect(paused('2026-03-06 10:00', '4wh', ['2026-03-06 11:00', '2026-03-06 14:00'])).toBe('2026-03-06 17:00');
    expect(paused('2026-03-06 10:00', '4wh', ['2026-03-06 11:30', '2026-03-06 12:30'])).toBe('2026-03-06 15:30');
  });

  test('while paused the due instant is not known, unless the budget had run out before', () => {
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-11 17:59', null])).toBe('not known');
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-11 18:00', null])).toBe('2026-03-11 18:00');
    expect(paused('2026-03-06 10:00', '2h', ['2026-03-06 11:00', null])).toBe('not known');
    expect(paused('2026-03-06 10:00', '2h', ['2026-03-06 09:00', null])).toBe('not known');
  });

  test('an empty or reversed pause says nothing', () => {
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-10 10:00', '2026-03-10 10:00'])).toBe('2026-03-11 18:00');
    expect(paused('2026-03-06 10:00', '3wd', ['2026-03-12 10:00', '2026-03-10 10:00'])).toBe('2026-03-11 18:00');
  });

  test("what is used and what remains is said in the budget's own unit", () => {
    const start = china('2026-03-06 10:00');
    const pauses = stretches([['2026-03-10 10:00', null]]);
    const now = china('2026-03-20 10:00');
    expect(used(cn, start, span('3wd'), pauses, now)).toEqual({ count: 1, unit: 'wd' });
    expect(remaining(cn, start, span('3wd'), pauses, now)).toEqual({ count: 2, unit: 'wd' });
    expect(used(cn, start, span('40wh'), pauses, now)).toEqual({ count: 16, unit: 'wh' });
    expect(remaining(cn, start, span('5d'), pauses, now)).toEqual({ count: 1, unit: 'd' });
    expect(used(cn, start, span('3wd'), [], now)).toEqual({ count: 3, unit: 'wd' });
    expect(used(cn, now, span('3wd'), [], start)).toEqual({ count: 0, unit: 'wd' });
  });
});

describe('what makes no sense is refused instead of counted for ever', () => {
  test.each<[string, () => unknown]>([
    ['a negative budget', () => addSpan(cn, china('2026-03-06 10:00'), span('-1wd'))],
    ['part of a working day', () => addSpan(cn, china('2026-03-06 10:00'), { count: 1.5, unit: 'wd' })],
    ['an endless span', () => addSpan(cn, china('2026-03-06 10:00'), { count: Infinity, unit: 'wh' })],
    ['a span of no number', () => offsetFrom(cn, china('2026-03-06 10:00'), { count: NaN, unit: 'wd' })],
    ['an instant that is none', () => addSpan(cn, 'soon', span('1wd'))],
    ['an instant of no zone', () => addSpan(cn, '2026-03-06T10:00:00.000', span('1wd'))],
    [
      'a week without work',
      () => addSpan({ ...cn, week: cn.week.map(() => []) }, china('2026-03-06 10:00'), span('1wd')),
    ],
    ['a share below nothing', () => shareOf(cn, china('2026-03-06 10:00'), china('2026-03-09 10:00'), span('1wd'), -1)],
  ])('%s', (_what, act) => {
    expect(act).toThrow(RangeError);
  });
});

test('the time zone of the machine changes nothing', () => {
  const root = join(__dirname, '../..');
  const program = `
    const { transformFileSync } = require('@swc/core');
    const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };
    require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
    const { addSpan, offsetFrom, localTime } = require('./domain/calendar/due.ts');
    const cn = require('./procedures/calendars/compile-calendar.ts').compileCalendar('cn');
    const due = addSpan(cn, '2026-03-06T18:30:00.000Z', { count: 3, unit: 'wd' });
    const here = new Date('2026-03-06T18:30:00.000Z').getHours();
    const said = [cn.hash, due, offsetFrom(cn, due, { count: -4, unit: 'wh' }), localTime(cn, due)];
    process.stdout.write(JSON.stringify({ here, said }));`;
  const said = ['Pacific/Auckland', 'America/St_Johns', 'Asia/Shanghai'].map(
    (TZ) =>
      JSON.parse(
        execFileSync(process.execPath, ['-e', program], { cwd: root, env: { ...process.env, TZ }, encoding: 'utf8' }),
      ) as { here: number; said: unknown },
  );
  expect(new Set(said.map(({ here }) => here)).size).toBe(3);
  expect(said.map((one) => one.said)).toEqual([said[2]?.said, said[2]?.said, said[2]?.said]);
  expect(said[0]?.said).toContain('2026-03-11T10:00:00.000Z');
});
