import type { Instant } from '../calendar/calendar';
import type { LeftOutReason, Ownership } from '../model/event';
import { ownerFor } from '../rules/facts';
import { staffInterestedIn } from './found-people';
import { KINDS } from '../kinds/table';
import type { OwnerRule, StageKind } from '../model/procedure';
import { askedOf } from '../rules/asked';
import type { Rules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';

export type LeftOut = Ownership['leftOut'][number];

/** Who does not come into question when owners are looked for. */
export interface LeavingOut {
  readonly people: readonly LeftOut[];
  /** Whoever is absent at this instant is left out, too, and their stand-in asked; null: absence does not count. */
  readonly now: Instant | null;
  /** Nobody's stand-in: the matter is to leave these people, or to be seen by somebody besides them. */
  readonly noStandIns?: readonly string[];
}

/** Whom a rule names, whoever they are. */
export const NOBODY_LEFT_OUT: LeavingOut = { people: [], now: null };

/** The rules, the state and the instant of a decision. */
export interface Moment {
  readonly rules: Rules;
  readonly state: ComplaintState;
  readonly now: Instant;
}

/**
 * Who must stand aside from the open or coming task: whoever stands aside from the complaint, for an approval whoever
 * proposed, whoever declined it, and whoever decided on an earlier stage that its owner must not have had.
 */
export function excludedFrom(moment: Moment, kind: StageKind | undefined, task: TaskState | null): LeavingOut {
  const { state, now } = moment;
  const judges = kind !== undefined && KINDS[kind].work === 'judges';
  const recused = state.recused.map((person): LeftOut => ({ person, why: whyRecused(state, person) }));
  const proposers = judges ? leftOut(state.proposedBy, 'own-proposal') : [];
  const declined = leftOut(task?.declined ?? [], 'declined');
  const listed = withMore([...recused, ...proposers, ...declined], leftOut(interested(moment), 'interest'));
  const before = task === null ? [] : ownersOf(moment, task).flatMap((rule) => handledBefore(rule, state));
  const approvers = judges ? (state.handledBy?.[state.stage?.key ?? ''] ?? []) : [];
  return { people: withMore(listed, before), now, noStandIns: [...(task?.owner.people ?? []), ...approvers] };
}

/** Who has completed a task of the stages that an owner must be other than. */
export function handledBefore({ otherThan = [] }: OwnerRule, { handledBy = {} }: ComplaintState): readonly LeftOut[] {
  const people = new Set(otherThan.flatMap((stage) => handledBy[stage] ?? []));
  return leftOut([...people].sort(), 'handled-before');
}

/** Why somebody stands aside from the whole complaint; null when they do not. */
export function standsAside(moment: Moment, person: string): LeftOutReason | null {
  if (moment.state.recused.includes(person)) return whyRecused(moment.state, person);
  return isInterested(moment, person) ? 'interest' : null;
}

/** Those listed, and of the others who is not yet. */
export function withMore(listed: readonly LeftOut[], others: readonly LeftOut[]): readonly LeftOut[] {
  return others.reduce<readonly LeftOut[]>(
    (all, other) => (all.some(({ person }) => person === other.person) ? all : [...all, other]),
    listed,
  );
}

/** Those who hold a task keep it, unless they have come to have an interest in the matter. */
export function exceptHolders({ people, ...out }: LeavingOut, owners: readonly string[]): LeavingOut {
  return { ...out, people: people.filter(({ person, why }) => why === 'interest' || !owners.includes(person)) };
}

function whyRecused({ objections = [] }: ComplaintState, person: string): LeftOutReason {
  return objections.includes(person) ? 'objection' : 'recused';
}

function leftOut(people: readonly string[], why: LeftOutReason): readonly LeftOut[] {
  return people.map((person) => ({ person, why }));
}

/** Everybody who has declared an interest in what the complaint is about. */
function interested({ rules: { people }, state: { registration } }: Moment): readonly string[] {
  const { about = [] } = registration;
  return [...new Set(about.flatMap((mark) => staffInterestedIn(people, mark)))].sort();
}

function isInterested({ rules: { people }, state: { registration } }: Moment, person: string): boolean {
  if (!Object.hasOwn(people.staff, person)) return false;
  const { about = [] } = registration;
  return (people.staff[person]?.interests ?? []).some((interest) => about.includes(interest));
}

/** The rules that an open task is owned by: its stage's, and the one that a rung has put it under since. */
function ownersOf({ rules, state }: Moment, task: TaskState): readonly OwnerRule[] {
  const { owners } = rules.procedure;
  const keys = [task.owner.rule, ownerFor(rules, state, askedOf(rules, state, task.id))];
  return [...new Set(keys)].flatMap((key) => (Object.hasOwn(owners, key) ? (owners[key] ?? []) : []));
}
