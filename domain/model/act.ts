import type { Calendar, Instant } from '../calendar/calendar';
import type { ContentRef, Text } from './content';
import type { Via } from './origin';
import type { FactValue } from './procedure';

/** A filled-in form: facts by field; text fields are content. */
export type FormValues = Readonly<Record<string, FactValue | Text>>;

/** What a field of an act holds. A `key` is an id or a word of the rule book; a `span` is written `2wd`, `7d`. */
interface Shapes {
  readonly key: string;
  readonly span: string;
  readonly text: Text;
  readonly form: FormValues;
  readonly count: number;
  readonly counts: readonly number[];
  readonly flag: boolean;
}

export type Shape = keyof Shapes;

/** A field; `said` is what the description of the API says of it. */
export interface ActField {
  readonly shape: Shape;
  readonly required: boolean;
  readonly said?: string;
}

/** An act of people: who may do it at all, and its fields besides those that all acts have. */
export interface ActRow {
  readonly by: 'staff' | 'anybody';
  /** Systems that file complaints may do it, too. */
  readonly sources?: true;
  readonly fields: Readonly<Record<string, ActField>>;
}

const needs = <S extends Shape>(shape: S) => ({ shape, required: true }) as const;
const may = <S extends Shape>(shape: S, said?: string) =>
  ({ shape, required: false, ...(said === undefined ? {} : { said }) }) as const;

/** Every act, once: its name, its fields and its types come from here, and so does what the API takes. */
export const ACTS = {
  complete: { by: 'staff', fields: { outcome: may('key'), form: may('form') } },
  approve: { by: 'staff', fields: { reason: may('text') } },
  return: { by: 'staff', fields: { reason: needs('text') } },
  reject: { by: 'staff', fields: { reason: needs('text') } },
  choose: {
    by: 'anybody',
    fields: {
      outcome: needs('key'),
      option: may('count'),
      accepted: may('counts', 'With the outcome `partly`: which of what is offered, from 0.'),
      reason: may('text'),
    },
  },
  acceptHandover: { by: 'staff', fields: {} },
  declineHandover: { by: 'staff', fields: { reason: needs('text') } },
  assign: { by: 'staff', fields: { to: needs('key'), reason: may('text') } },
  /** Staff stand aside; the complainant objects to `person`, or to whoever holds the task alone. */
  recuse: {
    by: 'anybody',
    fields: {
      person: may('key', 'Somebody below the caller, who else stands aside themselves.'),
      reason: needs('text'),
    },
  },
  pause: { by: 'staff', fields: { reason: needs('text') } },
  resume: { by: 'anybody', fields: { reason: may('text') } },
  extend: { by: 'staff', fields: { span: needs('span'), reason: needs('text') } },
  explainDelay: { by: 'staff', fields: { reason: needs('text') } },
  setSeverity: { by: 'staff', fields: { severity: needs('key'), reason: may('text') } },
  note: { by: 'anybody', fields: { reason: needs('text') } },
  addEvidence: { by: 'anybody', fields: { evidence: needs('text') } },
  withdraw: { by: 'anybody', fields: { reason: may('text') } },
  refer: { by: 'staff', fields: { to: needs('key'), reason: may('text') } },
  reopen: {
    by: 'anybody',
    fields: {
      sameFault: may('flag', 'The same fault has come back, within its guarantee.'),
      reason: may('text'),
    },
  },
  answerSurvey: { by: 'anybody', fields: { form: needs('form') } },
  /** What was awaited from outside has come, or will not; an intake system may record it, too. */
  report: { by: 'anybody', sources: true, fields: { outcome: needs('key'), form: may('form') } },
  /** Word to the complainant on how things stand. */
  reportProgress: { by: 'staff', fields: { reason: needs('text') } },
} as const satisfies Readonly<Record<string, ActRow>>;

export type ActName = keyof typeof ACTS;
export type FieldsOf<N extends ActName> = (typeof ACTS)[N]['fields'];

export const ACT_NAMES = Object.keys(ACTS) as readonly ActName[];

/** The same rows, for who reads any of them. */
export const actRow = (name: ActName): ActRow => ACTS[name];

interface Common {
  /** Staff id, `complainant`, or a system that files complaints: `source:ID`. */
  readonly by: string;
  /** Idempotency id; the same id is accepted once. */
  readonly id?: string;
  /** The task it is meant for; when it is no longer open the act is refused as `stale`. Without it, the open task. */
  readonly task?: string;
  /** When it happens; honoured in rehearsals only, where virtual time stands for the calendar. */
  readonly at?: Instant;
}

type Values<F extends Readonly<Record<string, ActField>>> = {
  readonly [K in keyof F as F[K]['required'] extends true ? K : never]: Shapes[F[K]['shape']];
} & {
  readonly [K in keyof F as F[K]['required'] extends true ? never : K]?: Shapes[F[K]['shape']];
};

export type ActOf<N extends ActName> = Common & { readonly act: N } & Values<FieldsOf<N>>;

/** What people do to a complaint: one shape for HTTP, Update, Signal and rehearsal scripts. */
export type Act = { readonly [N in ActName]: ActOf<N> }[ActName];

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
  /** The place that the complaint is of: the one it is about, else the one that received it. */
  readonly place?: string;
  /** What kind of place that was when it came in. */
  readonly placeKind?: string;
  /** Marks of what interests may name in it: its matter, whom it is about, their department. */
  readonly about?: readonly string[];
  readonly requests: readonly string[];
  readonly facts: Readonly<Record<string, FactValue>>;
  /** The whole complaint as it came in. */
  readonly content: ContentRef;
}

/** What the core decides on: a registration, an act, or time passing. */
export type Input =
  | { readonly type: 'register'; readonly registration: Registration }
  | { readonly type: 'act'; readonly act: Act; readonly via: Via }
  | { readonly type: 'timePassed' }
  /** The calendar was edited: what is open counts by the new one from here on. */
  | { readonly type: 'calendarChanged'; readonly calendar: Calendar; readonly reason: Text }
  /** Somebody has left the organisation, who may hold something. */
  | { readonly type: 'staffLeft' }
  /** A signal that could not be accepted: kept on the record, changes nothing. `id` is as an act's. */
  | { readonly type: 'badSignal'; readonly refusal: string; readonly by: string; readonly id?: string };
