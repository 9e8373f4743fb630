import type { Draft } from './draft';
import { isAbove, resolveOwner } from './owners';
import { COMPLAINANT } from './people';
import type { Refusal, RefusalType } from './refusal';
import { openWaiting } from './stages';

/** Who may do an act, as the procedure's people stand now: null, or why not. */
export type Permission = (draft: Draft) => Refusal | null;

export function refuse(type: RefusalType, detail: string): Refusal {
  return { type, detail };
}

/**
 * The owner of the open task: its one person, or anybody of its pool; never who stands aside, never the proposer. Until
 * somebody takes a hand-over, wherever it was passed on to, anybody of the department still may.
 */
export const taskOwner: Permission = (draft) => {
  const { actor, state, rules } = draft;
  const { task, rule } = openWaiting(draft);
  if (state.recused.includes(actor))
    return refuse('recused', `${actor} stands aside from this complaint; assign somebody else`);
  if (rule.kind === 'approval' && state.proposedBy.includes(actor)) {
    return refuse('own-proposal', `${actor} made this proposal; somebody else must decide on it`);
  }
  if (task.owner.people.includes(actor)) return null;
  const named = task.owner.person !== null && (rule.kind !== 'hand-over' || task.taken);
  if (named) return notOwner(actor, task.owner.people);
  const now = rules.procedure.owners[task.owner.rule] && resolveOwner(rules, state, task.owner.rule, []);
  return now && now.people.includes(actor) && !task.declined.includes(actor)
    ? null
    : notOwner(actor, task.owner.people);
};

/** The complainant, or the owner of the open task on their behalf (a choice made by phone). */
export const complainantOrOwner: Permission = (draft) => (draft.actor === COMPLAINANT ? null : taskOwner(draft));

/** The complainant, or on their behalf the people who own the procedure's first stage. */
export const complainantOrDesk: Permission = (draft) => (draft.actor === COMPLAINANT ? null : desk(draft));

/** Anybody of the organisation, or the complainant. */
export const anybody: Permission = () => null;

/** Anybody of the organisation. */
export const staff: Permission = ({ actor }) =>
  actor === COMPLAINANT ? refuse('forbidden', 'this is for staff only') : null;

/** The owner, or somebody above the owner in the reporting line. */
export const ownerOrAbove: Permission = (draft) => {
  const refusal = taskOwner(draft);
  return refusal === null || aboveOwner(draft) === null ? null : refusal;
};

/** Somebody above the owner in the reporting line, who does not stand aside. */
export const aboveOwner: Permission = (draft) => {
  const { actor, state, rules } = draft;
  if (state.recused.includes(actor)) return refuse('recused', `${actor} stands aside from this complaint`);
  const { task } = openWaiting(draft);
  const senior =
    !task.owner.people.includes(actor) && task.owner.people.some((person) => isAbove(rules.people, actor, person));
  return senior ? null : refuse('forbidden', `only somebody above ${task.owner.people.join(', ')} may do this`);
};

/** The owner of the open task or the desk that received the complaint. */
export const ownerOrDesk: Permission = (draft) => {
  const refusal = taskOwner(draft);
  return refusal === null || desk(draft) === null ? null : refusal;
};

function desk({ actor, rules, state }: Draft): Refusal | null {
  const first = rules.procedure.stages[rules.procedure.first];
  if (!first || !('owner' in first)) return refuse('forbidden', 'only the complainant may do this');
  if (state.recused.includes(actor)) return refuse('recused', `${actor} stands aside from this complaint`);
  const people = resolveOwner(rules, state, first.owner, []).people;
  return people.includes(actor) ? null : refuse('forbidden', `only the complainant or ${first.owner} may do this`);
}

function notOwner(actor: string, owners: readonly string[]): Refusal {
  return refuse(
    'not-owner',
    `this task belongs to ${owners.join(', ') || 'nobody'}, not to ${actor}; ask for it to be assigned`,
  );
}
