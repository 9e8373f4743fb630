export type SpanUnit = 'wd' | 'wh' | 'h' | 'd' | 'm';

/** A stretch of time as a rule book says it: working days, working hours, elapsed hours, days (24 h) or minutes. */
export interface Span {
  /** Negative in offsets before an instant; fractional only for `wh` and `h`. */
  readonly count: number;
  readonly unit: SpanUnit;
}

const UNIT_MS = { wh: 3_600_000, h: 3_600_000, d: 86_400_000, m: 60_000 } as const;
const WRITTEN = /^([+-]?)(\d{1,6}(?:\.\d{1,3})?)(wd|wh|h|d|m)?$/;

/** Reads `3wd`, `-1wd`, `+2h`, `1.5wh`, `30m`; a bare zero is `0h`. Anything else is undefined. */
export function parseSpan(text: string): Span | undefined {
  const [, sign, digits = '', unit] = WRITTEN.exec(text) ?? [];
  if (digits === '') return undefined;
  const size = Number(digits);
  const count = sign === '-' && size !== 0 ? -size : size;
  if (unit === undefined) return /^0+$/.test(digits) ? { count: 0, unit: 'h' } : undefined;
  if (digits.includes('.') && unit !== 'wh' && unit !== 'h') return undefined;
  return { count, unit: unit as SpanUnit };
}

/** Writes a span so that `parseSpan` reads the same again, to three decimals; `0h` is written `0`. */
export function formatSpan(span: Span): string {
  const count = Math.round(span.count * 1000) / 1000 || 0;
  return count === 0 && span.unit === 'h' ? '0' : `${count}${span.unit}`;
}

/** The length of any span but working days, in whole milliseconds (working ones for `wh`). */
export function spanLength(count: number, unit: Exclude<SpanUnit, 'wd'>): number {
  return Math.round(count * UNIT_MS[unit]);
}

/** The reverse of `spanLength`: so many milliseconds as a span of that unit, possibly fractional. */
export function spanOf(length: number, unit: Exclude<SpanUnit, 'wd'>): Span {
  return { count: length / UNIT_MS[unit], unit };
}
