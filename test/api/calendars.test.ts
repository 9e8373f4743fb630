import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createCalendarMessenger } from '../../services/calendar-messenger';
import { spreadCalendarsActivity } from '../../activities/spread-calendars';
import { createComplaintStarter } from '../../services/start-complaint';
import type { CalendarMessenger } from '../../activities/ports';
import { calendarVersions, createCalendarBacklog } from '../../db/calendars';
import { listOpenIntakes } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { createPeopleSource } from '../../db/people-answers';
import { createRuleBooks } from '../../db/rule-books';
import { addSpan, localTime } from '../../domain/calendar/due';
import type { ComplaintView } from '../../contract/complaint';
import { printComplaint } from '../../client/commands/show';
import { publishShippedRuleBooks } from '../../services/publishing';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { stateQuery } from '../../workflows/messages/messages';
import { recordedTerminal } from '../unit/client-samples';
import { eventually } from '../support/eventually';
import { call, COMPLAINT, startStack, type Reply, type Stack } from './stack';
import { saveCalendar } from '../support/shipped-calendar';

jest.setTimeout(120_000);

const LIMIT = { limitMs: 15_000 };

let stack: Stack;
afterEach(() => stack.close());

const get = (path: string, who = 'cs-1') => call(stack, { path, key: stack.keys[who] });
const put = (id: string, body: unknown, who = 'gm') =>
  call(stack, { method: 'PUT', path: `/v1/calendars/${id}`, key: stack.keys[who], body });

async function filed(): Promise<string> {
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await call(stack, { path: '/v1/complaints', key: stack.keys['web'], body: COMPLAINT, headers });
  expect(answer.status).toBe(201);
  return (answer.body as { reference: string }).reference;
}

const shown = async (reference: string): Promise<Reply['body']> => (await get(`/v1/complaints/${reference}`)).body;
const dueOf = async (reference: string): Promise<string> => (await shown(reference)).dueAt as string;
const eventsOf = async (reference: string) =>
  (await get(`/v1/complaints/${reference}/timeline`)).body.events as { type: string; texts: object }[];
const changesOf = async (reference: string) =>
  (await eventsOf(reference)).filter(({ type }) => type === 'calendarChanged');

function spreading(messenger: CalendarMessenger = createCalendarMessenger(stack.client)) {
  const backlog = createCalendarBacklog(stack.pool);
  const activity = spreadCalendarsActivity({ backlog, messenger, log: { warn: () => {} } });
  return () => new MockActivityEnvironment().run(activity);
}

/** The day that a complaint filed now is due on. */
async function dayOf(instant: string): Promise<string> {
  return localTime(compileCalendar('cn'), instant).date;
}

test('an extra closed day moves open complaints, says why, and new complaints count by it at once', async () => {
  stack = await startStack({ temporal: true });
  const reference = await filed();
  const before = await dueOf(reference);
  const day = await dayOf(before);
  const changed = await put('cn', { days: { [day]: [] }, reason: 'No power in the building.' });
  expect(changed).toMatchObject({
    status: 200,
    body: { number: 2, changes: { days: { [day]: [] } }, reason: 'No power in the building.', savedBy: 'gm' },
  });
  expect(await spreading()()).toBe(1);
  await eventually(async () => (await dueOf(reference)) !== before, LIMIT);
  const { calendar } = changed.body as { calendar: ReturnType<typeof compileCalendar> };
  expect(await dueOf(reference)).toBe(addSpan(calendar, before, { count: 1, unit: 'wd' }));
  expect(await changesOf(reference)).toMatchObject([{ texts: { reason: 'No power in the building.' } }]);

  const view = await shown(reference);
  const task = view.clocks.find(({ kind }: { kind: string }) => kind === 'task');
  expect(task).toMatchObject({
    limitRule: { place: 'stages.investigate.within', when: null },
    moves: [{ because: 'calendar', before, dueAt: view.dueAt, reason: 'No power in the building.' }],
  });
  expect(task.counted).toHaveLength(1);
  expect(task.counted[0].closed).toContain(day);
  expect(task.why.en).toContain('(No power in the building.): until then it was due');
  expect(task.why['zh-CN']).toContain('（No power in the building.），此前期限为');
  const [english, chinese] = ['en_GB.UTF-8', 'zh_CN.UTF-8'].map((LANG) => recordedTerminal({ environment: { LANG } }));
  for (const terminal of [english, chinese]) if (terminal) printComplaint(terminal, view as ComplaintView);
  expect(english?.written.out).toContain(`investigate: ${task.why.en}`);
  expect(chinese?.written.out).toContain(`investigate: ${task.why['zh-CN']}`);

  const later = await filed();
  expect(await dueOf(later)).toBe(await dueOf(reference));
  expect(await changesOf(later)).toEqual([]);
});

test('a sweep that dies half-way loses nobody: the next one tells the rest, each once', async () => {
  stack = await startStack({ temporal: true });
  const references = await Promise.all([filed(), filed(), filed(), filed()]);
  const day = await dayOf(await dueOf(references[0] ?? ''));
  await put('cn', { days: { [day]: [] }, reason: 'Flood.' });
  const real = createCalendarMessenger(stack.client);
  let left = 2;
  const dying: CalendarMessenger = {
    tell: async (reference, news) => {
      if ((left -= 1) < 0) throw new Error('killed');
      return real.tell(reference, news);
    },
  };
  expect(await spreading(dying)()).toBe(2);
  await eventually(async () => {
    const told = await Promise.all(references.map(changesOf));
    return told.filter((changes) => changes.length === 1).length === 2;
  }, LIMIT);
  expect(await spreading()()).toBe(2);
  await eventually(
    async () => (await Promise.all(references.map(changesOf))).every(({ length }) => length === 1),
    LIMIT,
  );
  expect(await spreading()()).toBe(0);
  expect((await get('/v1/calendars/cn')).body).toMatchObject({ spreadAt: null });
  await stack.pool.query(`update calendars set saved_at = now() - interval '1 hour'`);
  await spreading()();
  expect((await get('/v1/calendars/cn')).body).toMatchObject({ spreadAt: expect.any(String) });
});

test('a run that is lost starts again by the calendar its ledger ends with, and hears of what it has missed', async () => {
  stack = await startStack({ temporal: true });
  const reference = await filed();
  const before = await dueOf(reference);
  const day = await dayOf(before);
  await put('cn', { days: { [day]: [] }, reason: 'Flood.' });
  await spreading()();
  await eventually(async () => (await changesOf(reference)).length === 1, LIMIT);
  const moved = await dueOf(reference);
  await stack.client.workflow.getHandle(reference).terminate('lost');
  const afterwards = await dayOf(moved);
  await put('cn', { days: { [day]: [], [afterwards]: [] }, reason: 'Still under water.' });
  expect(await spreading()()).toBe(0);

  const { pool, client, taskQueue } = stack;
  const starter = createComplaintStarter({
    ...{ client, taskQueue, customs: () => undefined },
    ruleBooks: createRuleBooks(pool),
    people: createPeopleSource(pool),
    ledger: createLedger(pool),
    news: createCalendarBacklog(pool),
  });
  const [accepted] = await listOpenIntakes(pool, { after: '', limit: 1 });
  if (!accepted) throw new Error('nothing is open');
  await starter.start(accepted);
  await eventually(async () => (await changesOf(reference)).length === 2, LIMIT);
  const { body } = await get('/v1/calendars/cn');
  const { calendar } = body as { calendar: ReturnType<typeof compileCalendar> };
  expect(await dueOf(reference)).toBe(addSpan(calendar, before, { count: 1, unit: 'wd' }));
  const state = await client.workflow.getHandle(reference).query(stateQuery);
  expect(state?.calendar.hash).toBe(calendar.hash);
});

test('only who has the right may change a calendar, and what cannot be counted by is refused', async () => {
  stack = await startStack({ temporal: false });
  const reason = 'why';
  expect((await put('cn', { days: {}, reason }, 'cs-1')).status).toBe(403);
  expect((await put('mars', { days: {}, reason })).status).toBe(404);
  expect((await put('cn', { days: {} })).status).toBe(422);
  expect((await put('cn', { days: { '2026-13-01': [] }, reason })).status).toBe(422);
  expect((await put('cn', { days: { '2026-12-01': ['12:00-09:00'] }, reason })).status).toBe(422);
  expect((await put('cn', { week: { funday: [] }, reason })).status).toBe(422);
  const none = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, []]));
  expect((await put('cn', { week: none, reason })).status).toBe(422);
  expect((await get('/v1/calendars/cn')).body).toMatchObject({ number: 1, changes: null, reason: null });
});

test('who changes what somebody else has changed meanwhile is told so; without changes it is as it ships', async () => {
  stack = await startStack({ temporal: false });
  const first = await put('cn', { days: { '2026-12-31': [] }, reason: 'Inventory.', replaces: 1 });
  expect(first).toMatchObject({ status: 200, body: { number: 2 } });
  expect(await put('cn', { days: {}, reason: 'Mine.', replaces: 1 })).toMatchObject({
    status: 409,
    body: { type: 'stale' },
  });
  const back = await put('cn', { reason: 'No inventory.', replaces: 2 });
  expect(back).toMatchObject({ status: 200, body: { number: 3, changes: null, hash: compileCalendar('cn').hash } });
  expect(back.body.versions.map(({ reason }: { reason: string }) => reason)).toEqual([
    'No inventory.',
    'Inventory.',
    null,
  ]);
  const list = (await get('/v1/calendars')).body as { items: { id: string; number: number }[] };
  expect(list.items.map(({ id, number }) => [id, number])).toEqual([
    ['ae', 0],
    ['cn', 3],
    ['de', 0],
    ['gb', 0],
    ['sg', 0],
    ['us', 0],
  ]);
});

test('a calendar that ships with other days keeps the changes on top, and open complaints hear of it', async () => {
  stack = await startStack({ temporal: false });
  const { pool } = stack;
  await put('cn', { days: { '2026-12-31': [] }, reason: 'Inventory.' });
  await pool.query(`update calendars set base = 'former', hash = hash || number`);
  await publishShippedRuleBooks(pool);
  const [current, before] = await calendarVersions(pool, 'cn');
  expect(current).toMatchObject({ number: 3, base: compileCalendar('cn').hash, savedBy: 'system' });
  expect(current?.changes).toEqual(before?.changes);
  expect(current?.calendar.holidays['2026-12-31']).toEqual([]);
  await publishShippedRuleBooks(pool);
  await saveCalendar(pool, compileCalendar('cn'));
  expect(await calendarVersions(pool, 'cn')).toHaveLength(3);
});
