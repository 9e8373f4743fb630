import fc from 'fast-check';
import { localTime } from '../../domain/calendar/due';
import type { Calendar, Instant, Slot } from '../../domain/calendar/calendar';
import { contactableFrom, type Customs } from '../../domain/calendar/customs';
import { zoneOffsets } from '../../procedures/calendars/zone-offsets';
import { compileCustoms, customsOf } from '../../procedures/customs/compile-customs';
import { readCustoms } from '../../procedures/customs/definition';
import { developer, local } from '../support/story';

const { calendar: cn } = developer;
const arabic = customsOf('ar', cn);
const chinese = customsOf('zh-CN', cn);

it.each([
  ['a working morning', '2026-03-02 10:00', '2026-03-02 10:00'],
  ['the first minute of the night', '2026-03-02 21:00', '2026-03-03 08:00'],
  ['the last minute of the day', '2026-03-02 20:59', '2026-03-02 20:59'],
  ['after midnight', '2026-03-03 00:30', '2026-03-03 08:00'],
  ['the end of the night', '2026-03-03 08:00', '2026-03-03 08:00'],
])('quiet hours: %s', (_, at, from) => {
  expect(contactableFrom(chinese, cn, local(at))).toBe(local(from));
});

it.each([
  ['daytime in Ramadan', '2026-03-02 10:00', '2026-03-02 19:00'],
  ['a night in Ramadan, whose end is daytime', '2026-03-02 23:00', '2026-03-03 19:00'],
  ['after sunset in Ramadan', '2026-03-02 19:30', '2026-03-02 19:30'],
  ['the eve of Ramadan', '2026-02-17 10:00', '2026-02-17 10:00'],
  ['the night before the first day', '2026-02-17 22:00', '2026-02-18 19:00'],
  ['the night after the last day', '2026-03-19 22:00', '2026-03-20 08:00'],
])('blackouts: %s', (_, at, from) => {
  expect(contactableFrom(arabic, cn, local(at))).toBe(local(from));
});

it('without customs, or with customs that leave no time at all, everybody may be contacted at once', () => {
  const at = local('2026-03-02 23:00');
  expect(contactableFrom(undefined, cn, at)).toBe(at);
  const always = {
    id: 'x',
    blackouts: [],
    neverOffer: [],
    quiet: [
      { from: 0, to: 720 },
      { from: 700, to: 1440 },
    ],
  };
  expect(contactableFrom(always, cn, at)).toBe(at);
});

it('seconds count: a night ends at its hour, not a minute later', () => {
  expect(contactableFrom(chinese, cn, '2026-03-02T23:59:59.999Z')).toBe('2026-03-03T00:00:00.000Z');
  expect(contactableFrom(chinese, cn, '2026-03-03T00:00:00.001Z')).toBe('2026-03-03T00:00:00.001Z');
});

it('a whole day may be kept free, and several on end', () => {
  const text = `{ locale: xx, title: { zh-CN: 甲, en: A }, blackouts: { a: { title: { zh-CN: 甲, en: A }, days:
    [{ from: 2026-05-01, to: 2026-05-03 }], hours: [00:00-24:00], assumed: true } } }`;
  const customs = compileCustoms(readCustoms(text), { from: 2026, to: 2026 });
  expect(contactableFrom(customs, cn, local('2026-05-01 00:00'))).toBe(local('2026-05-04 00:00'));
});

const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const calendars = zones.map((zone): Calendar => ({ ...cn, id: zone, zone, offsets: zoneOffsets(zone, 2025, 2027) }));

/** Minute by minute until nothing forbids it. */
function slowly({ quiet, blackouts }: Customs, calendar: Calendar, instant: Instant): Instant {
  const forbidden = (at: Instant): boolean => {
    const { date, minute } = localTime(calendar, at);
    const hours = [...quiet, ...blackouts.flatMap((one) => (one.from <= date && date <= one.to ? one.hours : []))];
    return hours.some(({ from, to }) => from <= minute && minute < to);
  };
  let at = instant;
  while (forbidden(at)) at = new Date((Math.floor(Date.parse(at) / 60_000) + 1) * 60_000).toISOString();
  return at;
}

const anySlot: fc.Arbitrary<Slot> = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 600 }))
  .map(([from, length]) => ({ from, to: Math.min(1440, from + length) }));
const anyCustoms = fc.record({
  id: fc.constant('xx'),
  quiet: fc.array(anySlot, { maxLength: 2 }),
  blackouts: fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 4 }), fc.array(anySlot, { maxLength: 3 }))
      .map(([day, length, hours]) => ({ from: dayOf(day), to: dayOf(day + length), hours })),
    { maxLength: 6 },
  ),
  neverOffer: fc.constant([]),
});

function dayOf(day: number): string {
  return new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
}

const START = Date.UTC(2025, 0, 1);
/** Any time of two years, and often the hours around the changes of the clocks. */
const anyInstant = fc.oneof(
  fc.integer({ min: 0, max: 700 * 86_400 }).map((seconds) => new Date(START + seconds * 1000).toISOString()),
  fc
    .tuple(
      fc.constantFrom(...calendars.flatMap(({ offsets }) => offsets.flatMap(({ from }) => from ?? []))),
      fc.integer({ min: -300, max: 300 }),
    )
    .map(([change, away]) => new Date(Date.parse(change) + away * 60_000).toISOString()),
);

it('it is what one finds going on minute by minute, in every zone and at every change of the clocks', () => {
  fc.assert(
    fc.property(anyCustoms, fc.constantFrom(...calendars), anyInstant, (customs, calendar, instant) => {
      expect(contactableFrom(customs, calendar, instant)).toBe(slowly(customs, calendar, instant));
    }),
    { numRuns: 600 },
  );
});

it('the answer never lies before the question, and asking again changes nothing', () => {
  fc.assert(
    fc.property(anyCustoms, fc.constantFrom(...calendars), anyInstant, (customs, calendar, instant) => {
      const from = contactableFrom(customs, calendar, instant);
      expect(from >= instant).toBe(true);
      expect(contactableFrom(customs, calendar, from)).toBe(from);
    }),
  );
});
