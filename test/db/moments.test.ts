import { createLedger } from '../../db/ledger';
import { createOutbox, listNotices } from '../../db/notices';
import { saveOrganisation } from '../../db/people';
import { createContentStore } from '../../db/content';
import { acceptComplaint } from '../../db/intake';
import type { EventBody } from '../../domain/model/event';
import type { NoticeSubject } from '../../domain/record/notice';
import { nearestTask } from '../../domain/model/tasks';
import { CLOSING, DESK, intakeOf, numbered, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  await acceptComplaint(database.pool, intakeOf('M-1'));
});

afterEach(() => database.close());

const soon = (): Date => new Date(Date.now() + 60_000);

const due = ({ state }: NoticeSubject): string | null | undefined => nearestTask(state)?.budget.dueAt;

const EXTENDED: EventBody = {
  type: 'extended',
  of: { task: 'T5' },
  span: { count: 3, unit: 'wd' },
  dueAt: '2026-03-10T10:00:00.000Z',
  reason: { content: 'none', hash: 'none' },
};

test('a notice says what stood at its event, however far its complaint has moved on', async () => {
  const ledger = createLedger(database.pool);
  const opened = opening({ reference: 'M-1', dueAt: '2026-03-05T10:00:00.000Z' });
  await ledger.record({ reference: 'M-1', events: [...opened, ...numbered(6, [EXTENDED])] });
  await ledger.record({ reference: 'M-1', events: CLOSING.map((event) => ({ ...event, number: event.number + 1 })) });
  const claimed = (await createOutbox(database.pool).claimDue({ limit: 50, now: soon() })).flatMap(({ told }) => told);
  const toDesk = claimed.filter(({ notice }) => notice.to === 'desk-1');
  expect(toDesk.map((one) => [one.notice.template, due(one), one.state.status, one.state.lastNumber])).toEqual([
    ['assignment', '2026-03-05T10:00:00.000Z', 'open', 5],
    ['extended', '2026-03-10T10:00:00.000Z', 'open', 6],
  ]);
  const closed = claimed.find(({ notice }) => notice.template === 'closed');
  expect(closed).toMatchObject({ event: { type: 'closed', number: 10 }, state: { status: 'closed', lastNumber: 10 } });
});

test('what is dispatched and what is listed is made without the ledger', async () => {
  const { pool } = database;
  const store = createContentStore(pool);
  const answer = await store.put({ reference: 'M-1', kind: 'answer', text: 'We repair it.', by: 'desk-1' });
  const offer: EventBody = {
    ...{ type: 'taskCompleted', task: 'T5', outcome: 'done' },
    form: { answer, solution: [{ remedy: 'repair' }] },
  };
  const proposal: EventBody = {
    ...{ type: 'taskOpened', task: 'T7', part: null, kind: 'consent', owner: DESK, step: 1, pausable: false },
    ...{ limit: { count: 7, unit: 'd' }, dueAt: '2026-05-01T00:00:00.000Z' },
  };
  const ledger = createLedger(pool);
  const events = [...opening({ reference: 'M-1' }), ...numbered(6, [offer, proposal])];
  for (const event of events) await ledger.record({ reference: 'M-1', events: [event] });
  await pool.query('alter table events rename to out_of_reach');
  const claimed = (await createOutbox(pool).claimDue({ limit: 50, now: soon() })).flatMap(({ told }) => told);
  const { items } = await listNotices(pool, { reference: 'M-1', limit: 50 });
  const listed = items.map(({ subject }) => subject);
  for (const subjects of [claimed, listed]) {
    const told = subjects.find(({ notice }) => notice.template === 'proposal');
    expect(told).toMatchObject({ event: { number: 7 }, state: { lastNumber: 7 }, texts: { answer: 'We repair it.' } });
  }
  expect(new Set(claimed.map(({ notice }) => notice.id))).toEqual(
    new Set(listed.map(({ notice }) => notice.id).filter((id) => !id.includes(':pool:'))),
  );
});
