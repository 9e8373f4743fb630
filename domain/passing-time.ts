import type { Instant } from './calendar/calendar';
import type { Draft } from './draft';
import type { DeadlineRef, Ownership } from './model/event';
import { namesOf } from './model/people';
import type { Found } from './model/question';
import { excludedFrom } from './people/leaving-out';
import { findTarget, ownedBy, ownership, resolveTarget, tellOf } from './people/owners';
import type { Target } from './model/procedure';
import { progressFallsDue } from './time/progress';
import type { Rules } from './model/rules';
import { schedule, type Timed } from './time/schedule';
import { askedOf } from './rules/asked';
import type { ComplaintState, TaskState } from './model/state';
import { completeTask } from './stages/stages';
import { resume } from './time/standing-still';
import { nearestTask, taskById } from './model/tasks';
import { BY_TIME } from './model/origin';
import { passOnHandover } from './stages/hand-over';

/**
 * Lets time pass: whatever fell due before an instant, and with `included` at it, happens at its own instant and in
 * order, each thing once.
 */
export function passTime(draft: Draft, until: Instant, edge: 'included' | 'excluded'): void {
  const { origin } = draft;
  for (let next = nextDue(draft, until, edge); next; next = nextDue(draft, until, edge)) {
    draft.moveTo(next.at, BY_TIME);
    draft.focus = taskOf(next);
    happen(draft, next);
  }
  draft.moveTo(until, origin);
}

function nextDue(draft: Draft, until: Instant, edge: 'included' | 'excluded'): Timed | null {
  const next = schedule(draft.rules, draft.state)[0];
  if (!next || next.at > until) return null;
  return next.at < until || edge === 'included' ? next : null;
}

/** Which task a timed thing is about; a clock's rung is about the task that is due first. */
function taskOf(timed: Timed): string | null {
  if ('task' in timed) return timed.task;
  return 'of' in timed && 'task' in timed.of ? timed.of.task : null;
}

function happen(draft: Draft, timed: Timed): void {
  switch (timed.what) {
    case 'limit':
      return draft.emit({ type: 'deadlineMissed', of: timed.of, dueAt: timed.dueAt });
    case 'rung':
      return reachRung(draft, timed);
    case 'offerEnds':
      return passOnHandover(draft);
    case 'lapse':
      return completeTask(draft, { outcome: timed.outcome });
    case 'pauseEnds':
      return resume(draft);
    case 'archive':
      return draft.emit({ type: 'archived' });
    case 'progressDue':
      return progressFallsDue(draft, timed.task);
    default:
      return unknownTimed(timed);
  }
}

function unknownTimed(timed: never): never {
  throw new Error(`time does not do ${JSON.stringify(timed)}`);
}

function reachRung(draft: Draft, { of, rung, rule }: Extract<Timed, { what: 'rung' }>): void {
  const { rules, state } = draft;
  const task = ('task' in of ? taskById(state, of.task) : nearestTask(state)) ?? null;
  const whom = { task, excluded: excludedFrom(draft, state.stage?.kind, task) };
  const found = findTarget(rules, state, rule.to, whom, rule.action === 'give' ? 'by-name' : 'or-pool');
  const to = rule.action === 'give' ? namesOf(found).slice(0, 1) : namesOf(found);
  const given = rule.action === 'give' && 'task' in of && to.length > 0;
  draft.emit({
    type: 'rungReached',
    of,
    rung,
    level: Math.max(levelReached(state, of), levelOf(draft, of, rung)),
    action: rule.action,
    to,
    explain: rule.explain === undefined ? [] : resolveTarget(rules, state, rule.explain, whom),
    ...(rule.atOnce === undefined ? {} : { atOnce: rule.atOnce }),
    ...(found.pool === null ? {} : tellOf(rules, rule.to)),
    ...(given ? { owner: held(rules, ruleOfHolder(rules, rule.to, task), found) } : {}),
  });
}

/** By the first of those found; a pool is nobody by name, and goes on holding it. */
function held(rules: Rules, key: string, found: Found): Ownership {
  return found.pool === null ? ownedBy(rules, key, found) : ownership(rules, { key, found, department: null });
}

/** A relation of the owner (supervisor, department head) is no key of `owners`: the task stays under the rule it had. */
function ruleOfHolder(rules: Rules, target: Target, task: TaskState | null): string {
  return Object.hasOwn(rules.procedure.owners, target) ? target : (task?.owner.rule ?? target);
}

function levelReached(state: ComplaintState, of: DeadlineRef): number {
  return ('task' in of ? taskById(state, of.task) : state.clocks[of.clock])?.level ?? 0;
}

/** How high the matter has climbed: rungs of its ladder up to this one that are more than reminders. */
function levelOf(draft: Draft, of: DeadlineRef, rung: number): number {
  const { procedure } = draft.rules;
  const ladder =
    'task' in of ? askedOf(draft.rules, draft.state, of.task).ladder : (procedure.clocks[of.clock]?.ladder ?? []);
  return ladder.slice(0, rung + 1).filter(({ action }) => action !== 'remind').length;
}
