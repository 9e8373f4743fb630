import type { Calendar, Slot } from '../../domain/calendar/calendar';

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const FIRST_MINUTE = Date.UTC(2026, 2, 16) / MINUTE;
const WINDOW_MINUTES = 70 * DAY_MINUTES;

export const hours = (from: number, to: number): Slot => ({ from: from * 60, to: to * 60 });

const office = [hours(9, 12), hours(13, 18)];
const berlin = [
  { from: null, minutes: 60 },
  { from: '2026-03-29T01:00:00.000Z', minutes: 120 },
  { from: '2026-04-12T01:00:00.000Z', minutes: 60 },
];

function sample(id: string, parts: Pick<Calendar, 'offsets' | 'week' | 'holidays'>): Calendar {
  return { id, hash: id, zone: 'Etc/Sample', covers: { from: '2026-01-01', to: '2026-12-31' }, ...parts };
}

/** Calendars made by hand for what is hard: daylight saving within opening hours, at midnight, hours up to midnight. */
export const samples: readonly Calendar[] = [
  sample('office', {
    offsets: [{ from: null, minutes: 480 }],
    week: [office, office, office, office, office, [], []],
    holidays: {
      '2026-04-06': [],
      '2026-04-09': [hours(9, 12)],
      '2026-04-11': office,
      '2026-04-20': [],
      '2026-04-21': [],
    },
  }),
  sample('open while the clocks change', {
    offsets: berlin,
    week: [
      office,
      office,
      [hours(8, 20)],
      [],
      office,
      [hours(10, 14)],
      [hours(1.5, 1.75), hours(2.25, 2.5), hours(3.25, 4), hours(6, 8)],
    ],
    holidays: { '2026-04-03': [], '2026-04-13': [] },
  }),
  sample('round the clock, changes at midnight', {
    offsets: [
      { from: null, minutes: -210 },
      { from: '2026-03-25T03:30:00.000Z', minutes: -150 },
      { from: '2026-04-15T03:00:00.000Z', minutes: -210 },
    ],
    week: Array.from({ length: 7 }, () => [hours(0, 24)]),
    holidays: { '2026-04-01': [] },
  }),
  sample('nights', {
    offsets: berlin,
    week: [...Array.from({ length: 5 }, () => [hours(0, 6), hours(22, 24)]), [], []],
    holidays: { '2026-04-11': [hours(23, 24)], '2026-03-31': [hours(0, 1)] },
  }),
];

/** A calendar lived through minute by minute: slow, and too plain to be wrong. Minutes count from the window's start. */
export interface MinuteByMinute {
  readonly working: readonly boolean[];
  readonly date: readonly number[];
  readonly closes: readonly { readonly date: number; readonly minute: number }[];
}

export const minuteAt = (minute: number): string => new Date((FIRST_MINUTE + minute) * MINUTE).toISOString();

export function liveThrough(calendar: Calendar): MinuteByMinute {
  const working: boolean[] = [];
  const date: number[] = [];
  const closes: { date: number; minute: number }[] = [];
  let furthest = -Infinity;
  for (let minute = 0; minute < WINDOW_MINUTES; minute += 1) {
    const before = furthest;
    furthest = Math.max(furthest, FIRST_MINUTE + minute + minutesEast(calendar, minuteAt(minute)));
    const day = Math.floor(furthest / DAY_MINUTES);
    date.push(day);
    working.push(slotsOf(calendar, day).some((slot) => within(slot, furthest - day * DAY_MINUTES)));
    for (const closing of [day - 1, day]) {
      const close = closing * DAY_MINUTES + (slotsOf(calendar, closing).at(-1)?.to ?? -Infinity);
      if (before < close && close <= furthest && minute > 0) closes.push({ date: closing, minute });
    }
  }
  return { working, date, closes };
}

function within(slot: Slot, minuteOfDay: number): boolean {
  return slot.from <= minuteOfDay && minuteOfDay < slot.to;
}

function minutesEast(calendar: Calendar, at: string): number {
  return calendar.offsets.filter(({ from }) => from === null || from <= at).at(-1)?.minutes ?? 0;
}

function slotsOf(calendar: Calendar, day: number): readonly Slot[] {
  const local = new Date(day * DAY_MINUTES * MINUTE);
  return calendar.holidays[local.toISOString().slice(0, 10)] ?? calendar.week[(local.getUTCDay() + 6) % 7] ?? [];
}
