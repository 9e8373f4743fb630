import type { ActOf } from '../model/act';
import { Draft } from '../draft';
import type { Ownership } from '../model/event';
import { invalid, missing, type Refusal, refuse } from '../model/refusal';
import { isStaff, NOBODY_LEFT_OUT, standingAside, standsAside } from '../people/leaving-out';
import { COMPLAINANT, namesOf } from '../model/people';
import { isSenior, refusedFor } from './permissions';
import { ownerWithout } from '../stages/successor';
import { nearestTask, openTasks, taskById } from '../model/tasks';

/**
 * Whoever has an interest in the matter stands aside for good, by themselves, told to by somebody above them, or because
 * the complainant objects to them; what they own moves on at once.
 */
export function recuse(draft: Draft, act: ActOf<'recuse'>): Refusal | null {
  const { actor, state } = draft;
  const objection = actor === COMPLAINANT;
  const person = act.person ?? (objection ? soleHolder(draft, act.task) : actor);
  if (person === undefined) return missing('person');
  const refusal = mayStandAside(draft, person);
  if (refusal) return refusal;
  draft.emit({ type: 'recused', person, reason: act.reason, ...(objection ? { objection } : {}) });
  if (person !== actor && !somebodyIsLeft(draft)) return nobodyLeft();
  for (const task of openTasks(state)) {
    draft.focus = task.id;
    if (!isHeldBy(draft, task.owner, person)) continue;
    const owner = ownerWithout(draft, [{ person, why: objection ? 'objection' : 'recused' }]);
    if (namesOf(owner).length === 0) return nobodyLeft();
    draft.emit({ type: 'assigned', task: task.id, owner });
  }
  return null;
}

/** Whether somebody holds it by name, or is of the pool that does. */
function isHeldBy(draft: Draft, { people, pool }: Ownership, person: string): boolean {
  if (people.includes(person)) return true;
  if (pool === null) return false;
  return draft.rules.people.ask('mayTake', { person, holders: { people: [], pool }, aside: NOBODY_LEFT_OUT });
}

/** Whether there is anybody whom the actor could have stand aside now: themselves, whoever holds a task, or one below. */
export function mayRecuse(draft: Draft): boolean {
  const { rules, state, now, origin } = draft;
  const reason = { content: '', hash: '' };
  const { actor } = origin;
  const could = (person: string): boolean => {
    const trial = new Draft(rules, state, now, origin);
    return recuse(trial, { act: 'recuse', by: actor, person, reason }) === null;
  };
  const holders = openTasks(state).flatMap(({ owner }) => owner.people);
  if ([...new Set([actor, ...holders])].some(could)) return true;
  if (actor === COMPLAINANT) return somebodyIsLeft(draft);
  const except = [...new Set([...state.recused, ...holders])].sort();
  return standsAside(draft, actor) === null && rules.people.ask('junior', { of: actor, except });
}

function soleHolder({ state }: Draft, task: string | undefined): string | undefined {
  const { owner } = (task === undefined ? nearestTask(state) : taskById(state, task)) ?? {};
  return owner?.people.length === 1 ? owner.people[0] : undefined;
}

/** Once; somebody else only by the complainant, or by a superior who does not stand aside themselves. */
function mayStandAside(draft: Draft, person: string): Refusal | null {
  const { actor, state } = draft;
  if (!isStaff(draft, person)) return invalid('person', 'must be the id of a member of staff');
  if (person !== actor && actor !== COMPLAINANT) {
    if (!isSenior(draft, { people: [person], pool: null }))
      return invalid('person', 'must be somebody below you; leave it out to stand aside');
    const aside = standsAside(draft, actor);
    if (aside !== null) return refusedFor(aside, actor);
  }
  return state.recused.includes(person) ? refuse('stale', `${person} stands aside already`) : null;
}

function somebodyIsLeft(draft: Draft): boolean {
  return draft.rules.people.ask('anybody', { aside: standingAside(draft) });
}

function nobodyLeft(): Refusal {
  return refuse('forbidden', 'nobody else is left to hold this task');
}
