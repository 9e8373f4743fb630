import { addSpan, localTime } from '../../domain/calendar/due';
import type { Calendar } from '../../domain/calendar/calendar';
import { parseSpan } from '../../domain/calendar/span';
import { compileCalendar, compileDefinition } from '../../procedures/calendars/compile-calendar';
import { changedDefinition, readDefinition, shippedDefinition } from '../../procedures/calendars/definition';
import { isWorkingTime } from '../support/working-instants';

const calendars = Object.fromEntries(['ae', 'de', 'gb', 'sg', 'us'].map((id) => [id, compileCalendar(id)]));

function calendar(id: string): Calendar {
  const found = calendars[id];
  if (!found) throw new Error(id);
  return found;
}

function due(id: string, from: string, written: string): string {
  const span = parseSpan(written);
  if (!span) throw new Error(written);
  return addSpan(calendar(id), new Date(from).toISOString(), span);
}

test.each([
  ['de', ['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25', '2027-05-17'], ['2026-10-02', '2026-06-04']],
  ['gb', ['2026-04-03', '2026-05-04', '2026-08-31', '2027-12-28'], ['2026-08-03', '2026-11-30']],
  ['us', ['2026-01-19', '2026-07-03', '2026-11-26', '2027-12-31'], ['2026-02-12', '2026-11-27']],
  ['sg', ['2026-02-18', '2026-05-27', '2027-05-17', '2027-05-20'], ['2026-02-19', '2026-12-24']],
  ['ae', ['2026-03-20', '2026-05-26', '2026-12-03', '2026-08-25'], ['2026-01-16', '2026-02-18']],
] as const)('%s is closed on its public holidays and open beside them', (id, closed, open) => {
  const { holidays } = calendar(id);
  expect(closed.filter((date) => holidays[date]?.length !== 0)).toEqual([]);
  expect(open.filter((date) => date in holidays)).toEqual([]);
});

test.each(['ae', 'de', 'gb', 'sg', 'us'])('%s is carried for fixed years and stays small', (id) => {
  expect(calendar(id).covers).toEqual({ from: '2025-01-01', to: '2028-12-31' });
  expect(JSON.stringify(calendar(id)).length).toBeLessThan(4_000);
});

test.each([
  ['de', '2026-03-29T01:00:00.000Z', 120],
  ['de', '2026-10-25T01:00:00.000Z', 60],
  ['gb', '2027-03-28T01:00:00.000Z', 60],
  ['us', '2026-03-08T07:00:00.000Z', -240],
  ['us', '2026-11-01T06:00:00.000Z', -300],
])('in %s the clocks change at %s', (id, from, minutes) => {
  expect(calendar(id).offsets).toContainEqual({ from, minutes });
});

test.each([
  ['de', '2026-03-27T10:00:00+01:00', '3wd', '2026-04-01T17:00:00+02:00'],
  ['de', '2026-03-27T15:00:00+01:00', '10wh', '2026-03-30T17:00:00+02:00'],
  ['de', '2026-03-27T10:00:00+01:00', '72h', '2026-03-30T11:00:00+02:00'],
  ['gb', '2026-10-23T10:00:00+01:00', '1wd', '2026-10-26T17:30:00+00:00'],
  ['gb', '2026-10-23T16:30:00+01:00', '2wh', '2026-10-26T10:00:00+00:00'],
  ['us', '2026-03-06T15:00:00-05:00', '4wh', '2026-03-09T11:00:00-04:00'],
  ['us', '2026-03-06T15:00:00-05:00', '72h', '2026-03-09T16:00:00-04:00'],
  ['us', '2026-10-30T12:00:00-04:00', '1wd', '2026-11-02T17:00:00-05:00'],
])('in %s the change of the clocks is counted right: %s and %s is %s', (id, from, span, to) => {
  expect(due(id, from, span)).toBe(new Date(to).toISOString());
});

test.each([
  ['a substitute day', 'gb', '2026-12-24T12:00:00Z', '1wd', '2026-12-29T17:30:00Z'],
  ['a holiday observed the Friday before', 'us', '2026-07-02T10:00:00-04:00', '1wd', '2026-07-06T17:00:00-04:00'],
  ['a holiday made good on Monday', 'sg', '2026-08-07T10:00:00+08:00', '1wd', '2026-08-11T18:00:00+08:00'],
  ['Chinese New Year', 'sg', '2026-02-16T10:00:00+08:00', '1wd', '2026-02-19T18:00:00+08:00'],
  ['Eid', 'ae', '2026-05-25T10:00:00+04:00', '1wd', '2026-06-01T16:00:00+04:00'],
])('%s is left out', (_, id, from, span, to) => {
  expect(due(id, from, span)).toBe(new Date(to).toISOString());
});

test.each([
  ['Christmas Eve in de', 'de', '2026-12-23T10:00:00+01:00', '1wd', '2026-12-24T14:00:00+01:00'],
  ['Friday in ae', 'ae', '2026-01-08T10:00:00+04:00', '1wd', '2026-01-09T12:00:00+04:00'],
])('%s is a working day that closes early', (_, id, from, span, to) => {
  expect(due(id, from, span)).toBe(new Date(to).toISOString());
});

test('working hours of a half Friday end at noon, and Sunday is closed in Dubai', () => {
  expect(due('ae', '2026-01-09T10:00:00+04:00', '6wh')).toBe('2026-01-12T08:00:00.000Z');
  expect(isWorkingTime(calendar('ae'), '2026-01-09T08:00:00.000Z')).toBe(false);
  expect(isWorkingTime(calendar('ae'), '2026-01-11T08:00:00.000Z')).toBe(false);
  expect(localTime(calendar('ae'), '2026-01-09T08:00:00.000Z')).toEqual({ date: '2026-01-09', minute: 720 });
});

function definition(holidays: string): string {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const week = days.map((day) => `${day}: [09:00-12:00, 13:00-18:00]`).join(', ');
  return `{ id: one, title: { en: One }, zone: Europe/Berlin, week: { ${week} }, holidays: ${holidays} }`;
}

test("a state's own holidays come with the state, and further ones with their rules", () => {
  const berlin = compileDefinition(
    readDefinition(
      definition("{ country: DE, state: BE, from: 2027, to: 2027, without: [05-01], also: ['07-01 13:00'] }"),
    ),
  );
  expect(berlin.holidays['2027-03-08']).toEqual([]);
  expect(berlin.holidays['2027-05-01']).toBeUndefined();
  expect(berlin.holidays['2027-07-01']).toEqual([{ from: 540, to: 720 }]);
});

test.each([
  ['a country', '{ country: ZZ, from: 2026, to: 2026 }', 'ZZ'],
  ['a state', '{ country: DE, state: ZZ, from: 2026, to: 2026 }', 'DE-ZZ'],
  ['a rule', '{ country: DE, from: 2026, to: 2026, also: [whenever] }', 'whenever'],
  ['a holiday to leave out', "{ country: DE, from: 2026, to: 2026, without: ['05-09'] }", '05-09'],
])('%s that is not known is refused', (_, holidays, named) => {
  const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(() => compileDefinition(readDefinition(definition(holidays)))).toThrow(named);
  error.mockRestore();
});

test("an organisation's changes go before what ships, and leaving them out again is what shipped", () => {
  const shipped = shippedDefinition('gb');
  const changed = compileDefinition(
    changedDefinition(shipped, { days: { '2026-08-31': ['09:00-12:00'], '2026-06-01': [] }, week: { friday: [] } }),
  );
  expect(changed.holidays['2026-08-31']).toEqual([{ from: 540, to: 720 }]);
  expect(changed.holidays['2026-06-01']).toEqual([]);
  expect(changed.week[4]).toEqual([]);
  expect(changed.hash).not.toBe(calendar('gb').hash);
  expect(compileDefinition(changedDefinition(shipped, {}))).toEqual(calendar('gb'));
});

test('a week without any work is refused', () => {
  const none = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [] };
  expect(() => changedDefinition(shippedDefinition('gb'), { week: none })).toThrow(RangeError);
});
