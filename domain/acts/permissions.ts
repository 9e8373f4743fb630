import type { Draft } from '../draft';
import type { LeftOutReason } from '../model/event';
import { ownerFor } from '../rules/facts';
import { excludedFrom, NOBODY_LEFT_OUT, standsAside, withStandIns } from '../people/leaving-out';
import { isLeftBehind, leftOf } from '../people/leavers';
import { resolveOwner } from '../people/owners';
import { COMPLAINANT, namesOf, sourceActor, sourceOf, type Holders } from '../model/people';
import { kindOf, tasksOf } from '../kinds/table';
import type { Recorder, StageRule } from '../model/procedure';
import type { Aside } from '../model/question';
import { refuse, type Refusal, type RefusalType } from '../model/refusal';
import { openWaiting } from '../stages/stages';
import { taskById } from '../model/tasks';

/** Who may do an act, as the procedure's people stand now: null, or why not. */
export type Permission = (draft: Draft) => Refusal | null;

/**
 * The owner of the open task: its one person, or anybody of its pool, or who stands in for one of them that is absent;
 * never who stands aside, never the proposer. Until somebody takes a hand-over, wherever it was passed on to, anybody of
 * the department still may. Once whoever held it has left the organisation anybody may whom its rule names now, or who
 * is above one of these.
 */
export const taskOwner: Permission = (draft) => {
  const { actor, rules } = draft;
  const { task, rule } = openWaiting(draft);
  const judged = excludedFrom(draft, rule.kind, { ...task, declined: [] });
  const aside = withStandIns(excludedFrom(draft, rule.kind, task));
  const out = judged.people.find(({ person }) => person === actor);
  if (out) return refusedFor(out.why, actor);
  const why = standsAside(draft, actor);
  if (why !== null) return refusedFor(why, actor);
  const { people, pool, person } = task.owner;
  if (people.includes(actor)) return null;
  const left = leftOf(draft, task.owner);
  if (rules.people.ask('mayTake', { person: actor, holders: { people, pool }, aside })) return null;
  const holders = namesOf(task.owner).filter((name) => !left.includes(name));
  const leftBehind = left.length > 0 && holders.length === 0;
  const named = person !== null && !leftBehind && (task.taken || kindOf(rule).offered(rule) === null);
  if (named || task.declined.includes(actor) || !rules.procedure.owners[task.owner.rule]) {
    return notOwner(actor, holders);
  }
  const now = leftBehind ? holdersNow(draft) : namedNow(draft, task.owner.rule);
  const may = rules.people.ask('mayTake', { person: actor, holders: holdersOf(now), aside });
  return may || (leftBehind && isSenior(draft, now)) ? null : notOwner(actor, holders);
};

/** Who holds the open task; once they have left the organisation, whoever its rule names now. */
function holdersNow(draft: Draft): Holders {
  const { owner } = openWaiting(draft).task;
  if (!draft.rules.procedure.owners[owner.rule] || !isLeftBehind(draft, owner)) return owner;
  const { rule, task } = openWaiting(draft);
  return resolveOwner(draft.rules, draft.state, owner.rule, excludedFrom(draft, rule.kind, task), {
    from: owner.department,
  });
}

function holdersOf({ people, pool }: Holders): Holders {
  return { people, pool };
}

/** Whom a rule names now, whoever stands aside. */
function namedNow({ rules, state, now }: Draft, rule: string): Holders {
  return resolveOwner(rules, state, rule, { ...NOBODY_LEFT_OUT, at: now });
}

/** The complainant, or the owner of the open task on their behalf (a choice made by phone). */
export const complainantOrOwner: Permission = (draft) => (draft.actor === COMPLAINANT ? null : taskOwner(draft));

/** The complainant, or on their behalf the people who own the procedure's first stage. */
export const complainantOrDesk: Permission = (draft) => (draft.actor === COMPLAINANT ? null : desk(draft));

/** Whoever the rule book lets record some outcome of what is awaited: the complainant, the owner, or a system. */
export const recorder: Permission = (draft) => {
  const { rule } = openWaiting(draft);
  const recorders = 'recordedBy' in rule ? Object.values(rule.recordedBy).flat() : [];
  return recorders.some((one) => isRecorder(draft, one)) ? null : notRecorder(draft);
};

/** Whether the actor is who an outcome names as its recorder. */
export function isRecorder(draft: Draft, recorder: Recorder): boolean {
  const { actor, state } = draft;
  if (recorder === 'complainant') return actor === COMPLAINANT;
  if (recorder === 'staff') return actor !== COMPLAINANT && sourceOf(actor) === null && taskOwner(draft) === null;
  return actor === (recorder === 'source' ? sourceActor(state.registration.source) : recorder);
}

function notRecorder(draft: Draft): Refusal {
  const isStaff = draft.actor !== COMPLAINANT && sourceOf(draft.actor) === null;
  const refusal = isStaff ? taskOwner(draft) : null;
  return refusal ?? refuse('forbidden', 'the rule book has somebody else record what is awaited');
}

/** Anybody of the organisation, or the complainant. */
export const anybody: Permission = () => null;

/** Anybody of the organisation; the complainant as often as the procedure lets them object to somebody. */
export const staffOrObjector: Permission = ({ actor, rules, state }) => {
  const { objections: most = 0 } = rules.procedure;
  if (actor !== COMPLAINANT || (state.objections ?? []).length < most) return null;
  return refuse(
    'forbidden',
    most === 0
      ? 'this procedure lets nobody be objected to'
      : `no more than ${most} may be objected to, which is so now`,
  );
};

/** The owner, or somebody above the owner in the reporting line. */
export const ownerOrAbove: Permission = (draft) => {
  const refusal = taskOwner(draft);
  return refusal === null || aboveOwner(draft) === null ? null : refusal;
};

/** Somebody above the owner in the reporting line, who does not stand aside. */
export const aboveOwner: Permission = (draft) => {
  const { actor } = draft;
  const aside = standsAside(draft, actor);
  if (aside !== null) return refusedFor(aside, actor);
  const { owner } = openWaiting(draft).task;
  const isAbove = (holders: Holders): boolean => !holders.people.includes(actor) && isSenior(draft, holders);
  if (isAbove(owner)) return null;
  const holders = holdersNow(draft);
  return isAbove(holders)
    ? null
    : refuse('forbidden', `only somebody above ${namesOf(holders).join(', ') || 'its owner'} may do this`);
};

/** The owner of the open task or the desk that received the complaint. */
export const ownerOrDesk: Permission = (draft) => {
  const refusal = taskOwner(draft);
  return refusal === null || desk(draft) === null ? null : refusal;
};

function desk(draft: Draft): Refusal | null {
  const { actor, rules, now } = draft;
  const first = rules.procedure.stages[rules.procedure.first];
  const owners = deskOwners(draft, first);
  if (owners.length === 0) return refuse('forbidden', 'only the complainant may do this');
  const aside = standsAside(draft, actor);
  if (aside !== null) return refusedFor(aside, actor);
  const belongs = owners.some((owner) => isOfDesk(draft, owner, { ...NOBODY_LEFT_OUT, at: now }));
  return belongs ? null : refuse('forbidden', `only the complainant or ${owners.join(' or ')} may do this`);
}

/** Who owns the first stage: the desk, or everybody who begins side by side. */
function deskOwners({ rules, state }: Draft, first: StageRule | undefined): readonly string[] {
  return first ? [...new Set(tasksOf(first).map((asked) => ownerFor(rules, state, asked)))] : [];
}

/** What one of the desk received is the business of all the desk, when the complainant calls. */
function isOfDesk(draft: Draft, owner: string, aside: Aside): boolean {
  const { actor, rules } = draft;
  if (rules.people.ask('mayTake', { person: actor, holders: holdersOf(namedNow(draft, owner)), aside })) return true;
  const { receiver, role = '' } = rules.procedure.owners[owner] ?? {};
  const holders = { people: [], pool: { role, department: null } };
  return receiver === true && rules.people.ask('mayTake', { person: actor, holders, aside: NOBODY_LEFT_OUT });
}

/** Whether the actor is the stand-in of somebody who is absent now, and free to be. */
export function isDeputyOf(draft: Draft, person: string): boolean {
  const { rules, state, actor, focus } = draft;
  const aside = withStandIns(excludedFrom(draft, state.stage?.kind, taskById(state, focus ?? '')));
  return (
    actor !== person && rules.people.ask('mayTake', { person: actor, holders: { people: [person], pool: null }, aside })
  );
}

/** Whether the actor stands above one of those who hold something, or in for somebody absent who does. */
export function isSenior(draft: Draft, { people, pool }: Holders): boolean {
  const { rules, state, actor, focus } = draft;
  const aside = withStandIns(excludedFrom(draft, state.stage?.kind, taskById(state, focus ?? '')));
  return rules.people.ask('isAbove', { person: actor, holders: { people, pool }, aside });
}

const REFUSED_FOR: Readonly<Record<LeftOutReason, readonly [RefusalType, string]>> = {
  recused: ['recused', 'stands aside from this complaint; assign somebody else'],
  objection: ['recused', 'stands aside because the complainant objects; assign somebody else'],
  interest: ['recused', 'has declared an interest in this matter; assign somebody else'],
  'handled-before': ['recused', 'decided on an earlier stage; somebody else must decide on this one'],
  'own-proposal': ['own-proposal', 'made this proposal; somebody else must decide on it'],
  declined: ['forbidden', 'has declined this; ask for it to be assigned'],
  absent: ['forbidden', 'is absent; ask for it to be assigned'],
};

/** What somebody is told who acts although they are left out. */
export function refusedFor(why: LeftOutReason, person: string): Refusal {
  const [type, because] = REFUSED_FOR[why];
  return refuse(type, `${person} ${because}`);
}

function notOwner(actor: string, owners: readonly string[]): Refusal {
  const holders = owners.join(', ') || 'nobody now';
  return refuse('not-owner', `this task belongs to ${holders}, not to ${actor}; ask for it to be assigned`);
}
