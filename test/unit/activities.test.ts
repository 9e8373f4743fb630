import { MockActivityEnvironment } from '@temporalio/testing';
import { createActivities, type ActivityPorts } from '../../activities';
import type { AcceptedComplaint } from '../../activities/ports';
import type { Act } from '../../domain/model/act';

const unused = () => Promise.reject(new Error('not expected here'));

function activities(ports: Partial<ActivityPorts>) {
  return createActivities({
    ledger: { record: unused },
    acts: { find: unused },
    contents: { put: unused },
    people: { current: unused },
    calendars: { unspread: unused, newest: unused, behind: unused, markSpread: unused },
    messenger: { tell: unused },
    backlog: { unstarted: unused, markStarted: unused },
    runs: { start: unused },
    outbox: { claimDue: unused, sent: unused, postponed: unused, failed: unused },
    renderNotice: () => ({ subject: '', body: '' }),
    senders: {},
    contactableFrom: unused,
    log: { warn: () => {} },
    ...ports,
  });
}

describe('recording', () => {
  test('even a contradiction of the ledger is no final failure: that would end the run of the complaint', async () => {
    const conflict = new Error('event 7 is another one');
    const { recordEvents } = activities({ ledger: { record: () => Promise.reject(conflict) } });
    await expect(recordEvents({ reference: 'C-1', events: [] })).rejects.toBe(conflict);
  });

  test('a store that is away is tried again', async () => {
    const away = new Error('connection refused');
    const { recordEvents } = activities({ ledger: { record: () => Promise.reject(away) } });
    await expect(recordEvents({ reference: 'C-1', events: [] })).rejects.toBe(away);
  });
});

describe('texts of an act', () => {
  const put: ActivityPorts['contents']['put'] = async ({ reference, kind, text, by }) => ({
    content: `${reference}/${kind}/${by}`,
    hash: `hash of ${text}`,
  });
  const store = (act: Act) =>
    activities({ contents: { put } }).storeActContent({ reference: 'C-1', act, textFields: ['findings', 'comments'] });

  test('every inline text is replaced by its reference, facts stay', async () => {
    const form = { findings: 'long', responsible: 'engineering', amount: 3 };
    expect(await store({ act: 'complete', by: 'li', outcome: 'founded', form })).toEqual({
      act: 'complete',
      by: 'li',
      outcome: 'founded',
      form: { ...form, findings: { content: 'C-1/findings/li', hash: 'hash of long' } },
    });
  });

  test.each<Act>([
    { act: 'note', by: 'li', reason: 'words' },
    { act: 'withdraw', by: 'complainant', reason: 'words' },
  ])('the reason of $act is content', async (act) => {
    expect(await store(act)).toEqual({
      ...act,
      reason: { content: `C-1/reason/${act.by}`, hash: 'hash of words' },
    });
  });

  test('evidence is content', async () => {
    const evidence = { content: 'C-1/evidence/li', hash: 'hash of words' };
    expect(await store({ act: 'addEvidence', by: 'li', evidence: 'words' })).toEqual({
      act: 'addEvidence',
      by: 'li',
      evidence,
    });
  });

  test('an act whose texts are stored already passes unchanged and stores nothing', async () => {
    const stored = { content: 'c9', hash: 'h9' };
    const act: Act = { act: 'answerSurvey', by: 'complainant', form: { satisfaction: 'neutral', comments: stored } };
    expect(await activities({}).storeActContent({ reference: 'C-1', act, textFields: ['comments'] })).toEqual(act);
  });
});

describe('people', () => {
  const directory = { version: '7', staff: {}, departments: {} };
  const { currentPeople } = activities({ people: { current: async () => directory } });

  test('nothing is carried when the version is known', async () => {
    expect(await currentPeople({ version: '7' })).toBeNull();
    expect(await currentPeople({ version: '6' })).toEqual(directory);
  });
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
