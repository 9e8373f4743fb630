import { type Calendar, isCalendar } from '../../domain/calendar/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/model/event';
import { fold } from '../../domain/record/evolve';
import { nextInstant } from '../../domain/time/schedule';
import { compileDefinition } from '../../procedures/calendars/compile-calendar';
import { changedDefinition, shippedDefinition, type CalendarChanges } from '../../procedures/calendars/definition';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('reason');
const changedCn = (changes: CalendarChanges): Calendar =>
  compileDefinition(changedDefinition(shippedDefinition('cn'), changes));

/** A story whose calendar is changed goes on by the new one, as a run does. */
function changeIn(story: Story, calendar: Calendar): { story: Story; told: readonly ComplaintEvent[] } {
  const before = story.events.length;
  story.input({ type: 'calendarChanged', calendar, reason });
  const told = story.events.slice(before);
  const next = new Story({ ...story.rules, calendar }, story.now);
  next.state = story.state;
  next.events.push(...story.events);
  return { story: next, told };
}

const dueOf = (story: Story): string | null | undefined => story.current.stage?.tasks[0]?.budget.dueAt;

describe('a day is closed that was to be worked', () => {
  const closed = changedCn({ days: { '2026-03-04': [] } });

  it('what counts working days is due a day later, and says why', () => {
    const { story, told } = changeIn(new Story().register().at(local('2026-03-03 09:00')), closed);
    expect(told.map(({ type, actor }) => [type, actor])).toEqual([
      ['calendarChanged', 'system'],
      ['rescheduled', 'system'],
      ['rescheduled', 'system'],
    ]);
    expect(told[0]).toMatchObject({ calendar: { id: 'cn', hash: closed.hash }, reason });
    expect(told[1]).toMatchObject({
      of: { clock: 'reply' },
      limit: { count: 5, unit: 'wd' },
      dueAt: local('2026-03-10 18:00'),
      because: 'calendar',
    });
    expect(dueOf(story)).toBe(local('2026-03-06 18:00'));
    expect(story.current.calendar).toEqual({ id: closed.id, hash: closed.hash });
  });

  it('the same calendar again changes nothing', () => {
    const { story } = changeIn(new Story().register().at(local('2026-03-03 09:00')), closed);
    expect(changeIn(story, closed).told).toEqual([]);
  });

  it('an overdue task that is in time by the new calendar may be missed again, and its reached rungs stay reached', () => {
    const { story, told } = changeIn(
      new Story().register().passTo(local('2026-03-05 19:00')),
      changedCn({ days: { '2026-03-04': [], '2026-03-03': [] } }),
    );
    expect(told.some(({ type }) => type === 'deadlineMissed')).toBe(false);
    expect(story.current.stage?.tasks[0]).toMatchObject({ missed: false, level: 1 });
    story.passTo(local('2026-03-09 18:00'));
    const missed = story.of('deadlineMissed').filter(({ of }) => 'task' in of);
    expect(missed.map(({ dueAt }) => dueAt)).toEqual([local('2026-03-05 18:00'), local('2026-03-09 18:00')]);
    const rungs = story.of('rungReached').filter(({ of }) => 'task' in of);
    expect(new Set(rungs.map(({ rung }) => rung)).size).toBe(rungs.length);
  });

  it('what elapsed before by the old calendar happens by the old calendar', () => {
    const story = new Story().register().at(local('2026-03-05 19:00'));
    const { told } = changeIn(story, closed);
    const types = told.map(({ type }) => type);
    expect(types.indexOf('deadlineMissed')).toBeLessThan(types.indexOf('calendarChanged'));
  });

  it('nothing moves while the complaint is closed, and the reopening still ends when it was told', () => {
    const story = new Story().register().act(acts.withdraw());
    const until = story.current.closings[0]?.reopenUntil;
    const { story: after, told } = changeIn(story.at(local('2026-03-03 09:00')), closed);
    expect(told.map(({ type }) => type)).toEqual(['calendarChanged']);
    expect(after.current.closings[0]?.reopenUntil).toBe(until);
    expect(nextInstant(after.rules, after.current)).toBe(until);
  });

  it('an archived complaint takes no notice', () => {
    const story = new Story().register().act(acts.withdraw()).passTo(local('2026-12-01 09:00'));
    expect(story.current.status).toBe('archived');
    expect(changeIn(story, closed).told).toEqual([]);
  });
});

it('while the clocks stand still, they go on standing still, and run by the new calendar afterwards', () => {
  const story = new Story().register().at(local('2026-03-03 09:00')).act({ act: 'pause', by: 'cs-1', reason });
  const { story: after, told } = changeIn(
    story.at(local('2026-03-03 10:00')),
    changedCn({ days: { '2026-03-05': [] } }),
  );
  expect(told.map(({ type }) => type)).toEqual(['calendarChanged']);
  after.at(local('2026-03-04 09:00')).act({ act: 'resume', by: 'cs-1' });
  expect(dueOf(after)).toBe(local('2026-03-10 18:00'));
});

it('a day that is worked after all brings the due instant nearer, and what is due by then is done at once', () => {
  const story = new Story(developer, local('2026-02-26 10:00')).register().passTo(local('2026-03-01 12:00'));
  const sunday = [{ from: 540, to: 660 }];
  const { told, story: after } = changeIn(story, {
    ...story.rules.calendar,
    hash: 'other',
    week: [...story.rules.calendar.week.slice(0, 6), sunday],
  });
  expect(told.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['calendarChanged', 'rescheduled', 'deadlineMissed', 'rungReached']),
  );
  expect(dueOf(after)).toBe(local('2026-03-01 11:00'));
  expect(told.filter(({ type }) => type === 'deadlineMissed').every(({ at }) => at === story.now)).toBe(true);
});

it('another calendar than the procedure counts by is refused', () => {
  const story = new Story().register();
  const decision = decide(
    story.rules,
    story.state,
    { type: 'calendarChanged', calendar: compileDefinition(shippedDefinition('gb')), reason },
    story.now,
  );
  expect(isRefused(decision) && decision.refusal.type).toBe('invalid-field');
});

it('the ledger with a change in it folds to the same state', () => {
  const { story } = changeIn(
    new Story().register().at(local('2026-03-03 09:00')),
    changedCn({ days: { '2026-03-04': [] } }),
  );
  expect(fold(story.events)).toEqual(story.current);
});

describe('what is told to be a calendar', () => {
  const good = compileDefinition(shippedDefinition('gb'));
  it('is one when it can be counted by', () => {
    expect(isCalendar(good)).toBe(true);
  });

  it.each<readonly [string, unknown]>([
    ['nothing', null],
    ['text', 'gb'],
    ['without hours', { ...good, week: [[], [], [], [], [], [], []] }],
    ['of six days', { ...good, week: good.week.slice(1) }],
    [
      'with hours that overlap',
      {
        ...good,
        week: [
          [
            { from: 0, to: 60 },
            { from: 30, to: 90 },
          ],
          ...good.week.slice(1),
        ],
      },
    ],
    ['with hours after midnight', { ...good, week: [[{ from: 0, to: 1500 }], ...good.week.slice(1)] }],
    ['without an offset', { ...good, offsets: [] }],
    [
      'with an offset from no instant',
      {
        ...good,
        offsets: [
          { from: null, minutes: 0 },
          { from: 'soon', minutes: 60 },
        ],
      },
    ],
    ['with a holiday on no date', { ...good, holidays: { soon: [] } }],
    ['without the dates it covers', { ...good, covers: {} }],
  ])('is not one %s', (_, value) => {
    expect(isCalendar(value)).toBe(false);
  });
});
