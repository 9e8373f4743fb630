import type { Draft } from '../draft';
import { kindOf } from '../kinds/table';
import type { Ownership } from '../model/event';
import { namesOf } from '../model/people';
import type { LeftOut } from '../model/question';
import { excludedFrom } from '../people/leaving-out';
import { ownership, resolveOwner } from '../people/owners';
import { leftOf } from '../people/leavers';
import { withMore } from '../people/presence';
import { openTasks } from '../model/tasks';
import { openWaiting } from './stages';

/**
 * What is held by people who have left the organisation goes to whoever else holds it, or to whoever is next by its rule.
 * Where there is nobody it stays as it is.
 */
export function passOnFromLeavers(draft: Draft): void {
  for (const task of openTasks(draft.state)) {
    draft.focus = task.id;
    const left = leftOf(draft, task.owner);
    if (left.length === 0) continue;
    const owner = ownerWithout(draft, []);
    if (namesOf(owner).length > 0) draft.emit({ type: 'assigned', task: task.id, owner, left });
  }
}

/**
 * Who holds the open task once some do not come into question for it any more. A hand-over is offered to whoever is left,
 * who may take or decline it; anything else, and what the last in line held, is theirs.
 */
export function ownerWithout(draft: Draft, out: readonly LeftOut[]): Ownership {
  const { rule, task } = openWaiting(draft);
  const owner = remaining(draft, out);
  const offered = kindOf(rule).offered(rule);
  return offered && task.offer < offered.to.length ? { ...owner, person: null } : owner;
}

/** Those who hold it besides these, else whoever the rule finds now. */
function remaining(draft: Draft, out: readonly LeftOut[]): Ownership {
  const { state, rules } = draft;
  const { task, rule } = openWaiting(draft);
  const { owner } = task;
  const aside = excludedFrom(draft, rule.kind, task);
  const people = owner.people.filter((one) => !out.some(({ person }) => person === one));
  const holders = { people, pool: owner.pool };
  const found = rules.people.ask('present', { holders, from: owner.department, aside, orAbove: false });
  if (namesOf(found).length === 0)
    return resolveOwner(rules, state, owner.rule, aside, { task: task.id, from: owner.department });
  const leftOut = withMore([...owner.leftOut, ...out], found.leftOut);
  return ownership(rules, { key: owner.rule, found: { ...found, leftOut }, department: owner.department });
}
