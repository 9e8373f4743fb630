import type { Instant } from '../calendar/calendar';
import type { LeftOutReason } from '../model/event';
import { ownerFor } from '../rules/facts';
import { KINDS } from '../kinds/table';
import type { OwnerRule, StageKind } from '../model/procedure';
import { type Aside, type LeftOut, NOBODY } from '../model/question';
import { askedOf } from '../rules/asked';
import type { Rules } from '../model/rules';
import type { ComplaintState, TaskState } from '../model/state';
import { withMore } from './presence';

/** Whom a rule names, whoever they are. */
export const NOBODY_LEFT_OUT: Aside = { people: [], about: [], noStandIns: NOBODY, at: null };

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
export function excludedFrom(moment: Moment, kind: StageKind | undefined, task: TaskState | null): Aside {
  const { state, now } = moment;
  const judges = kind !== undefined && KINDS[kind].work === 'judges';
  const recused = state.recused.map((person): LeftOut => ({ person, why: whyRecused(state, person) }));
  const proposers = judges ? leftOut(state.proposedBy, 'own-proposal') : [];
  const declined = leftOut(task?.declined ?? [], 'declined');
  const before = task === null ? [] : ownersOf(moment, task).flatMap((rule) => handledBefore(rule, state));
  const approvers = judges ? (state.handledBy?.[state.stage?.key ?? ''] ?? []) : [];
  const holders = task?.owner ?? NOBODY;
  return {
    people: withMore([...recused, ...proposers, ...declined], before),
    about: aboutOf(state),
    noStandIns: { people: [...holders.people, ...approvers], pool: holders.pool },
    at: now,
  };
}

/** Nobody but those who stand aside from the whole complaint, at an instant. */
export function standingAside({ state, now }: Moment): Aside {
  const people = state.recused.map((person): LeftOut => ({ person, why: whyRecused(state, person) }));
  return { people, about: aboutOf(state), noStandIns: NOBODY, at: now };
}

/** The same people, who may all stand in for somebody. */
export function withStandIns(aside: Aside): Aside {
  return { ...aside, noStandIns: NOBODY };
}

/** Who has completed a task of the stages that an owner must be other than. */
export function handledBefore({ otherThan = [] }: OwnerRule, { handledBy = {} }: ComplaintState): readonly LeftOut[] {
  const people = new Set(otherThan.flatMap((stage) => handledBy[stage] ?? []));
  return leftOut([...people].sort(), 'handled-before');
}

/** Why somebody of the organisation stands aside from the whole complaint; null when they do not. */
export function standsAside({ rules, state }: Moment, person: string): LeftOutReason | null {
  if (state.recused.includes(person)) return whyRecused(state, person);
  const member = rules.people.ask('member', { person, about: aboutOf(state) });
  return member?.interested ? 'interest' : null;
}

/** Whether somebody is of the organisation. */
export function isStaff({ rules, state }: Pick<Moment, 'rules' | 'state'>, person: string): boolean {
  return rules.people.ask('member', { person, about: aboutOf(state) }) !== null;
}

/** Marks of what the complaint is about. */
export function aboutOf({ registration: { about = [] } }: ComplaintState): readonly string[] {
  return about;
}

function whyRecused({ objections = [] }: ComplaintState, person: string): LeftOutReason {
  return objections.includes(person) ? 'objection' : 'recused';
}

function leftOut(people: readonly string[], why: LeftOutReason): readonly LeftOut[] {
  return people.map((person) => ({ person, why }));
}

/** The rules that an open task is owned by: its stage's, and the one that a rung has put it under since. */
function ownersOf({ rules, state }: Moment, task: TaskState): readonly OwnerRule[] {
  const { owners } = rules.procedure;
  const keys = [task.owner.rule, ownerFor(rules, state, askedOf(rules, state, task.id))];
  return [...new Set(keys)].flatMap((key) => (Object.hasOwn(owners, key) ? (owners[key] ?? []) : []));
}
