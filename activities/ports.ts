import type { Registration } from '../domain/model/act';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import type { Channel, TextLength } from '../domain/model/channel';
import type { ContentRef } from '../domain/model/content';
import type { ComplaintEvent } from '../domain/model/event';
import type { HandledAct } from '../domain/record/handled-acts';
import type { NoticeSubject } from '../domain/record/notice';
import type { Directory } from '../domain/model/people';
import type { Procedure } from '../domain/model/procedure';

export interface RecordInput {
  readonly reference: string;
  /** Numbered without gaps, following what is recorded already; those already there are passed over. */
  readonly events: readonly ComplaintEvent[];
}

/** The event ledger and everything made from it. */
export interface Ledger {
  /** One transaction: events, complaint row, open tasks, notices. Idempotent on (reference, event number). */
  record(input: RecordInput): Promise<void>;
}

/** What has happened to a complaint so far, in order; empty before it is registered. */
export interface LedgerReader {
  events(reference: string): Promise<readonly ComplaintEvent[]>;
}

/** Which acts a complaint has had, however long ago. */
export interface ActFinder {
  /** Null for an act that has brought nothing. */
  find(reference: string, act: string): Promise<HandledAct | null>;
}

/** What somebody wrote; `kind` is the field it was written in. */
export interface TextToStore {
  readonly reference: string;
  readonly kind: string;
  readonly text: string;
  readonly by: string;
}

/** Free text and personal data, kept out of Temporal. */
export interface ContentStore {
  /** Stores a text and answers with its reference. */
  put(text: TextToStore): Promise<ContentRef>;
}

/** The organisation's people as they are now. */
export interface PeopleSource {
  current(): Promise<Directory>;
}

/** A complaint that intake has committed; everything needed to register it and start its run. */
export interface AcceptedComplaint {
  /** When it was accepted: the instant of its registration, however late that is written. */
  readonly acceptedAt: Date;
  readonly registration: Registration;
  readonly procedureHash: string;
  /** The calendar that it is registered by. */
  readonly calendarHash: string;
  /** What the intake was answered when its run had started; else null. */
  readonly answer: unknown;
}

export interface IntakeBacklog {
  /** Accepted complaints without a run, oldest first. */
  unstarted(limit: number): Promise<readonly AcceptedComplaint[]>;
  markStarted(reference: string): Promise<void>;
}

/** Published procedures and their calendars, by content hash. */
export interface RuleBooks {
  procedure(hash: string): Promise<Procedure>;
  /** The current one of that id. */
  calendar(id: string): Promise<Calendar>;
  calendarByHash(hash: string): Promise<Calendar>;
}

/** A calendar that was changed, and why. */
export interface CalendarNews {
  readonly calendar: Calendar;
  readonly number: number;
  readonly reason: ContentRef;
}

/** Complaints that count by a former version of their calendar. */
export interface CalendarBacklog {
  /** Current calendars that some complaint may not have heard of. */
  unspread(): Promise<readonly CalendarNews[]>;
  /** The current version of a calendar; null where it has never been changed. */
  newest(id: string): Promise<CalendarNews | null>;
  /** Registered and not archived, and by another version than this: references after the given one, in order. */
  behind(input: {
    readonly calendar: Calendar;
    readonly after: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** Everybody has heard; a change that is minutes old only stays on the list. */
  markSpread(news: CalendarNews): Promise<void>;
}

/** Tells a complaint's run of a changed calendar, for certain; false when there is no run. */
export interface CalendarMessenger {
  tell(reference: string, news: CalendarNews): Promise<boolean>;
}

/** Starts the run of an accepted complaint; starting one that runs already changes nothing. */
export interface RunStarter {
  start(accepted: AcceptedComplaint): Promise<void>;
}

/** A notice ready to be sent, with the address it goes to. */
export interface OutgoingNotice extends NoticeSubject {
  readonly channel: Channel;
  /** Of the kind that the channel goes by: a mail address, a webhook's URL. */
  readonly address: string;
  readonly attempts: number;
}

/** The first instant, from this one on, at which the complainant whom a notice is for may be contacted. */
export type ContactableFrom = (subject: NoticeSubject, instant: Instant) => Instant | Promise<Instant>;

export interface NoticeText {
  readonly subject: string;
  readonly body: string;
}

/** Turns a notice into words, by the rule book and the language of its recipient. A short text has one line as its body. */
export type RenderNotice = (subject: NoticeSubject, length: TextLength) => NoticeText | Promise<NoticeText>;

export interface Outbox {
  /** Claims due notices for one sender; a claim that is never settled becomes due again by itself. */
  claimDue(input: { readonly limit: number; readonly now: Date }): Promise<readonly OutgoingNotice[]>;
  sent(id: string, channel: Channel, at: Date): Promise<void>;
  /** Not now: due again then, and this claim was no attempt. */
  postponed(id: string, channel: Channel, until: Date): Promise<void>;
  /** `retryAt` null: given up; it stays readable with its error. */
  failed(id: string, channel: Channel, error: string, retryAt: Date | null): Promise<void>;
}

/** One way out: the sender of a channel. Throws when it may be tried again. */
export interface Sender {
  /** What it sends reaches nobody by itself (a folder to look into), so it heeds no quiet hours. */
  readonly wakesNobody?: boolean;
  send(notice: OutgoingNotice, text: NoticeText): Promise<void>;
}
