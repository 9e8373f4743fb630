import type { ActOf } from './act';
import type { Draft } from './draft';
import { excludedFrom, ownedBy, resolveOwner } from './owners';
import { invalid } from './forms';
import { passOn } from './passing-time';
import { refuse } from './permissions';
import type { Refusal } from './refusal';
import { openWaiting } from './stages';

export function acceptHandover(draft: Draft, _act: ActOf<'acceptHandover'>): Refusal | null {
  const { task } = openWaiting(draft);
  if (task.taken) return refuse('stale', `${task.owner.person ?? 'somebody'} has taken it already`);
  draft.emit({ type: 'handoverTaken', task: task.id, person: draft.actor });
  return null;
}

/** While others of the department may still take it, it stays with them; when the last of them declines it is passed on. */
export function passOnAct(draft: Draft, act: ActOf<'declineHandover'>): Refusal | null {
  const { task, rule } = openWaiting(draft);
  if (rule.kind !== 'hand-over') return refuse('wrong-stage', 'this is not a hand-over');
  if (task.taken) return refuse('stale', 'it has been taken already; ask for it to be assigned to somebody else');
  if (task.offer >= rule.notTaken.length) return refuse('forbidden', 'the last in line keeps the hand-over');
  draft.emit({ type: 'handoverDeclined', task: task.id, reason: act.reason });
  const left = task.owner.people.filter((person) => person !== draft.actor);
  if (left.length === 0) passOn(draft);
  else draft.emit({ type: 'assigned', task: task.id, owner: { ...task.owner, people: left, person: null } });
  return null;
}

export function assign(draft: Draft, act: ActOf<'assign'>): Refusal | null {
  const { state, rules } = draft;
  const { task, rule } = openWaiting(draft);
  if (!Object.hasOwn(rules.people.staff, act.to)) return invalid('to', 'must be the id of a member of staff');
  const excluded = excludedFrom({ ...state, stage: null }, rule.kind).find(({ person }) => person === act.to);
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
  const { rules, actor, state } = draft;
  if (state.recused.includes(actor)) return refuse('stale', `${actor} stands aside already`);
  const { task, rule } = openWaiting(draft);
  draft.emit({ type: 'recused', person: actor, reason: act.reason });
  if (!task.owner.people.includes(actor)) return null;
  const excluded = excludedFrom(draft.state, rule.kind);
  const left = task.owner.people.filter((person) => person !== actor);
  const owner =
    left.length > 0
      ? {
          ...task.owner,
          people: left,
          person: left.length === 1 ? (left[0] ?? null) : null,
          leftOut: [...task.owner.leftOut, { person: actor, why: 'recused' as const }],
        }
      : resolveOwner(rules, draft.state, task.owner.rule, excluded);
  draft.emit({ type: 'assigned', task: task.id, owner });
  return null;
}
