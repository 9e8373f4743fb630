import { askPeopleActivity } from './ask-people';
import { findActActivity } from './find-act';
import type { AnswerSource } from '../domain/people/asking';
import type {
  ActFinder,
  CalendarBacklog,
  CalendarMessenger,
  ContentStore,
  LeaverBacklog,
  LeaverMessenger,
  Ledger,
  RuleBooks,
} from './ports';
import { calendarOfActivity, eventsAfterActivity, recordEventsActivity } from './record-events';
import { passOnFromLeaversActivity } from './pass-on-from-leavers';
import { spreadCalendarsActivity } from './spread-calendars';
import { storeTextActivity } from './store-text';
import { sendDueNoticesActivity, startAcceptedComplaintsActivity, type SweepPorts } from './sweep';

export interface ActivityPorts extends SweepPorts {
  readonly ledger: Ledger;
  readonly ruleBooks: Pick<RuleBooks, 'calendarByHash'>;
  readonly acts: ActFinder;
  readonly contents: ContentStore;
  readonly people: AnswerSource;
  readonly calendars: CalendarBacklog;
  readonly messenger: CalendarMessenger;
  readonly leavers: LeaverBacklog;
  readonly leaverMessenger: LeaverMessenger;
}

/** Every activity of the worker, by the name that workflows call it. */
export function createActivities(ports: ActivityPorts) {
  return {
    recordEvents: recordEventsActivity(ports.ledger),
    eventsAfter: eventsAfterActivity(ports.ledger),
    calendarOf: calendarOfActivity(ports.ruleBooks),
    findAct: findActActivity(ports.acts),
    storeText: storeTextActivity(ports.contents),
    askPeople: askPeopleActivity(ports.people),
    startAcceptedComplaints: startAcceptedComplaintsActivity(ports),
    sendDueNotices: sendDueNoticesActivity(ports),
    spreadCalendars: spreadCalendarsActivity({
      backlog: ports.calendars,
      messenger: ports.messenger,
      log: ports.log,
    }),
    passOnFromLeavers: passOnFromLeaversActivity({
      backlog: ports.leavers,
      messenger: ports.leaverMessenger,
      log: ports.log,
    }),
  };
}

export type Activities = ReturnType<typeof createActivities>;
