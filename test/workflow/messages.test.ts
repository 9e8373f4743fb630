import { WorkflowUpdateFailedError, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { Act } from '../../domain/model/act';
import type { Refusal } from '../../domain/model/refusal';
import { KnownPeople } from '../../domain/people/known-people';
import { rehearsalMemory, type RehearsalMemory } from '../../rehearsal/memory-ports';
import {
  actSignal,
  actUpdate,
  COMPLAINT_WORKFLOW,
  forecastQuery,
  receiptUpdate,
  REFUSED,
  stateQuery,
  timelineQuery,
  type ComplaintWorkflowInput,
} from '../../workflows/messages/messages';
import { eventually } from '../support/eventually';
import { samplePeople } from '../support/sample-people';
import { acts, developer, sampleRegistration, text } from '../support/story';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

let memory: RehearsalMemory;
let world: VirtualWorld;
let run: WorkflowHandleWithFirstExecutionRunId;
let count = 0;

beforeAll(async () => {
  const delegate = (name: string) => (input: unknown) =>
    (memory.activities as Record<string, (given: unknown) => unknown>)[name]?.(input);
  const names = ['recordEvents', 'eventsAfter', 'calendarOf', 'storeText', 'askPeople', 'findAct'];
  world = await createVirtualWorld({ activities: Object.fromEntries(names.map((name) => [name, delegate(name)])) });
});
afterAll(() => world.close());

beforeEach(async () => {
  memory = rehearsalMemory(developer.people);
  const reference = `C-MESSAGES-${process.pid}-${(count += 1)}`;
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

const types = (): readonly string[] => memory.events.map(({ type }) => type);
const send = (act: Act) => run.executeUpdate(actUpdate, { args: [act] });
const ignored = () => memory.events.flatMap((event) => (event.type === 'signalIgnored' ? [event.refusal] : []));

async function refusalOf(act: unknown): Promise<Refusal> {
  const failure: unknown = await send(act as Act).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WorkflowUpdateFailedError);
  const { cause } = failure as WorkflowUpdateFailedError;
  expect(cause).toMatchObject({ type: REFUSED, nonRetryable: true });
  return (cause as unknown as { details: Refusal[] }).details[0] as Refusal;
}

test('a refused update leaves nothing in the history and nothing on the record', async () => {
  const before = (await run.describe()).historyLength;
  expect((await refusalOf(acts.approve('gm'))).type).toBe('wrong-stage');
  expect((await refusalOf({ act: 'complete', by: 'cs-1', outcome: 'founded' })).type).toBe('missing-field');
  expect((await refusalOf({ act: 'fly', by: 'cs-1' })).type).toBe('malformed');
  expect((await refusalOf(null)).type).toBe('malformed');
  const after = await run.describe();
  expect(after.historyLength - before).toBeLessThan(3);
  expect(types().at(-1)).toBe('taskOpened');
});

test('what only those who are there can tell is refused in the history, and leaves nothing on the record', async () => {
  const before = memory.events.length;
  expect((await refusalOf(acts.founded('eng-1'))).type).toBe('not-owner');
  expect((await refusalOf(acts.founded('nobody'))).type).toBe('forbidden');
  expect((await refusalOf({ act: 'assign', by: 'cs-lead', to: 'nobody' })).type).toBe('invalid-field');
  expect(memory.events).toHaveLength(before);
  await send(acts.founded());
});

test('an update answers once it is recorded, and its inline texts are stored before they reach an event', async () => {
  const result = await send({ act: 'note', by: 'cs-1', reason: 'the customer called again' });
  expect(memory.events.at(-1)).toMatchObject({ type: 'noted', number: result.events[1] });
  expect(JSON.stringify(memory.events)).not.toContain('called again');
  expect([...memory.texts.values()]).toEqual(['the customer called again']);
});

test('an update does the act that its validator judged: a field that is null is a field left out', async () => {
  await send({ ...acts.founded(), task: null, id: null } as unknown as Act);
  await send({ act: 'recuse', by: 'eng-1', person: null, reason: 'a friend of theirs' } as unknown as Act);
  expect(memory.events.filter(({ type }) => ['taskCompleted', 'recused'].includes(type))).toMatchObject([
    { type: 'taskCompleted', actor: 'cs-1' },
    { type: 'recused', person: 'eng-1' },
  ]);
});

test('the same act id is accepted once, by update and by signal', async () => {
  const act: Act = { ...acts.founded(), id: 'once' };
  const first = await send(act);
  const again = await send(act);
  await run.signal(actSignal, act);
  await send(acts.note());
  expect(again).toMatchObject({ stage: first.stage, round: first.round });
  expect(types().filter((type) => type === 'taskCompleted')).toHaveLength(1);
  expect(ignored()).toEqual([]);
});

test('an act by signal is carried out; one that is refused is recorded and ignored', async () => {
  await run.signal(actSignal, acts.founded());
  await run.signal(actSignal, acts.approve('gm'));
  await eventually(() => ignored().length === 1, { limitMs: 5_000 });
  expect(ignored()).toEqual(['wrong-stage']);
  expect((await run.query(stateQuery))?.stage?.key).toBe('hand-over');
});

test('an act says in its events which way it came, and without an id of its own goes by that of its update', async () => {
  await run.executeUpdate(actUpdate, {
    args: [
      { ...acts.note(), id: 'by-key' },
      { via: 'api', after: 1 },
    ],
  });
  await run.executeUpdate(actUpdate, { args: [acts.note(), { via: 'tracking', after: 1 }], updateId: 'by-update' });
  await run.executeUpdate('act', { args: [acts.note(), { via: 'time', after: 'all' }], updateId: 'made-up' });
  await run.signal(actSignal, acts.note());
  await run.signal(actSignal, { ...acts.note(), id: 'by-signal' });
  const noted = () => memory.events.filter(({ type }) => type === 'noted');
  await eventually(() => noted().length === 5, { limitMs: 5_000 });

  expect(noted().map(({ via, act }) => [via, act])).toEqual([
    ['api', 'by-key'],
    ['tracking', 'by-update'],
    ['update', 'made-up'],
    ['signal', `${run.firstExecutionRunId}-1`],
    ['signal', 'by-signal'],
  ]);
});

const RUBBISH: readonly (readonly [string, unknown[]])[] = [
  ['no argument', []],
  ['a string', ['rubbish']],
  ['null', [null]],
  ['a list', [[1, 2]]],
  ['an unknown act', [{ act: 'fly', by: 'cs-1' }]],
  ['an unknown field', [{ act: 'note', by: 'cs-1', reason: 'x', colour: 'red' }]],
  ['a number for an actor', [{ act: 'note', by: 7, reason: 'x' }]],
  ['a form that is a list', [{ act: 'complete', by: 'cs-1', outcome: 'founded', form: [] }]],
];
test.each(RUBBISH)('a malformed signal (%s) is recorded, ignored, and harms nothing', async (_, args) => {
  await run.signal('act', ...args);
  await eventually(() => ignored().length === 1, { limitMs: 5_000 });
  await send(acts.founded());
  expect((await run.query(stateQuery))?.stage?.key).toBe('hand-over');
});

test('a signal that cannot even be decoded is recorded, ignored, and harms nothing', async () => {
  const payload = { metadata: { encoding: Buffer.from('binary/strange') }, data: Buffer.from('x') };
  for (const signalName of ['act', 'calendar']) {
    await world.client.workflowService.signalWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: run.workflowId },
      signalName,
      input: { payloads: [payload] },
      requestId: `${run.workflowId}-${signalName}`,
    });
  }
  await eventually(() => ignored().length === 2, { limitMs: 5_000 });
  await send(acts.founded());
  expect(ignored()).toEqual(['malformed', 'malformed']);
});

test('who is there is asked at every decision: a run carries nobody', async () => {
  const staff = { ...samplePeople.staff, 'cs-9': { roles: ['customer-service'], department: 'customer-service' } };
  expect((await refusalOf(acts.founded('cs-9'))).type).toBe('forbidden');
  const joined = rehearsalMemory(new KnownPeople({ ...samplePeople, staff }));
  memory = { ...memory, activities: { ...memory.activities, askPeople: joined.activities.askPeople } };
  await send(acts.founded('cs-9'));
  const history = JSON.stringify(await run.fetchHistory());
  expect(history).not.toContain(Buffer.from('prop-head').toString('base64').slice(0, 10));
});

test('queries answer the state, the timeline and what comes if nobody acts', async () => {
  const [state, timeline, forecast] = await Promise.all([
    run.query(stateQuery),
    run.query(timelineQuery),
    run.query(forecastQuery),
  ]);
  expect(state).toMatchObject({ status: 'open', stage: { key: 'investigate' }, lastNumber: memory.events.length });
  expect(timeline.since).toBe(1);
  expect(timeline.events.map(({ number }) => number)).toEqual(memory.events.map(({ number }) => number));
  expect(forecast?.ends).toEqual({ as: 'held', roles: ['general-manager'] });
  expect(JSON.stringify(forecast)).not.toMatch(/"(gm|cs-1|cs-2|cs-lead|eng-1)"/);
});

test('ops read stage, owner, department, due instant, level and round from search attributes, and no text at all', async () => {
  await send({ ...acts.founded(), form: { findings: text('secret'), responsible: 'engineering' } } as Act);
  const { searchAttributes } = await eventuallyDescribed('hand-over');
  expect(searchAttributes).toMatchObject({
    ComplaintProcedure: ['property-developer'],
    ComplaintStage: ['hand-over'],
    ComplaintDepartment: ['engineering'],
    ComplaintOwner: ['department'],
    ComplaintLevel: [0],
    ComplaintRound: [1],
  });
  expect(searchAttributes['ComplaintDueAt']?.[0]).toEqual(
    new Date((await run.query(stateQuery))?.stage?.tasks[0]?.budget.dueAt ?? 0),
  );
});

async function eventuallyDescribed(stage: string) {
  let description = await run.describe();
  await eventually(
    async () => {
      description = await run.describe();
      return description.searchAttributes['ComplaintStage']?.[0] === stage;
    },
    { limitMs: 5_000 },
  );
  return description;
}

test('ten acts at once are decided one after another: one completes the task, the others are told that somebody was first', async () => {
  const task = (await run.query(stateQuery))?.stage?.tasks[0]?.id ?? '';
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => send({ ...acts.founded(n % 2 === 0 ? 'cs-1' : 'cs-2'), task })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const causes = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason.cause.details[0].type] : [],
  );
  expect(new Set(causes)).toEqual(new Set(['stale']));
  expect(types().filter((type) => type === 'taskCompleted')).toHaveLength(1);
});
