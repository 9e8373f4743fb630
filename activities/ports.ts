import type { Registration } from '../domain/model/act';
import type { Calendar, Instant } from '../domain/calendar/calendar';
import type { Channel, TextLength } from '../domain/model/channel';
import type { ContentRef } from '../domain/model/content';
import type { ComplaintEvent } from '../domain/model/event';
import type { HandledAct } from '../domain/record/handled-acts';
import type { NoticeSubject } from '../domain/record/notice';
import type { Procedure } from '../domain/model/procedure';

export interface RecordInput {
  readonly reference: string;
  /** Numbered without gaps, following what whoever decided knows. */
  readonly events: readonly ComplaintEvent[];
}

/** Whether events are on the ledger now, or what is there instead: other events from the first of their numbers on, in order. */
export type Recorded =
  { readonly is: 'recorded' } | { readonly is: 'behind'; readonly events: readonly ComplaintEvent[] };

export interface EventsAfterInput {
  readonly reference: string;
  /** Number of an event; 0 for all of them. */
  readonly after: number;
}

/** The event ledger and everything made from it. The ledger leads: whoever decided without knowing all of it is told. */
export interface Ledger {
  /** One transaction: events, complaint row, open tasks, notices. The same events again are recorded already. */
  record(input: RecordInput): Promise<Recorded>;
  /** What follows that number, in order; at most so many that Temporal takes them as one answer. */
  eventsAfter(input: EventsAfterInput): Promise<readonly ComplaintEvent[]>;
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

/** What one person is told at once about one complaint, in the order in which it happened. */
export type Told = readonly [NoticeSubject, ...NoticeSubject[]];

/** Notices that go out together, with the address they go to. Where a channel does not gather, each goes by itself. */
export interface OutgoingMessage {
  /** That of its first notice: a repeat has the same, no two messages of a channel share one. */
  readonly id: string;
  readonly told: Told;
  readonly channel: Channel;
  /** Of the kind that the channel goes by: a mail address, a webhook's URL. */
  readonly address: string;
  readonly attempts: number;
}

/** The first instant, from this one on, at which whoever a notice is for may be contacted. */
export type ContactableFrom = (subject: NoticeSubject, instant: Instant) => Instant | Promise<Instant>;

export interface NoticeText {
  readonly subject: string;
  readonly body: string;
}

/** Puts notices into words together, by the rule book and the language of the recipient. A short text has one line as its body. */
export type RenderNotices = (told: Told, length: TextLength) => NoticeText | Promise<NoticeText>;

export interface Outbox {
  /**
   * Claims due messages for one sender; a claim that is never settled becomes due again by itself. What was tried
   * together is tried together again, and nothing joins it.
   */
  claimDue(input: { readonly limit: number; readonly now: Date }): Promise<readonly OutgoingMessage[]>;
  sent(message: OutgoingMessage, at: Date): Promise<void>;
  /** Not now: due again then, with whatever else waits until then, and this claim was no attempt. */
  postponed(message: OutgoingMessage, until: Date): Promise<void>;
  /** `retryAt` null: given up; it stays readable with its error. */
  failed(message: OutgoingMessage, error: string, retryAt: Date | null): Promise<void>;
}

/** One way out: the sender of a channel. Throws when it may be tried again. */
export interface Sender {
  /** What it sends reaches nobody by itself (a folder to look into), so it heeds no quiet hours. */
  readonly wakesNobody?: boolean;
  send(message: OutgoingMessage, text: NoticeText): Promise<void>;
}
