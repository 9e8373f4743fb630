import { forecast } from './forecast';
import type { Instant } from './calendar/calendar';
import type { ComplaintEvent, DeadlineRef } from './model/event';
import type { Rules } from './model/rules';
import type { ComplaintState } from './model/state';
import { openTasks, taskById } from './model/tasks';
import { evolve } from './record/evolve';
import { askedOf } from './rules/asked';

/** What will happen, and when, if nobody acts: told by roles, without anybody's name. */
export interface RoleForecast {
  readonly events: readonly ForeseenEvent[];
  readonly ends:
    { readonly as: 'archived'; readonly at: Instant } | { readonly as: 'held'; readonly roles: readonly string[] };
}

export interface ForeseenEvent extends Pick<ComplaintEvent, 'number' | 'at' | 'type' | 'stage' | 'round'> {
  /** Which task or clock it is about. */
  readonly of?: DeadlineRef;
  readonly action?: string;
  readonly outcome?: string;
  /** Whom it reaches or who owns the task from then on: roles of the organisation, or a relation of the owner. */
  readonly roles: readonly string[];
}

/** Throws when the procedure never comes to rest. */
export function roleForecast(rules: Rules, state: ComplaintState): RoleForecast {
  const { events, ends } = forecast(rules, state);
  let current = state;
  const foreseen = events.map((event) => {
    const told = foresee(rules, current, event);
    current = evolve(current, event);
    return told;
  });
  if (ends.as === 'archived') return { events: foreseen, ends };
  const roles = openTasks(current).map(({ owner }) => roleOf(rules, owner.rule));
  return { events: foreseen, ends: { as: 'held', roles: [...new Set(roles)] } };
}

function foresee(rules: Rules, before: ComplaintState, event: ComplaintEvent): ForeseenEvent {
  const { number, at, type, stage, round } = event;
  const of = 'of' in event ? event.of : 'task' in event && event.task !== null ? { task: event.task } : undefined;
  return {
    ...{ number, at, type, stage, round },
    ...(of === undefined ? {} : { of }),
    ...('action' in event ? { action: event.action } : {}),
    ...('outcome' in event ? { outcome: event.outcome } : {}),
    roles: [...new Set(rolesOf(rules, before, event))],
  };
}

function rolesOf(rules: Rules, before: ComplaintState, event: ComplaintEvent): readonly string[] {
  if (event.type === 'rungReached') return rolesOfRung(rules, before, event.of, event.rung);
  if (event.type === 'progressDue') {
    const task = taskById(before, event.task);
    return task ? [roleOf(rules, task.owner.rule), ...(event.beat > 1 ? ['supervisor'] : [])] : [];
  }
  return 'owner' in event && event.owner !== undefined ? [roleOf(rules, event.owner.rule)] : [];
}

function rolesOfRung(rules: Rules, before: ComplaintState, of: DeadlineRef, rung: number): readonly string[] {
  const ladder =
    'task' in of ? askedOf(rules, before, of.task).ladder : (rules.procedure.clocks[of.clock]?.ladder ?? []);
  const target = ladder[rung]?.to;
  return target === undefined ? [] : [roleOf(rules, target)];
}

/** The role behind a key of the procedure's `owners`; a relation of the owner stays as it is. */
function roleOf({ procedure: { owners } }: Rules, key: string): string {
  return owners[key]?.role ?? key;
}
