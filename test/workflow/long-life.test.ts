import { Client } from '@temporalio/client';
import { historiesOf } from '../../rehearsal/history';
import { play, rehearsalStage, type RehearsalStage } from '../support/rehearsals';

let stage: RehearsalStage;
beforeAll(async () => {
  stage = await rehearsalStage();
});
afterAll(() => stage.close());

const NOTES = 90;
const MOST_EVENTS = 400;

test('a life of many acts in one round goes on in another run: no history grows long, and no act is lost or doubled', async () => {
  const notes = Array.from(
    { length: NOTES },
    (_, minute) => `  - { at: ${minute + 1}m, by: cs-1, act: note, reason: note ${minute} }`,
  );
  const result = await play(stage, ['start: 2026-03-02T10:00:00+08:00', 'acts:', ...notes].join('\n'));
  expect(result.refusals).toEqual([]);
  expect(result.events.filter(({ type }) => type === 'noted')).toHaveLength(NOTES);
  expect(result.events.map(({ number }) => number)).toEqual(result.events.map((_event, index) => index + 1));
  expect(result.ended).toMatchObject({ as: 'held', by: ['gm'] });
  const client = new Client({ connection: stage.connection, namespace: stage.namespace });
  const lengths = (await historiesOf(client, result.state.reference)).map(
    (history) => (JSON.parse(history) as { readonly events: readonly unknown[] }).events.length,
  );
  expect(lengths.length).toBeGreaterThan(1);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(MOST_EVENTS);
}, 120_000);
