import type { Calendar } from '../../domain/calendar/calendar';

const MINUTE = 60_000;
const PROBE = 7 * 86_400_000;

/**
 * The offsets from UTC of an IANA zone from the start of one year to the end of another, changes found to the minute;
 * the first also stands for all time before, the last for all after.
 */
export function zoneOffsets(zone: string, fromYear: number, toYear: number): Calendar['offsets'] {
  const offsetAt = offsetReader(zone);
  const start = Date.UTC(fromYear, 0, 1);
  const end = Date.UTC(toYear + 1, 0, 1);
  let minutes = offsetAt(start);
  const offsets: { from: string | null; minutes: number }[] = [{ from: null, minutes }];
  for (let at = start; at < end; at += PROBE) {
    const next = offsetAt(at + PROBE);
    if (next === minutes) continue;
    const changed = firstChange(offsetAt, at, at + PROBE);
    offsets.push({ from: new Date(changed).toISOString(), minutes: next });
    minutes = next;
  }
  return offsets;
}

function firstChange(offsetAt: (at: number) => number, before: number, after: number): number {
  const old = offsetAt(before);
  let low = before;
  let high = after;
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / MINUTE / 2) * MINUTE;
    if (offsetAt(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

function offsetReader(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    return (local - at) / MINUTE;
  };
}
