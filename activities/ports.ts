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

/**
 * Whether events are on the ledger now, or what is there instead: other events from the first of their numbers on, in order;
 * or who was chosen and has come to hold as many tasks as they may.
 */
export type Recorded =
  | { readonly is: 'recorded' }
  | { readonly is: 'behind'; readonly events: readonly ComplaintEvent[] }
  | { readonly is: 'full'; readonly person: string };

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

/** People who have left and may still hold open tasks. */
export interface LeaverBacklog {
  /** By id, after the given one. */
  leaving(input: { readonly after: string; readonly limit: number }): Promise<readonly string[]>;
  /** Complaints with a task that is held by somebody by name, or by a pool that they were the last of: references after the given one, in order. */
  heldBy(input: {
    readonly person: string;
    readonly after: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /** Nothing is held by them any more; somebody who left minutes ago only, or still holds something, stays on the list. */
  markPassedOn(person: string): Promise<void>;
}

/** Tells a complaint's run that somebody has left, for certain; false when there is no run. */
export interface LeaverMessenger {
  tell(reference: string): Promise<boolean>;
}

/** Starts the run of an accepted complaint; starting one that runs already changes nothing. */
export interface RunStarter {
  start(accepted: AcceptedComplaint): Promise<void>;
}

/** What one person is told at once about one complaint, in the order in which it happened. */
export type Told = readonly [NoticeSubject, ...NoticeSubject[]];

/** Something that goes out, as it is addressed. */
export interface Letter {
  /** The same in every repeat, and no other's. Of a message it is that of its first notice. */
  readonly id: string;
  /** Of the kind that the channel goes by: a mail address, a webhook's URL. */
  readonly address: string;
  readonly recipientName: string;
  /** What the recipient reads: `zh-TW`. */
  readonly locale: string;
}

/** Notices that go out together, with the address they go to. Where a channel does not gather, each goes by itself. */
export interface OutgoingMessage extends Letter {
  readonly told: Told;
  readonly channel: Channel;
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

/** An open task: one that waits in a pool, for whoever of it takes it, or one of somebody who is away. */
export interface DigestTask {
  readonly reference: string;
  readonly procedureHash: string;
  readonly stage: string;
  /** Null while it stands still. */
  readonly dueAt: Instant | null;
}

/** One person's digest of a day, claimed to be sent. */
export interface DueDigest extends Letter {
  readonly staff: string;
  readonly day: string;
  readonly attempts: number;
}

export interface OpenTasks<T extends DigestTask = DigestTask> {
  /** The first of them by their limits. */
  readonly tasks: readonly T[];
  /** How many there are in all. */
  readonly count: number;
  /** There may be more than were counted. */
  readonly isOpenEnded: boolean;
}

/** What is open for somebody, as a digest says it. */
export interface OpenToSomebody {
  /** In the pools that are told by digest, of their own and of those in whose place they are. */
  readonly pooled: OpenTasks;
  /** Held by people who are away, in whose place they are: by the name of each. */
  readonly inherited: OpenTasks<DigestTask & { readonly person: string }>;
}

/** A working day of a calendar, and the procedures that go by it. */
export interface DigestDay {
  readonly calendar: string;
  readonly procedures: readonly string[];
  /** Local date. */
  readonly day: string;
  /** The end of its hours. */
  readonly until: Date;
}

export interface DigestStore {
  /** Takes the day's round one step further through the staff; false once it is through. */
  advance(day: DigestDay, now: Date): Promise<boolean>;
  /** Claims due digests for one sender; a claim that is never settled becomes due again by itself. */
  claimDue(input: { readonly limit: number; readonly now: Date }): Promise<readonly DueDigest[]>;
  open(staff: string, now: Date): Promise<OpenToSomebody>;
  sent(digest: DueDigest, at: Date): Promise<void>;
  /** Nothing is open for them any more. */
  notNeeded(digest: DueDigest): Promise<void>;
  /** `retryAt` null: given up; it stays readable with its error. */
  failed(digest: DueDigest, error: string, retryAt: Date | null): Promise<void>;
}

/** Which calendars there are, with the procedures that go by each. */
export type CalendarsInUse = () => Promise<
  readonly { readonly calendar: Calendar; readonly procedures: readonly string[] }[]
>;

/** Puts what is open for somebody into words. */
export type RenderDigest = (digest: DueDigest, open: OpenToSomebody) => NoticeText | Promise<NoticeText>;

/** One way out: the sender of a channel. Throws when it may be tried again. */
export interface Sender {
  /** What it sends reaches nobody by itself (a folder to look into), so it heeds no quiet hours. */
  readonly wakesNobody?: boolean;
  send(message: OutgoingMessage, text: NoticeText): Promise<void>;
}

/** One that sends whatever is addressed, and asks nothing about it. */
export interface LetterSender extends Sender {
  send(letter: Letter, text: NoticeText): Promise<void>;
}
