import { dispatchNotices } from '../../activities/notices';
import type { OutgoingMessage } from '../../activities/ports';
import { changeCalendar } from '../../db/calendars';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createOutbox, listNotices } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import { createPeopleSource } from '../../db/people-answers';
import { createRuleBooks } from '../../db/rule-books';
import type { Calendar } from '../../domain/calendar/calendar';
import type { EventBody } from '../../domain/model/event';
import { Library } from '../../services/library';
import { createContactHours } from '../../services/notice-rendering';
import { publishShippedRuleBooks } from '../../services/publishing';
import { developer, local } from '../support/story';
import { intakeOf, numbered, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

/** Deliveries are due from the moment they are written, which is today: the nights below are still to come. */
const year = new Date().getUTCFullYear() + 1;
/** Past the holidays that are known the week alone decides. */
const friday = Array.from({ length: 7 }, (_, day) => `${year}-06-${String(day + 1).padStart(2, '0')}`).find(
  (date) => new Date(`${date}T12:00:00Z`).getUTCDay() === 5,
);
const at = (days: number, time: string): string => {
  const date = new Date(Date.parse(`${friday ?? ''}T00:00:00Z`) + days * 86_400_000);
  return local(`${date.toISOString().slice(0, 10)} ${time}`);
};

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  await publishShippedRuleBooks(database.pool);
});

afterEach(() => database.close());

async function file(reference: string, bodies: readonly EventBody[] = []): Promise<void> {
  await acceptComplaint(database.pool, intakeOf(reference));
  const [registered, ...rest] = opening({ reference });
  if (registered?.type !== 'registered') throw new Error('it begins with the registration');
  const { key, hash } = developer.procedure;
  const events = [{ ...registered, procedure: { key, hash } }, ...rest, ...numbered(6, bodies)];
  await createLedger(database.pool).record({ reference, events });
}

/** The events that each person's mails are about, of those that go out at an instant. */
async function sentAt(instant: string): Promise<string[]> {
  const { pool } = database;
  const library = new Library({ pool, ruleBooks: createRuleBooks(pool), people: createPeopleSource(pool) });
  const sent: string[] = [];
  const send = async ({ told, channel }: OutgoingMessage) => {
    const events = told.map(({ notice }) => notice.event).join('+');
    sent.push(`${told[0].notice.to} ${channel} ${events}`);
  };
  await dispatchNotices({
    outbox: createOutbox(pool),
    render: () => ({ subject: 'subject', body: 'body' }),
    senders: { mail: { send }, webhook: { send } },
    contactableFrom: createContactHours(library),
    log: { warn: () => {} },
    now: () => new Date(instant),
    random: () => 0.5,
    onProgress: () => {},
    isStopping: () => false,
  });
  return sent.filter((one) => !one.startsWith('complainant')).toSorted();
}

const tell = (to: string, atOnce?: true): EventBody => {
  const rung = { of: { task: 'T5' }, rung: 0, level: 1, action: 'tell', to: [to], explain: [] } as const;
  return { type: 'rungReached', ...rung, ...(atOnce ? { atOnce } : {}) };
};

/** The calendar as it is, but for one day. */
async function change(days: number, slots: Calendar['week'][number]): Promise<void> {
  const { calendar } = developer;
  const holidays = { ...calendar.holidays, [at(days, '12:00').slice(0, 10)]: slots };
  await changeCalendar(database.pool, {
    calendar: { ...calendar, holidays, hash: `changed-${days}` },
    ...{ base: calendar.hash, changes: null, by: 'gm', reason: { content: 'c1', hash: 'h1' } },
  });
}

test('mail to staff waits for the opening of the next working day, and is one mail then; webhooks wait for nothing', async () => {
  await file('H-1', [tell('desk-1')]);
  expect(await sentAt(at(0, '18:00'))).toEqual(['desk-2 webhook 5']);
  const { items } = await listNotices(database.pool, { reference: 'H-1', to: 'desk-1', limit: 10 });
  expect(items.flatMap(({ deliveries }) => deliveries)).toMatchObject([
    { status: 'pending', attempts: 0, notBefore: new Date(at(3, '09:00')) },
    { status: 'pending', attempts: 0, notBefore: new Date(at(3, '09:00')) },
  ]);
  expect(await sentAt(at(1, '12:00'))).toEqual([]);
  expect(await sentAt(at(3, '08:59'))).toEqual([]);
  expect(await sentAt(at(3, '09:00'))).toEqual(['desk-1 mail 5+6', 'desk-2 mail 5']);
  expect(await sentAt(at(3, '09:01'))).toEqual([]);
});

test('a rung that is at once reaches staff on a Sunday, in a mail of its own', async () => {
  await file('H-2', [tell('desk-1'), tell('desk-1', true)]);
  expect(await sentAt(at(2, '03:00'))).toEqual(['desk-1 mail 7', 'desk-2 webhook 5']);
  expect(await sentAt(at(3, '09:00'))).toEqual(['desk-1 mail 5+6', 'desk-2 mail 5']);
});

test('during the day, and in its break, staff are told at once', async () => {
  await file('H-3');
  expect(await sentAt(at(0, '12:30'))).toEqual(['desk-1 mail 5', 'desk-2 mail 5', 'desk-2 webhook 5']);
});

test('a day that is closed meanwhile is waited for, too', async () => {
  await file('H-4');
  await sentAt(at(0, '18:00'));
  await change(3, []);
  expect(await sentAt(at(3, '09:00'))).toEqual([]);
  expect(await sentAt(at(4, '09:00'))).toEqual(['desk-1 mail 5', 'desk-2 mail 5']);
});
