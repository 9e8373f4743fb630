import type { ComplainantActBody, StaffActBody } from '../contract/act';
import type { Instant } from '../domain/calendar/calendar';
import type { EventType } from '../domain/model/event';
import type { RemedyChoice } from '../domain/model/procedure';

/** What is known of a complaint before the next move. */
export interface Seen {
  readonly status: 'open' | 'closed' | 'archived';
  readonly stage: string | null;
  readonly round: number;
  /** Number of the visit or place in the chain of approvers, from 1. */
  readonly step: number;
  readonly level: number;
  readonly owners: readonly string[];
  readonly department: string | null;
  /** Types of the events of this round. */
  readonly happened: readonly string[];
  readonly events: number;
  readonly lastAt: Instant;
  /** When time will do something next if nobody acts; null when it never will. */
  readonly nextAt: Instant | null;
}

interface Moment {
  /** Key of the open stage, or `closed`. */
  readonly stage: string;
  readonly round?: number;
  readonly step?: number;
  /** Not once this has happened in the round. */
  readonly unless?: EventType;
}

export interface Deed extends Moment {
  readonly does: 'act';
  /** The owner of the task, the complainant, or somebody with a role: of the task's department where there is one. */
  readonly by: string;
  /** Time since the last thing that happened, such as `4wh`. */
  readonly after: string;
  readonly body: (actor: string) => StaffActBody | ComplainantActBody;
}

/** Nobody acts: on to the next thing that time does, while the task's level is below `below` (else for good). */
export interface Wait extends Moment {
  readonly does: 'wait';
  readonly below?: number;
}

export type Play = Deed | Wait;

export interface Story {
  /** File of `examples/intake/`, without its ending. */
  readonly file: string;
  readonly title: string;
  /** The first that fits and is allowed comes next; where none is, the story ends. */
  readonly plays: readonly Play[];
}

type Where = Partial<Moment> & { readonly after?: string };

export const OWNER = 'owner';
export const CUSTOMER = 'complainant';

export function deed(stage: string, by: string, body: Deed['body'], { after = '3wh', ...where }: Where = {}): Deed {
  return { does: 'act', stage, by, after, body, ...where };
}

export function letTimePass(stage: string, where: Partial<Moment> & { readonly below?: number } = {}): Wait {
  return { does: 'wait', stage, ...where };
}

export function founded(responsible: string, findings: string, where: Where = {}): Deed {
  const form = { findings, responsible };
  return deed('investigate', OWNER, () => ({ act: 'complete', outcome: 'founded', form }), { after: '5wh', ...where });
}

export function takesOver(where: Where = {}): Deed {
  return deed('hand-over', OWNER, () => ({ act: 'acceptHandover' }), { after: '2wh', ...where });
}

export interface AnswerInput {
  readonly answer: string;
  readonly solution: RemedyChoice[];
  readonly speaksForCompany: boolean;
}

export function answers({ answer, solution, speaksForCompany }: AnswerInput, where: Where = {}): Deed {
  const form = { answer, solution, 'speaks-for-company': speaksForCompany };
  return deed('hand-over', OWNER, () => ({ act: 'complete', outcome: 'answered', form }), { after: '6wh', ...where });
}

export function approves(where: Where = {}): Deed {
  return deed('management', OWNER, () => ({ act: 'approve' }), where);
}

export function agrees(where: Where = {}): Deed {
  return deed('consent', CUSTOMER, () => ({ act: 'choose', outcome: 'agreed' }), where);
}

export function disagrees(reason: string, where: Where = {}): Deed {
  return deed('consent', CUSTOMER, () => ({ act: 'choose', outcome: 'disagreed', reason }), where);
}

export function carriesOut(done: string, where: Where = {}): Deed {
  const body = () => ({ act: 'complete', outcome: 'done', form: { done } }) as const;
  return deed('execute', OWNER, body, { after: '20wh', ...where });
}

/** Staff visit and fill in the survey with the customer. */
export function visits(satisfaction: string, comments: string, where: Where = {}): Deed {
  const form = { satisfaction, comments };
  return deed('revisit', OWNER, () => ({ act: 'complete', form }), { after: '8wh', ...where });
}

/** The customer fills in the survey on the tracking page. */
export function answersSurvey(satisfaction: string, comments: string, where: Where = {}): Deed {
  const form = { satisfaction, comments };
  return deed('revisit', CUSTOMER, () => ({ act: 'answerSurvey', form }), { after: '9wh', ...where });
}

/** Somebody of the pool takes the task on. */
export function takesOn(stage: string, where: Where = {}): Deed {
  return deed(stage, OWNER, (actor) => ({ act: 'assign', to: actor }), { unless: 'assigned', after: '1wh', ...where });
}
