import type { Pause } from './due';
import type { Calendar, Instant } from './calendar';
import { breaksIn, dayEndedAt, dueAfter, less, movedBy, spent } from './clock-arithmetic';
import type { Span } from './span';
import type { BudgetState } from './budget';
import {
  closeOf,
  dayOf,
  isWorkingDay,
  readInstant,
  slotsOn,
  workOn,
  workingTime,
  writeInstant,
  type WorkingTime,
} from './working-time';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A part of a budget as it was counted without interruption: until it was used up, or until a pause began. */
export interface CountedPart {
  readonly what: 'limit' | 'extension';
  /** What was to be counted from `from` on. */
  readonly span: Span;
  readonly from: Instant;
  readonly to: Instant;
  readonly left: Span;
  /** The pause that ended it. */
  readonly pause: Pause | null;
  /** Of working days and hours: the local days that count. */
  readonly days: readonly CountedDay[];
  /** Working days of the week in between that are closed. */
  readonly closed: readonly string[];
}

export interface CountedDay {
  readonly date: string;
  /** `make-up`: worked although the week has it off; `other-hours`: a half day or a longer one. */
  readonly as: 'usual' | 'make-up' | 'other-hours';
  /** Working hours of it that count, of working hours only. */
  readonly hours?: number;
}

/** A budget counted out day by day. The last part ends at the due instant, or with the pause that holds it. */
export function countOut(calendar: Calendar, budget: BudgetState, pauses: readonly Pause[]): readonly CountedPart[] {
  const counting = new Counting(
    calendar,
    budget.pausable ? pauses.filter(({ to }) => later(to, budget.startedAt)) : [],
  );
  let from = counting.limit(budget.startedAt, budget.limit);
  for (const extension of budget.extensions) if (from !== null) from = counting.extension(from, extension);
  return counting.parts;
}

function later(to: Instant | null, from: Instant): boolean {
  return to === null || to > from;
}

class Counting {
  readonly parts: CountedPart[] = [];
  readonly #time: WorkingTime;

  constructor(
    private readonly calendar: Calendar,
    private readonly pauses: readonly Pause[],
  ) {
    this.#time = workingTime(calendar);
  }

  limit(from: Instant, span: Span): Instant | null {
    return this.#aroundPauses('limit', readInstant(from), span);
  }

  /** As `budgetDue` does: an offset from the due instant, unless a pause falls into it. */
  extension(from: Instant, span: Span): Instant | null {
    const start = readInstant(from);
    const due = movedBy(this.#time, start, span);
    const paused = this.pauses.some((pause) => pause.from < writeInstant(due) && later(pause.to, from));
    if (paused) return this.#aroundPauses('extension', start, span);
    const after = dayEndedAt(this.#time, start);
    this.#add({ what: 'extension', span, from: start, to: due, after, pause: null, left: { ...span, count: 0 } });
    return writeInstant(due);
  }

  #aroundPauses(what: CountedPart['what'], from: number, limit: Span): Instant | null {
    let start = from;
    let left = limit;
    for (const pause of breaksIn(this.pauses)) {
      if (pause.to <= start) continue;
      const due = dueAfter(this.#time, start, left);
      if (due <= pause.from) break;
      const part = { what, span: left, from: start, after: dayOf(this.#time, start) };
      left = less(left, spent(this.#time, left, start, pause.from));
      const paused = { from: writeInstant(pause.from), to: pause.to === Infinity ? null : writeInstant(pause.to) };
      this.#add({ ...part, to: Math.max(start, pause.from), pause: paused, left });
      if (paused.to === null) return null;
      start = pause.to;
    }
    const to = dueAfter(this.#time, start, left);
    const after = dayOf(this.#time, start);
    this.#add({ what, span: left, from: start, to, after, pause: null, left: { ...left, count: 0 } });
    return writeInstant(to);
  }

  #add({ from, to, after, ...part }: Omit<CountedPart, 'from' | 'to' | 'days' | 'closed'> & Ends): void {
    const ends = { from: writeInstant(from), to: writeInstant(to) };
    this.parts.push({ ...part, ...ends, ...this.#daysOf(part.span, { from, to, after }) });
  }

  #daysOf({ unit, count }: Span, { from, to, after }: Ends): Pick<CountedPart, 'days' | 'closed'> {
    if (unit !== 'wd' && unit !== 'wh') return { days: [], closed: [] };
    const first = unit === 'wh' || count === 0 ? dayOf(this.#time, from) : after + 1;
    const dates = Array.from({ length: Math.max(0, dayOf(this.#time, to) - first + 1) }, (_, index) => first + index);
    const counted = dates.filter((day) =>
      unit === 'wh'
        ? workOn(this.#time, day, from, to) > 0
        : isWorkingDay(this.#time, day) && closeOf(this.#time, day) <= to,
    );
    return {
      days: counted.map((day) => ({
        date: dateOf(day),
        as: this.#kindOf(day),
        ...(unit === 'wh' ? { hours: workOn(this.#time, day, from, to) / HOUR } : {}),
      })),
      closed: dates.filter((day) => !isWorkingDay(this.#time, day) && this.#usual(day).length > 0).map(dateOf),
    };
  }

  #kindOf(day: number): CountedDay['as'] {
    const usual = this.#usual(day);
    if (usual.length === 0) return 'make-up';
    return JSON.stringify(usual) === JSON.stringify(slotsOn(this.#time, day)) ? 'usual' : 'other-hours';
  }

  #usual(day: number) {
    return this.calendar.week[(((day + 3) % 7) + 7) % 7] ?? [];
  }
}

interface Ends {
  readonly from: number;
  readonly to: number;
  /** Days after this one count. */
  readonly after: number;
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
