import type { FormValues, Registration } from './act';
import type { Instant } from '../calendar/calendar';
import type { ContentRef, Text } from './content';
import type { Via } from './origin';
import type { Pool } from './people';
import type { CloseResult, PoolTold, RemedyChoice, StageKind, Strategy } from './procedure';
import type { Span } from '../calendar/span';

/**
 * One thing that happened; the only truth. Numbered from 1 without gaps within a complaint. `at` is the instant the
 * rules say it happened (a rung fires at its own instant even when the system was down then).
 */
interface Envelope {
  readonly number: number;
  readonly at: Instant;
  /** The open stage when it happened, null before the first and after the last. */
  readonly stage: string | null;
  readonly round: number;
  /** Staff id, `complainant`, `source:ID`, `time` or `system`. */
  readonly actor: string;
  /** The way it came. */
  readonly via: Via;
  /** Id of the act that brought it; absent from what time or the system brought. */
  readonly act?: string;
}

/** Who owns a task now: one person, or a pool until one of it is named. */
export interface Ownership {
  /** The key of the procedure's `owners` it was found by. */
  readonly rule: string;
  readonly department: string | null;
  /** Those named: who holds it, or to whom it is offered. None of a pool. */
  readonly people: readonly string[];
  readonly person: string | null;
  /** Any of them may take it; null where somebody is named. */
  readonly pool: Pool | null;
  /** People the rule names who were left out for reasons of this matter. */
  readonly leftOut: readonly { readonly person: string; readonly why: LeftOutReason }[];
  /** How many were passed over because they are absent; missing where nobody was. */
  readonly absent?: number;
  /** What the pool is told of it, where its owner says so. */
  readonly tell?: PoolTold;
  /** Why this one of several: chosen so. */
  readonly chosen?: Chosen;
  /** Whoever could have been chosen holds as many as the rule allows: it went past them. */
  readonly full?: true;
}

/** How somebody was chosen among several. */
export interface Chosen {
  readonly by: Strategy;
  /** How many open tasks they held by name before this one. */
  readonly open: number;
  /** How many they may hold at most; missing where there is no limit. */
  readonly most?: number;
}

/**
 * Why somebody is left out: stands aside (by declaration, or as the person complained of); the complainant objects; has
 * declared an interest; proposed it; declined it; decided on an earlier stage; is absent.
 */
export type LeftOutReason =
  'recused' | 'objection' | 'interest' | 'own-proposal' | 'declined' | 'handled-before' | 'absent';

/** A calendar as it was at one time; the hash is that of its content. */
export interface CalendarRef {
  readonly id: string;
  readonly hash: string;
}

/** A waiting clock: which task or complaint clock a deadline belongs to. */
export type DeadlineRef = { readonly task: string } | { readonly clock: string };

export type EventBody =
  | {
      readonly type: 'registered';
      readonly procedure: { readonly key: string; readonly hash: string };
      /** What it counts by until that is changed. */
      readonly calendar: CalendarRef;
      readonly registration: Registration;
    }
  | {
      readonly type: 'clockStarted';
      readonly clock: string;
      readonly kind: 'statutory' | 'promise';
      readonly startedAt: Instant;
      readonly limit: Span;
      /** Null while promises stand still. */
      readonly dueAt: Instant | null;
    }
  | { readonly type: 'clockStopped'; readonly clock: string; readonly met: boolean }
  | { readonly type: 'acknowledged' }
  | { readonly type: 'stageOpened'; readonly kind: StageKind }
  | {
      readonly type: 'taskOpened';
      readonly task: string;
      /** Which part of a parallel stage it is; null elsewhere. */
      readonly part: string | null;
      readonly kind: StageKind;
      readonly owner: Ownership;
      readonly limit: Span;
      readonly dueAt: Instant;
      readonly step: number;
      readonly pausable: boolean;
      /** Whose move it is, where it is not ours. */
      readonly turn?: 'complainant';
      /** The local day to whose end it lasts, where somebody outside gave one; `limit` is the time until then. */
      readonly until?: string;
    }
  | {
      readonly type: 'taskCompleted';
      readonly task: string;
      readonly outcome: string;
      readonly form: FormValues;
      readonly reason?: Text;
      readonly onBehalf?: boolean;
      /** What the form offers are alternatives, one of which the complainant will choose. */
      readonly alternatives?: true;
      /** A reply only: the last word, which names the outside routes. */
      readonly final?: boolean;
    }
  | { readonly type: 'stageCompleted'; readonly outcome: string; readonly then: string }
  | { readonly type: 'handoverTaken'; readonly task: string; readonly person: string }
  | { readonly type: 'handoverDeclined'; readonly task: string; readonly reason: Text }
  | { readonly type: 'handoverPassedOn'; readonly task: string; readonly owner: Ownership; readonly offer: number }
  | {
      readonly type: 'assigned';
      readonly task: string;
      readonly owner: Ownership;
      readonly reason?: Text;
      /** It goes on because these held it and have left the organisation; a pool once nobody is of it any more. */
      readonly left?: readonly string[];
    }
  | {
      readonly type: 'recused';
      readonly person: string;
      readonly reason: Text;
      /** The complainant objects to this person. */
      readonly objection?: true;
    }
  | {
      readonly type: 'rungReached';
      /** With `give`: who holds the task from now on. */
      readonly owner?: Ownership;
      readonly of: DeadlineRef;
      readonly rung: number;
      readonly level: number;
      readonly action: 'remind' | 'tell' | 'give';
      readonly to: readonly string[];
      readonly explain: readonly string[];
      /** Mail about it waits for nobody's hours. */
      readonly atOnce?: true;
      /** What a pool among those in `to` is told, where the owner that the rung names says so. */
      readonly tell?: PoolTold;
    }
  | { readonly type: 'deadlineMissed'; readonly of: DeadlineRef; readonly dueAt: Instant }
  | { readonly type: 'delayExplained'; readonly task: string | null; readonly reason: Text }
  | { readonly type: 'paused'; readonly reason: Text; readonly until: Instant }
  | {
      readonly type: 'resumed';
      readonly reason?: Text;
      readonly dues: readonly { readonly of: DeadlineRef; readonly dueAt: Instant }[];
    }
  | {
      readonly type: 'extended';
      readonly of: DeadlineRef;
      readonly span: Span;
      readonly dueAt: Instant;
      readonly reason: Text;
    }
  | { readonly type: 'severitySet'; readonly severity: string; readonly reason?: Text }
  | {
      /** What the rule book's tables and forms have made of the facts. */
      readonly type: 'assessed';
      readonly category?: string;
      readonly severity?: string;
      readonly facts: Readonly<Record<string, string>>;
    }
  | {
      /** A limit counts anew from its start; null while it stands still. */
      readonly type: 'rescheduled';
      readonly of: DeadlineRef;
      readonly limit: Span;
      readonly dueAt: Instant | null;
      readonly because: 'assessment' | 'calendar';
    }
  | { readonly type: 'calendarChanged'; readonly calendar: CalendarRef; readonly reason: Text }
  /** The complainant owes us a choice: what we promised stands still meanwhile. */
  | { readonly type: 'waitStarted' }
  | {
      readonly type: 'waitEnded';
      readonly dues: readonly { readonly of: DeadlineRef; readonly dueAt: Instant }[];
    }
  | { readonly type: 'granted'; readonly field: string; readonly remedies: readonly RemedyChoice[] }
  | {
      readonly type: 'progressDue';
      readonly task: string;
      /** How often in a row it has been due, from 1. */
      readonly beat: number;
      /** Who is reminded; from the second time on whoever supervises, too. */
      readonly to: readonly string[];
    }
  | { readonly type: 'progressReported'; readonly task: string; readonly reason: Text }
  | {
      readonly type: 'heldAccountable';
      /** Key of the rule book's `accountability`. */
      readonly rule: string;
      readonly people: readonly string[];
      readonly departments: readonly string[];
    }
  | { readonly type: 'noted'; readonly reason: Text }
  | { readonly type: 'evidenceAdded'; readonly evidence: Text }
  | {
      readonly type: 'surveyAnswered';
      readonly visit: number;
      readonly satisfaction: string;
      readonly doubt: boolean;
      readonly form: FormValues;
      readonly onBehalf: boolean;
    }
  | { readonly type: 'visitFailed'; readonly task: string; readonly attempt: number }
  | { readonly type: 'withdrawn'; readonly reason?: Text; readonly onBehalf: boolean }
  | { readonly type: 'referred'; readonly to: string; readonly reason?: Text }
  | {
      readonly type: 'roundStarted';
      readonly newRound: number;
      /** The outcome or act that started it. */
      readonly because: string;
    }
  | {
      readonly type: 'closed';
      readonly result: CloseResult;
      readonly reopenUntil: Instant;
      readonly guaranteeUntil?: Instant;
    }
  | { readonly type: 'reopened'; readonly reason?: Text; readonly onBehalf: boolean; readonly sameFault?: true }
  | { readonly type: 'archived' }
  | { readonly type: 'signalIgnored'; readonly refusal: string };

export type ComplaintEvent = Envelope & EventBody;
export type EventType = ComplaintEvent['type'];
export type EventOf<T extends EventType> = Extract<ComplaintEvent, { type: T }>;

type BodyOf<T extends EventType> = Extract<EventBody, { readonly type: T }>;
type Holding<V> = FormValues extends V ? 'form' : ContentRef extends V ? 'text' : never;
type TextFields<B> = { readonly [K in keyof B as Holding<B[K]> extends never ? never : K]-?: Holding<B[K]> };

/** Where events hold what people wrote: in a field of their own, or in a filled-in form. One left out does not compile. */
const EVENT_TEXTS: {
  readonly [T in EventType as keyof TextFields<BodyOf<T>> extends never ? never : T]: TextFields<BodyOf<T>>;
} = {
  taskCompleted: { form: 'form', reason: 'text' },
  handoverDeclined: { reason: 'text' },
  assigned: { reason: 'text' },
  recused: { reason: 'text' },
  delayExplained: { reason: 'text' },
  paused: { reason: 'text' },
  resumed: { reason: 'text' },
  extended: { reason: 'text' },
  severitySet: { reason: 'text' },
  calendarChanged: { reason: 'text' },
  progressReported: { reason: 'text' },
  noted: { reason: 'text' },
  evidenceAdded: { evidence: 'text' },
  surveyAnswered: { form: 'form' },
  withdrawn: { reason: 'text' },
  referred: { reason: 'text' },
  reopened: { reason: 'text' },
};

/** The fields of an event that hold what people wrote. */
export function eventTexts(type: EventType): Readonly<Record<string, 'form' | 'text'>> {
  const known: Readonly<Partial<Record<EventType, Readonly<Record<string, 'form' | 'text'>>>>> = EVENT_TEXTS;
  return known[type] ?? {};
}
