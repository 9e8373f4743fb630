import type { Draft } from '../draft';
import type { Ownership } from '../model/event';
import { kindOf } from '../kinds/table';
import { askedOf } from '../rules/asked';
import { openWaiting } from './stages';
import { namesOf } from '../model/people';
import { findTarget, ownedBy, ownership } from '../people/owners';
import { excludedFrom } from '../people/leaving-out';

export function withDepartment(owner: Ownership, before: Ownership): Ownership {
  return { ...owner, department: before.department ?? owner.department };
}

/** A hand-over that nobody takes goes to the next in line; the last in line keeps it. */
export function passOnHandover(draft: Draft): void {
  const { rules, state } = draft;
  const { rule, task } = openWaiting(draft);
  const offered = kindOf(rule).offered(rule);
  const target = offered?.to[task.offer];
  if (offered === null || target === undefined) return;
  const whom = { task, excluded: excludedFrom(draft, rule.kind, task) };
  const last = task.offer + 1 >= offered.to.length;
  const found = findTarget(rules, state, target, whom, last ? 'by-name' : 'or-pool');
  if (namesOf(found).length === 0) return;
  const key = askedOf(rules, state, task.id).owner;
  const owner =
    last && found.pool === null ? ownedBy(rules, key, found) : ownership(rules, { key, found, department: null });
  draft.emit({
    type: 'handoverPassedOn',
    task: task.id,
    owner: withDepartment(owner, task.owner),
    offer: task.offer + 1,
  });
}
