import { KnownPeople } from '../../domain/people/known-people';
import { rehearsalMemory } from '../../rehearsal/memory-ports';
import {
  actUpdate,
  COMPLAINT_WORKFLOW,
  leftSignal,
  receiptUpdate,
  stateQuery,
  type ComplaintWorkflowInput,
} from '../../workflows/messages/messages';
import { eventually } from '../support/eventually';
import { samplePeople } from '../support/sample-people';
import { acts, developer, sampleRegistration } from '../support/story';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

let world: VirtualWorld;
const people = new KnownPeople(samplePeople);
const memory = rehearsalMemory(people);

beforeAll(async () => {
  world = await createVirtualWorld({ activities: { ...memory.activities } });
});
afterAll(() => world.close());

test('a run that is told that somebody has left passes on what they held, and told again changes nothing', async () => {
  const reference = `C-LEAVERS-${process.pid}`;
  const { people: _people, ...rules } = developer;
  const registration = sampleRegistration({ reference, receivedAt: new Date().toISOString() });
  const input: ComplaintWorkflowInput = { rules, registration };
  const run = await world.client.workflow.start(COMPLAINT_WORKFLOW, {
    workflowId: reference,
    taskQueue: world.taskQueue,
    args: [input],
  });
  await run.executeUpdate(receiptUpdate);
  for (const act of [acts.founded(), acts.take()]) await run.executeUpdate(actUpdate, { args: [act] });
  const before = memory.events.length;
  await run.signal(leftSignal);
  const { 'eng-1': _gone, ...staff } = samplePeople.staff;
  Object.assign(people, { directory: { ...samplePeople, version: 'later', staff } });
  await run.signal(leftSignal);
  await eventually(() => memory.events.length > before, { limitMs: 10_000 });
  await run.signal(leftSignal);
  await run.executeUpdate(actUpdate, { args: [acts.take('eng-2')] });
  expect(memory.events.slice(before)).toMatchObject([
    { type: 'assigned', actor: 'system', via: 'signal', left: ['eng-1'], owner: { people: ['eng-2'], person: null } },
    { type: 'handoverTaken', person: 'eng-2' },
  ]);
  expect((await run.query(stateQuery))?.stage?.tasks[0]).toMatchObject({ taken: true, owner: { person: 'eng-2' } });
  await run.terminate('the test is over');
});
