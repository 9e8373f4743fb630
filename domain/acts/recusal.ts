import type { ActOf } from '../model/act';
import { Draft } from '../draft';
import type { LeftOutReason, Ownership } from '../model/event';
import { invalid, missing, type Refusal, refuse } from '../model/refusal';
import { excludedFrom, exceptHolders, standsAside, withMore } from '../people/leaving-out';
import { passedOver, resolveOwner, availableOrStandIns } from '../people/owners';
import { kindOf } from '../kinds/table';
import { COMPLAINANT } from '../model/people';
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
  for (const task of openTasks(state).filter(({ owner }) => owner.people.includes(person))) {
    draft.focus = task.id;
    const owner = ownerWithout(draft, person, objection ? 'objection' : 'recused');
    if (owner.people.length === 0) return nobodyLeft();
    draft.emit({ type: 'assigned', task: task.id, owner });
  }
  return null;
}

/** Whether there is anybody whom the actor could have stand aside now, themselves or another. */
export function mayRecuse({ rules, state, now, origin }: Draft): boolean {
  const reason = { content: '', hash: '' };
  const { actor } = origin;
  return [actor, ...Object.keys(rules.people.staff)].some((person) => {
    const trial = new Draft(rules, state, now, origin);
    return recuse(trial, { act: 'recuse', by: actor, person, reason }) === null;
  });
}

function soleHolder({ state }: Draft, task: string | undefined): string | undefined {
  const { owner } = (task === undefined ? nearestTask(state) : taskById(state, task)) ?? {};
  return owner?.people.length === 1 ? owner.people[0] : undefined;
}

/** Once; somebody else only by the complainant, or by a superior who does not stand aside themselves. */
function mayStandAside(draft: Draft, person: string): Refusal | null {
  const { actor, rules, state } = draft;
  if (!Object.hasOwn(rules.people.staff, person)) return invalid('person', 'must be the id of a member of staff');
  if (person !== actor && actor !== COMPLAINANT) {
    if (!isSenior(draft, person)) return invalid('person', 'must be somebody below you; leave it out to stand aside');
    const aside = standsAside(draft, actor);
    if (aside !== null) return refusedFor(aside, actor);
  }
  return state.recused.includes(person) ? refuse('stale', `${person} stands aside already`) : null;
}

function somebodyIsLeft(draft: Draft): boolean {
  return Object.keys(draft.rules.people.staff).some((person) => standsAside(draft, person) === null);
}

function nobodyLeft(): Refusal {
  return refuse('forbidden', 'nobody else is left to hold this task');
}

/** A hand-over is offered to whoever is left, who may take or decline it; anything else, and what the last in line held, is theirs. */
function ownerWithout(draft: Draft, person: string, why: LeftOutReason): Ownership {
  const { state, rules } = draft;
  const { task, rule } = openWaiting(draft);
  const excluded = excludedFrom(draft, rule.kind, task);
  const others = task.owner.people.filter((one) => one !== person);
  const out = exceptHolders(excluded, others);
  const people = availableOrStandIns(rules.people, others, out);
  const leftOut = [...task.owner.leftOut, { person, why }];
  const owner =
    people.length > 0
      ? {
          ...task.owner,
          people,
          person: people.length === 1 ? (people[0] ?? null) : null,
          leftOut: withMore(leftOut, passedOver(rules.people, others, out)),
        }
      : resolveOwner(rules, state, task.owner.rule, excluded);
  const offered = kindOf(rule).offered(rule);
  return offered && task.offer < offered.to.length ? { ...owner, person: null } : owner;
}
