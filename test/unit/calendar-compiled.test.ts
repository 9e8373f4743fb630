import { spawnSync } from 'node:child_process';
import { addSpan } from '../../domain/calendar/due';
import type { Calendar } from '../../domain/calendar/calendar';
import { compileCalendar, compileDefinition } from '../../procedures/calendars/compile-calendar';
import { calendarIds, readDefinition } from '../../procedures/calendars/definition';
import { zoneOffsets } from '../../procedures/calendars/zone-offsets';
import { PROJECT_ROOT } from '../../tools/project-root';

const definition = (more = '') => `
id: ours
title: { en: Ours }
zone: Asia/Shanghai
week:
  monday: [09:00-12:00, 13:00-18:00]
  tuesday: [09:00-12:00, 13:00-18:00]
  wednesday: [09:00-12:00, 13:00-18:00]
  thursday: [09:00-12:00, 13:00-18:00]
  friday: [09:00-12:00, 13:00-18:00]
  saturday: []
  sunday: []
holidays: chinese-days
make-up: [09:00-16:00]
${more}`;

const cn = compileCalendar('cn');

function datesOf(calendar: Calendar): string[] {
  const dates: string[] = [];
  const end = Date.parse(calendar.covers.to);
  for (let at = Date.parse(calendar.covers.from); at <= end; at += 86_400_000) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}

/** What the library says of each date. It answers for the day before in zones west of Greenwich, so it is asked in UTC. */
function libraryWorks(dates: readonly string[]): readonly boolean[] {
  const script = `
    const { isHoliday, isWorkday } = require('chinese-days');
    const dates = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    const works = dates.map((date) => isWorkday(date));
    if (dates.some((date, index) => isHoliday(date) === works[index])) throw new Error('a holiday with work');
    process.stdout.write(JSON.stringify(works));`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, TZ: 'UTC' },
    input: JSON.stringify(dates),
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as readonly boolean[];
}

test('every day it covers is a working day exactly where the library says so', () => {
  const dates = datesOf(cn);
  expect(dates.length).toBeGreaterThanOrEqual(1096);
  const works = dates.map((date) => {
    const usual = cn.week[(new Date(date).getUTCDay() + 6) % 7] ?? [];
    return [date, (cn.holidays[date] ?? usual).length > 0];
  });
  const library = libraryWorks(dates);
  expect(works).toEqual(dates.map((date, index) => [date, library[index]]));
});

test('2026 has its announced days: National Day closed, the days in exchange open', () => {
  const open = (date: string) => cn.holidays[date]?.length;
  expect(['2026-10-01', '2026-10-07', '2026-02-16', '2026-02-23'].map(open)).toEqual([0, 0, 0, 0]);
  expect(['2026-09-20', '2026-10-10', '2026-02-14', '2026-02-28'].map(open)).toEqual([2, 2, 2, 2]);
});

test('it is small, plain data with one hash for one content', () => {
  const written = JSON.stringify(cn);
  expect(written.length).toBeLessThan(8000);
  expect(JSON.parse(written)).toEqual(cn);
  expect(compileCalendar('cn')).toEqual(cn);
  expect(cn.hash).toMatch(/^[0-9a-f]{16}$/);
  expect(compileCalendar('cn', { from: 2025 }).hash).not.toBe(cn.hash);
});

test('only the years asked for are carried, and none is claimed that the library does not know', () => {
  const one = compileCalendar('cn', { from: 2025, to: 2025 });
  expect(one.covers).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  expect(Object.keys(one.holidays).every((date) => date.startsWith('2025-'))).toBe(true);
  expect(compileCalendar('cn', { to: 9999 })).toEqual(cn);
  expect(() => compileCalendar('cn', { from: 9999 })).toThrow(RangeError);
});

test('a calendar that does not exist is named with those that do', () => {
  expect(calendarIds()).toContain('cn');
  expect(() => compileCalendar('../cn')).toThrow('no calendar "../cn"; there is ae, cn,');
});

test("make-up days have their own hours, and days of one's own go before the holidays", () => {
  const ours = compileDefinition(
    readDefinition(
      definition('days: { 2026-10-01: [10:00-12:00], 2026-12-31: [09:00-12:00], 2026-12-30: [], 2026-12-26: [] }'),
    ),
  );
  expect(ours.holidays['2026-10-10']).toEqual([{ from: 540, to: 960 }]);
  expect(ours.holidays['2026-10-01']).toEqual([{ from: 600, to: 720 }]);
  expect(ours.holidays).not.toHaveProperty('2026-12-26');
  expect(addSpan(ours, '2026-12-29T02:00:00.000Z', { count: 1, unit: 'wd' })).toBe('2026-12-31T04:00:00.000Z');
});

test.each([
  ['an unknown key', definition('colour: red')],
  ['hours that overlap', definition('days: { 2026-12-31: [09:00-12:00, 11:00-13:00] }')],
  ['hours that end before they begin', definition('days: { 2026-12-31: [12:00-09:00] }')],
  ['an hour that does not exist', definition('days: { 2026-12-31: [09:00-25:00] }')],
  ['a date that does not exist', definition('days: { 2026-02-30: [] }')],
  ['a zone that does not exist', definition().replace('Asia/Shanghai', 'Asia/Nowhere')],
  ['a week without work', definition().replace(/\[09:00-12:00, 13:00-18:00\]/g, '[]')],
])('a definition with %s is refused', (_what, text) => {
  expect(() => readDefinition(text)).toThrow();
});

test('hours may last until midnight', () => {
  const { days } = readDefinition(definition('days: { 2026-12-31: [18:00-24:00] }'));
  expect(days['2026-12-31']).toEqual([{ from: 1080, to: 1440 }]);
});

test('the changes of a zone with daylight saving are found to the minute', () => {
  expect(zoneOffsets('Europe/Berlin', 2026, 2026)).toEqual([
    { from: null, minutes: 60 },
    { from: '2026-03-29T01:00:00.000Z', minutes: 120 },
    { from: '2026-10-25T01:00:00.000Z', minutes: 60 },
  ]);
  expect(zoneOffsets('Australia/Lord_Howe', 2026, 2026)).toEqual([
    { from: null, minutes: 660 },
    { from: '2026-04-04T15:00:00.000Z', minutes: 630 },
    { from: '2026-10-03T15:30:00.000Z', minutes: 660 },
  ]);
});

test('China has one offset', () => {
  expect(cn.offsets).toEqual([{ from: null, minutes: 480 }]);
});
