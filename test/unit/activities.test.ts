import { MockActivityEnvironment } from '@temporalio/testing';
import { createActivities, type ActivityPorts } from '../../activities';
import type { AcceptedComplaint } from '../../activities/ports';

const unused = () => Promise.reject(new Error('not expected here'));

function activities(ports: Partial<ActivityPorts>) {
  return createActivities({
    ledger: { record: unused, eventsAfter: unused },
    ruleBooks: { calendarByHash: unused },
    acts: { find: unused },
    contents: { put: unused },
    people: { answer: unused },
    calendars: { unspread: unused, newest: unused, behind: unused, markSpread: unused },
    messenger: { tell: unused },
    leavers: { leaving: unused, heldBy: unused, markPassedOn: unused },
    leaverMessenger: { tell: unused },
    backlog: { unstarted: unused, markStarted: unused },
    runs: { start: unused },
    outbox: { claimDue: unused, sent: unused, postponed: unused, failed: unused },
    renderNotices: () => ({ subject: '', body: '' }),
    senders: {},
    contactableFrom: unused,
    digests: {
      store: { advance: unused, claimDue: unused, open: unused, sent: unused, notNeeded: unused, failed: unused },
      calendars: async () => [],
      render: unused,
      sender: undefined,
    },
    log: { warn: () => {} },
    ...ports,
  });
}

function failingLedger(error: Error): ActivityPorts['ledger'] {
  return { record: () => Promise.reject(error), eventsAfter: unused };
}

describe('recording', () => {
  test('even a gap in the ledger is no final failure: that would end the run of the complaint', async () => {
    const conflict = new Error('event 7 must come next');
    const { recordEvents } = activities({ ledger: failingLedger(conflict) });
    await expect(recordEvents({ reference: 'C-1', events: [] })).rejects.toBe(conflict);
  });

  test('a store that is away is tried again', async () => {
    const away = new Error('connection refused');
    const { recordEvents } = activities({ ledger: failingLedger(away) });
    await expect(recordEvents({ reference: 'C-1', events: [] })).rejects.toBe(away);
  });
});

test('a text that came straight to the run is stored as what it is, and answered by its reference', async () => {
  const stored: unknown[] = [];
  const ref = { content: 'c1', hash: 'h1' };
  const { storeText } = activities({ contents: { put: async (text) => (stored.push(text), ref) } });
  const text = { reference: 'C-1', kind: 'findings', text: 'long', by: 'li' };
  expect(await storeText(text)).toEqual(ref);
  expect(stored).toEqual([text]);
});

test('what is asked about people is answered in the order of the questions', async () => {
  const { askPeople } = activities({
    people: { answer: async (questions) => questions.map(({ ask }) => ask === 'role') },
  });
  const role = { ask: 'role', person: 'li', roles: ['desk'] } as const;
  expect(await askPeople({ questions: [{ ask: 'department', department: 'north' }, role] })).toEqual([false, true]);
});

describe('the sweep', () => {
  function backlogOf(references: readonly string[]) {
    const waiting = [...references];
    return {
      waiting,
      unstarted: async (limit: number) =>
        waiting.slice(0, limit).map((reference) => ({ registration: { reference } }) as AcceptedComplaint),
      markStarted: async (reference: string) => void waiting.splice(waiting.indexOf(reference), 1),
    };
  }

  test('a complaint that cannot be started stops no other, however many there are', async () => {
    const all = Array.from({ length: 200 }, (_, index) => `C-${index}`);
    const backlog = backlogOf(all);
    const start: ActivityPorts['runs']['start'] = async ({ registration: { reference } }) => {
      if (Number(reference.slice(2)) < 60) throw new Error('no such procedure');
    };
    const environment = new MockActivityEnvironment();
    const beats: unknown[] = [];
    environment.on('heartbeat', (details) => beats.push(details));
    const { startAcceptedComplaints } = activities({ backlog, runs: { start } });
    expect(await environment.run(startAcceptedComplaints)).toBe(140);
    expect(backlog.waiting).toEqual(all.slice(0, 60));
    expect(beats).toHaveLength(200);
  });

  test('notices that are due are sent under a heartbeat', async () => {
    const environment = new MockActivityEnvironment();
    const outbox = { claimDue: async () => [], sent: unused, postponed: unused, failed: unused };
    const { sendDueNotices } = activities({ outbox });
    expect(await environment.run(sendDueNotices)).toBe(0);
  });
});
