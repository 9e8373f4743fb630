import type { ActOf } from '../model/act';
import { Draft } from '../draft';
import type { LeftOutReason, Ownership } from '../model/event';
import { invalid, missing, type Refusal, refuse } from '../model/refusal';
import { excludedFrom, isStaff, NOBODY_LEFT_OUT, standingAside, standsAside } from '../people/leaving-out';
import { ownership, resolveOwner } from '../people/owners';
import { withMore } from '../people/presence';
import { kindOf } from '../kinds/table';
import { COMPLAINANT, namesOf } from '../model/people';
import { isSenior, refusedFor } from './permissions';
import { openWaiting } from '../stages/stages';
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
    const owner = ownerWithout(draft, person, objection ? 'objection' : 'recused');
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

/** A hand-over is offered to whoever is left, who may take or decline it; anything else, and what the last in line held, is theirs. */
function ownerWithout(draft: Draft, person: string, why: LeftOutReason): Ownership {
  const { rule, task } = openWaiting(draft);
  const owner = remaining(draft, person, why);
  const offered = kindOf(rule).offered(rule);
  return offered && task.offer < offered.to.length ? { ...owner, person: null } : owner;
}

/** Those who hold it besides somebody, else whoever the rule finds now. */
function remaining(draft: Draft, person: string, why: LeftOutReason): Ownership {
  const { state, rules } = draft;
  const { task, rule } = openWaiting(draft);
  const { owner } = task;
  const aside = excludedFrom(draft, rule.kind, task);
  const holders = { people: owner.people.filter((one) => one !== person), pool: owner.pool };
  const found = rules.people.ask('present', { holders, from: owner.department, aside, orAbove: false });
  if (namesOf(found).length === 0) return resolveOwner(rules, state, owner.rule, aside, task.id);
  const leftOut = withMore([...owner.leftOut, { person, why }], found.leftOut);
  return ownership(rules, { key: owner.rule, found: { ...found, leftOut }, department: owner.department });
}
