import { remaining, used } from '../../domain/calendar/due';
import type { Instant } from '../../domain/calendar/calendar';
import type { DeadlineRef, ComplaintEvent } from '../../domain/model/event';
import type { Rules } from '../../domain/model/rules';
import type { ComplaintState } from '../../domain/model/state';
import type { BudgetState } from '../../domain/calendar/budget';
import { openTasks } from '../../domain/model/tasks';
import { movesOf, whyDue } from '../../domain/time/why';
import type { RuleBook } from '../../procedures/reading/rule-book';
import { whyInAllLanguages } from '../../procedures/words/why';
import type { ClockView } from '../../contract/complaint';
import type { Texts } from '../../services/texts';

/** What has happened to deadlines, with what people wrote about it. */
export interface ToldDeadlines {
  readonly events: readonly ComplaintEvent[];
  readonly texts: ReadonlyMap<number, Texts>;
}

export interface ClockViewInput {
  readonly rules: Rules;
  readonly state: ComplaintState;
  readonly ruleBook: RuleBook;
  readonly told: ToldDeadlines;
  readonly now: Instant;
}

/** The complaint's clocks and the limits of its open tasks, each with why it is due when it is. */
export function clocksOf(input: ClockViewInput): ClockView[] {
  const { state, now } = input;
  const clocks = Object.entries(state.clocks).map(([clock, { kind, budget, level, missed, stopped }]): ClockView => {
    const derived = derivation(input, budget, stopped?.at ?? now);
    return { clock, task: null, kind, ...derived, level, missed, stopped, ...explained(input, { clock }) };
  });
  const stage = state.stage?.key ?? '';
  const tasks = openTasks(state).map(({ id, part, budget, level, missed }): ClockView => {
    const clock = part === null ? stage : `${stage}/${part}`;
    const derived = derivation(input, budget, now);
    return {
      clock,
      task: id,
      kind: 'task',
      level,
      missed,
      stopped: null,
      ...derived,
      ...explained(input, { task: id }),
    };
  });
  return [...clocks, ...tasks];
}

function derivation({ rules: { calendar }, state: { pauses } }: ClockViewInput, budget: BudgetState, until: Instant) {
  const { startedAt, limit, extensions, pausable, dueAt } = budget;
  const counted = pausable ? pauses.filter(({ to }) => to === null || to > startedAt) : [];
  const at = until > startedAt ? until : startedAt;
  return {
    startedAt,
    limit,
    extensions: [...extensions],
    pauses: counted,
    used: used(calendar, startedAt, limit, counted, at),
    remaining: remaining(calendar, startedAt, limit, counted, at),
    dueAt,
  };
}

function explained({ rules, state, ruleBook, told }: ClockViewInput, of: DeadlineRef) {
  const why = whyDue(rules, state, of);
  const { assumed = false, source = null } = ruleBook.limits[why.limitRule.place] ?? {};
  const moves = movesOf(told.events, of).map((move) => ({
    ...move,
    reason: told.texts.get(move.event)?.['reason'] ?? null,
  }));
  return {
    limitRule: { ...why.limitRule, assumed, source },
    counted: why.counted.map((part) => ({ ...part, days: [...part.days], closed: [...part.closed] })),
    rungs: [...why.rungs],
    moves,
    why: whyInAllLanguages({ why, calendar: rules.calendar, texts: ruleBook.texts, moves }),
  };
}
