import { dispatchNotices } from '../../activities/notices';
import type { OutgoingMessage, Sender } from '../../activities/ports';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { migrate } from '../../db/migrate';
import { createOutbox, listNotices } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import { createPeopleSource } from '../../db/people-answers';
import { createRuleBooks } from '../../db/rule-books';
import { noticeSchema } from '../../contract/notice';
import { Library } from '../../services/library';
import { createNoticeRenderer, createContactHours } from '../../services/notice-rendering';
import { publishShippedRuleBooks } from '../../services/publishing';
import { developer, local } from '../support/story';
import { intakeOf, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

/** Text messages: one line in the table of channels, and nothing else that knows of them. */
jest.mock('../../domain/model/channel', () => {
  const actual: typeof import('../../domain/model/channel') = jest.requireActual('../../domain/model/channel');
  const text = { address: 'phone', quietHours: true, text: 'short', gathers: true };
  const channels = { ...actual.CHANNELS, text };
  return {
    ...actual,
    CHANNELS: channels,
    CHANNEL_NAMES: Object.keys(channels),
    GATHERING_CHANNELS: ['mail', 'text'],
    channelRule: (name: keyof typeof channels) => channels[name],
  };
});

let database: Database;
let sent: { readonly to: string; readonly channel: string; readonly address: string; readonly body: string }[];

const year = new Date().getUTCFullYear() + 1;
const at = (written: string): Date => new Date(local(`${year}-${written}`));

beforeEach(async () => {
  database = await freshDatabase();
  sent = [];
  await migrate(database.pool);
  await saveOrganisation(database.pool, ORGANISATION);
  await publishShippedRuleBooks(database.pool);
});

afterEach(() => database.close());

/** A complaint by telephone only: its complainant has no mail address. */
async function file(reference: string): Promise<void> {
  const complainant = { name: '王小明', phone: '13800000000' };
  await acceptComplaint(database.pool, intakeOf(reference, { registration: { locale: 'zh-CN' }, complainant }));
  const [registered, ...rest] = opening({ reference, registration: { locale: 'zh-CN' } });
  if (registered?.type !== 'registered') throw new Error('it begins with the registration');
  const { key, hash } = developer.procedure;
  await createLedger(database.pool).record({
    reference,
    events: [{ ...registered, procedure: { key, hash } }, ...rest],
  });
}

async function dispatch(now: Date, changes: Partial<Sender> = {}): Promise<void> {
  const { pool } = database;
  const library = new Library({ pool, ruleBooks: createRuleBooks(pool), people: createPeopleSource(pool) });
  const send = async ({ told, channel, address }: OutgoingMessage, { body }: { readonly body: string }) => {
    sent.push({ to: told[0].notice.to, channel, address, body });
  };
  const fake: Sender = { send, ...changes };
  const senders = { mail: { send: () => Promise.resolve() }, webhook: { send: () => Promise.resolve() }, text: fake };
  await dispatchNotices({
    outbox: createOutbox(pool),
    render: createNoticeRenderer(library, { secret: 'a secret of the test, long enough', publicUrl: 'https://r.test' }),
    senders,
    contactableFrom: createContactHours(library),
    log: { warn: () => {} },
    now: () => now,
    random: () => 0.5,
    onProgress: () => {},
    isStopping: () => false,
  });
}

test('a channel added to the table heeds quiet hours, has its address and its length of text, and nothing else changes', async () => {
  await file('S-1');
  await dispatch(at('03-02 23:00'));
  expect(sent).toEqual([]);
  await dispatch(at('03-03 07:59'));
  expect(sent).toEqual([]);
  await dispatch(at('03-03 08:00'));
  expect(sent).toEqual([
    {
      to: 'complainant',
      channel: 'text',
      address: '13800000000',
      body: expect.stringMatching(/^\S.*S-1.* https:\/\/r\.test\/track#\S+$/) as string,
    },
  ]);
});

test('what reaches nobody by itself waits for nothing', async () => {
  await file('S-2');
  await dispatch(at('03-02 23:00'), { wakesNobody: true });
  expect(sent.map(({ channel }) => channel)).toEqual(['text']);
});

test('the contract knows the channel of a delivery', async () => {
  await file('S-3');
  const { items } = await listNotices(database.pool, { reference: 'S-3', to: 'complainant', limit: 1 });
  const channels = items.flatMap(({ deliveries }) => deliveries.map(({ channel }) => channel));
  expect(channels).toEqual(['text']);
  const { shape } = noticeSchema.shape.deliveries.element;
  expect(channels.map((channel) => shape.channel.parse(channel))).toEqual(channels);
});

test('a delivery by a channel that this program does not know is refused and, where a newer one wrote it, left to that', async () => {
  await file('S-4');
  const write = () =>
    database.pool.query(
      `update deliveries set channel = 'pigeon', next_attempt_at = '2000-01-01' where channel = 'text'`,
    );
  await expect(write()).rejects.toThrow('deliveries_channel_fkey');
  await database.pool.query(`insert into channels values ('pigeon')`);
  await write();
  await dispatch(at('03-03 12:00'));
  const { rows } = await database.pool.query(`select status, attempts from deliveries where channel = 'pigeon'`);
  expect(rows).toEqual([{ status: 'pending', attempts: 0 }]);
});
