import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { addSpan, localTime } from '../../domain/calendar/due';
import type { Calendar } from '../../domain/calendar/calendar';
import { rehearsalMemory, type RehearsalMemory } from '../../rehearsal/memory-ports';
import {
  actUpdate,
  calendarSignal,
  COMPLAINT_WORKFLOW,
  receiptUpdate,
  SWEEP_WORKFLOW,
  stateQuery,
  type ComplaintWorkflowInput,
} from '../../workflows/messages/messages';
import { eventually } from '../support/eventually';
import { acts, developer, sampleRegistration } from '../support/story';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

const LIMIT = { limitMs: 10_000 };

let memory: RehearsalMemory;
let world: VirtualWorld;
let run: WorkflowHandleWithFirstExecutionRunId;
let count = 0;
const swept = new Set<string>();

beforeAll(async () => {
  const delegate = (name: string) => (input: unknown) =>
    (memory.activities as Record<string, (given: unknown) => unknown>)[name]?.(input);
  const names = ['recordEvents', 'eventsAfter', 'calendarOf', 'storeText', 'askPeople', 'findAct'];
  const sweeps = ['startAcceptedComplaints', 'sendDueNotices', 'spreadCalendars', 'passOnFromLeavers'];
  const sweeping = sweeps.map((name) => [name, async () => void swept.add(name)] as const);
  const activities = Object.fromEntries([...names.map((name) => [name, delegate(name)] as const), ...sweeping]);
  world = await createVirtualWorld({ activities });
});
afterAll(() => world.close());

beforeEach(async () => {
  memory = rehearsalMemory(developer.people);
  const reference = `C-CALENDAR-${process.pid}-${(count += 1)}`;
  const registration = sampleRegistration({ reference, receivedAt: new Date().toISOString() });
  const { people: _people, ...rules } = developer;
  const input: ComplaintWorkflowInput = { rules, registration };
  run = await world.client.workflow.start(COMPLAINT_WORKFLOW, {
    workflowId: reference,
    taskQueue: world.taskQueue,
    args: [input],
  });
  await run.executeUpdate(receiptUpdate);
});
afterEach(() => run.terminate('the test is over').catch(() => undefined));

const state = async () => {
  const found = await run.query(stateQuery);
  if (!found) throw new Error('nothing is registered');
  return found;
};
const due = async () => (await state()).stage?.tasks[0]?.budget.dueAt ?? '';
const seen = (type: string) => memory.events.filter((event) => event.type === type);

/** The working day that the open task is due on is closed. */
async function holiday(): Promise<Calendar> {
  const { calendar } = developer;
  const { date } = localTime(calendar, await due());
  return { ...calendar, hash: `closed on ${date}`, holidays: { ...calendar.holidays, [date]: [] } };
}

async function declared(calendar: Calendar): Promise<void> {
  await run.signal(calendarSignal, { calendar, reason: 'the building has no power' });
  await eventually(async () => (await state()).calendar.hash === calendar.hash, LIMIT);
}

test('a day that is closed moves the due instant, and ops see the new one', async () => {
  const [before, calendar] = [await due(), await holiday()];
  await declared(calendar);
  const after = addSpan(calendar, before, { count: 1, unit: 'wd' });
  expect(await due()).toBe(after);
  expect(seen('rescheduled')).toContainEqual(expect.objectContaining({ because: 'calendar', dueAt: after }));
  await eventually(async () => {
    const { searchAttributes } = await run.describe();
    return (searchAttributes['ComplaintDueAt']?.[0] as Date | undefined)?.toISOString() === after;
  }, LIMIT);
});

test('the reason is content: it is stored, and nowhere in an event', async () => {
  const calendar = await holiday();
  await declared(calendar);
  const changed = { actor: 'system', calendar: { id: 'cn', hash: calendar.hash } };
  expect(seen('calendarChanged')).toEqual([expect.objectContaining(changed)]);
  expect(JSON.stringify(memory.events)).not.toContain('no power');
  expect([...memory.texts.values()]).toEqual(['the building has no power']);
});

test('time goes by the new calendar: nothing is missed when it would have been, and then it is', async () => {
  const [before, calendar] = [await due(), await holiday()];
  await declared(calendar);
  const after = await due();
  await world.advanceTo(run.workflowId, Date.parse(before) + 60_000);
  expect(seen('deadlineMissed')).toEqual([]);
  await world.advanceTo(run.workflowId, Date.parse(after) + 60_000);
  expect(seen('deadlineMissed')).toEqual([expect.objectContaining({ dueAt: after, at: after })]);
});

test('told twice, or what is no calendar, or another one: nothing changes', async () => {
  const calendar = await holiday();
  await declared(calendar);
  const told = memory.events.length;
  await run.signal(calendarSignal, { calendar, reason: 'again' });
  await run.signal('calendar', { calendar: { ...calendar, week: 'always' }, reason: 'broken' });
  await run.signal('calendar', calendar);
  await run.signal(calendarSignal, { calendar: { ...calendar, id: 'gb', hash: 'gb' }, reason: 'not ours' });
  await eventually(() => seen('signalIgnored').length === 3, LIMIT);
  expect(seen('signalIgnored')).toMatchObject([
    { refusal: 'malformed' },
    { refusal: 'malformed' },
    { refusal: 'invalid-field' },
  ]);
  expect(memory.events.length).toBe(told + 3);
});

test('the next round, in a run of its own, counts by the new calendar', async () => {
  const { calendar: usual } = developer;
  const everyDay = usual.week[0] ?? [];
  const calendar = { ...usual, hash: 'worked every day', week: usual.week.map(() => everyDay), holidays: {} };
  await declared(calendar);
  for (const act of [acts.founded(), acts.take(), acts.answer(), acts.disagree()]) {
    await run.executeUpdate(actUpdate, { args: [act] });
  }
  const latest = world.client.workflow.getHandle(run.workflowId);
  await eventually(async () => (await latest.describe()).runId !== run.firstExecutionRunId, LIMIT);
  const found = await latest.query(stateQuery);
  const [task] = found?.stage?.tasks ?? [];
  expect(found).toMatchObject({ round: 2, calendar: { id: 'cn', hash: calendar.hash } });
  expect(task?.budget.dueAt).toBe(
    addSpan(calendar, task?.budget.startedAt ?? '', task?.budget.limit ?? { count: 0, unit: 'h' }),
  );
});

test('every sweep tells of changed calendars and of people who have left, beside starting complaints and sending notices', async () => {
  const { taskQueue } = world;
  const sweep = await world.client.workflow.start(SWEEP_WORKFLOW, { workflowId: `sweep-${taskQueue}`, taskQueue });
  await eventually(() => swept.size === 4, LIMIT);
  await sweep.terminate('the test is over');
  expect([...swept].toSorted()).toEqual([
    'passOnFromLeavers',
    'sendDueNotices',
    'spreadCalendars',
    'startAcceptedComplaints',
  ]);
});
