import type { Draft } from '../draft';
import { holds } from '../rules/facts';
import { poolNamed } from '../model/people';
import { isStaff, NOBODY_LEFT_OUT } from '../people/leaving-out';
import { resolveOwner } from '../people/owners';
import { unique } from '../people/presence';
import { LATE } from '../model/procedure';
import type { Rules } from '../model/rules';
import type { Accountability, ComplaintState } from '../model/state';

/** What the rule book holds people and departments accountable for, when a complaint closes; each thing once. */
export function holdAccountable(draft: Draft): void {
  const { rules } = draft;
  for (const [rule, { when, on }] of Object.entries(rules.procedure.accountability ?? {})) {
    if (!holds(rules, draft.state, when)) continue;
    const people = unique(on.flatMap((whom) => peopleOf(rules, draft.state, whom)));
    const departments = unique(on.flatMap((whom) => departmentOf(rules, draft.state, whom)));
    const known = (draft.state.accountability ?? []).some((one) => isSame(one, { rule, people, departments }));
    if (!known && people.length + departments.length > 0) {
      draft.emit({ type: 'heldAccountable', rule, people, departments });
    }
  }
}

/** Those named; nobody answers for a pool in person. */
function peopleOf(rules: Rules, state: ComplaintState, whom: string): readonly string[] {
  if (whom === LATE) return state.explanations.flatMap(({ owedBy }) => owedBy.filter((one) => poolNamed(one) === null));
  if (Object.hasOwn(rules.procedure.owners, whom)) return resolveOwner(rules, state, whom, NOBODY_LEFT_OUT).people;
  const fact = state.facts[whom];
  return typeof fact === 'string' && isStaff({ rules, state }, fact) ? [fact] : [];
}

/** What a pool is held accountable for its department is, where it has one. */
function departmentOf(rules: Rules, state: ComplaintState, whom: string): readonly string[] {
  if (whom === LATE) {
    const pools = state.explanations.flatMap(({ owedBy }) => owedBy.flatMap((one) => poolNamed(one) ?? []));
    return pools.flatMap(({ department }) => department ?? []);
  }
  if (Object.hasOwn(rules.procedure.owners, whom)) {
    const department = resolveOwner(rules, state, whom, NOBODY_LEFT_OUT).pool?.department ?? null;
    return department === null ? [] : [department];
  }
  const fact = state.facts[whom];
  return typeof fact === 'string' && rules.people.ask('department', { department: fact }) ? [fact] : [];
}

type Line = Pick<Accountability, 'rule' | 'people' | 'departments'>;

function isSame(one: Line, other: Line): boolean {
  return (
    one.rule === other.rule &&
    one.people.join() === other.people.join() &&
    one.departments.join() === other.departments.join()
  );
}
