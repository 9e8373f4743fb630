import type { ComplaintEvent } from '../../domain/model/event';
import { forecast } from '../../domain/forecast';
import type { TaskRule } from '../../domain/model/procedure';
import { elapsedHours, shortChain } from '../support/core-rules';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('reason');
const day = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** What time did to tasks: `when what whom`, the promise's own rungs left out. */
function climb(events: readonly ComplaintEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type === 'deadlineMissed' && 'task' in event.of) return [`${day(event.at)} missed`];
    if (event.type !== 'rungReached' || !('task' in event.of)) return [];
    return [`${day(event.at)} ${event.action} ${event.to.join('+')}`];
  });
}
const due = (story: Story): string => day(story.current.stage?.tasks[0]?.budget.dueAt ?? '1970-01-01T00:00:00.000Z');
const promise = (story: Story): string =>
  day(story.current.clocks['reply']?.budget.dueAt ?? '1970-01-01T00:00:00.000Z');

describe('nobody acts', () => {
  it('over a weekend: Friday evening is Friday, Saturday and Sunday do not count', () => {
    const story = new Story(developer, local('2026-03-06 20:00')).register().passTo(local('2026-04-30 18:00'));
    expect(climb(story.events)).toEqual([
      '2026-03-10 18:00 remind pool:customer-service',
      '2026-03-11 18:00 missed',
      '2026-03-11 18:00 tell cs-lead',
      '2026-03-12 18:00 tell cs-head',
      '2026-03-16 18:00 give gm',
    ]);
    expect(promise(story)).toBe('2026-03-13 18:00');
  });

  it('over Spring Festival 2026: Saturday 14 February is worked, 15 to 23 February is not', () => {
    const story = new Story(developer, local('2026-02-12 10:00')).register();
    expect(due(story)).toBe('2026-02-24 18:00');
    expect(promise(story)).toBe('2026-02-26 18:00');
    expect(climb(story.passTo(local('2026-04-30 18:00')).events)).toEqual([
      '2026-02-14 18:00 remind pool:customer-service',
      '2026-02-24 18:00 missed',
      '2026-02-24 18:00 tell cs-lead',
      '2026-02-25 18:00 tell cs-head',
      '2026-02-27 18:00 give gm',
    ]);
  });

  it('the make-up Saturday after Spring Festival counts as any other day', () => {
    const story = new Story(developer, local('2026-02-26 10:00')).register();
    expect(due(story)).toBe('2026-03-02 18:00');
  });

  it('over National Day 2026: 20 September and 10 October are worked, 25 to 27 September and 1 to 7 October are not', () => {
    const before = new Story(developer, local('2026-09-18 10:00')).register();
    expect(due(before)).toBe('2026-09-22 18:00');
    const story = new Story(developer, local('2026-09-29 10:00')).register();
    expect(due(story)).toBe('2026-10-09 18:00');
    expect(promise(story)).toBe('2026-10-12 18:00');
    expect(climb(story.passTo(local('2026-12-01 18:00')).events).at(-1)).toBe('2026-10-13 18:00 give gm');
  });

  it('the holder of the last rung is named, holds the task alone, and the forecast said so from the start', () => {
    const story = new Story().register();
    const told = forecast(story.rules, story.current);
    expect(told.ends).toEqual({ as: 'held', by: ['gm'] });
    story.passTo(local('2027-03-02 10:00'));
    expect(story.events.slice(-told.events.length)).toEqual(told.events);
    expect(story.current.stage?.tasks[0]).toMatchObject({
      level: 3,
      missed: true,
      owner: { person: 'gm', people: ['gm'] },
    });
    expect(story.refusal(acts.unfounded('cs-1'))).toBe('not-owner');
    expect(story.refusal(acts.unfounded('gm'))).toBeNull();
  });

  it('a note every hour does not stop the climb', () => {
    const quiet = new Story().register().passTo(local('2026-03-12 10:00'));
    const story = new Story().register();
    for (let at = Date.parse(story.now); at <= Date.parse(local('2026-03-12 10:00')); at += 3_600_000)
      story.at(new Date(at).toISOString()).act(acts.note());
    expect(climb(story.passTo(local('2026-03-12 10:00')).events)).toEqual(climb(quiet.events));
    expect(story.of('noted').length).toBe(241);
  });

  it('the department is chased up its own line, the desk up its own', () => {
    const story = new Story().register().act(acts.founded()).act(acts.take()).passTo(local('2026-04-30 18:00'));
    expect(climb(story.events)).toEqual([
      '2026-03-04 18:00 remind eng-1',
      '2026-03-05 18:00 missed',
      '2026-03-05 18:00 tell eng-lead',
      '2026-03-06 18:00 tell eng-head',
      '2026-03-09 18:00 tell cs-head',
      '2026-03-10 18:00 give gm',
    ]);
  });

  it('shares of a budget count from its start, a rung may give to a relation, and levels count without reminders', () => {
    const story = new Story(elapsedHours).register().passTo(local('2026-03-07 10:00'));
    const rungs = story.of('rungReached').filter(({ of }) => 'task' in of);
    expect(rungs.map(({ at, action, to, level }) => [day(at), action, to, level])).toEqual([
      ['2026-03-02 22:00', 'remind', ['pool:customer-service'], 0],
      ['2026-03-03 05:12', 'tell', ['cs-lead'], 1],
      ['2026-03-03 10:00', 'tell', ['cs-head'], 2],
      ['2026-03-03 22:00', 'give', ['cs-head'], 3],
      ['2026-03-06 10:00', 'give', ['gm'], 4],
    ]);
    expect(rungs[3]?.owner).toMatchObject({ rule: 'desk', person: 'cs-head' });
    expect(rungs.map(({ explain }) => explain)).toEqual([[], [], ['pool:customer-service'], ['cs-lead'], []]);
  });

  it('a rung that waits for nobody is on record as one, and no other', () => {
    const { procedure } = elapsedHours;
    const first = procedure.stages[procedure.first] as TaskRule;
    const ladder = first.ladder.map((rung, at) => (at === 1 ? { ...rung, atOnce: true as const } : rung));
    const stages = { ...procedure.stages, [procedure.first]: { ...first, ladder } };
    const story = new Story({ ...elapsedHours, procedure: { ...procedure, stages } }).register();
    story.passTo(local('2026-03-07 10:00'));
    const rungs = story.of('rungReached').filter(({ of }) => 'task' in of);
    expect(rungs.map(({ atOnce }) => atOnce)).toEqual([undefined, true, undefined, undefined, undefined]);
  });
});

it('a level never falls, even when a holiday puts the rungs of a ladder out of order', () => {
  const story = new Story(elapsedHours, local('2026-02-13 15:00')).register().at(local('2026-02-14 09:00'));
  story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form: { responsible: 'engineering' } });
  story
    .act({ act: 'complete', by: 'eng-1', form: { solution: [{ remedy: 'repair' }] } })
    .passTo(local('2026-02-25 10:00'));
  const rungs = story.of('rungReached').filter(({ of, stage }) => 'task' in of && stage === 'review');
  expect(rungs.map(({ at, rung, level }) => [day(at), rung, level])).toEqual([
    ['2026-02-14 14:00', 0, 0],
    ['2026-02-14 16:24', 1, 1],
    ['2026-02-14 18:00', 2, 2],
    ['2026-02-17 18:00', 4, 4],
    ['2026-02-24 14:00', 3, 4],
  ]);
});

describe('a backdated letter', () => {
  const letter = (receivedAt: string): Story =>
    new Story().register({ channel: 'letter', receivedAt: local(receivedAt) });

  it('is promised a reply from its receipt', () => {
    expect(promise(letter('2026-02-27 16:00'))).toBe('2026-03-05 18:00');
    expect(due(letter('2026-02-27 16:00'))).toBe('2026-03-05 18:00');
  });

  it('that would be over already is promised a reply from its registration', () => {
    const story = letter('2026-02-10 16:00');
    expect(promise(story)).toBe('2026-03-09 18:00');
    expect(story.of('deadlineMissed')).toEqual([]);
  });

  it('that would be over at this very instant is promised a reply from its registration', () => {
    const registeredAt = (now: string): Story =>
      new Story(developer, local(now)).register({ channel: 'letter', receivedAt: local('2026-02-24 16:00') });
    expect(promise(registeredAt('2026-03-02 17:59'))).toBe('2026-03-02 18:00');
    expect(promise(registeredAt('2026-03-02 18:00'))).toBe('2026-03-09 18:00');
  });

  it('that is nearly over is reminded of at once', () => {
    const story = letter('2026-02-24 16:00');
    expect(promise(story)).toBe('2026-03-02 18:00');
    expect(story.of('rungReached')).toMatchObject([
      { of: { clock: 'reply' }, action: 'remind', at: local('2026-03-02 10:00') },
    ]);
  });

  it('has its statutory limit from receipt even when that is over, and then it is missed at registration', () => {
    const story = new Story(shortChain).register({ receivedAt: local('2026-02-10 16:00') });
    expect(day(story.current.clocks['law']?.budget.dueAt ?? '')).toBe('2026-02-26 18:00');
    expect(story.of('deadlineMissed')).toMatchObject([
      { of: { clock: 'law' }, at: story.now, dueAt: local('2026-02-26 18:00') },
    ]);
  });

  it('that keeps its promise at the very due instant is in time, and not a millisecond later', () => {
    const story = new Story().register().act(acts.founded());
    const late = new Story().register().act(acts.founded());
    story.at(local('2026-03-09 18:00')).act(acts.answer());
    late.at(new Date(Date.parse(local('2026-03-09 18:00')) + 1).toISOString()).act(acts.answer());
    expect([story, late].map((one) => one.of('clockStopped').map(({ met }) => met))).toEqual([[true], [false]]);
  });
});

describe('a pause', () => {
  const paused = (rules = developer): Story =>
    new Story(rules).register().at(local('2026-03-03 10:00')).act({ act: 'pause', by: 'cs-1', reason });

  it('stands the inner clocks still, and counts what is left from the day it resumes', () => {
    const story = paused();
    expect(story.current.stage?.tasks[0]?.budget.dueAt).toBeNull();
    expect(story.current.clocks['reply']?.budget.dueAt).toBeNull();
    expect(story.current.pausedUntil).toBe(local('2026-03-17 18:00'));
    story.passTo(local('2026-03-10 14:00'));
    expect(story.of('rungReached')).toEqual([]);
    story.act({ act: 'resume', by: 'complainant' });
    expect(due(story)).toBe('2026-03-13 18:00');
    expect(promise(story)).toBe('2026-03-17 18:00');
    expect(story.current.pauses).toEqual([{ from: local('2026-03-03 10:00'), to: local('2026-03-10 14:00') }]);
  });

  it('after a working day has closed leaves that day used up', () => {
    const story = new Story().register().at(local('2026-03-03 18:00')).act({ act: 'pause', by: 'cs-1', reason });
    expect(due(story.at(local('2026-03-04 10:00')).act({ act: 'resume', by: 'cs-1' }))).toBe('2026-03-06 18:00');
  });

  it('does not stop a statutory clock', () => {
    const story = paused(shortChain);
    expect(day(story.current.clocks['law']?.budget.dueAt ?? '')).toBe('2026-03-11 18:00');
    story.passTo(local('2026-03-11 18:00'));
    expect(story.of('deadlineMissed')).toMatchObject([{ of: { clock: 'law' } }]);
    story.passTo(local('2026-03-17 18:00'));
    expect(day(story.current.clocks['law']?.budget.dueAt ?? '')).toBe('2026-03-11 18:00');
  });

  it('does not stop the climb of a promise that is broken already', () => {
    const story = new Story(elapsedHours)
      .register()
      .act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form: { responsible: 'engineering' } });
    story
      .act(acts.take())
      .act({ act: 'extend', by: 'eng-lead', span: '10d', reason })
      .passTo(local('2026-03-05 10:00'));
    const before = story.current.clocks['verified'];
    story.act({ act: 'pause', by: 'eng-1', reason });
    expect(before).toMatchObject({ missed: true });
    expect(story.current.clocks['verified']).toEqual(before);
  });

  it('ends by itself at its limit, and everything runs again', () => {
    const story = paused().passTo(local('2026-03-17 18:00'));
    expect(story.of('resumed')).toMatchObject([{ at: local('2026-03-17 18:00'), actor: 'time' }]);
    expect(story.current.pausedUntil).toBeNull();
    expect(due(story)).toBe('2026-03-20 18:00');
  });

  it('also stands the limit for taking a hand-over still', () => {
    const story = new Story().register().act(acts.founded()).act({ act: 'pause', by: 'eng-1', reason });
    story.at(local('2026-03-06 10:00')).act({ act: 'resume', by: 'eng-2' }).passTo(local('2026-03-09 17:59'));
    expect(story.of('handoverPassedOn')).toEqual([]);
    story.passTo(local('2026-03-09 18:00'));
    expect(story.of('handoverPassedOn')).toMatchObject([{ at: local('2026-03-09 18:00') }]);
  });

  it('is not for who is late, nor twice, nor while the customer considers an offer', () => {
    const pause = { act: 'pause', by: 'cs-1', reason } as const;
    expect(paused().refusal(pause)).toBe('stale');
    expect(new Story().register().at(local('2026-03-05 18:00')).refusal(pause)).toBe('forbidden');
    expect(new Story().register().passTo(local('2026-03-05 18:00')).refusal(pause)).toBe('forbidden');
    const consent = new Story().register().act(acts.founded()).act(acts.answer());
    expect(consent.refusal(pause)).toBe('wrong-stage');
    expect(new Story().register().refusal({ act: 'resume', by: 'cs-1' })).toBe('wrong-stage');
  });

  it('ends when the task is completed, and leaves the next step its whole limit', () => {
    const story = paused().at(local('2026-03-05 11:00')).act(acts.founded());
    expect(story.current).toMatchObject({ pausedUntil: null, stage: { key: 'hand-over' } });
    expect(due(story)).toBe('2026-03-10 18:00');
    expect(promise(story)).toBe('2026-03-12 18:00');
  });
});

describe('an extension', () => {
  const extend = (given: string, by = 'cs-lead') => ({ act: 'extend', by, span: given, reason }) as const;

  it('comes from somebody above, counts from the due instant, and moves the rungs that are not reached', () => {
    const story = new Story().register().act(extend('2wd'));
    expect(due(story)).toBe('2026-03-09 18:00');
    expect(promise(story)).toBe('2026-03-09 18:00');
    expect(climb(story.passTo(local('2026-04-30 10:00')).events)).toEqual([
      '2026-03-06 18:00 remind pool:customer-service',
      '2026-03-09 18:00 missed',
      '2026-03-09 18:00 tell cs-lead',
      '2026-03-10 18:00 tell cs-head',
      '2026-03-12 18:00 give gm',
    ]);
  });

  it('of an overdue task takes back no rung and repeats none', () => {
    const story = new Story().register().passTo(local('2026-03-06 19:00')).act(extend('3wd', 'cs-head'));
    expect(due(story)).toBe('2026-03-10 18:00');
    expect(climb(story.passTo(local('2026-04-30 10:00')).events)).toEqual([
      '2026-03-04 18:00 remind pool:customer-service',
      '2026-03-05 18:00 missed',
      '2026-03-05 18:00 tell cs-lead',
      '2026-03-06 18:00 tell cs-head',
      '2026-03-10 18:00 missed',
      '2026-03-13 18:00 give gm',
    ]);
  });

  it('must be a span, forward, and reach beyond now', () => {
    const story = new Story().register().passTo(local('2026-03-10 19:00'));
    for (const span of ['soon', '0', '-1wd', '1.5wd', '1wd', '3wd'])
      expect(story.refusal(extend(span, 'gm'))).not.toBeNull();
    const inTime = new Story().register();
    for (const span of ['soon', '0', '-1wd', '1.5wd']) expect(inTime.refusal(extend(span))).toBe('invalid-field');
    const late = new Story().register().passTo(local('2026-03-06 19:00'));
    expect(late.refusal(extend('1wd'))).toBe('invalid-field');
    expect(late.refusal(extend('2wd'))).toBeNull();
  });

  it("is not the owner's to give, nor of somebody beside them, nor while the clock stands still", () => {
    const story = new Story().register();
    for (const by of ['cs-1', 'eng-head', 'complainant']) expect(story.refusal(extend('1wd', by))).toBe('forbidden');
    expect(story.act({ act: 'pause', by: 'cs-1', reason }).refusal(extend('1wd'))).toBe('wrong-stage');
  });

  it('stands still with the rest when it is paused in', () => {
    const story = new Story(elapsedHours).register().act(extend('12h')).at(local('2026-03-03 12:00'));
    expect(due(story)).toBe('2026-03-03 22:00');
    story.act({ act: 'pause', by: 'cs-1', reason }).at(local('2026-03-03 18:00')).act({ act: 'resume', by: 'cs-1' });
    expect(due(story)).toBe('2026-03-04 04:00');
    expect(story.of('deadlineMissed')).toEqual([]);
  });
});
