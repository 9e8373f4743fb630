import { remaining, used } from '../../domain/calendar/due';
import type { Instant } from '../../domain/calendar/calendar';
import type { DeadlineRef } from '../../domain/model/event';
import type { BareRules } from '../../domain/model/rules';
import type { ComplaintState } from '../../domain/model/state';
import type { BudgetState } from '../../domain/calendar/budget';
import { openTasks } from '../../domain/model/tasks';
import type { ClockView } from '../../contract/complaint';
import type { ReadComplaint } from '../../services/complaint-reading';

export interface ClockViewInput {
  readonly rules: BareRules;
  readonly state: ComplaintState;
  readonly reasons: ReadComplaint['reasons'];
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

function explained({ reasons }: ClockViewInput, of: DeadlineRef) {
  const reason = reasons.find((one) => isSame(one.of, of));
  if (!reason) throw new Error(`no reason is known for ${JSON.stringify(of)}`);
  const { limitRule, counted, rungs, moves, why } = reason;
  return {
    limitRule,
    counted: counted.map((part) => ({ ...part, days: [...part.days], closed: [...part.closed] })),
    rungs: [...rungs],
    moves: [...moves],
    why,
  };
}

function isSame(one: DeadlineRef, other: DeadlineRef): boolean {
  return 'task' in one ? 'task' in other && one.task === other.task : 'clock' in other && one.clock === other.clock;
}
