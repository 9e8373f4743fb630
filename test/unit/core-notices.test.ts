import { sentFor } from '../support/awaiting';
import type { ComplaintEvent } from '../../domain/model/event';
import { evolve } from '../../domain/record/evolve';
import { noticesFor, type Notice } from '../../domain/record/notice';
import { NOTICE_TEMPLATES } from '../../domain/model/notice-template';
import type { ComplaintState } from '../../domain/model/state';
import type { FactValue } from '../../domain/model/procedure';
import { elapsedHours, shortChain } from '../support/core-rules';
import { everyWord } from '../support/every-word';
import { acts, local, Story, text } from '../support/story';

const reason = text('reason');

function noticesOf(events: readonly ComplaintEvent[]): Notice[] {
  let before: ComplaintState | null = null;
  return events.flatMap((event) => {
    const after = evolve(before, event);
    const notices = noticesFor(before, event, after);
    before = after;
    return notices;
  });
}

/** The notices of the latest act or passing of time: `template recipient`. */
function latest(story: Story, step: (story: Story) => Story): string[] {
  const from = story.current.lastNumber;
  return noticesOf(step(story).events)
    .filter(({ event }) => event > from)
    .map(({ template, to }) => `${template} ${to}`);
}

const handOver = (): Story => new Story().register().act(acts.founded());
const consent = (): Story => handOver().act(acts.answer());
const revisit = (): Story => consent().act(acts.agree()).act(acts.carryOut('eng-1'));

it('registration acknowledges to the customer and tells the desk of its task', () => {
  const notices = noticesOf(new Story().register().events);
  expect(notices).toEqual([
    {
      id: 'C-SAMPLE:3:acknowledgement:complainant',
      template: 'acknowledgement',
      to: 'complainant',
      event: 3,
      at: local('2026-03-02 10:00'),
    },
    {
      id: 'C-SAMPLE:5:assignment:pool:customer-service',
      template: 'assignment',
      to: 'pool:customer-service',
      event: 5,
      at: local('2026-03-02 10:00'),
    },
  ]);
});

it('each step tells whom it concerns, and nobody else', () => {
  expect(latest(new Story().register(), (story) => story.act(acts.founded()))).toEqual([
    'handover pool:handler@engineering',
  ]);
  expect(latest(handOver(), (story) => story.act(acts.answer(false)))).toEqual(['assignment pool:manager@company']);
  expect(latest(handOver(), (story) => story.act(acts.answer()))).toEqual([
    'assignment pool:customer-service',
    'proposal complainant',
  ]);
  expect(latest(consent(), (story) => story.act(acts.disagree()))).toEqual([
    'round-started complainant',
    'handover pool:handler@engineering',
  ]);
  expect(latest(consent(), (story) => story.act(acts.agree()).act(acts.carryOut()))).toEqual([
    'assignment pool:handler@engineering',
    'assignment pool:customer-service',
    'survey complainant',
  ]);
  expect(latest(new Story().register(), (story) => story.act(acts.unfounded()).act(acts.reply()))).toEqual([
    'assignment pool:customer-service',
    'final-reply complainant',
    'closed complainant',
  ]);
  expect(latest(new Story().register(), (story) => story.act(acts.note()))).toEqual([]);
});

it('every survey goes back to who carried the solution out, whoever filled it in', () => {
  const story = revisit();
  expect(latest(story, (one) => one.act(acts.visit('neutral')))).toContain('survey-filed eng-1');
  const second = latest(story, (one) =>
    one.act({ act: 'answerSurvey', by: 'complainant', form: { satisfaction: 'satisfied' } }),
  );
  expect(second).toEqual(['survey-filed eng-1', 'closed complainant']);
});

it('a missed limit tells its owner, asks for an explanation and tells who is above; later rungs tell theirs', () => {
  expect(latest(new Story().register(), (story) => story.passTo(local('2026-03-20 10:00')))).toEqual([
    'reminder pool:customer-service',
    'overdue pool:customer-service',
    'escalation cs-lead',
    'explanation-owed pool:customer-service',
    'reminder pool:customer-service',
    'escalation cs-head',
    'promise-missed complainant',
    'escalation cs-head',
    'held gm',
  ]);
});

it('a missed statutory limit is not told to the customer', () => {
  const story = new Story(shortChain).register().act(acts.founded()).act(acts.answer()).act(acts.agree());
  const told = latest(story, (one) => one.passTo(local('2026-03-11 18:00')));
  expect(told.filter((one) => one.endsWith('complainant'))).toEqual([]);
});

it('a pool that shrinks is not told again what it knows', () => {
  expect(latest(handOver(), (story) => story.act({ act: 'declineHandover', by: 'eng-1', reason }))).toEqual([]);
  expect(latest(handOver(), (story) => story.passTo(local('2026-03-03 18:00')))).toEqual(['handover eng-lead']);
  expect(latest(new Story().register(), (story) => story.act({ act: 'assign', by: 'cs-lead', to: 'cs-1' }))).toEqual([
    'assignment cs-1',
  ]);
});

it('pausing, resuming, extending, withdrawing and reopening are told', () => {
  const story = new Story().register();
  expect(latest(story, (one) => one.act({ act: 'pause', by: 'cs-1', reason }))).toEqual([
    'information-needed complainant',
  ]);
  expect(latest(story, (one) => one.act({ act: 'resume', by: 'complainant' }))).toEqual([
    'resumed pool:customer-service',
  ]);
  expect(latest(story, (one) => one.act({ act: 'extend', by: 'cs-lead', span: '1wd', reason }))).toEqual([
    'extended pool:customer-service',
  ]);
  expect(latest(story, (one) => one.act(acts.withdraw()))).toEqual(['closed complainant']);
  expect(latest(story, (one) => one.act({ act: 'reopen', by: 'complainant' }))).toEqual([
    'reopened complainant',
    'assignment pool:customer-service',
  ]);
});

const triaged = (facts: Readonly<Record<string, FactValue>> = {}): Story =>
  new Story(everyWord).register({ category: 'fault' }).act({
    act: 'complete',
    by: 'cs-1',
    outcome: 'accepted',
    form: { kind: 'fault', responsible: 'engineering', ...facts },
  });

it('what the rule book grants by itself the customer is told, before the complaint is closed', () => {
  const story = new Story(everyWord).register({ category: 'fault' });
  const form = { kind: 'fault', responsible: 'engineering', late: true };
  const told = latest(story, (one) => one.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form }));
  expect(told).toEqual(['granted complainant', 'closed complainant']);
});

it('whoever is held accountable is told so', () => {
  const story = triaged({ loss: 2000, culprit: 'eng-2' });
  expect(latest(story, (one) => one.act(acts.withdraw()))).toEqual([
    'accountable eng-2',
    'accountable eng-head',
    'closed complainant',
  ]);
});

it('word that is due is asked of the owner, the second time of the supervisor too, and once given goes to the customer', () => {
  const story = triaged({ assignee: 'eng-2' });
  expect(latest(story, (one) => one.passTo(local('2026-03-03 18:00')))).toContain('progress-due eng-2');
  expect(latest(story, (one) => one.passTo(local('2026-03-04 18:00')))).toEqual(
    expect.arrayContaining(['progress-due eng-2', 'progress-due eng-lead']),
  );
  expect(latest(story, (one) => one.act({ act: 'reportProgress', by: 'eng-2', reason }))).toEqual([
    'progress complainant',
  ]);
});

it('a date that moves is told to whom it was given: the promise to the customer, the limit to the owner', () => {
  const story = triaged({ assignee: 'eng-2' });
  expect(latest(story, (one) => one.act({ act: 'setSeverity', by: 'eng-2', severity: 'major' }))).toEqual([
    'rescheduled complainant',
    'rescheduled eng-2',
  ]);
});

it('every template is used', () => {
  const stories = [
    revisit().act(acts.visit('dissatisfied')),
    new Story()
      .register()
      .passTo(local('2026-03-20 10:00'))
      .act(acts.unfounded('gm'))
      .act(acts.reply())
      .act({ act: 'reopen', by: 'complainant' }),
    new Story()
      .register()
      .act({ act: 'pause', by: 'cs-1', reason })
      .act({ act: 'resume', by: 'cs-1' })
      .act({ act: 'extend', by: 'gm', span: '1wd', reason }),
    new Story(elapsedHours)
      .register()
      .act({ act: 'complete', by: 'cs-1', outcome: 'refused', form: { responsible: 'property' } })
      .act({ act: 'complete', by: 'cs-1' }),
    sentFor(),
    triaged({ late: true, loss: 2000 }),
    triaged({ assignee: 'eng-2' }).act({ act: 'setSeverity', by: 'eng-2', severity: 'major' }),
    triaged({ assignee: 'eng-2' })
      .passTo(local('2026-03-03 18:00'))
      .act({ act: 'reportProgress', by: 'eng-2', reason }),
  ];
  const used = new Set(stories.flatMap((story) => noticesOf(story.events)).map(({ template }) => template));
  expect([...NOTICE_TEMPLATES].filter((template) => !used.has(template))).toEqual([]);
});
