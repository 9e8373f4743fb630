import type { ActOf } from './act';
import type { Draft } from './draft';
import type { Ownership } from './event';
import { excludedFrom, ownedBy, resolveOwner } from './owners';
import { invalid } from './forms';
import { passOn } from './passing-time';
import { refuse } from './permissions';
import type { Refusal } from './refusal';
import { openWaiting } from './stages';
import { openTasks } from './tasks';

export function acceptHandover(draft: Draft, _act: ActOf<'acceptHandover'>): Refusal | null {
  const { task } = openWaiting(draft);
  if (task.taken) return refuse('stale', `${task.owner.person ?? 'somebody'} has taken it already`);
  draft.emit({ type: 'handoverTaken', task: task.id, person: draft.actor });
  return null;
}

/** While others of the department may still take it, it stays with them; when the last of them declines it is passed on. */
export function passOnAct(draft: Draft, act: ActOf<'declineHandover'>): Refusal | null {
  const refusal = mayDecline(draft);
  if (refusal) return refusal;
  const { task } = openWaiting(draft);
  draft.emit({ type: 'handoverDeclined', task: task.id, reason: act.reason });
  const left = task.owner.people.filter((person) => person !== draft.actor);
  if (left.length === 0) passOn(draft);
  else draft.emit({ type: 'assigned', task: task.id, owner: { ...task.owner, people: left, person: null } });
  return null;
}

/** Whether the hand-over can be declined as it stands: not once it is taken, not by the last in line. */
export function mayDecline(draft: Draft): Refusal | null {
  const { task, rule } = openWaiting(draft);
  if (rule.kind !== 'hand-over') return refuse('wrong-stage', 'this is not a hand-over');
  if (task.taken) return refuse('stale', 'it has been taken already; ask for it to be assigned to somebody else');
  return task.offer < rule.notTaken.length ? null : refuse('forbidden', 'the last in line keeps the hand-over');
}

export function assign(draft: Draft, act: ActOf<'assign'>): Refusal | null {
  const { state, rules } = draft;
  const { task, rule } = openWaiting(draft);
  if (!Object.hasOwn(rules.people.staff, act.to)) return invalid('to', 'must be the id of a member of staff');
  const excluded = excludedFrom(state, rule.kind, null).find(({ person }) => person === act.to);
  if (excluded)
    return refuse(
      excluded.why === 'own-proposal' ? 'own-proposal' : 'recused',
      `${act.to} must stand aside here; assign somebody else`,
    );
  const owner = { ...ownedBy(rules, task.owner.rule, act.to), department: task.owner.department };
  draft.emit({ type: 'assigned', task: task.id, owner, ...(act.reason === undefined ? {} : { reason: act.reason }) });
  return null;
}

/** Whoever has an interest in the matter stands aside for good; what they own moves on at once. */
export function recuse(draft: Draft, act: ActOf<'recuse'>): Refusal | null {
  const refusal = standsAside(draft);
  if (refusal) return refusal;
  const { actor } = draft;
  draft.emit({ type: 'recused', person: actor, reason: act.reason });
  for (const task of openTasks(draft.state).filter(({ owner }) => owner.people.includes(actor))) {
    draft.focus = task.id;
    const owner = ownerWithout(draft, actor);
    if (owner.people.length === 0) return refuse('forbidden', 'nobody else is left to hold this task');
    draft.emit({ type: 'assigned', task: task.id, owner });
  }
  return null;
}

/** Whether the actor may stand aside: once. */
export function standsAside({ actor, state }: Draft): Refusal | null {
  return state.recused.includes(actor) ? refuse('stale', `${actor} stands aside already`) : null;
}

/** A hand-over is offered to whoever is left, who may take or decline it; anything else, and what the last in line held, is theirs. */
function ownerWithout(draft: Draft, person: string): Ownership {
  const { state, rules } = draft;
  const { task, rule } = openWaiting(draft);
  const people = task.owner.people.filter((one) => one !== person);
  const leftOut = [...task.owner.leftOut, { person, why: 'recused' as const }];
  const owner =
    people.length > 0
      ? { ...task.owner, people, person: people.length === 1 ? (people[0] ?? null) : null, leftOut }
      : resolveOwner(rules, state, task.owner.rule, excludedFrom(state, rule.kind, task));
  const offered = rule.kind === 'hand-over' && task.offer < rule.notTaken.length;
  return offered ? { ...owner, person: null } : owner;
}
