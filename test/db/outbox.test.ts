import { createContentStore } from '../../db/content';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createOutbox, listNotices } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import { saveSource, webhookSecretOf } from '../../db/sources';
import { ANSWERED, intakeOf, numbered, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  await saveSource(database.pool, {
    id: 'hotline',
    name: 'Hotline',
    locale: 'en',
    webhook: { url: 'https://hotline.example.test/hook', secret: 'whsec_test' },
  });
});

afterEach(() => database.close());

async function file(reference: string): Promise<void> {
  await acceptComplaint(database.pool, intakeOf(reference));
  await createLedger(database.pool).record({ reference, events: opening({ reference }) });
}

test('a notice goes out by every way its recipient can be reached', async () => {
  await file('E-1');
  const due = await createOutbox(database.pool).claimDue({ limit: 50, now: later(1) });
  expect(due.map(({ told: [{ notice }], channel, address }) => [notice.template, channel, address]).toSorted()).toEqual(
    [
      ['acknowledgement', 'mail', 'wang@example.test'],
      ['acknowledgement', 'webhook', 'https://hotline.example.test/hook'],
      ['assignment', 'mail', 'desk-1@example.test'],
      ['assignment', 'mail', 'desk-2@example.test'],
      ['assignment', 'webhook', 'https://desk-2.example.test/hook'],
    ],
  );
  expect(due[0]?.told).toMatchObject([
    {
      reference: 'E-1',
      recipientName: '王小明',
      locale: 'en',
      event: { number: 3, type: 'acknowledged' },
      state: { lastNumber: 3 },
    },
  ]);
  expect(due.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0]);
  const toDesk = due.find(({ told: [{ notice }] }) => notice.to === 'desk-1');
  expect(toDesk?.told[0]).toMatchObject({ recipientName: '前台一', locale: 'zh-CN' });
});

test('a webhook about a complaint is signed with the secret of the source that filed it', async () => {
  await file('E-0');
  expect(await webhookSecretOf(database.pool, { reference: 'E-0', to: 'complainant' })).toBe('whsec_test');
  expect(await webhookSecretOf(database.pool, { reference: 'E-0', to: 'desk-2' })).toBeNull();
});

test('many senders at once never get the same delivery', async () => {
  for (let index = 0; index < 12; index += 1) await file(`E-2-${String(index)}`);
  const outbox = createOutbox(database.pool);
  const now = later(1);
  const claims = await Promise.all(Array.from({ length: 10 }, () => outbox.claimDue({ limit: 8, now })));
  const got = claims.flat().map(({ id, channel }) => `${id} ${channel}`);
  expect(new Set(got).size).toBe(got.length);
  const rest = await outbox.claimDue({ limit: 100, now });
  expect(got.length + rest.length).toBe(12 * 5);
});

test('a claim that is never settled is due again after two minutes, a sent one never', async () => {
  await file('E-3');
  const outbox = createOutbox(database.pool);
  const now = later(1);
  const [first] = await outbox.claimDue({ limit: 50, now });
  if (!first) throw new Error('nothing was due');
  await outbox.sent(first, now);
  expect(await outbox.claimDue({ limit: 50, now })).toEqual([]);
  const again = await outbox.claimDue({ limit: 50, now: new Date(now.getTime() + 120_000) });
  expect(again).toHaveLength(4);
  expect(again.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
});

test('a failed delivery waits until its next try, one given up keeps its error', async () => {
  await file('E-4');
  const outbox = createOutbox(database.pool);
  const now = later(1);
  const [retried, givenUp, sent] = await outbox.claimDue({ limit: 3, now });
  if (!retried || !givenUp || !sent) throw new Error('three were due');
  await outbox.failed(retried, 'busy', later(60));
  await outbox.failed(givenUp, 'no such mailbox', null);
  await outbox.sent(sent, now);
  await outbox.failed(sent, 'too late', later(60));
  const claimed = async (minutes: number) =>
    (await outbox.claimDue({ limit: 50, now: later(minutes) })).map(({ id, channel }) => `${id} ${channel}`);
  expect(await claimed(50)).not.toContain(`${retried.id} ${retried.channel}`);
  const due = await claimed(61);
  expect(due).toContain(`${retried.id} ${retried.channel}`);
  expect(due).not.toContain(`${givenUp.id} ${givenUp.channel}`);
  expect(due).not.toContain(`${sent.id} ${sent.channel}`);
  const { items } = await listNotices(database.pool, { reference: 'E-4', limit: 10 });
  const deliveries = items.flatMap(({ subject, deliveries: all }) =>
    all.map((one) => ({ id: `${subject.notice.id} ${one.channel}`, ...one })),
  );
  expect(deliveries.find(({ id }) => id === `${givenUp.id} ${givenUp.channel}`)).toMatchObject({
    status: 'failed',
    error: 'no such mailbox',
  });
});

test('a notice to somebody without any address is readable and never due', async () => {
  const owner = { rule: 'x', department: 'service', people: ['head-1'], person: 'head-1', pool: null, leftOut: [] };
  await createLedger(database.pool).record({ reference: 'E-5', events: opening({ reference: 'E-5', owner }) });
  expect(await createOutbox(database.pool).claimDue({ limit: 50, now: later(1) })).toEqual([]);
  const { items } = await listNotices(database.pool, { to: 'head-1', limit: 10 });
  expect(items).toEqual([{ subject: expect.objectContaining({ reference: 'E-5' }) as unknown, deliveries: [] }]);
});

test('a delivery whose address is gone is given up', async () => {
  const { registration } = await acceptComplaint(database.pool, intakeOf('E-6', { source: 'letters' }));
  await createLedger(database.pool).record({ reference: 'E-6', events: opening({ reference: 'E-6' }).slice(0, 3) });
  await createContentStore(database.pool).erase(registration.content.content);
  expect(await createOutbox(database.pool).claimDue({ limit: 50, now: later(1) })).toEqual([]);
  const { items } = await listNotices(database.pool, { reference: 'E-6', limit: 10 });
  expect(items[0]?.deliveries).toEqual([expect.objectContaining({ channel: 'mail', status: 'not-needed' })]);
});

test('a notice brings what its own event says, and nothing that was written among ourselves before', async () => {
  await file('E-7');
  const store = createContentStore(database.pool);
  const findings = await store.put({ reference: 'E-7', kind: 'findings', text: '墙体渗水属实', by: 'desk-1' });
  const reason = await store.put({ reference: 'E-7', kind: 'reason', text: 'photos, please', by: 'desk-1' });
  const events = numbered(6, [
    { ...ANSWERED, form: { findings }, final: true } as typeof ANSWERED,
    { type: 'paused', reason, until: '2026-05-01T00:00:00.000Z' },
  ]);
  await createLedger(database.pool).record({ reference: 'E-7', events });
  const { items } = await listNotices(database.pool, { reference: 'E-7', limit: 10 });
  const texts = Object.fromEntries(items.map(({ subject }) => [subject.notice.template, subject.texts]));
  expect(texts['information-needed']).toEqual({ reason: 'photos, please' });
  expect(texts['final-reply']).toEqual({ findings: '墙体渗水属实' });
  expect(texts['assignment']).toEqual({});
});

test('a proposal brings the texts of the form that offered it, not the report or the opinion around it', async () => {
  await file('E-8');
  const store = createContentStore(database.pool);
  const put = (kind: string) => store.put({ reference: 'E-8', kind, text: kind, by: 'desk-1' });
  const [report, answer, opinion] = [await put('report'), await put('answer'), await put('opinion')];
  const owner = { rule: 'x', department: 'service', people: ['head-1'], person: 'head-1', pool: null, leftOut: [] };
  const step = { type: 'taskCompleted', task: 'T5', outcome: 'done' } as const;
  const events = numbered(6, [
    { ...step, form: { report } },
    { ...step, form: { answer, solution: [{ remedy: 'repair' }] } },
    { ...step, form: { opinion } },
    {
      ...{ type: 'taskOpened', task: 'T9', part: null, kind: 'consent', owner, step: 1, pausable: false },
      ...{ limit: { count: 7, unit: 'd' }, dueAt: '2026-05-01T00:00:00.000Z' },
    },
  ]);
  for (const event of events) await createLedger(database.pool).record({ reference: 'E-8', events: [event] });
  const { items } = await listNotices(database.pool, { reference: 'E-8', limit: 20 });
  expect(items.find(({ subject }) => subject.notice.template === 'proposal')?.subject.texts).toEqual({
    answer: 'answer',
  });
});

test('notices come newest first and in pages, each once', async () => {
  await file('E-8');
  await file('E-9');
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listNotices(database.pool, { limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ subject }) => subject.notice.id));
    cursor = page.next;
  } while (cursor !== null);
  expect(seen).toHaveLength(8);
  expect(new Set(seen).size).toBe(8);
  expect(seen[0]).toBe('E-9:5:assignment:pool:customer-service@service');
});
