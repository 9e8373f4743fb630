import type { WorkflowHandle } from '@temporalio/client';
import { ACT_NAMES, actRow, type Act, type ActName, type Shape } from '../../domain/model/act';
import { readAct } from '../../domain/acts/act-shape';
import { sharedRehearsalMemory, type SharedRehearsalMemory } from '../../rehearsal/memory-ports';
import {
  actSignal,
  actUpdate,
  calendarSignal,
  COMPLAINT_WORKFLOW,
  receiptUpdate,
  stateQuery,
  type ComplaintWorkflowInput,
} from '../../workflows/messages/messages';
import { MARK, marked, rawHistory } from '../support/marked-texts';
import { developer, sampleRegistration } from '../support/story';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

let memory: SharedRehearsalMemory;
let world: VirtualWorld;
let run: WorkflowHandle;
let count = 0;

beforeAll(async () => {
  memory = sharedRehearsalMemory(developer.people);
  world = await createVirtualWorld({ activities: memory.activities });
});
afterAll(() => world.close());

beforeEach(async () => {
  const reference = `C-TEXTS-${process.pid}-${(count += 1)}`;
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

/** A form of the open task, one of another stage, one of no stage at all. */
const FORM = { findings: `${MARK} 1`, answer: `${MARK} 2`, responsible: `${MARK} 3`, 'asked-nowhere': `${MARK} 4` };
const VALUES: Readonly<Record<Shape, unknown>> = {
  key: 'cs-1',
  span: '1wd',
  text: `${MARK} in a field of its own`,
  form: FORM,
  count: 0,
  counts: [0],
  flag: true,
};

function filledIn(name: ActName): Act {
  const fields = Object.entries(actRow(name).fields).map(([field, { shape }]) => [field, VALUES[shape]] as const);
  const read = readAct({ act: name, by: 'cs-1', id: `id of ${name}`, ...Object.fromEntries(fields) });
  if ('refusal' in read) throw new Error(read.refusal.detail);
  return read.act;
}

/** Where the mark is found in what Temporal keeps: a message that brought it, and the storing of it, cannot be without. */
async function foundBesides(message: string): Promise<readonly string[]> {
  const events = await rawHistory(world.client, run.workflowId);
  const found = events.filter(({ bytes }) => bytes.includes(MARK)).map(({ is }) => is);
  expect(found).toContain(message);
  expect(found).toContain('ACTIVITY_TASK_SCHEDULED storeText');
  return found.filter((is) => is !== message && is !== 'ACTIVITY_TASK_SCHEDULED storeText');
}

async function nothingShows(): Promise<void> {
  expect(JSON.stringify(memory.eventsOf(run.workflowId))).not.toContain(MARK);
  expect(JSON.stringify(await run.query(stateQuery))).not.toContain(MARK);
}

const holdsText = (name: ActName): boolean => JSON.stringify(filledIn(name)).includes(MARK);

test.each(ACT_NAMES.filter(holdsText))(
  'the texts of "%s" that a signal brings are stored before anything else is done with them, refused or not',
  async (name) => {
    await run.signal(actSignal, filledIn(name));
    await run.executeUpdate(receiptUpdate);
    expect(await foundBesides('WORKFLOW_EXECUTION_SIGNALED')).toEqual([]);
    await nothingShows();
  },
);

test('the texts of acts that updates bring are stored before anything else is done with them', async () => {
  const send = (act: Act) => run.executeUpdate(actUpdate, { args: [act] });
  await send(marked({ act: 'note', by: 'cs-1', reason: '' }));
  await send(marked({ act: 'addEvidence', by: 'cs-1', evidence: '' }));
  const form = { findings: FORM.findings, responsible: 'engineering' };
  await send({ act: 'complete', by: 'cs-1', outcome: 'founded', form });
  await send(marked({ act: 'declineHandover', by: 'eng-1', reason: '' }));
  expect(await foundBesides('WORKFLOW_EXECUTION_UPDATE_ACCEPTED')).toEqual([]);
  await nothingShows();
});

test('so is the reason that a changed calendar comes with', async () => {
  const calendar = { ...developer.calendar, hash: 'another one' };
  await run.signal(calendarSignal, { calendar, reason: `${MARK}, a new office` });
  await run.executeUpdate(receiptUpdate);
  expect(memory.eventsOf(run.workflowId).map(({ type }) => type)).toContain('calendarChanged');
  expect(await foundBesides('WORKFLOW_EXECUTION_SIGNALED')).toEqual([]);
  await nothingShows();
});
