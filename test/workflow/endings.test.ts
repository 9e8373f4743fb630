import { happened, play, rehearsalStage, type RehearsalStage } from '../support/rehearsals';

// Every instant below is the mainland's wall clock. 2026-03-02 is a Monday.
const ANSWER = 'form: { answer: we repair it, solution: [{ remedy: repair }]';
const FOUNDED =
  '{ at: 2h, by: cs-1, act: complete, outcome: founded, form: { findings: it leaks, responsible: engineering } }';
const begin = (category: string, start = '2026-03-02T10:00:00+08:00') =>
  `start: ${start}\ncomplaint: { category: ${category} }\nacts:`;
const script = (category: string, ...acts: string[]) =>
  [begin(category), ...acts.map((act) => `  - ${act}`)].join('\n');
const answered = (at: string, forCompany = true) =>
  `{ at: ${at}, by: eng-1, act: complete, ${ANSWER}, speaks-for-company: ${forCompany} } }`;
const agreed = (at: string) => `{ at: ${at}, by: complainant, act: choose, outcome: agreed }`;
const disagreed = (at: string) => `{ at: ${at}, by: complainant, act: choose, outcome: disagreed, reason: not enough }`;
const done = (at: string) => `{ at: ${at}, by: eng-1, act: complete, form: { done: repaired } }`;
const visited = (at: string, satisfaction: string) =>
  `{ at: ${at}, by: cs-1, act: complete, form: { satisfaction: ${satisfaction} } }`;

let stage: RehearsalStage;
beforeAll(async () => {
  stage = await rehearsalStage();
});
afterAll(() => stage.close());

test('founded and agreed: opened and due at exact instants, kept promise, archived 30 days after closing', async () => {
  const result = await play(
    stage,
    script('service-quality', FOUNDED, answered('1wd'), agreed('2wd'), done('4wd'), visited('6wd', 'satisfied')),
  );
  expect(result.refusals).toEqual([]);
  expect(happened(result, 'taskOpened', 'taskCompleted', 'closed', 'archived')).toEqual([
    '2026-03-02 10:00 investigate taskOpened due 2026-03-05 18:00',
    '2026-03-02 12:00 investigate taskCompleted founded',
    '2026-03-02 12:00 hand-over taskOpened due 2026-03-05 18:00',
    '2026-03-03 18:00 hand-over taskCompleted answered',
    '2026-03-03 18:00 consent taskOpened due 2026-03-10 18:00',
    '2026-03-04 18:00 consent taskCompleted agreed',
    '2026-03-04 18:00 execute taskOpened due 2026-03-18 18:00',
    '2026-03-06 18:00 execute taskCompleted done',
    '2026-03-06 18:00 revisit taskOpened due 2026-03-13 18:00',
    '2026-03-10 18:00 revisit taskCompleted satisfied',
    '2026-03-10 18:00 - closed resolved',
    '2026-04-09 18:00 - archived',
  ]);
  expect(result.clocks).toEqual([
    {
      clock: 'reply',
      kind: 'promise',
      startedAt: '2026-03-02T02:00:00.000Z',
      dueAt: '2026-03-09T10:00:00.000Z',
      stoppedAt: '2026-03-03T10:00:00.000Z',
      met: true,
    },
  ]);
  expect(result.ended).toEqual({ as: 'archived', at: '2026-04-09T10:00:00.000Z', result: 'resolved', by: [] });
});

test('unfounded: the findings go back to the customer in a final reply, and the complaint is closed', async () => {
  const result = await play(
    stage,
    script(
      'service-quality',
      '{ at: 1wd, by: cs-2, act: complete, outcome: unfounded, form: { findings: nothing found } }',
      '{ at: 2wd, by: cs-2, act: complete, form: { answer: we found nothing } }',
    ),
  );
  expect(happened(result, 'taskOpened', 'taskCompleted', 'clockStopped', 'closed')).toEqual([
    '2026-03-02 10:00 investigate taskOpened due 2026-03-05 18:00',
    '2026-03-03 18:00 investigate taskCompleted unfounded',
    '2026-03-03 18:00 reply-unfounded taskOpened due 2026-03-04 18:00',
    '2026-03-04 18:00 reply-unfounded taskCompleted sent',
    '2026-03-04 18:00 reply-unfounded clockStopped',
    '2026-03-04 18:00 - closed unfounded',
  ]);
  expect(result.notices.filter(({ template }) => template === 'final-reply').map(({ to }) => to)).toEqual([
    'complainant',
  ]);
});

test("an answer that may not speak for the company goes to management, and returned it is the department's again", async () => {
  const result = await play(
    stage,
    script(
      'service-quality',
      FOUNDED,
      answered('1wd', false),
      '{ at: 2wd, by: eng-1, act: approve }',
      '{ at: 2wd, by: manager, act: return, reason: say when }',
      answered('3wd', false),
      '{ at: 4wd, by: manager, act: approve }',
      agreed('5wd'),
    ),
  );
  expect(result.refusals.map(({ by, refusal }) => [by, refusal?.type])).toEqual([['eng-1', 'own-proposal']]);
  expect(happened(result, 'taskOpened', 'taskCompleted').slice(2, 10)).toEqual([
    '2026-03-02 12:00 hand-over taskOpened due 2026-03-05 18:00',
    '2026-03-03 18:00 hand-over taskCompleted answered',
    '2026-03-03 18:00 management taskOpened due 2026-03-05 18:00',
    '2026-03-04 18:00 management taskCompleted returned',
    '2026-03-04 18:00 hand-over taskOpened due 2026-03-09 18:00',
    '2026-03-05 18:00 hand-over taskCompleted answered',
    '2026-03-05 18:00 management taskOpened due 2026-03-09 18:00',
    '2026-03-06 18:00 management taskCompleted approved',
  ]);
});

test('the customer disagrees twice: two new rounds of the department, then execution', async () => {
  const result = await play(
    stage,
    script(
      'service-quality',
      FOUNDED,
      answered('1wd'),
      disagreed('2wd'),
      answered('3wd'),
      disagreed('4wd'),
      answered('5wd'),
      agreed('6wd'),
      done('7wd'),
      visited('8wd', 'very-satisfied'),
    ),
  );
  expect(result.refusals).toEqual([]);
  expect(happened(result, 'roundStarted', 'closed')).toEqual([
    '2026-03-04 18:00 - roundStarted',
    '2026-03-06 18:00 - roundStarted',
    '2026-03-12 18:00 - closed resolved',
  ]);
  expect(result.state.round).toBe(3);
});

test('dissatisfied at the revisit: the complaint restarts with a new investigation, a whole second round, both surveys kept', async () => {
  const result = await play(
    stage,
    script(
      'service-quality',
      FOUNDED,
      answered('1wd'),
      agreed('2wd'),
      done('3wd'),
      visited('4wd', 'dissatisfied'),
      '{ at: 5wd, by: cs-1, act: complete, outcome: founded, form: { findings: still leaks, responsible: property } }',
      `{ at: 6wd, by: prop-1, act: complete, ${ANSWER}, speaks-for-company: true } }`,
      agreed('7wd'),
      '{ at: 8wd, by: prop-1, act: complete, form: { done: repaired } }',
      visited('9wd', 'satisfied'),
    ),
  );
  expect(result.refusals).toEqual([]);
  expect(happened(result, 'surveyAnswered', 'roundStarted', 'closed')).toEqual([
    '2026-03-06 18:00 revisit surveyAnswered dissatisfied',
    '2026-03-06 18:00 - roundStarted',
    '2026-03-13 18:00 revisit surveyAnswered satisfied',
    '2026-03-13 18:00 - closed resolved',
  ]);
  expect(happened(result, 'taskOpened').slice(5)).toEqual([
    '2026-03-06 18:00 investigate taskOpened due 2026-03-11 18:00',
    '2026-03-09 18:00 hand-over taskOpened due 2026-03-12 18:00',
    '2026-03-10 18:00 consent taskOpened due 2026-03-17 18:00',
    '2026-03-11 18:00 execute taskOpened due 2026-03-25 18:00',
    '2026-03-12 18:00 revisit taskOpened due 2026-03-19 18:00',
  ]);
  expect(result.state.surveys.map(({ round, satisfaction }) => [round, satisfaction])).toEqual([
    [1, 'dissatisfied'],
    [2, 'satisfied'],
  ]);
});

test('construction quality is visited at least twice, service quality again only when the first visit shows doubt', async () => {
  const until = [FOUNDED, answered('1wd'), agreed('2wd'), done('3wd')];
  const construction = await play(
    stage,
    script('construction-quality', ...until, visited('4wd', 'satisfied'), visited('6wd', 'satisfied')),
  );
  expect(happened(construction, 'surveyAnswered', 'closed')).toEqual([
    '2026-03-06 18:00 revisit surveyAnswered satisfied',
    '2026-03-10 18:00 revisit surveyAnswered satisfied',
    '2026-03-10 18:00 - closed resolved',
  ]);
  const doubtful = await play(
    stage,
    script('service-quality', ...until, visited('4wd', 'neutral'), visited('6wd', 'satisfied')),
  );
  expect(happened(doubtful, 'surveyAnswered', 'closed')).toEqual([
    '2026-03-06 18:00 revisit surveyAnswered neutral',
    '2026-03-10 18:00 revisit surveyAnswered satisfied',
    '2026-03-10 18:00 - closed resolved',
  ]);
});

test("the customer's silence: a reminder three days before, and closed when the choice expires", async () => {
  const result = await play(stage, script('service-quality', FOUNDED, answered('1wd')));
  expect(happened(result, 'taskOpened', 'rungReached', 'closed', 'archived').slice(2)).toEqual([
    '2026-03-03 18:00 consent taskOpened due 2026-03-10 18:00',
    '2026-03-07 18:00 consent rungReached task remind complainant',
    '2026-03-10 18:00 - closed no-answer',
    '2026-04-09 18:00 - archived',
  ]);
});

describe('withdrawal', () => {
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['investigate', []],
    ['hand-over', [FOUNDED]],
    ['management', [FOUNDED, answered('1wd', false)]],
    ['consent', [FOUNDED, answered('1wd')]],
    ['execute', [FOUNDED, answered('1wd'), agreed('2wd')]],
    ['revisit', [FOUNDED, answered('1wd'), agreed('2wd'), done('2wd')]],
  ];
  test.each(steps)('in stage %s closes the complaint, and nothing alarms afterwards', async (name, acts) => {
    const result = await play(stage, script('service-quality', ...acts, '{ at: 3wd, by: complainant, act: withdraw }'));
    const withdrawn = result.events.findIndex(({ type }) => type === 'withdrawn');
    expect(result.events[withdrawn]).toMatchObject({
      stage: name,
      at: '2026-03-05T10:00:00.000Z',
      actor: 'complainant',
    });
    expect(
      result.events
        .slice(withdrawn + 1)
        .map(({ type }) => type)
        .filter((type) => type !== 'clockStopped'),
    ).toEqual(['closed', 'archived']);
    expect(result.ended.result).toBe('withdrawn');
  });
});

test('closed and reopened within 30 days: a new round from the investigation, the first closing kept', async () => {
  const result = await play(
    stage,
    script(
      'service-quality',
      '{ at: 1wd, by: cs-1, act: withdraw }',
      '{ at: 5d, by: complainant, act: reopen, reason: it leaks again }',
      '{ at: 6d, by: complainant, act: withdraw }',
    ),
  );
  expect(happened(result, 'closed', 'reopened', 'roundStarted', 'archived')).toEqual([
    '2026-03-03 18:00 investigate closed withdrawn',
    '2026-03-07 10:00 - reopened',
    '2026-03-07 10:00 - roundStarted',
    '2026-03-08 10:00 investigate closed withdrawn',
    '2026-04-07 10:00 - archived',
  ]);
  expect(result.state.closings.map(({ round, at }) => [round, at])).toEqual([
    [1, '2026-03-03T10:00:00.000Z'],
    [2, '2026-03-08T02:00:00.000Z'],
  ]);
});
