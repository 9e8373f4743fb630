import { formatSpan, type Span } from '../contract/vocabulary';

/** `2026-03-02 09:00` in a zone; empty for no instant. */
export function showInstant(instant: string | null | undefined, zone: string): string {
  if (instant === null || instant === undefined) return '';
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

export function showSpan(span: Span): string {
  return formatSpan(span);
}
