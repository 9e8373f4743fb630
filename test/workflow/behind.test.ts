import type { WorkflowUpdateFailedError, WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { Recorded } from '../../activities/ports';
import { addSpan, localTime } from '../../domain/calendar/due';
import type { Calendar } from '../../domain/calendar/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { Act, Input } from '../../domain/model/act';
import { fold } from '../../domain/record/evolve';
import { rehearsalMemory, type RehearsalMemory } from '../../rehearsal/memory-ports';
import {
  actSignal,
  actUpdate,
  calendarSignal,
  COMPLAINT_WORKFLOW,
  receiptUpdate,
  stateQuery,
  timelineQuery,
  type ComplaintWorkflowInput,
  type Sending,
} from '../../workflows/messages/messages';
import { eventually } from '../support/eventually';
import { acts, developer, sampleRegistration } from '../support/story';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

const LIMIT = { limitMs: 10_000 };
const NAMES = ['recordEvents', 'eventsAfter', 'calendarOf', 'storeText', 'askPeople', 'findAct'];

let memory: RehearsalMemory;
let world: VirtualWorld;
let run: WorkflowHandleWithFirstExecutionRunId;
let count = 0;
/** How many records are still answered as those of somebody who holds as many tasks as they may. */
let full = 0;
/** Activities that have been called, in order. */
const called: string[] = [];

beforeAll(async () => {
  const delegate = (name: string) => (input: unknown) => {
    called.push(name);
    if (name === 'recordEvents' && full > 0) {
      full -= 1;
      return { is: 'full', person: 'ann' } satisfies Recorded;
    }
    return (memory.activities as Record<string, (given: unknown) => unknown>)[name]?.(input);
  };
  world = await createVirtualWorld({ activities: Object.fromEntries(NAMES.map((name) => [name, delegate(name)])) });
});
afterAll(() => world.close());

beforeEach(async () => {
  memory = rehearsalMemory(developer.people);
  const reference = `C-BEHIND-${process.pid}-${(count += 1)}`;
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

/** What a task of the run has recorded before it was lost, with whoever had asked for it. */
function recordedBehindIt(input: Input): readonly [number, number] {
  const decision = decide(developer, fold(memory.events), input, new Date().toISOString());
  if (isRefused(decision)) throw new Error(decision.refusal.detail);
  const first = memory.events.length + 1;
  memory.events.push(...decision.events);
  return [first, memory.events.length];
}

const doneBehindIt = (act: Act) => recordedBehindIt({ type: 'act', act, via: 'api' });
const send = (act: Act, sending?: Partial<Sending>) =>
  run.executeUpdate(actUpdate, { args: [act, { via: 'api', after: 0, ...sending }] });
const state = async () => {
  const found = await run.query(stateQuery);
  if (!found) throw new Error('nothing is registered');
  return found;
};
const knowsAll = async () => expect(await state()).toEqual(fold(memory.events));
const seen = (type: string) => memory.events.filter((event) => event.type === type);

test('where whoever was chosen holds as many as they may by now, it is decided again and done once', async () => {
  full = 2;
  const before = called.filter((name) => name === 'recordEvents').length;
  await send({ ...acts.founded(), id: 'full' });
  expect(called.filter((name) => name === 'recordEvents').length - before).toBe(3);
  expect(seen('taskCompleted')).toHaveLength(1);
  await knowsAll();
});

test('a registration is decided again, too', async () => {
  full = 1;
  memory = rehearsalMemory(developer.people);
  const reference = `C-FULL-${process.pid}`;
  const registration = sampleRegistration({ reference, receivedAt: new Date().toISOString() });
  const { people: _people, ...rules } = developer;
  const other = await world.client.workflow.start(COMPLAINT_WORKFLOW, {
    ...{ workflowId: reference, taskQueue: world.taskQueue, args: [{ rules, registration }] },
  });
  expect(await other.executeUpdate(receiptUpdate)).toMatchObject({ reference });
  await other.terminate('the test is over');
  expect([full, seen('registered').length]).toEqual([0, 1]);
});

test('an act that its ledger has already is answered with the events of then, and done once', async () => {
  const act = { ...acts.founded(), id: 'lost' };
  const events = doneBehindIt(act);
  const result = await send(act);
  expect(result).toMatchObject({ events, stage: 'hand-over' });
  expect(seen('taskCompleted')).toHaveLength(1);
  await knowsAll();
});

test('an act that is possible only by what the run does not know is done, for its sender knew', async () => {
  doneBehindIt({ ...acts.founded(), id: 'lost' });
  const result = await send(acts.take(), { after: memory.events.length });
  expect(result.stage).toBe('hand-over');
  expect(memory.events.at(-1)).toMatchObject({ type: 'handoverTaken', number: result.events[1] });
  await knowsAll();
});

test('an act that is impossible by what the run does not know is refused, and the run knows it then', async () => {
  const task = (await state()).stage?.tasks[0]?.id ?? '';
  doneBehindIt({ ...acts.founded(), id: 'lost' });
  const failure: unknown = await send({ ...acts.founded('cs-2'), task }).catch((error: unknown) => error);
  expect((failure as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'Refused', details: [{ type: 'stale' }] });
  expect(seen('taskCompleted')).toHaveLength(1);
  await knowsAll();
});

test('a signal is judged by all that the ledger has', async () => {
  doneBehindIt({ ...acts.founded(), id: 'lost' });
  await run.signal(actSignal, acts.take());
  await run.signal(actSignal, acts.take());
  await eventually(() => seen('signalIgnored').length === 1, LIMIT);
  expect(seen('handoverTaken')).toHaveLength(1);
  await knowsAll();
});

test('a timer that was armed for what is over finds that out: nobody is reminded of it, and what is open climbs', async () => {
  const [task] = (await state()).stage?.tasks ?? [];
  doneBehindIt({ ...acts.founded(), id: 'lost' });
  await world.advanceTo(run.workflowId, Date.parse(task?.budget.dueAt ?? '') + 60_000);
  const climbed = seen('rungReached').flatMap((event) => ('of' in event && 'task' in event.of ? [event.of.task] : []));
  const [open] = (await state()).stage?.tasks ?? [];
  expect(open?.id).not.toBe(task?.id);
  expect(new Set(climbed)).toEqual(new Set([open?.id]));
  await knowsAll();
});

test('a calendar that was changed and not known is what the run counts by from then on', async () => {
  const { calendar: usual } = developer;
  const { date } = localTime(usual, (await state()).stage?.tasks[0]?.budget.dueAt ?? '');
  const calendar: Calendar = { ...usual, hash: `closed on ${date}`, holidays: { ...usual.holidays, [date]: [] } };
  memory.calendars.set(calendar.hash, calendar);
  const reason = { content: 'reason', hash: 'h' };
  recordedBehindIt({ type: 'calendarChanged', calendar, reason });
  await send({ ...acts.note(), id: 'a note' });
  await run.signal(calendarSignal, { calendar, reason });
  await send({ ...acts.founded(), id: 'founded' });
  expect(seen('calendarChanged')).toHaveLength(1);
  expect(called.filter((name) => name === 'calendarOf')).toHaveLength(1);
  const { startedAt = '', limit, dueAt } = (await state()).stage?.tasks[0]?.budget ?? {};
  const span = limit ?? { count: 0, unit: 'h' };
  expect(dueAt).toBe(addSpan(calendar, startedAt, span));
  expect(dueAt).not.toBe(addSpan(usual, startedAt, span));
  await knowsAll();
});

test('what a run has not known is in its timeline, and goes into the next run with the acts that it holds', async () => {
  for (const act of [acts.founded(), acts.take(), acts.answer()]) await send(act);
  const events = doneBehindIt({ ...acts.disagree(), id: 'lost' });
  const again = await send({ ...acts.disagree(), id: 'lost' });
  expect(again).toMatchObject({ events, round: 2 });
  const latest = world.client.workflow.getHandle(run.workflowId);
  await eventually(async () => (await latest.describe()).runId !== run.firstExecutionRunId, LIMIT);
  const once = await latest.executeUpdate(actUpdate, { args: [{ ...acts.disagree(), id: 'lost' }] });
  expect(once).toMatchObject({ events });
  expect((await latest.query(timelineQuery)).since).toBe(memory.events.length + 1);
  expect(await latest.query(stateQuery)).toEqual(fold(memory.events));
});

test('whoever is not behind asks the ledger nothing: an act is one look at people and one record', async () => {
  called.length = 0;
  await send(acts.founded(), { after: memory.events.length });
  expect(called).toEqual(['askPeople', 'recordEvents']);
});
