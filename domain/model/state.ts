import type { Registration } from './act';
import type { Pause } from '../calendar/due';
import type { Instant } from '../calendar/calendar';
import type { CalendarRef, Ownership } from './event';
import type { CloseResult, FactValue, StageKind } from './procedure';
import type { ContentRef } from './content';
import type { BudgetState } from '../calendar/budget';

/** A complaint, folded from its events. Plain JSON: survives continue-as-new and lies in Postgres as it is. */
export interface ComplaintState {
  readonly reference: string;
  readonly procedure: { readonly key: string; readonly hash: string };
  /** What it counts by now. */
  readonly calendar: CalendarRef;
  readonly registration: Registration;
  readonly registeredAt: Instant;
  readonly status: 'open' | 'closed' | 'archived';
  readonly lastNumber: number;
  readonly lastAt: Instant;
  readonly category: string | null;
  readonly severity: string | null;
  readonly round: number;
  readonly stage: StageState | null;
  /** Latest value of every fact that a form has asked, text fields excepted. */
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly clocks: Readonly<Record<string, ClockState>>;
  readonly pauses: readonly Pause[];
  /** When the running pause ends by itself; null while nothing is paused. */
  readonly pausedUntil: Instant | null;
  readonly recused: readonly string[];
  /** Who completed the last stage that was not an approval, each of its parts: none of them may approve it. */
  readonly proposedBy: readonly string[];
  /** How often each limited route was taken, by `stage/outcome`. */
  readonly routesTaken: Readonly<Record<string, number>>;
  /** Explanations of lateness that are owed or given: the accountability record. */
  readonly explanations: readonly Explanation[];
  readonly surveys: readonly {
    readonly round: number;
    readonly visit: number;
    readonly satisfaction: string;
    readonly at: Instant;
  }[];
  /** One entry a closing; reopening never rewrites it. */
  readonly closings: readonly Closing[];
  /** The facts that hold what was last offered or granted; several where departments that work side by side each offer. */
  readonly offered?: readonly string[];
  /** What the form says in words that made the last offer, by field. */
  readonly offerTexts?: Readonly<Record<string, ContentRef>>;
  /** What was last offered are alternatives. */
  readonly alternatives?: true;
  /** What was last offered has been carried out. */
  readonly carriedOut?: true;
  readonly deadlinesMissed?: number;
  /** How often a hand-over was declined, or passed on because nobody took it. */
  readonly passedOn?: number;
  /** People whom the complainant objects to. */
  readonly objections?: readonly string[];
  /** Who has completed tasks of which stage, in any round. */
  readonly handledBy?: Readonly<Record<string, readonly string[]>>;
  /** The complainant owes us a choice; promises stand still. */
  readonly waiting?: true;
  readonly accountability?: readonly Accountability[];
}

/** A line of the accountability record. */
export interface Accountability {
  readonly rule: string;
  readonly round: number;
  readonly at: Instant;
  readonly people: readonly string[];
  readonly departments: readonly string[];
}

export interface StageState {
  readonly key: string;
  readonly kind: StageKind;
  readonly openedAt: Instant;
  /** The open tasks, in the order of opening. A chain of approvers and a series of visits open one after the other. */
  readonly tasks: readonly TaskState[];
  /** Of departments working side by side: how each part that is done has ended. */
  readonly parts: Readonly<Record<string, string>>;
  /** The facts that hold what its tasks have offered so far. */
  readonly offers: readonly string[];
}

export interface TaskState {
  /** Unique within the complaint; `T` and the number of the event that opened it. */
  readonly id: string;
  /** Which part of a parallel stage it is. */
  readonly part: string | null;
  readonly owner: Ownership;
  readonly budget: BudgetState;
  /** Position in an approval chain or number of the visit, from 1. */
  readonly step: number;
  readonly level: number;
  readonly rungsReached: readonly number[];
  readonly missed: boolean;
  /** Hand-over only: who declined, which offer is running (0 the first) and since when, whether it was taken. */
  readonly declined: readonly string[];
  readonly offer: number;
  readonly offeredAt: Instant;
  readonly taken: boolean;
  /** Whose move it is, where it is not ours. */
  readonly turn?: 'complainant';
  /** The local day to whose end it lasts, where somebody outside gave one. */
  readonly until?: string;
  /** Revisit only. */
  readonly failedAttempts: number;
  /** Since when word to the complainant is counted, and how often it has been due in vain since. */
  readonly progress?: { readonly since: Instant; readonly beats: number };
}

export interface ClockState {
  readonly kind: 'statutory' | 'promise';
  readonly budget: BudgetState;
  readonly level: number;
  readonly rungsReached: readonly number[];
  readonly missed: boolean;
  readonly stopped: { readonly at: Instant; readonly met: boolean } | null;
}

export interface Explanation {
  readonly stage: string;
  readonly round: number;
  readonly task: string | null;
  readonly owedBy: readonly string[];
  readonly since: Instant;
  readonly givenBy: string | null;
}

export interface Closing {
  readonly round: number;
  readonly at: Instant;
  readonly result: CloseResult;
  readonly reopenUntil: Instant;
  readonly guaranteeUntil?: Instant;
}
