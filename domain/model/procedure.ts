import type { Span } from '../calendar/span';

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
  /** The stage that referring a complaint to an outside route leads into; without one, our own work goes on. */
  readonly referTo?: Readonly<Record<string, string>>;
  /** Facts that follow from others by a table, in order; `category` and `severity` set the complaint's own. */
  readonly derived?: Readonly<Record<string, DerivedRule>>;
  readonly discretion?: DiscretionRule;
  /** Remedies that the complainant pays for: an estimate, never counted as granted. */
  readonly paidByComplainant?: readonly string[];
  readonly guarantee?: GuaranteeRule;
  /** Who is held accountable when a complaint closes. */
  readonly accountability?: Readonly<Record<string, AccountabilityRule>>;
  /** How many people the complainant may object to; none unless said. */
  readonly objections?: number;
}

/** A decision table: the first line that holds gives the value. */
export interface DerivedRule {
  readonly lines: readonly { readonly when: Condition; readonly is: string }[];
  readonly otherwise: string;
}

/** What each role may grant without approval, in the smallest unit of `currency`; null is any amount, absent is nothing. */
export interface DiscretionRule {
  readonly currency: string;
  readonly limits: Readonly<Record<string, number | null>>;
}

/** The same fault again, this long after closing, reopens at `then` without new proof. */
export interface GuaranteeRule {
  readonly within: Span;
  readonly then: string;
}

/**
 * A line of the accountability record. `on` names facts that hold staff or departments, keys of `owners`, or `late`:
 * whoever owed an explanation of lateness.
 */
export interface AccountabilityRule {
  readonly when: Condition;
  readonly on: readonly string[];
}

/** The outcome of a consent by which some of what is offered is accepted. */
export const PARTLY = 'partly';

/** Whoever owed an explanation of lateness, on the accountability record. */
export const LATE = 'late';

export interface CategoryRule {
  readonly visits?: VisitRule;
}

/** How many revisits a category asks for: `least` before it may close, up to `most` while there is doubt. */
export interface VisitRule {
  readonly least: number;
  readonly most: number;
}

/** In `in` and `above` of an owner: the place of the complaint. */
export const PLACE = 'place';

/**
 * Who owns a task. `in` and `above` name a fact that holds a department, or `place`: staff with the role in that
 * department, or the nearest above it. Without either, or of a complaint without a place, everybody with the role.
 */
export interface OwnerRule {
  readonly role: string;
  readonly in?: string;
  readonly above?: string;
  /** Whoever received the complaint, where intake says; otherwise by role. */
  readonly receiver?: true;
  /** The person that a fact of kind staff names; otherwise by role. */
  readonly named?: string;
  /** Never anybody who has completed a task of these stages. */
  readonly otherThan?: readonly string[];
  /** What a pool is told of what waits for it; unless said, each of it by mail. Whoever is named is always told. */
  readonly tell?: PoolTold;
  /** Where several could take it one is chosen; without it, whoever of them takes it. */
  readonly assign?: Strategy;
  /** Nobody is chosen who holds as many open tasks by name. */
  readonly most?: number;
}

/** `nobody`: they look into their worklist. `digest`: one mail a person and working day with what is still open. */
export const POOL_TOLD = ['nobody', 'digest', 'each'] as const;
export type PoolTold = (typeof POOL_TOLD)[number];

/** Whoever has been longest without a new task, or whoever holds fewest; of these whoever was longest without a new one. */
export const STRATEGIES = ['in-turn', 'least-loaded'] as const;
export type Strategy = (typeof STRATEGIES)[number];

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
  /** Staff are told in the middle of the night, too: their mail does not wait for their hours. */
  readonly atOnce?: true;
}

/** Instants in a complaint's life that clocks start and stop at. */
export type Milestone =
  'received' | 'registered' | 'replied' | 'executed' | 'closed' | `entered:${string}` | `left:${string}`;

export interface ClockRule {
  /** statutory: never pauses; promise: made to the complainant, stands still while the complainant owes us something. */
  readonly kind: 'statutory' | 'promise';
  readonly from: Milestone;
  readonly until: Milestone;
  readonly within: Span;
  readonly withinIf?: readonly LimitCase[];
  /** Runs only for complaints that this holds for when it would start. */
  readonly when?: Condition;
  readonly ladder: readonly RungRule[];
}

/** A limit for the complaints that a condition holds for; the first that holds counts. */
export interface LimitCase {
  readonly when: Condition;
  readonly within: Span;
}

export interface OwnerCase {
  readonly when: Condition;
  readonly owner: string;
}

/** Word to the complainant at a fixed rhythm; after `most` times that it was due in vain, nobody is reminded again. */
export interface ProgressRule {
  readonly every: Span;
  readonly most: number;
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

export const FIELD_KINDS = [
  'text',
  'yes-no',
  'choice',
  'number',
  'date',
  'department',
  'staff',
  'remedies',
  'category',
  'severity',
] as const;
/** `category` and `severity` are choices that set the complaint's own. */
export type FieldKind = (typeof FIELD_KINDS)[number];

export interface Field {
  readonly kind: FieldKind;
  readonly required: boolean;
  /** Required with these outcomes of the stage only. */
  readonly requiredIf?: readonly string[];
  readonly options?: readonly string[];
}

export type Form = Readonly<Record<string, Field>>;

/** All named facts must have one of the listed values or lie in a range. Facts are form fields and those of `facts.ts`. */
export type Condition = Readonly<Record<string, readonly (string | number | boolean)[] | Range>>;

/** Both ends belong to it. */
export interface Range {
  readonly atLeast?: number;
  readonly atMost?: number;
}

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
  readonly ownerIf?: readonly OwnerCase[];
  readonly within: Span;
  readonly withinIf?: readonly LimitCase[];
  readonly progress?: ProgressRule;
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
  /** For each step of the chain the condition it is needed under, null for always. Without any left it is approved. */
  readonly chainWhen?: readonly (Condition | null)[];
}

/**
 * The complainant chooses; outcomes agreed, disagreed, partly (some of what is offered), silent (taken when `within`
 * ends). `owner` records choices made by phone.
 */
export interface ConsentRule extends Waiting {
  readonly kind: 'consent';
  /** The form field that holds what is offered. */
  readonly offer: string;
  /** What is offered are alternatives, one of which is chosen; otherwise it is one solution. */
  readonly choose?: 'one';
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

/** The outcome that time takes when what is awaited has not come. */
export const LAPSED = 'lapsed';

/** What a stage is left by, its work undone, where being referred leads elsewhere. */
export const REFERRED = 'referred';

/** Who may record an outcome: the complainant, staff who own the task, the source that filed the complaint, or one that is named. */
export type Recorder = 'complainant' | 'staff' | 'source' | `source:${string}`;

/**
 * Something from outside is waited for: goods that the complainant sends in, an answer of a partner or an authority.
 * Outcomes of the rule book's own choosing, each recorded by whom it names, and `lapsed` (taken when the limit ends).
 * `owner` records what comes in, and watches.
 */
export interface AwaitRule extends Waiting {
  readonly kind: 'await';
  /** Whose move it is: what we have promised the complainant stands still while it is theirs. */
  readonly from: 'complainant' | 'outside';
  /** The fact of kind date to the end of whose day is waited; without a value, or with a day that is over, `within` counts. */
  readonly until?: string;
  readonly recordedBy: Readonly<Record<string, readonly Recorder[]>>;
}

/** Remedies that are granted at once, by the rule book itself; nobody decides and nothing waits. Outcome granted. */
export interface GrantRule {
  readonly kind: 'grant';
  /** The fact that holds what is granted from then on. */
  readonly field: string;
  readonly remedies: readonly RemedyChoice[];
  readonly outcomes: Readonly<Record<string, Route>>;
}

/** Entering it closes the complaint with this result. */
export interface CloseRule {
  readonly kind: 'close';
  readonly result: CloseResult;
}

/** One department's part of a parallel stage. */
export interface PartRule {
  /** Asked for only in complaints that this holds for. */
  readonly when?: Condition;
  readonly owner: string;
  readonly ownerIf?: readonly OwnerCase[];
  readonly within: Span;
  readonly withinIf?: readonly LimitCase[];
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
export type SerialRule =
  TaskRule | HandOverRule | ApprovalRule | ConsentRule | ExecuteRule | ReplyRule | RevisitRule | AwaitRule;
export type WaitingRule = SerialRule | ParallelRule;
export type StageRule = WaitingRule | GrantRule | CloseRule;
export type StageKind = StageRule['kind'];

/** The survey field that every revisit's form has: its options are the levels of satisfaction. */
export const SATISFACTION_FIELD = 'satisfaction';
