import type { Instant } from './calendar';
import type { Draft } from './draft';
import type { ClockOwner, Ownership } from './event';
import { excludedFrom, ownedBy, resolveTarget } from './owners';
import type { Target } from './procedure';
import { schedule, waitingRule, type Timed } from './schedule';
import type { ComplaintState } from './state';
import { completeTask, resume } from './stages';
import { TIME } from './people';

/**
 * Lets time pass: whatever fell due before an instant, and with `included` at it, happens at its own instant and in
 * order, each thing once.
 */
export function passTime(draft: Draft, until: Instant, edge: 'included' | 'excluded'): void {
  const { actor } = draft;
  for (let next = nextDue(draft, until, edge); next; next = nextDue(draft, until, edge)) {
    draft.moveTo(next.at, TIME);
    happen(draft, next);
  }
  draft.moveTo(until, actor);
}

function nextDue(draft: Draft, until: Instant, edge: 'included' | 'excluded'): Timed | null {
  const next = schedule(draft.rules, draft.state)[0];
  if (!next || next.at > until) return null;
  return next.at < until || edge === 'included' ? next : null;
}

function happen(draft: Draft, timed: Timed): void {
  switch (timed.what) {
    case 'deadline':
      return draft.emit({ type: 'deadlineMissed', of: timed.of, dueAt: timed.dueAt });
    case 'rung':
      return reachRung(draft, timed);
    case 'offerEnds':
      return passOn(draft);
    case 'silence':
      return completeTask(draft, { outcome: 'silent' });
    case 'pauseEnds':
      return resume(draft);
    case 'archive':
      return draft.emit({ type: 'archived' });
    default:
      return unknownTimed(timed);
  }
}

function unknownTimed(timed: never): never {
  throw new Error(`time does not do ${JSON.stringify(timed)}`);
}

function reachRung(draft: Draft, { of, rung, rule }: Extract<Timed, { what: 'rung' }>): void {
  const { rules, state } = draft;
  const excluded = excludedFrom(state, state.stage?.kind ?? '');
  const found = resolveTarget(rules, state, rule.to, excluded);
  const to = rule.action === 'give' ? found.slice(0, 1) : found;
  const holder = rule.action === 'give' && 'task' in of ? to[0] : undefined;
  draft.emit({
    type: 'rungReached',
    of,
    rung,
    level: Math.max(levelReached(state, of), levelOf(draft, of, rung)),
    action: rule.action,
    to,
    explain: rule.explain === undefined ? [] : resolveTarget(rules, state, rule.explain, excluded),
    ...(holder === undefined ? {} : { owner: ownedBy(rules, ruleOfHolder(draft, rule.to), holder) }),
  });
}

/** A relation of the owner (supervisor, department head) is no key of `owners`: the task stays under the rule it had. */
function ruleOfHolder({ rules, state }: Draft, target: Target): string {
  return Object.hasOwn(rules.procedure.owners, target) ? target : (state.stage?.task.owner.rule ?? target);
}

function levelReached(state: ComplaintState, of: ClockOwner): number {
  return ('task' in of ? state.stage?.task.level : state.clocks[of.clock]?.level) ?? 0;
}

/** How high the matter has climbed: rungs of its ladder up to this one that are more than reminders. */
function levelOf(draft: Draft, of: ClockOwner, rung: number): number {
  const { procedure } = draft.rules;
  const ladder =
    'task' in of
      ? waitingRule(draft.rules, draft.state.stage?.key ?? '').ladder
      : (procedure.clocks[of.clock]?.ladder ?? []);
  return ladder.slice(0, rung + 1).filter(({ action }) => action !== 'remind').length;
}

/** A hand-over that nobody takes goes to the next in line; the last in line keeps it. */
export function passOn(draft: Draft): void {
  const { rules, state } = draft;
  const { stage } = state;
  if (!stage) return;
  const rule = waitingRule(rules, stage.key);
  if (rule.kind !== 'hand-over') return;
  const target = rule.notTaken[stage.task.offer];
  if (target === undefined) return;
  const excluded = [...excludedFrom(state, rule.kind)];
  const people = resolveTarget(rules, state, target, excluded);
  const [person] = people;
  if (person === undefined) return;
  const last = stage.task.offer + 1 >= rule.notTaken.length;
  const found = ownedBy(rules, rule.owner, person);
  const owner: Ownership = last || people.length === 1 ? found : { ...found, people, person: null };
  draft.emit({
    type: 'handoverPassedOn',
    task: stage.task.id,
    owner: withDepartment(owner, stage.task.owner),
    offer: stage.task.offer + 1,
  });
}

function withDepartment(owner: Ownership, before: Ownership): Ownership {
  return { ...owner, department: before.department ?? owner.department };
}
