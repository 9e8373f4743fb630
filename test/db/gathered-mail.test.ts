import fc from 'fast-check';
import type { OutgoingMessage } from '../../activities/ports';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createOutbox } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import type { EventBody } from '../../domain/model/event';
import { intakeOf, numbered, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;
let now: Date;

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  now = new Date(Date.now() + 60_000);
});

afterEach(() => database.close());

const INSTANTS = ['2026-03-05T10:00:00.000Z', '2026-03-06T10:00:00.000Z'];

const tell = (to: readonly string[]): EventBody => {
  return { type: 'rungReached', of: { task: 'T5' }, rung: 0, level: 1, action: 'tell', to, explain: [] };
};

/** Where each complaint's record has come to. */
const numbers = new Map<string, number>();

async function file(reference: string): Promise<void> {
  await acceptComplaint(database.pool, intakeOf(reference));
  await createLedger(database.pool).record({ reference, events: opening({ reference }) });
  numbers.set(reference, 6);
}

async function record(reference: string, at: string, bodies: readonly EventBody[]): Promise<void> {
  const first = numbers.get(reference) ?? 6;
  numbers.set(reference, first + bodies.length);
  const events = numbered(first, bodies).map((event) => ({ ...event, at }));
  await createLedger(database.pool).record({ reference, events });
}

const claim = (limit = 50) => createOutbox(database.pool).claimDue({ limit, now });
const mailsTo = (messages: readonly OutgoingMessage[], to: string) =>
  messages.filter(({ channel, told }) => channel === 'mail' && told[0].notice.to === to);
const eventsOf = ({ told }: OutgoingMessage) => told.map(({ notice }) => notice.event);

async function isAnythingPending(): Promise<boolean> {
  const { rows } = await database.pool.query(`select from deliveries where status = 'pending' limit 1`);
  return rows.length > 0;
}

async function settleAll(): Promise<void> {
  for (const message of await claim(500)) await createOutbox(database.pool).sent(message, now);
}

const [FIRST = '', SECOND = ''] = INSTANTS;

test('what one person is told about one complaint at one instant is one mail, in the order in which it happened', async () => {
  await file('G-1');
  await file('G-2');
  await settleAll();
  await record('G-1', FIRST, [tell(['desk-1', 'complainant']), tell(['desk-1']), tell(['desk-2'])]);
  await record('G-1', SECOND, [tell(['desk-1'])]);
  await record('G-2', FIRST, [tell(['desk-1'])]);
  const claimed = await claim();
  expect(mailsTo(claimed, 'desk-1').map((one) => [one.told[0].reference, eventsOf(one)])).toEqual([
    ['G-1', [6, 7]],
    ['G-2', [6]],
    ['G-1', [9]],
  ]);
  expect(mailsTo(claimed, 'desk-2').map(eventsOf)).toEqual([[8]]);
  expect(mailsTo(claimed, 'complainant').map(eventsOf)).toEqual([[6]]);
});

test('a system gets each notice by itself', async () => {
  await file('G-3');
  await settleAll();
  await record('G-3', FIRST, [tell(['desk-2']), tell(['desk-2'])]);
  const claimed = await claim();
  expect(claimed.filter(({ channel }) => channel === 'webhook').map(eventsOf)).toEqual([[6], [7]]);
  expect(mailsTo(claimed, 'desk-2').map(eventsOf)).toEqual([[6, 7]]);
});

test('what was tried together is tried together again under the same id, and what comes later is a mail of its own', async () => {
  await file('G-4');
  await settleAll();
  await record('G-4', FIRST, [tell(['desk-1']), tell(['desk-1'])]);
  const [before] = mailsTo(await claim(), 'desk-1');
  await record('G-4', FIRST, [tell(['desk-1'])]);
  const [later] = mailsTo(await claim(), 'desk-1');
  now = new Date(now.getTime() + 121_000);
  const again = mailsTo(await claim(), 'desk-1');
  expect(before && eventsOf(before)).toEqual([6, 7]);
  expect(later && eventsOf(later)).toEqual([8]);
  expect(again.map((one) => [one.id, eventsOf(one)])).toEqual([
    [before?.id, [6, 7]],
    [later?.id, [8]],
  ]);
});

test('what is held back until the same instant goes out as one mail, unless it may have been sent before', async () => {
  await file('G-5');
  await settleAll();
  const outbox = createOutbox(database.pool);
  const until = new Date(now.getTime() + 8 * 3_600_000);
  const hold = async () => {
    for (const message of await claim()) await outbox.postponed(message, until);
  };
  await record('G-5', FIRST, [tell(['desk-1'])]);
  const [tried] = await claim();
  if (!tried) throw new Error('one was due');
  await outbox.failed(tried, 'no answer in time', now);
  await hold();
  await record('G-5', SECOND, [tell(['desk-1'])]);
  await hold();
  await record('G-5', FIRST, [tell(['desk-1'])]);
  await hold();
  expect(await claim()).toEqual([]);
  now = until;
  expect((await claim()).map(eventsOf)).toEqual([[6], [7, 8]]);
});

test('however many senders claim at once, a mail is claimed whole', async () => {
  const references = Array.from({ length: 12 }, (_, index) => `G-6-${String(index)}`);
  for (const reference of references) {
    await file(reference);
    await record(reference, FIRST, [tell(['desk-1']), tell(['desk-1']), tell(['desk-1'])]);
  }
  const claims = await Promise.all(Array.from({ length: 16 }, () => claim(5)));
  const rest = await claim(500);
  const three = mailsTo([...claims.flat(), ...rest], 'desk-1').filter(({ told }) => told[0].event.number >= 6);
  expect(three.map(eventsOf)).toEqual(references.map(() => [6, 7, 8]));
});

type Outcome = 'sent' | 'lost before sending' | 'lost after sending' | 'failed' | 'held';
type Step =
  | { readonly do: 'record'; readonly complaint: number; readonly instant: number; readonly to: readonly string[] }
  | { readonly do: 'claim'; readonly senders: number; readonly limit: number; readonly outcomes: readonly Outcome[] }
  | { readonly do: 'wait'; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('record' as const),
    complaint: fc.integer({ min: 0, max: 1 }),
    instant: fc.integer({ min: 0, max: 1 }),
    to: fc.uniqueArray(fc.constantFrom('desk-1', 'desk-2', 'complainant'), { minLength: 1 }),
  }),
  fc.record({
    do: fc.constant('claim' as const),
    senders: fc.integer({ min: 1, max: 3 }),
    limit: fc.integer({ min: 1, max: 4 }),
    outcomes: fc.array(
      fc.constantFrom<Outcome>('sent', 'lost before sending', 'lost after sending', 'failed', 'held'),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
  }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 5 }) }),
);

/** What left the house, and whether what became of it was written down. */
interface Sending {
  readonly message: OutgoingMessage;
  readonly isSettled: boolean;
}

class Play {
  readonly sendings: Sending[] = [];

  constructor(readonly references: readonly string[]) {}

  async take(steps: readonly Step[]): Promise<void> {
    for (const reference of this.references) await file(reference);
    for (const one of steps) await this.#take(one);
    while (await isAnythingPending()) {
      now = new Date(now.getTime() + 121_000);
      for (const message of await claim(500)) await this.#settle(message, 'sent');
    }
  }

  async #take(one: Step): Promise<void> {
    if (one.do === 'record') {
      return record(this.references[one.complaint] ?? '', INSTANTS[one.instant] ?? '', [tell(one.to)]);
    }
    if (one.do === 'wait') return void (now = new Date(now.getTime() + one.minutes * 60_000));
    const claimed = (await Promise.all(Array.from({ length: one.senders }, () => claim(one.limit)))).flat();
    await Promise.all(
      claimed.map((message, index) => this.#settle(message, one.outcomes[index % one.outcomes.length] ?? 'sent')),
    );
  }

  async #settle(message: OutgoingMessage, outcome: Outcome): Promise<void> {
    const outbox = createOutbox(database.pool);
    const soon = new Date(now.getTime() + 120_000);
    if (outcome === 'sent' || outcome === 'lost after sending') {
      this.sendings.push({ message, isSettled: outcome === 'sent' });
    }
    if (outcome === 'sent') await outbox.sent(message, now);
    if (outcome === 'failed') await outbox.failed(message, 'busy', soon);
    if (outcome === 'held') await outbox.postponed(message, soon);
  }
}

test('in any order of recording, claiming, failing and being lost, each notice is said by one message only, and settled once', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      run += 1;
      const play = new Play([`P-${run}-a`, `P-${run}-b`]);
      await play.take(steps);
      const said = new Map<string, string>();
      const settled = new Map<string, number>();
      for (const { message, isSettled } of play.sendings) {
        const everyone = new Set(message.told.map(({ notice, reference }) => `${reference} ${notice.to}`));
        expect(everyone.size).toBe(1);
        const whole = JSON.stringify([message.id, message.channel, message.told.map(({ notice }) => notice.id)]);
        for (const { notice } of message.told) {
          const key = `${notice.id} ${message.channel}`;
          expect(said.get(key) ?? whole).toBe(whole);
          said.set(key, whole);
          if (isSettled) settled.set(key, (settled.get(key) ?? 0) + 1);
        }
      }
      const { rows } = await database.pool.query<{ key: string; status: string }>(
        `select notice || ' ' || channel as key, status from deliveries where notice like $1`,
        [`P-${run}-%`],
      );
      expect(rows.filter(({ status }) => status !== 'sent')).toEqual([]);
      expect(settled).toEqual(new Map(rows.map(({ key }) => [key, 1])));
    }),
    { numRuns: 60 },
  );
}, 120_000);
