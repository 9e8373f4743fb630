import type { WorkflowHandle } from '@temporalio/client';
import { rehearsalMemory } from '../../rehearsal/memory-ports';
import { historiesOf } from '../../rehearsal/history';
import {
  actSignal,
  actUpdate,
  COMPLAINT_WORKFLOW,
  receiptUpdate,
  type ComplaintWorkflowInput,
} from '../../workflows/messages/messages';
import { eventually } from '../support/eventually';
import { acts, developer, sampleRegistration } from '../support/story';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

let world: VirtualWorld;
let run: WorkflowHandle;
const reference = `C-OPS-${process.pid}`;

beforeAll(async () => {
  world = await createVirtualWorld({ activities: rehearsalMemory(developer.people).activities });
  const registration = sampleRegistration({ reference, receivedAt: new Date().toISOString() });
  const { people: _people, ...rules } = developer;
  const input: ComplaintWorkflowInput = { rules, registration };
  run = await world.client.workflow.start(COMPLAINT_WORKFLOW, {
    workflowId: reference,
    taskQueue: world.taskQueue,
    args: [input],
    staticSummary: 'property-developer · web',
  });
  await run.executeUpdate(receiptUpdate);
});
afterAll(async () => {
  await run.terminate('the test is over').catch(() => undefined);
  await world.close();
});

const details = async () =>
  (await run.query<{ readonly currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;
const runId = async () => (await run.describe()).runId;

interface Told {
  readonly eventType: string;
  readonly userMetadata?: { readonly summary: { readonly data: string } };
}

/** What stands beside the rows of every run, in order. */
async function summaries(...eventTypes: readonly string[]): Promise<readonly string[]> {
  const histories = await historiesOf(world.client, reference);
  const events = histories.flatMap((history) => (JSON.parse(history) as { readonly events: readonly Told[] }).events);
  const told = events.filter(({ eventType }) => eventTypes.includes(eventType));
  return told.map(({ userMetadata }) =>
    userMetadata ? (JSON.parse(Buffer.from(userMetadata.summary.data, 'base64').toString()) as string) : '',
  );
}

const send = (act: object, via?: string) => run.executeUpdate('act', { args: [act, { via, after: 0 }] });

test('every run says what the complaint is, where it stands and what comes next, the first and those that follow', async () => {
  const first = await runId();
  const about = `**${reference}** · property-developer · web · service-quality`;
  expect(await details()).toContain(`${about} · round 1 · open`);
  await send({ ...acts.founded(), id: 'a' }, 'api');
  await send({ act: 'note', by: 'cs-1', reason: 'secret words' }, 'api');
  await send(acts.withdraw(), 'tracking');
  await send({ act: 'reopen', by: 'complainant' });
  await eventually(async () => (await runId()) !== first, { limitMs: 5_000 });
  const shown = await details();
  expect(shown).toContain(`${about} · round 2 · open`);
  for (const line of ['- Stage: **investigate**', '- Task T', '- Due: ', '- Next: rung 1, remind owner'])
    expect(shown).toContain(line);
});

test('beside each row of what was recorded or stored stands which act brought it, whose and by which way, and no text', async () => {
  await run.signal(actSignal, { act: 'note', by: 'A Name', reason: 'more secret words' });
  await run.executeUpdate(actUpdate, { args: [acts.note()] });
  const told = await summaries('EVENT_TYPE_ACTIVITY_TASK_SCHEDULED', 'EVENT_TYPE_MARKER_RECORDED');
  expect(told.map((line) => line.split(':')[0])).toEqual([
    'people',
    'registration',
    'people',
    'complete by cs-1 (api)',
    'people',
    'text of note',
    'note by cs-1 (api)',
    'withdraw by complainant (tracking)',
    'people',
    'reopen by complainant (update)',
    'people',
    'text of note',
    'what follows event 18?',
    'bad signal',
    'people',
    'note by cs-1 (update)',
  ]);
  expect(told[2]).toMatch(/^people: member, .*mayTake, .*next$/);
  expect(told[3]).toBe(
    'complete by cs-1 (api): investigate: taskCompleted founded, investigate: stageCompleted founded, ' +
      'hand-over: stageOpened, hand-over: taskOpened',
  );
  expect(told.join()).not.toMatch(/secret|A Name/);
  for (const line of await summaries('EVENT_TYPE_TIMER_STARTED')) expect(line).toMatch(/^[a-z-]+: ./);
});
