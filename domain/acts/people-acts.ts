import type { ActOf } from '../model/act';
import type { Draft } from '../draft';
import { invalid, type Refusal, refuse } from '../model/refusal';
import { kindOf } from '../kinds/table';
import type { Ownership } from '../model/event';
import { namesOf, type Pool } from '../model/people';
import { excludedFrom, isStaff, standsAside, withStandIns } from '../people/leaving-out';
import { passOnHandover } from '../stages/hand-over';
import { isDeputyOf } from './permissions';
import { openWaiting } from '../stages/stages';
import { taskById } from '../model/tasks';

export function acceptHandover(draft: Draft, _act: ActOf<'acceptHandover'>): Refusal | null {
  const { task } = openWaiting(draft);
  if (task.taken) return refuse('stale', `${task.owner.person ?? 'somebody'} has taken it already`);
  draft.emit({ type: 'handoverTaken', task: task.id, person: draft.actor });
  return null;
}

/** Whether the open task waits for somebody to take it. */
export function isToBeTaken({ state, focus }: Draft): boolean {
  return taskById(state, focus ?? '')?.taken === false;
}

/** While others of the department may still take it, it stays with them; when the last of them declines it is passed on. */
export function declineHandover(draft: Draft, act: ActOf<'declineHandover'>): Refusal | null {
  const refusal = declineRefusal(draft);
  if (refusal) return refusal;
  const { task } = openWaiting(draft);
  const { people, pool } = task.owner;
  const left = people.filter((person) => person !== draft.actor && !isDeputyOf(draft, person));
  draft.emit({ type: 'handoverDeclined', task: task.id, reason: act.reason });
  const others = pool === null ? left.length > 0 : isAnybodyLeftOf(draft, pool);
  if (!others) passOnHandover(draft);
  else draft.emit({ type: 'assigned', task: task.id, owner: { ...task.owner, people: left, person: null } });
  return null;
}

function isAnybodyLeftOf(draft: Draft, pool: Pool): boolean {
  const { task, rule } = openWaiting(draft);
  const aside = withStandIns(excludedFrom(draft, rule.kind, task));
  const holders = { people: [], pool };
  const found = draft.rules.people.ask('present', { holders, from: task.owner.department, aside, orAbove: false });
  return namesOf(found).length > 0;
}

/** Whether the hand-over can be declined as it stands: not once it is taken, not by the last in line. */
export function mayDecline(draft: Draft): boolean {
  return declineRefusal(draft) === null;
}

function declineRefusal(draft: Draft): Refusal | null {
  const { task, rule } = openWaiting(draft);
  const offered = kindOf(rule).offered(rule);
  if (offered === null) return refuse('wrong-stage', 'this is not a hand-over');
  if (task.taken) return refuse('stale', 'it has been taken already; ask for it to be assigned to somebody else');
  return task.offer < offered.to.length ? null : refuse('forbidden', 'the last in line keeps the hand-over');
}

/** What is given to somebody absent is their stand-in's, where one is free; otherwise it waits for them. */
export function assign(draft: Draft, act: ActOf<'assign'>): Refusal | null {
  const { rules, actor } = draft;
  const { to } = act;
  const { task, rule } = openWaiting(draft);
  if (!isStaff(draft, to)) return invalid('to', 'must be the id of a member of staff');
  const aside = excludedFrom(draft, rule.kind, { ...task, declined: [] });
  const why = aside.people.find(({ person }) => person === to)?.why ?? standsAside(draft, to);
  if (why !== null) {
    return refuse(why === 'own-proposal' ? why : 'recused', `${to} must stand aside here; assign somebody else`);
  }
  const holders = { people: [to], pool: null };
  const found = rules.people.ask('present', { holders, from: null, aside, orAbove: false });
  const [person = to] = to === actor ? [to] : found.people;
  const department = task.owner.department;
  const owner: Ownership = {
    ...{ rule: task.owner.rule, department, people: [person], person, pool: null },
    leftOut: person === to ? [] : [{ person: to, why: 'absent' }],
  };
  draft.emit({ type: 'assigned', task: task.id, owner, ...(act.reason === undefined ? {} : { reason: act.reason }) });
  return null;
}
