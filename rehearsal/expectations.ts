import type { ComplaintEvent } from '../domain/model/event';
import type { Script } from './script';

/** One thing that a script expects to happen: a type, and whatever else the event must have. Instants are exact. */
export type Expectation = Script['expect'][number];

/**
 * The first expectation that did not come true, each to be met after those before it; null when all were. Told with what
 * of its kind happened instead, so that a difference of an hour is seen at once.
 */
export function unmet(expected: readonly Expectation[], events: readonly ComplaintEvent[]): string | null {
  let from = 0;
  for (const [index, one] of expected.entries()) {
    const found = events.findIndex((event, at) => at >= from && fits(one, event));
    if (found < 0) return tell(one, index, events.slice(from));
    from = found + 1;
  }
  return null;
}

function tell(one: Expectation, index: number, rest: readonly ComplaintEvent[]): string {
  const keys = Object.keys(one);
  const alike = rest.filter(({ type }) => type === one.type).slice(0, 5);
  const instead = alike.map((event) =>
    JSON.stringify(Object.fromEntries(keys.map((key) => [key, valueOf(event, key)]))),
  );
  const seen = instead.length === 0 ? `no further "${one.type}" happened` : `happened: ${instead.join(', ')}`;
  return `expect.${index}: ${JSON.stringify(one)} did not happen; ${seen}`;
}

function valueOf(event: ComplaintEvent, key: string): unknown {
  return (event as unknown as Readonly<Record<string, unknown>>)[key];
}

/** Whether everything that is wanted is there; lists are wanted whole, instants in any zone. */
function fits(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(found) && wanted.length === found.length && wanted.every((one, index) => fits(one, found[index]))
    );
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof found !== 'object' || found === null) return false;
    const there = found as Readonly<Record<string, unknown>>;
    return Object.entries(wanted).every(([key, value]) => fits(value, there[key]));
  }
  return wanted === found || (isInstant(wanted) && isInstant(found) && Date.parse(wanted) === Date.parse(found));
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value));
}
