import { rehearse, type RehearsalResult } from '../../rehearsal/rehearse';
import { readScript } from '../../rehearsal/script';
import { rehearsalMemory } from '../../rehearsal/memory-ports';
import { advanceTo } from '../../rehearsal/virtual-time';
import { actUpdate, COMPLAINT_WORKFLOW, receiptUpdate, stateQuery } from '../../workflows/messages/messages';
import { awaitingRules } from '../support/awaiting';
import { happened, rehearsalStage, type RehearsalStage } from '../support/rehearsals';
import { sampleRegistration } from '../support/story';
import { createVirtualWorld } from '../support/temporal';

const TOLD = ['taskOpened', 'rungReached', 'taskCompleted', 'closed', 'waitStarted', 'waitEnded'] as const;

let stage: RehearsalStage;
beforeAll(async () => {
  stage = await rehearsalStage();
});
afterAll(() => stage.close());

async function played(...acts: readonly string[]): Promise<RehearsalResult> {
  const asked = `{ at: 1h, by: cs-1, act: complete, outcome: must-be-seen, form: { promised-for: '2026-12-31' } }`;
  const lines = ['complaint: { category: goods }', 'start: 2026-12-24T10:00:00+08:00', 'acts:'];
  const script = [...lines, ...[asked, ...acts].map((act) => `  - ${act}`)].join('\n');
  const result = await rehearse({
    ...awaitingRules,
    people: awaitingRules.people.directory,
    script: readScript(script, 'script.yaml'),
    server: stage,
  });
  expect(result.refusals).toEqual([]);
  return result;
}

const ASKED = [
  '2026-12-24 10:00 handle taskOpened due 2026-12-29 18:00',
  '2026-12-24 11:00 handle taskCompleted must-be-seen',
  '2026-12-24 11:00 send-in taskOpened due 2027-01-01 00:00',
  '2026-12-24 11:00 send-in waitStarted',
  '2026-12-28 00:00 send-in rungReached task remind complainant',
  '2027-01-01 00:00 send-in waitEnded',
];

test('a day that was given passes with the year: one reminder, then nothing has come; so, too, if the run is continued by another', async () => {
  const notes = Array.from({ length: 90 }, (_, n) => `{ at: ${n + 90}m, by: cs-1, act: note, reason: note ${n} }`);
  const closed = [...ASKED, '2027-01-01 00:00 send-in taskCompleted lapsed', '2027-01-01 00:00 - closed no-answer'];
  expect(happened(await played(), ...TOLD)).toEqual(closed);
  expect(happened(await played(...notes), ...TOLD)).toEqual(closed);
}, 120_000);

test('what a system records as the day ends is in time', async () => {
  const parcel = 'act: report, outcome: arrived, form: { parcel: one }';
  const result = await played(`{ at: 2026-12-31T23:59:59.999+08:00, by: 'source:depot', ${parcel} }`);
  const ended = (told: string) => told.replace('2027-01-01 00:00', '2026-12-31 23:59');
  expect(happened(result, ...TOLD).slice(0, 7)).toEqual([
    ...ASKED.slice(0, 5),
    ended(ASKED[5] ?? ''),
    '2026-12-31 23:59 send-in taskCompleted arrived',
  ]);
});

test('another worker goes on waiting where one has ended: the limit ends when it was said, and what comes later is refused', async () => {
  const memory = rehearsalMemory(awaitingRules.people);
  const first = await createVirtualWorld({ activities: memory.activities });
  const { client, taskQueue } = first;
  const workflowId = `C-AWAITED-${process.pid}`;
  const registration = sampleRegistration({
    reference: workflowId,
    category: 'goods',
    receivedAt: new Date().toISOString(),
  });
  const run = await client.workflow.start(COMPLAINT_WORKFLOW, {
    ...{ workflowId, taskQueue },
    args: [{ rules: awaitingRules, registration }],
  });
  await run.executeUpdate(receiptUpdate);
  await run.executeUpdate(actUpdate, {
    args: [{ act: 'complete', by: 'cs-1', outcome: 'must-be-seen' }],
  });
  const due = (await run.query(stateQuery))?.stage?.tasks[0]?.budget.dueAt ?? '';
  await first.close();

  const second = await createVirtualWorld({ activities: memory.activities, worker: { taskQueue } });
  const again = second.client.workflow.getHandle(workflowId);
  try {
    await advanceTo(second.client, workflowId, Date.parse(due) + 3_600_000);
    await expect(
      again.executeUpdate(actUpdate, { args: [{ act: 'report', by: 'complainant', outcome: 'kept' }] }),
    ).rejects.toThrow();
    expect(memory.events.find(({ type }) => type === 'closed')).toMatchObject({ at: due, result: 'no-answer' });
  } finally {
    await again.terminate('the test is over').catch(() => undefined);
    await second.close();
  }
});
