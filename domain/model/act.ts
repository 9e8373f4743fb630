import type { Calendar, Instant } from '../calendar/calendar';
import type { ContentRef, Text } from './content';
import type { FactValue } from './procedure';

/** A filled-in form: facts by field; text fields are content. */
export type FormValues = Readonly<Record<string, FactValue | Text>>;

interface Common {
  /** Staff id, or `complainant`. */
  readonly by: string;
  /** Idempotency id; the same id is accepted once. */
  readonly id?: string;
  /** The task it is meant for; when it is no longer open the act is refused as `stale`. Without it, the open task. */
  readonly task?: string;
  /** When it happens; honoured in rehearsals only, where virtual time stands for the calendar. */
  readonly at?: Instant;
}

/** What people do to a complaint: one shape for HTTP, Update, Signal and rehearsal scripts. Spans are written `2wd`, `7d`. */
export type Act = Common &
  (
    | { readonly act: 'complete'; readonly outcome?: string; readonly form?: FormValues }
    | { readonly act: 'approve'; readonly reason?: Text }
    | { readonly act: 'return'; readonly reason: Text }
    | { readonly act: 'reject'; readonly reason: Text }
    | {
        readonly act: 'choose';
        readonly outcome: string;
        readonly option?: number;
        readonly accepted?: readonly number[];
        readonly reason?: Text;
      }
    | { readonly act: 'acceptHandover' }
    | { readonly act: 'declineHandover'; readonly reason: Text }
    | { readonly act: 'assign'; readonly to: string; readonly reason?: Text }
    /** Staff stand aside; the complainant objects to `person`, or to whoever holds the task alone. */
    | { readonly act: 'recuse'; readonly person?: string; readonly reason: Text }
    | { readonly act: 'pause'; readonly reason: Text }
    | { readonly act: 'resume'; readonly reason?: Text }
    | { readonly act: 'extend'; readonly span: string; readonly reason: Text }
    | { readonly act: 'explainDelay'; readonly reason: Text }
    | { readonly act: 'setSeverity'; readonly severity: string; readonly reason?: Text }
    | { readonly act: 'note'; readonly reason: Text }
    | { readonly act: 'addEvidence'; readonly evidence: Text }
    | { readonly act: 'withdraw'; readonly reason?: Text }
    | { readonly act: 'refer'; readonly to: string; readonly reason?: Text }
    | { readonly act: 'reopen'; readonly sameFault?: boolean; readonly reason?: Text }
    | { readonly act: 'answerSurvey'; readonly form: FormValues }
    /** Word to the complainant on how things stand. */
    | { readonly act: 'reportProgress'; readonly reason: Text }
  );

export type ActName = Act['act'];
export type ActOf<N extends ActName> = Extract<Act, { act: N }>;

export const ACT_NAMES = [
  'complete',
  'approve',
  'return',
  'reject',
  'choose',
  'acceptHandover',
  'declineHandover',
  'assign',
  'recuse',
  'pause',
  'resume',
  'extend',
  'explainDelay',
  'setSeverity',
  'note',
  'addEvidence',
  'withdraw',
  'refer',
  'reopen',
  'answerSurvey',
  'reportProgress',
] as const satisfies readonly ActName[];

/** What intake hands to the core: facts only; narrative, names and contacts are content. */
export interface Registration {
  readonly reference: string;
  readonly source: string;
  readonly channel: string;
  readonly locale: string;
  readonly receivedAt: Instant;
  readonly category?: string;
  readonly severity?: string;
  readonly subjectKind?: string;
  /** The member of staff that the complaint is about: stands aside from it, whatever they own or head. */
  readonly against?: string;
  /** The member of staff who received it. */
  readonly receivedBy?: string;
  /** What the complaint is about, as interests are declared: `order:2026-17`. Kind and reference only. */
  readonly matter?: string;
  readonly requests: readonly string[];
  readonly facts: Readonly<Record<string, FactValue>>;
  /** The whole complaint as it came in. */
  readonly content: ContentRef;
}

/** What the core decides on: a registration, an act, or time passing. */
export type Input =
  | { readonly type: 'register'; readonly registration: Registration }
  | { readonly type: 'act'; readonly act: Act }
  | { readonly type: 'timePassed' }
  /** The calendar was edited: what is open counts by the new one from here on. */
  | { readonly type: 'calendarChanged'; readonly calendar: Calendar; readonly reason: Text }
  /** A signal that could not be accepted: kept on the record, changes nothing. */
  | { readonly type: 'badSignal'; readonly refusal: string; readonly by: string };
