import type { ComplaintEvent } from '../../domain/model/event';
import { acts, local, Story, text } from '../support/story';

const reason = text('reason');

/** Where it went, without records: `stage>outcome`, rounds and endings. */
function path(story: Story): string[] {
  return story.events.flatMap((event: ComplaintEvent) => {
    if (event.type === 'stageCompleted') return [`${event.stage}>${event.outcome}`];
    if (event.type === 'roundStarted') return [`round ${event.newRound}`];
    return event.type === 'closed' ? [`closed ${event.result}`] : event.type === 'archived' ? ['archived'] : [];
  });
}

const due = (story: Story): string | null | undefined => story.current.stage?.tasks[0]?.budget.dueAt;
const consent = (): Story => new Story().register().act(acts.founded()).act(acts.answer());
const revisit = (category = 'service-quality'): Story =>
  new Story().register({ category }).act(acts.founded()).act(acts.answer()).act(acts.agree()).act(acts.carryOut());

it('founded and agreed: every limit counts from the step before, and it closes resolved', () => {
  const story = new Story().register();
  expect(story.current.clocks['reply']?.budget.dueAt).toBe(local('2026-03-09 18:00'));
  expect(due(story)).toBe(local('2026-03-05 18:00'));
  story.at(local('2026-03-03 09:30')).act(acts.founded());
  expect(due(story)).toBe(local('2026-03-06 18:00'));
  story.at(local('2026-03-04 11:00')).act(acts.take()).act(acts.answer());
  expect(due(story)).toBe(local('2026-03-11 11:00'));
  expect(story.current.clocks['reply']?.stopped).toEqual({ at: local('2026-03-04 11:00'), met: true });
  story.at(local('2026-03-06 20:00')).act(acts.agree());
  expect(due(story)).toBe(local('2026-03-20 18:00'));
  story.at(local('2026-03-12 15:00')).act(acts.carryOut());
  expect(due(story)).toBe(local('2026-03-19 18:00'));
  story.at(local('2026-03-16 10:00')).act(acts.visit('satisfied'));
  expect(path(story)).toEqual([
    'investigate>founded',
    'hand-over>answered',
    'consent>agreed',
    'execute>done',
    'revisit>satisfied',
    'closed resolved',
  ]);
  expect(story.current).toMatchObject({ status: 'closed', stage: null, round: 1 });
  expect(story.current.closings).toEqual([
    { round: 1, at: local('2026-03-16 10:00'), result: 'resolved', reopenUntil: local('2026-04-15 10:00') },
  ]);
  story.passTo(local('2026-04-15 10:00'));
  expect(story.events.at(-1)).toMatchObject({ type: 'archived', at: local('2026-04-15 10:00'), actor: 'time' });
});

it('unfounded: the findings go back as a final reply within a working day, and that keeps the promise', () => {
  const story = new Story().register().at(local('2026-03-04 17:00')).act(acts.unfounded());
  expect(due(story)).toBe(local('2026-03-05 18:00'));
  story.at(local('2026-03-05 09:00')).act(acts.reply());
  expect(path(story)).toEqual(['investigate>unfounded', 'reply-unfounded>sent', 'closed unfounded']);
  expect(story.of('taskCompleted').at(-1)).toMatchObject({ final: true });
  expect(story.of('clockStopped')).toMatchObject([{ clock: 'reply', met: true, at: local('2026-03-05 09:00') }]);
});

it('an answer that may not speak for the company goes to management first, and a returned one to the department', () => {
  const story = new Story().register().act(acts.founded()).act(acts.answer(false));
  expect(due(story)).toBe(local('2026-03-04 18:00'));
  expect(story.current.clocks['reply']?.stopped).toBeNull();
  story.act(acts.giveBack()).act(acts.answer(false, 'eng-2')).act(acts.approve('deputy'));
  expect(path(story)).toEqual([
    'investigate>founded',
    'hand-over>answered',
    'management>returned',
    'hand-over>answered',
    'management>approved',
  ]);
  expect(story.current).toMatchObject({ round: 1, stage: { key: 'consent' } });
  expect(story.refusal({ act: 'reject', by: 'gm', reason })).toBe('wrong-stage');
});

it('what the department answers last decides whether management is asked', () => {
  const story = new Story().register().act(acts.founded()).act(acts.answer(false)).act(acts.giveBack());
  expect(story.act(acts.answer(true)).current.stage?.key).toBe('consent');
});

it('three disagreements each start a new round at the department; the fourth goes to mediation in the same round', () => {
  const story = consent();
  for (const round of [2, 3, 4]) {
    story.act(acts.disagree());
    expect(story.current).toMatchObject({ round, stage: { key: 'hand-over' } });
    story.act(acts.answer());
  }
  story.act(acts.disagree());
  expect(story.current).toMatchObject({
    round: 4,
    stage: { key: 'mediation', tasks: [{ owner: { person: 'cs-head' } }] },
  });
  expect(due(story)).toBe(local('2026-03-09 18:00'));
  expect(story.refusal({ act: 'complete', by: 'cs-head', outcome: 'agreed', form: { answer: reason } })).toBe(
    'missing-field',
  );
  story.act({ act: 'complete', by: 'cs-head', outcome: 'not-agreed', form: { answer: reason } }).act(acts.reply());
  expect(path(story).slice(-3)).toEqual(['mediation>not-agreed', 'final-reply>sent', 'closed unresolved']);
  expect(story.of('taskCompleted').at(-1)).toMatchObject({ final: true });
});

it('mediation that ends in agreement is carried out', () => {
  const story = consent();
  for (let times = 0; times < 3; times += 1) story.act(acts.disagree()).act(acts.answer());
  const form = { answer: reason, solution: [{ remedy: 'compensation', amount: 50_000, currency: 'CNY' }] };
  story.act(acts.disagree()).act({ act: 'complete', by: 'cs-head', outcome: 'agreed', form });
  expect(story.current).toMatchObject({ stage: { key: 'execute' }, facts: { solution: form.solution } });
});

it('the customer may choose by phone, and that is on record; nobody chooses silence', () => {
  const story = consent();
  expect(story.refusal({ act: 'choose', by: 'complainant', outcome: 'silent' })).toBe('invalid-field');
  expect(story.refusal(acts.agree('eng-1'))).toBe('not-owner');
  story.act(acts.agree('cs-2'));
  expect(story.of('taskCompleted').at(-1)).toMatchObject({ onBehalf: true, actor: 'cs-2' });
  expect(consent().act(acts.agree()).of('taskCompleted').at(-1)).not.toHaveProperty('onBehalf');
});

it('only an option that was offered can be chosen', () => {
  const story = consent();
  expect(story.refusal({ act: 'choose', by: 'complainant', outcome: 'agreed', option: 1 })).toBe('invalid-field');
  story.act({ act: 'choose', by: 'complainant', outcome: 'agreed', option: 0 });
  expect(story.current.facts['option']).toBe(0);
});

it('a dissatisfied customer starts the whole again, three times; then a final reply ends it', () => {
  const story = new Story().register({ category: 'service-quality' });
  for (const round of [2, 3, 4]) {
    story.act(acts.founded()).act(acts.answer()).act(acts.agree()).act(acts.carryOut()).act(acts.visit('dissatisfied'));
    expect(story.current).toMatchObject({ round, stage: { key: 'investigate' } });
  }
  story
    .act(acts.founded())
    .act(acts.answer())
    .act(acts.agree())
    .act(acts.carryOut())
    .act(acts.visit('very-dissatisfied'));
  expect(story.current).toMatchObject({ round: 4, stage: { key: 'final-reply' } });
  expect(story.current.surveys.map(({ round, satisfaction }) => [round, satisfaction])).toEqual([
    [1, 'dissatisfied'],
    [2, 'dissatisfied'],
    [3, 'dissatisfied'],
    [4, 'very-dissatisfied'],
  ]);
});

it('construction quality is visited twice even when the first visit is all praise', () => {
  const story = revisit('construction-quality').at(local('2026-03-05 10:00')).act(acts.visit('very-satisfied'));
  expect(story.current).toMatchObject({ status: 'open', stage: { key: 'revisit', tasks: [{ step: 2 }] } });
  expect(due(story)).toBe(local('2026-03-19 18:00'));
  expect(story.act(acts.visit('satisfied')).current.status).toBe('closed');
  expect(story.current.surveys.map(({ visit }) => visit)).toEqual([1, 2]);
});

it('service quality is visited again only when the first visit leaves doubt', () => {
  expect(revisit().act(acts.visit('satisfied')).current.status).toBe('closed');
  expect(revisit().act(acts.visit('neutral')).current.stage?.tasks[0]?.step).toBe(2);
  const doubting = revisit().act({ act: 'complete', by: 'cs-1', form: { satisfaction: 'satisfied', doubt: true } });
  expect(doubting.current.stage?.tasks[0]?.step).toBe(2);
  expect(doubting.act(acts.visit('satisfied')).current.status).toBe('closed');
});

it('neutral at the last visit is not satisfied: it restarts', () => {
  const story = revisit().act(acts.visit('neutral')).act(acts.visit('neutral'));
  expect(story.current).toMatchObject({ round: 2, stage: { key: 'investigate' } });
});

it('dissatisfied at the first of two visits restarts at once', () => {
  expect(revisit('construction-quality').act(acts.visit('dissatisfied')).current.round).toBe(2);
});

it('the customer may answer the survey without being visited', () => {
  const story = revisit().act({ act: 'answerSurvey', by: 'complainant', form: { satisfaction: 'satisfied' } });
  expect(story.current.status).toBe('closed');
  expect(story.of('surveyAnswered')).toMatchObject([{ onBehalf: false, visit: 1 }]);
});

it('a customer who cannot be reached three times is closed as resolved; each visit has attempts of its own', () => {
  const failed = { act: 'complete', by: 'cs-1', outcome: 'unreachable' } as const;
  const story = revisit().act(failed).act(failed).act(acts.visit('neutral')).act(failed).act(failed);
  expect(story.current.status).toBe('open');
  expect(story.act(failed).current.closings).toMatchObject([{ result: 'resolved' }]);
  expect(story.of('visitFailed').map(({ attempt }) => attempt)).toEqual([1, 2, 1, 2, 3]);
});

it('silence ends consent after seven days to the second, with one reminder three days before', () => {
  const story = consent().passTo(local('2026-03-09 09:59'));
  expect(story.of('rungReached')).toMatchObject([
    { at: local('2026-03-06 10:00'), to: ['complainant'], action: 'remind' },
  ]);
  story.passTo(local('2026-03-09 10:00'));
  expect(story.of('taskCompleted').at(-1)).toMatchObject({
    outcome: 'silent',
    actor: 'time',
    at: local('2026-03-09 10:00'),
  });
  expect(story.of('closed')).toMatchObject([{ result: 'no-answer', at: local('2026-03-09 10:00') }]);
  expect(story.refusal(acts.agree())).toBe('closed');
});

describe('withdrawal ends it at once, in every stage', () => {
  const stages: Readonly<Record<string, () => Story>> = {
    investigate: () => new Story().register(),
    'hand-over': () => new Story().register().act(acts.founded()),
    management: () => new Story().register().act(acts.founded()).act(acts.answer(false)),
    consent,
    execute: () => consent().act(acts.agree()),
    revisit: () => revisit(),
    'reply-unfounded': () => new Story().register().act(acts.unfounded()),
  };
  it.each(Object.entries(stages))('%s', (stage, story) => {
    const after = story().act(acts.withdraw());
    expect(after.current).toMatchObject({
      status: 'closed',
      stage: null,
      closings: [{ result: 'withdrawn', round: 1 }],
    });
    expect(after.of('withdrawn')).toMatchObject([{ stage, onBehalf: false }]);
    expect(Object.values(after.current.clocks).every(({ stopped }) => stopped !== null)).toBe(true);
    expect(after.passTo(local('2026-03-31 09:00')).of('rungReached')).toEqual([]);
    expect(story().refusal(acts.withdraw('eng-1'))).toBe('forbidden');
    expect(story().act(acts.withdraw('cs-2')).of('withdrawn')).toMatchObject([{ onBehalf: true }]);
  });

  it('while paused, the pause ends with it', () => {
    const story = new Story().register().act({ act: 'pause', by: 'cs-1', reason }).act(acts.withdraw());
    expect(story.current).toMatchObject({ pausedUntil: null, pauses: [{ to: local('2026-03-02 10:00') }] });
  });
});

it('a closed complaint can be reopened within thirty days, by the customer or the desk, and keeps its figures', () => {
  const story = revisit().act(acts.visit('satisfied'));
  const [closing] = story.current.closings;
  const [survey] = story.current.surveys;
  expect(story.refusal({ act: 'reopen', by: 'eng-1' })).toBe('forbidden');
  story.at(local('2026-04-01 09:59')).act({ act: 'reopen', by: 'complainant', reason });
  expect(story.current).toMatchObject({ status: 'open', round: 2, stage: { key: 'investigate' } });
  expect(due(story)).toBe(local('2026-04-07 18:00'));
  expect(story.refusal({ act: 'reopen', by: 'complainant' })).toBe('wrong-stage');
  story.act(acts.founded()).act(acts.answer()).act(acts.agree()).act(acts.carryOut()).act(acts.visit('very-satisfied'));
  expect(story.current.closings).toMatchObject([
    closing,
    { round: 2, at: local('2026-04-01 09:59'), result: 'resolved' },
  ]);
  expect(story.current.surveys).toMatchObject([survey, { round: 2, satisfaction: 'very-satisfied' }]);
});

it('it is archived when the limit ends, and nothing can be done to it from then on', () => {
  const story = revisit().act(acts.visit('satisfied')).at(local('2026-04-01 10:01'));
  for (const act of [{ act: 'reopen', by: 'complainant' }, acts.note(), acts.withdraw()] as const)
    expect(story.refusal(act)).toBe('closed');
  story.passTo(local('2026-04-01 10:00'));
  expect(story.events.at(-1)).toMatchObject({ type: 'archived', at: local('2026-04-01 10:00') });
  expect(story.passTo(local('2027-04-01 10:00')).events.at(-1)?.type).toBe('archived');
});

it('a closed complaint can be noted on, but not moved', () => {
  const story = revisit()
    .act(acts.visit('satisfied'))
    .act(acts.note())
    .act({ act: 'addEvidence', by: 'complainant', evidence: reason });
  expect(story.current.status).toBe('closed');
  for (const act of [
    acts.founded(),
    acts.withdraw(),
    { act: 'assign', by: 'gm', to: 'gm' },
    { act: 'recuse', by: 'cs-1', reason },
  ] as const)
    expect(story.refusal(act)).toBe('closed');
});

it('severity and outside routes are of the procedure, and change nothing else', () => {
  const story = new Story().register().act({ act: 'setSeverity', by: 'cs-1', severity: 'major' });
  expect(story.current.severity).toBe('major');
  expect(story.refusal({ act: 'setSeverity', by: 'cs-1', severity: 'huge' })).toBe('invalid-field');
  expect(story.refusal({ act: 'setSeverity', by: 'eng-1', severity: 'major' })).toBe('not-owner');
  const before = story.current;
  story.act({ act: 'refer', by: 'cs-1', to: 'court' });
  expect(story.current).toEqual({ ...before, lastNumber: before.lastNumber + 1 });
  expect(story.refusal({ act: 'refer', by: 'cs-1', to: 'nowhere' })).toBe('invalid-field');
});

it('a signal that cannot be accepted is kept on record and changes nothing, until it is archived', () => {
  const story = new Story().register();
  const before = story.current;
  story.input({ type: 'badSignal', refusal: 'malformed', by: 'cs-1' });
  expect(story.events.at(-1)).toMatchObject({ type: 'signalIgnored', refusal: 'malformed', actor: 'cs-1' });
  expect(story.current).toEqual({ ...before, lastNumber: before.lastNumber + 1 });
  story
    .act(acts.withdraw())
    .passTo(local('2026-06-01 09:00'))
    .input({ type: 'badSignal', refusal: 'closed', by: 'cs-1' });
  expect(story.events.at(-1)?.type).toBe('archived');
});
