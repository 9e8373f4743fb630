import { dispatchNotices } from '../../activities/notices';
import type { OutgoingMessage } from '../../activities/ports';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createOutbox, listNotices } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import { saveSource } from '../../db/sources';
import { contactableFrom } from '../../domain/calendar/customs';
import { customsOf } from '../../procedures/customs/compile-customs';
import { developer, local } from '../support/story';
import { intakeOf, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

/** Deliveries are due from the moment they are written, which is today: the nights below are still to come. */
const year = new Date().getUTCFullYear() + 1;
const at = (written: string): string => local(`${year}-${written}`);
const { calendar } = developer;

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  const webhook = { url: 'https://hotline.example.test/hook', secret: 'whsec_test' };
  await saveSource(database.pool, { id: 'hotline', name: 'Hotline', locale: 'en', webhook });
});

afterEach(() => database.close());

async function file(reference: string, locale: string): Promise<void> {
  await acceptComplaint(database.pool, intakeOf(reference, { registration: { locale } }));
  await createLedger(database.pool).record({ reference, events: opening({ reference, registration: { locale } }) });
}

/** What goes out at an instant: `recipient channel`. */
async function sentAt(instant: string): Promise<string[]> {
  const sent: string[] = [];
  const send = async ({ told, channel }: OutgoingMessage) => {
    for (const { notice } of told) sent.push(`${notice.to} ${channel}`);
  };
  await dispatchNotices({
    outbox: createOutbox(database.pool),
    render: () => ({ subject: 'subject', body: 'body' }),
    senders: { mail: { send }, webhook: { send } },
    // Staff are open day and night here.
    contactableFrom: ({ notice, state }, now) =>
      notice.to === 'complainant'
        ? contactableFrom(customsOf(state.registration.locale, calendar), calendar, now)
        : now,
    log: { warn: () => {} },
    now: () => new Date(instant),
    random: () => 0.5,
    onProgress: () => {},
    isStopping: () => false,
  });
  return sent.toSorted();
}

async function acknowledgement(reference: string) {
  const { items } = await listNotices(database.pool, { reference, to: 'complainant', limit: 10 });
  return items.flatMap(({ deliveries }) => deliveries).find(({ channel }) => channel === 'mail');
}

const STAFF = ['desk-1 mail', 'desk-2 mail', 'desk-2 webhook'];

test('at night the acknowledgement waits until the morning; staff who are open and systems are told at once', async () => {
  await file('Q-1', 'zh-CN');
  expect(await sentAt(at('03-02 23:00'))).toEqual(['complainant webhook', ...STAFF]);
  expect(await acknowledgement('Q-1')).toMatchObject({
    status: 'pending',
    attempts: 0,
    notBefore: new Date(at('03-03 08:00')),
  });
  expect(await sentAt(at('03-03 07:59'))).toEqual([]);
  expect(await sentAt(at('03-03 08:00'))).toEqual(['complainant mail']);
  expect(await sentAt(at('03-03 08:01'))).toEqual([]);
  expect(await acknowledgement('Q-1')).toMatchObject({ status: 'sent', attempts: 1, notBefore: null });
});

test('in Ramadan who speaks Arabic has mail after sunset only, others in the day', async () => {
  const ramadan = customsOf('ar', calendar)?.blackouts.find(({ from }) => from >= `${year}`);
  if (!ramadan) throw new Error('there is a Ramadan in every year');
  await file('Q-2', 'ar-AE');
  await file('Q-3', 'en');
  const day = ramadan.from.slice(5);
  expect(await sentAt(at(`${day} 10:00`))).toEqual(
    ['complainant mail', 'complainant webhook', 'complainant webhook', ...STAFF, ...STAFF].toSorted(),
  );
  expect((await acknowledgement('Q-3'))?.status).toBe('sent');
  expect(await acknowledgement('Q-2')).toMatchObject({ status: 'pending', notBefore: new Date(at(`${day} 19:00`)) });
  expect(await sentAt(at(`${day} 18:59`))).toEqual([]);
  expect(await sentAt(at(`${day} 19:00`))).toEqual(['complainant mail']);
});

test('a mail that was due by day and is only found at night waits, too; and so does its retry', async () => {
  await file('Q-4', 'en');
  await sentAt(at('03-02 21:30'));
  const outbox = createOutbox(database.pool);
  const [claimed] = await outbox.claimDue({ limit: 1, now: new Date(at('03-03 20:58')) });
  if (!claimed) throw new Error('one was due');
  expect(claimed.attempts).toBe(0);
  await outbox.failed(claimed, 'busy', new Date(at('03-03 21:03')));
  expect(await sentAt(at('03-03 21:04'))).toEqual([]);
  expect((await acknowledgement('Q-4'))?.notBefore).toEqual(new Date(at('03-04 08:00')));
  expect(await sentAt(at('03-04 08:00'))).toEqual(['complainant mail']);
});

test('a complaint in a language without customs is written to at any time', async () => {
  await file('Q-5', 'fr');
  expect(await sentAt(at('03-02 23:00'))).toEqual(['complainant mail', 'complainant webhook', ...STAFF]);
});

test('to postpone twice is to postpone once', async () => {
  await file('Q-6', 'en');
  const outbox = createOutbox(database.pool);
  const mail = (await outbox.claimDue({ limit: 50, now: new Date(at('03-02 10:00')) })).find(
    ({ told, channel }) => told[0].notice.to === 'complainant' && channel === 'mail',
  );
  if (!mail) throw new Error('the acknowledgement was due');
  await outbox.failed(mail, 'busy', new Date(at('03-02 11:00')));
  const until = new Date(at('03-03 08:00'));
  for (let times = 0; times < 3; times += 1) await outbox.postponed(mail, until);
  expect(await acknowledgement('Q-6')).toMatchObject({ notBefore: until, attempts: 0 });
});
