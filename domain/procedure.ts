import type { Span } from './span';

/**
 * A procedure as the core reads it: the rules of one rule book, compiled from YAML, plain JSON.
 * Texts that people read are not here: they stay in `procedures/` and never travel with a complaint.
 */
export interface Procedure {
  readonly key: string;
  /** Content hash of the compiled rules; a complaint keeps the rules it was registered under. */
  readonly hash: string;
  readonly calendar: string;
  readonly channels: readonly string[];
  readonly locales: readonly string[];
  readonly categories: Readonly<Record<string, CategoryRule>>;
  readonly severities: readonly string[];
  readonly remedies: readonly string[];
  /** What a complaint must bring besides the common intake fields. */
  readonly intake: Form;
  readonly owners: Readonly<Record<string, OwnerRule>>;
  readonly clocks: Readonly<Record<string, ClockRule>>;
  readonly stages: Readonly<Record<string, StageRule>>;
  /** The stage that registration opens. */
  readonly first: string;
  readonly pause: PauseRule;
  readonly reopen: ReopenRule;
  /** Outside routes named in a final reply: regulator, association, court. */
  readonly outsideRoutes: readonly string[];
}

export interface CategoryRule {
  readonly visits?: VisitRule;
}

/** How many revisits a category asks for: `least` before it may close, up to `most` while there is doubt. */
export interface VisitRule {
  readonly least: number;
  readonly most: number;
}

/**
 * Who owns a task. `in` and `above` name a fact that holds a department: staff with the role in that department, or
 * the nearest above it. Without either, everybody with the role.
 */
export interface OwnerRule {
  readonly role: string;
  readonly in?: string;
  readonly above?: string;
}

/** Whom a rung reaches: the task's owner, a relation of the owner, the complainant, or a key of `owners`. */
export type Target = string;
export const TARGET_RELATIONS = ['owner', 'supervisor', 'department-head', 'complainant'] as const;

/** Offset from the due instant, or a share of the budget counted from its start. */
export type RungAt = { readonly offset: Span } | { readonly percent: number };

export interface RungRule {
  readonly at: RungAt;
  /** remind: the work is still theirs; tell: it climbs; give: the first person found holds it from now on. */
  readonly action: 'remind' | 'tell' | 'give';
  readonly to: Target;
  /** Who must explain the lateness in writing from this rung on. */
  readonly explain?: Target;
}

/** Instants in a complaint's life that clocks start and stop at. */
export type Milestone = 'received' | 'registered' | 'replied' | 'executed' | 'closed';

export interface ClockRule {
  /** statutory: never pauses; promise: made to the complainant, stands still while the complainant owes us something. */
  readonly kind: 'statutory' | 'promise';
  readonly from: Milestone;
  readonly until: Milestone;
  readonly within: Span;
  readonly ladder: readonly RungRule[];
}

export interface PauseRule {
  /** Longest wait for the complainant; the complaint resumes by itself afterwards. */
  readonly within: Span;
}

export interface ReopenRule {
  /** Counted from closing; the complaint is archived when it ends. */
  readonly within: Span;
  readonly then: string;
}

export type FactValue = string | number | boolean | readonly RemedyChoice[] | null;

export interface RemedyChoice {
  readonly remedy: string;
  /** In the smallest unit of `currency`. */
  readonly amount?: number;
  readonly currency?: string;
}

export type FieldKind = 'text' | 'yes-no' | 'choice' | 'number' | 'date' | 'department' | 'staff' | 'remedies';

export interface Field {
  readonly kind: FieldKind;
  readonly required: boolean;
  /** Required with these outcomes of the stage only. */
  readonly requiredIf?: readonly string[];
  readonly options?: readonly string[];
}

export type Form = Readonly<Record<string, Field>>;

/** All named facts must have one of the listed values. Facts are form fields, category, severity, channel and round. */
export type Condition = Readonly<Record<string, readonly (string | number | boolean)[]>>;

/** Where an outcome leads. The first case whose condition holds, else `then`. */
export interface Route {
  readonly cases: readonly { readonly when: Condition; readonly then: string }[];
  readonly then: string;
  /** Taking this route starts a new round. */
  readonly newRound: boolean;
  /** How often it may be taken before `after` is taken instead; counted over the complaint's life. */
  readonly most?: number;
  readonly after?: string;
}

interface Waiting {
  readonly owner: string;
  readonly within: Span;
  readonly ladder: readonly RungRule[];
  readonly form: Form;
  readonly outcomes: Readonly<Record<string, Route>>;
}

/** A form and its outcomes, of the owner's choosing: triage, investigation, mediation. */
export interface TaskRule extends Waiting {
  readonly kind: 'task';
}

/** A task that the receiving department takes or declines first; `notTaken` says who gets it next, the last one keeps it. */
export interface HandOverRule extends Waiting {
  readonly kind: 'hand-over';
  readonly takeWithin: Span;
  readonly notTaken: readonly Target[];
}

/** Ordered chain of approvers; outcomes approved, returned, rejected. `owner` is the first of the chain. */
export interface ApprovalRule extends Waiting {
  readonly kind: 'approval';
  readonly chain: readonly string[];
}

/** The complainant chooses; outcomes agreed, disagreed, silent (taken when `within` ends). `owner` records choices made by phone. */
export interface ConsentRule extends Waiting {
  readonly kind: 'consent';
  /** The form field that holds what is offered. */
  readonly offer: string;
}

/** The remedy is carried out and that is recorded; outcome done. */
export interface ExecuteRule extends Waiting {
  readonly kind: 'execute';
}

/** An answer to the complainant; outcome sent. A final one names the outside routes. */
export interface ReplyRule extends Waiting {
  readonly kind: 'reply';
  readonly final: boolean;
}

/** Visits with a survey; outcomes satisfied, dissatisfied, unreachable. `within` is the limit of the first visit. */
export interface RevisitRule extends Waiting {
  readonly kind: 'revisit';
  readonly visits: VisitRule;
  readonly againWithin: Span;
  readonly satisfied: readonly string[];
  readonly doubtful: readonly string[];
  /** Failed attempts to reach the complainant before `unreachable` is taken. */
  readonly attempts: number;
}

/** Entering it closes the complaint with this result. */
export interface CloseRule {
  readonly kind: 'close';
  readonly result: CloseResult;
}

/** One department's part of a parallel stage. */
export interface PartRule {
  readonly owner: string;
  readonly within: Span;
  readonly ladder: readonly RungRule[];
  readonly form: Form;
}

/**
 * Several tasks at the same time, each of its own people: departments that work side by side, or people who must all
 * sign. Each part ends with one of the outcomes; what all agree on is the stage's outcome, otherwise it is `mixed`.
 */
export interface ParallelRule {
  readonly kind: 'parallel';
  readonly parts: Readonly<Record<string, PartRule>>;
  readonly outcomes: Readonly<Record<string, Route>>;
}

export type CloseResult = 'resolved' | 'unfounded' | 'withdrawn' | 'no-answer' | 'unresolved' | 'not-accepted';
/** A stage whose tasks open one at a time. */
export type SerialRule = TaskRule | HandOverRule | ApprovalRule | ConsentRule | ExecuteRule | ReplyRule | RevisitRule;
export type WaitingRule = SerialRule | ParallelRule;
export type StageRule = WaitingRule | CloseRule;
export type StageKind = StageRule['kind'];

/** The survey field that every revisit's form has: its options are the levels of satisfaction. */
export const SATISFACTION_FIELD = 'satisfaction';
