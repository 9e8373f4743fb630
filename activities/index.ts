import { currentPeopleActivity } from './current-people';
import type { ContentStore, Ledger, PeopleSource } from './ports';
import { recordEventsActivity } from './record-events';
import { storeActContentActivity } from './store-act-content';
import { sendDueNoticesActivity, startAcceptedComplaintsActivity, type SweepPorts } from './sweep';

export interface ActivityPorts extends SweepPorts {
  readonly ledger: Ledger;
  readonly contents: ContentStore;
  readonly people: PeopleSource;
}

/** Every activity of the worker, by the name that workflows call it. */
export function createActivities(ports: ActivityPorts) {
  return {
    recordEvents: recordEventsActivity(ports.ledger),
    storeActContent: storeActContentActivity(ports.contents),
    currentPeople: currentPeopleActivity(ports.people),
    startAcceptedComplaints: startAcceptedComplaintsActivity(ports),
    sendDueNotices: sendDueNoticesActivity(ports),
  };
}

export type Activities = ReturnType<typeof createActivities>;
