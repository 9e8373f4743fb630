import { findComplaint } from '../../db/complaints';
import { createLedger, LedgerGap } from '../../db/ledger';
import { listNotices } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import { listTasks } from '../../db/tasks';
import { eventsOf } from '../../db/timeline';
import { fold } from '../../domain/record/evolve';
import { ANSWERED, CLOSING, numbered, opening, ORGANISATION, DESK } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
});

afterAll(() => database.close());

const tasksOf = async (reference: string) =>
  (await listTasks(database.pool, { limit: 200 })).items.filter((task) => task.reference === reference);

const recorded = async (reference: string) =>
  (await eventsOf(database.pool, { reference, limit: 100 })).map(({ event }) => event);

test('events, complaint, open task and notices are there after one record', async () => {
  const events = opening({ reference: 'A-1' });
  await createLedger(database.pool).record({ reference: 'A-1', events });
  expect(await recorded('A-1')).toEqual(events);
  expect(await findComplaint(database.pool, 'A-1')).toMatchObject({
    reference: 'A-1',
    procedure: { key: 'property-developer', hash: 'hash-of-rules' },
    status: 'open',
    stage: 'investigate',
    department: 'service',
    owner: null,
    level: 0,
    dueAt: '2026-03-05T10:00:00.000Z',
    promiseDueAt: '2026-03-09T10:00:00.000Z',
    receivedAt: '2026-03-02T01:00:00.000Z',
    closedAt: null,
    events: 5,
    state: fold(events),
  });
  expect(await tasksOf('A-1')).toEqual([
    expect.objectContaining({ task: 'T5', people: [], pool: DESK.pool, person: null, missed: false }),
  ]);
  const { items } = await listNotices(database.pool, { reference: 'A-1', limit: 10 });
  expect(items.map(({ subject }) => `${subject.notice.template} to ${subject.notice.to}`)).toEqual([
    'assignment to pool:customer-service@service',
    'assignment to desk-2',
    'assignment to desk-1',
    'acknowledgement to complainant',
  ]);
});

test('recording the same events again, whole or in part, changes nothing', async () => {
  const ledger = createLedger(database.pool);
  const events = opening({ reference: 'A-2' });
  await ledger.record({ reference: 'A-2', events: events.slice(0, 3) });
  await ledger.record({ reference: 'A-2', events });
  await ledger.record({ reference: 'A-2', events });
  await ledger.record({ reference: 'A-2', events: events.slice(2, 4) });
  expect(await recorded('A-2')).toEqual(events);
  expect((await findComplaint(database.pool, 'A-2'))?.state).toEqual(fold(events));
  expect((await listNotices(database.pool, { reference: 'A-2', limit: 10 })).items).toHaveLength(4);
});

test('where another event has the number, it and all that follow are the answer, and nothing is written', async () => {
  const ledger = createLedger(database.pool);
  const events = opening({ reference: 'A-3' });
  await ledger.record({ reference: 'A-3', events });
  const other = numbered(5, [{ type: 'noted', reason: { content: 'x', hash: 'y' } }, ANSWERED]);
  expect(await ledger.record({ reference: 'A-3', events: other })).toEqual({ is: 'behind', events: events.slice(4) });
  await ledger.record({ reference: 'A-3', events: CLOSING });
  expect(await ledger.record({ reference: 'A-3', events: other })).toEqual({
    is: 'behind',
    events: [...events.slice(4), ...CLOSING],
  });
  expect(await recorded('A-3')).toEqual([...events, ...CLOSING]);
});

test('events after a gap are refused and nothing is written', async () => {
  const ledger = createLedger(database.pool);
  const events = opening({ reference: 'A-4' });
  await ledger.record({ reference: 'A-4', events: events.slice(0, 2) });
  const gap = ledger.record({ reference: 'A-4', events: events.slice(3) });
  await expect(gap).rejects.toMatchObject({ name: LedgerGap.name, expected: 3, got: 4 });
  await expect(ledger.record({ reference: 'A-5', events: events.slice(1) })).rejects.toThrow(LedgerGap);
  expect(await recorded('A-4')).toEqual(events.slice(0, 2));
});

test('the same events recorded by many at once are there once, the first record included', async () => {
  const ledger = createLedger(database.pool);
  const references = Array.from({ length: 10 }, (_, index) => `A-6-${String(index)}`);
  const eventsFor = (reference: string) => [...opening({ reference }), ...CLOSING];
  const records = references.flatMap((reference) =>
    Array.from({ length: 12 }, (_, index) =>
      ledger.record({ reference, events: eventsFor(reference).slice(0, 3 + (index % 7)) }),
    ),
  );
  await Promise.all(records);
  for (const reference of references) {
    expect(await recorded(reference)).toEqual(eventsFor(reference));
    expect((await findComplaint(database.pool, reference))?.state).toEqual(fold(eventsFor(reference)));
  }
});

test('of two different events under the next number one is recorded, and is what the other is answered', async () => {
  const ledger = createLedger(database.pool);
  await ledger.record({ reference: 'A-7', events: opening({ reference: 'A-7' }) });
  const tries = ['a', 'b'].map((content) =>
    ledger.record({ reference: 'A-7', events: numbered(6, [{ type: 'noted', reason: { content, hash: 'h' } }]) }),
  );
  const answers = await Promise.all(tries);
  expect(answers.toSorted((a, b) => b.is.localeCompare(a.is))).toEqual([
    { is: 'recorded' },
    { is: 'behind', events: (await recorded('A-7')).slice(5) },
  ]);
});

test('what somebody else has recorded after the same events is not in the way of those', async () => {
  const ledger = createLedger(database.pool);
  const events = opening({ reference: 'A-13' });
  await ledger.record({ reference: 'A-13', events: [...events, ...CLOSING] });
  expect(await ledger.record({ reference: 'A-13', events })).toEqual({ is: 'recorded' });
});

test('what follows a number comes in order, at most a hundred at once', async () => {
  const ledger = createLedger(database.pool);
  const events = opening({ reference: 'A-14' });
  const notes = Array.from({ length: 250 }, (_, n) => ({
    type: 'noted' as const,
    reason: { content: `note-${n}`, hash: 'h' },
  }));
  const all = [...events, ...numbered(6, notes)];
  await ledger.record({ reference: 'A-14', events: all });
  expect(await ledger.eventsAfter({ reference: 'A-14', after: 0 })).toEqual(all.slice(0, 100));
  expect(await ledger.eventsAfter({ reference: 'A-14', after: 205 })).toEqual(all.slice(205));
  expect(await ledger.eventsAfter({ reference: 'A-14', after: 255 })).toEqual([]);
  const other = numbered(3, [{ type: 'noted', reason: { content: 'other', hash: 'h' } }]);
  expect(await ledger.record({ reference: 'A-14', events: other })).toEqual({
    is: 'behind',
    events: all.slice(2, 102),
  });
});

test('a closed complaint has no open task and shows its result', async () => {
  const events = [...opening({ reference: 'A-8' }), ...CLOSING];
  await createLedger(database.pool).record({ reference: 'A-8', events });
  expect(await tasksOf('A-8')).toEqual([]);
  expect(await findComplaint(database.pool, 'A-8')).toMatchObject({
    status: 'closed',
    stage: null,
    dueAt: null,
    promiseDueAt: null,
    result: 'unfounded',
    closedAt: CLOSING.at(-1)?.at,
  });
});

test('a recorded event can neither be changed nor removed', async () => {
  await createLedger(database.pool).record({ reference: 'A-9', events: opening({ reference: 'A-9' }) });
  const { pool } = database;
  await expect(pool.query(`update events set at = now() where reference = 'A-9'`)).rejects.toThrow('never changed');
  await expect(pool.query(`delete from events where reference = 'A-9'`)).rejects.toThrow('never changed');
  await expect(pool.query('truncate events')).rejects.toThrow('never changed');
});

test('recording goes on where the complaint row was lost', async () => {
  const ledger = createLedger(database.pool);
  const events = [...opening({ reference: 'A-10' }), ...CLOSING];
  await ledger.record({ reference: 'A-10', events: events.slice(0, 5) });
  await database.pool.query(`delete from complaints where reference = 'A-10'`);
  await ledger.record({ reference: 'A-10', events });
  expect((await findComplaint(database.pool, 'A-10'))?.state).toEqual(fold(events));
});

test('the timeline comes in pages by number', async () => {
  const events = opening({ reference: 'A-11' });
  await createLedger(database.pool).record({ reference: 'A-11', events });
  const page = await eventsOf(database.pool, { reference: 'A-11', after: 2, limit: 2 });
  expect(page.map(({ event }) => event.number)).toEqual([3, 4]);
});

test('a complaint is recorded at first in one round trip, what happens later in two', async () => {
  const { pool } = database;
  const asked: string[] = [];
  const counted = {
    query: (query: { readonly name: string }) => {
      asked.push(query.name);
      return pool.query(query as never);
    },
  } as unknown as typeof pool;
  const ledger = createLedger(counted);
  await ledger.record({ reference: 'A-12', events: opening({ reference: 'A-12' }) });
  expect(asked.splice(0)).toEqual(['write-step']);
  await ledger.record({ reference: 'A-12', events: CLOSING });
  expect(asked).toEqual(['complaint-state', 'write-step']);
});
