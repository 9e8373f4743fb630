import type { Calendar, Instant } from '../calendar/calendar';
import { countOut, type CountedPart } from '../calendar/counting';
import type { DeadlineRef, ComplaintEvent } from '../model/event';
import { holds } from '../rules/facts';
import type { Condition, LimitCase, RungRule } from '../model/procedure';
import type { Rules } from '../model/rules';
import { rungInstant } from './schedule';
import { askedOf } from '../rules/asked';
import type { Span } from '../calendar/span';
import type { ComplaintState } from '../model/state';
import type { BudgetState } from '../calendar/budget';
import { taskById } from '../model/tasks';

/** Why a limit ends when it does, as data. */
export interface WhyDue {
  readonly of: DeadlineRef;
  /** Null while it stands still. */
  readonly dueAt: Instant | null;
  readonly limitRule: LimitSource;
  /** As it was counted; empty for a clock that has stopped and can no longer be counted out. */
  readonly counted: readonly CountedPart[];
  readonly rungs: readonly RungDue[];
}

/** Where in the rule book a limit stands. */
export interface LimitSource {
  /** `stages.consent.within`, or with the case that holds `clocks.reply.within-if.0.within`. */
  readonly place: string;
  /** What the limit is for; null for the usual one. */
  readonly when: Condition | null;
  /** The local day that somebody outside gave, to whose end it lasts. */
  readonly until?: string;
}

export interface RungDue {
  readonly rung: number;
  readonly action: RungRule['action'];
  readonly to: string;
  /** Null while it stands still. */
  readonly at: Instant | null;
  readonly reached: boolean;
}

/** Throws for a task that is not open or a clock that was never started. */
export function whyDue(rules: Rules, state: ComplaintState, of: DeadlineRef): WhyDue {
  const { budget, ladder, reached, limitRule, stoppedAt } =
    'task' in of ? ofTask(rules, state, of.task) : ofClock(rules, state, of.clock);
  const pauses = state.pauses.filter(({ from }) => stoppedAt === null || from < stoppedAt);
  const counted = countOut(rules.calendar, budget, pauses);
  const last = counted.at(-1);
  const end = last === undefined || last.pause ? null : last.to;
  return {
    of,
    dueAt: budget.dueAt,
    limitRule,
    counted: end === budget.dueAt ? counted : [],
    rungs: ladder.map((rule, rung) => rungDue(rules.calendar, budget, { rule, rung, reached })),
  };
}

interface Subject {
  readonly budget: BudgetState;
  readonly ladder: readonly RungRule[];
  readonly reached: readonly number[];
  readonly limitRule: LimitSource;
  readonly stoppedAt: Instant | null;
}

function ofTask(rules: Rules, state: ComplaintState, id: string): Subject {
  const task = taskById(state, id);
  const key = state.stage?.key ?? '';
  if (!task) throw new Error(`task ${id} is not open`);
  const rule = askedOf(rules, state, id);
  const { budget, rungsReached: reached } = task;
  const whole = { budget, ladder: rule.ladder, reached, stoppedAt: null };
  if (task.until !== undefined)
    return { ...whole, limitRule: { place: `stages.${key}.until`, when: null, until: task.until } };
  const place = ['stages', key, ...rule.at.within].join('.');
  return { ...whole, limitRule: limitSource(rules, state, { place, span: budget.limit, rule }) };
}

function ofClock(rules: Rules, state: ComplaintState, key: string): Subject {
  const clock = state.clocks[key];
  if (!clock) throw new Error(`clock "${key}" was never started`);
  const rule = rules.procedure.clocks[key];
  const { budget, rungsReached: reached, stopped } = clock;
  const source = { place: `clocks.${key}.within`, span: budget.limit, rule: rule ?? { within: budget.limit } };
  const limitRule = limitSource(rules, state, source);
  return { budget, ladder: rule?.ladder ?? [], reached, limitRule, stoppedAt: stopped?.at ?? null };
}

interface Limited {
  readonly place: string;
  readonly span: Span;
  readonly rule: { readonly within: Span; readonly withinIf?: readonly LimitCase[] };
}

/** The case that gave the limit: of those with this limit the one that holds now, for facts may have changed since. */
function limitSource(rules: Rules, state: ComplaintState, { place, span, rule }: Limited): LimitSource {
  const usual = { place, when: null };
  const cases = (rule.withinIf ?? []).map(({ when, within }, index) => ({ when, within, index }));
  const fitting = cases.filter(({ within }) => same(within, span));
  const found =
    fitting.find(({ when }) => holds(rules, state, when)) ?? (same(rule.within, span) ? undefined : fitting[0]);
  return found ? { place: `${place}-if.${found.index}.within`, when: found.when } : usual;
}

function same(one: Span, other: Span): boolean {
  return one.count === other.count && one.unit === other.unit;
}

interface Rung {
  readonly rule: RungRule;
  readonly rung: number;
  readonly reached: readonly number[];
}

function rungDue(calendar: Calendar, budget: BudgetState, { rule, rung, reached }: Rung): RungDue {
  const { action, to } = rule;
  const at = budget.dueAt === null ? null : rungInstant(calendar, budget, budget.dueAt, rule);
  const from = at !== null && at < budget.startedAt ? budget.startedAt : at;
  return { rung, action, to, at: from, reached: reached.includes(rung) };
}

/** A change of a due instant that was told already. */
export interface DueMove {
  readonly at: Instant;
  readonly before: Instant | null;
  readonly dueAt: Instant | null;
  readonly because: 'assessment' | 'calendar' | 'extension' | 'resumed';
  /** Number of the event that says why, where there is one. */
  readonly event: number;
}

/** How the due instant of a task or clock has moved since it last started, from a complaint's events. */
export function movesOf(events: readonly ComplaintEvent[], of: DeadlineRef): readonly DueMove[] {
  let moves: DueMove[] = [];
  let due: Instant | null = null;
  let calendar = 0;
  const move = (event: ComplaintEvent, dueAt: Instant | null, because: DueMove['because'], number = event.number) => {
    if (dueAt !== due) moves.push({ at: event.at, before: due, dueAt, because, event: number });
    due = dueAt;
  };
  for (const event of events) {
    if (event.type === 'calendarChanged') calendar = event.number;
    if (startsIt(event, of)) {
      moves = [];
      due = event.dueAt;
    } else if (event.type === 'extended' && isSame(event.of, of)) move(event, event.dueAt, 'extension');
    else if (event.type === 'rescheduled' && isSame(event.of, of)) {
      move(event, event.dueAt, event.because, event.because === 'calendar' ? calendar : event.number);
    } else if (event.type === 'resumed' || event.type === 'waitEnded') {
      const found = event.dues.find((one) => isSame(one.of, of));
      if (found) move(event, found.dueAt, 'resumed');
    }
  }
  return moves;
}

type Start = Extract<ComplaintEvent, { type: 'taskOpened' | 'clockStarted' }>;

function startsIt(event: ComplaintEvent, of: DeadlineRef): event is Start {
  if (event.type === 'taskOpened') return 'task' in of && of.task === event.task;
  return event.type === 'clockStarted' && 'clock' in of && of.clock === event.clock;
}

function isSame(one: DeadlineRef, other: DeadlineRef): boolean {
  if ('task' in one) return 'task' in other && one.task === other.task;
  return 'clock' in other && one.clock === other.clock;
}
