import { happened, play, rehearsalStage, type RehearsalStage } from '../support/rehearsals';

let stage: RehearsalStage;
beforeAll(async () => {
  stage = await rehearsalStage();
});
afterAll(() => stage.close());

const CLIMB = ['rungReached', 'deadlineMissed', 'handoverPassedOn'] as const;

test('nobody ever acts over a weekend: every reminder and rung in order, and the general manager holds it', async () => {
  const result = await play(stage, 'start: 2026-03-05T10:00:00+08:00'); // a Thursday
  expect(happened(result, ...CLIMB)).toEqual([
    '2026-03-09 18:00 investigate rungReached task remind pool:customer-service',
    '2026-03-10 18:00 investigate deadlineMissed task',
    '2026-03-10 18:00 investigate rungReached task tell cs-lead',
    '2026-03-11 18:00 investigate rungReached reply remind pool:customer-service',
    '2026-03-11 18:00 investigate rungReached task tell cs-head',
    '2026-03-12 18:00 investigate deadlineMissed reply',
    '2026-03-12 18:00 investigate rungReached reply tell cs-head',
    '2026-03-13 18:00 investigate rungReached task give gm',
  ]);
  expect(result.ended).toEqual({ as: 'held', at: '2026-03-13T10:00:00.000Z', result: null, by: ['gm'] });
});

test('nobody ever acts over a make-up Saturday and the National Day holiday: closed days pass uncounted, the make-up day counts', async () => {
  // 2026: 20 September (Sunday) and 10 October (Saturday) are worked, 25 to 27 September and 1 to 7 October are off.
  const result = await play(stage, 'start: 2026-09-18T17:00:00+08:00'); // a Friday
  expect(happened(result, ...CLIMB)).toEqual([
    '2026-09-21 18:00 investigate rungReached task remind pool:customer-service',
    '2026-09-22 18:00 investigate deadlineMissed task',
    '2026-09-22 18:00 investigate rungReached task tell cs-lead',
    '2026-09-23 18:00 investigate rungReached reply remind pool:customer-service',
    '2026-09-23 18:00 investigate rungReached task tell cs-head',
    '2026-09-24 18:00 investigate deadlineMissed reply',
    '2026-09-24 18:00 investigate rungReached reply tell cs-head',
    '2026-09-28 18:00 investigate rungReached task give gm',
  ]);
  const holidays = await play(stage, 'start: 2026-09-29T10:00:00+08:00');
  expect(happened(holidays, 'taskOpened', 'deadlineMissed')).toEqual([
    '2026-09-29 10:00 investigate taskOpened due 2026-10-09 18:00',
    '2026-10-09 18:00 investigate deadlineMissed task',
    '2026-10-12 18:00 investigate deadlineMissed reply',
  ]);
});

test('a hand-over that nobody takes goes to the supervisor, then to the head, and climbs all the same', async () => {
  const result = await play(
    stage,
    `start: 2026-03-02T10:00:00+08:00
acts:
  - { at: 2h, by: cs-1, act: complete, outcome: founded, form: { findings: it leaks, responsible: engineering } }`,
  );
  expect(happened(result, ...CLIMB).filter((line) => !/ reply( |$)/.test(line))).toEqual([
    '2026-03-03 18:00 hand-over handoverPassedOn eng-lead',
    '2026-03-04 18:00 hand-over rungReached task remind eng-lead',
    '2026-03-04 18:00 hand-over handoverPassedOn eng-head',
    '2026-03-05 18:00 hand-over deadlineMissed task',
    '2026-03-05 18:00 hand-over rungReached task tell gm',
    '2026-03-06 18:00 hand-over rungReached task tell gm',
    '2026-03-09 18:00 hand-over rungReached task tell cs-head',
    '2026-03-10 18:00 hand-over rungReached task give gm',
  ]);
});

test('a note every hour on an overdue stage does not stop the climb', async () => {
  const notes = Array.from(
    { length: 72 },
    (_, hour) => `  - { at: ${72 + hour}h, by: cs-1, act: note, reason: still on it }`,
  );
  const result = await play(stage, ['start: 2026-03-02T10:00:00+08:00', 'acts:', ...notes].join('\n'));
  expect(result.events.filter(({ type }) => type === 'noted')).toHaveLength(72);
  expect(happened(result, ...CLIMB).filter((line) => line.includes(' task'))).toEqual([
    '2026-03-04 18:00 investigate rungReached task remind pool:customer-service',
    '2026-03-05 18:00 investigate deadlineMissed task',
    '2026-03-05 18:00 investigate rungReached task tell cs-lead',
    '2026-03-06 18:00 investigate rungReached task tell cs-head',
    '2026-03-10 18:00 investigate rungReached task give gm',
  ]);
});

test('while the complainant owes us something our clocks stand still, and the pause ends by itself', async () => {
  const result = await play(
    stage,
    `start: 2026-03-02T10:00:00+08:00
acts:
  - { at: 1d, by: cs-1, act: pause, reason: please send a photo }`,
  );
  expect(happened(result, 'paused', 'resumed', 'deadlineMissed')).toEqual([
    '2026-03-03 10:00 investigate paused',
    '2026-03-17 18:00 investigate resumed',
    '2026-03-20 18:00 investigate deadlineMissed task',
    '2026-03-24 18:00 investigate deadlineMissed reply',
  ]);
});
