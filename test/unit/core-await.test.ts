import fc from 'fast-check';
import { actsFor } from '../../domain/access';
import { spanToEndOf } from '../../domain/calendar/due';
import { noticesFor } from '../../domain/record/notice';
import { evolve } from '../../domain/record/evolve';
import { whyDue } from '../../domain/time/why';
import { openTasks } from '../../domain/model/tasks';
import type { ComplaintState } from '../../domain/model/state';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { arrived, atTheMaker, awaitingRules, sentFor } from '../support/awaiting';
import type { FormValues } from '../../domain/model/act';
import type { AwaitRule } from '../../domain/model/procedure';
import { local, Story, text } from '../support/story';

const dueOf = (story: Story): string | null => openTasks(story.current)[0]?.budget.dueAt ?? null;
const stageOf = (story: Story): string | undefined => story.current.stage?.key;

function toldIn(story: Story): readonly string[] {
  let before: ComplaintState | null = null;
  return story.events.flatMap((event) => {
    const after = evolve(before, event);
    const told = noticesFor(before, event, after).map(({ template, to }) => `${template} ${to}`);
    before = after;
    return told;
  });
}

describe('how long it is waited', () => {
  it('to the end of the day that the outside gave, by the local clock', () => {
    expect(dueOf(sentFor('2026-03-10'))).toBe(local('2026-03-11 00:00'));
  });

  it('for the limit where nobody gave a day, or gave one that is over, or one out of all reason', () => {
    const limit = local('2026-03-16 10:00');
    expect([undefined, '2026-03-01', '2126-03-10'].map((day) => dueOf(sentFor(day)))).toEqual([limit, limit, limit]);
  });

  it('to the end of today, if today is the day', () => {
    expect(dueOf(sentFor('2026-03-02'))).toBe(local('2026-03-03 00:00'));
  });

  it('a day ends when the next one begins, also when the clocks are changed and at the end of a year', () => {
    const berlin = compileCalendar('de');
    expect(spanToEndOf(berlin, '2026-03-28T23:00:00.000Z', '2026-03-29').count).toBe(23);
    expect(spanToEndOf(berlin, '2026-10-24T22:00:00.000Z', '2026-10-25').count).toBe(25);
    expect(spanToEndOf(berlin, '2026-12-31T22:59:00.000Z', '2026-12-31').count).toBeCloseTo(1 / 60);
  });

  it('the end of a day is the same instant from wherever it is counted', () => {
    const day = fc.integer({ min: 0, max: 700 }).map((n) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000));
    fc.assert(
      fc.property(day, fc.integer({ min: -800 * 86_400_000, max: 800 * 86_400_000 }), (date, ahead) => {
        const from = new Date(date.getTime() - ahead);
        const { count } = spanToEndOf(awaitingRules.calendar, from.toISOString(), date.toISOString().slice(0, 10));
        expect(from.getTime() + Math.round(count * 3_600_000)).toBe(date.getTime() + 16 * 3_600_000);
      }),
    );
  });

  it('somebody above gives it more time, counted from the day that was given', () => {
    const story = sentFor('2026-03-10');
    const [by = ''] = Object.keys(awaitingRules.people.directory.staff).filter((person) =>
      actsFor(awaitingRules, story.current, person).some(({ act }) => act === 'extend'),
    );
    story.act({ act: 'extend', by, span: '2d', reason: text('asked for') });
    expect(dueOf(story)).toBe(local('2026-03-13 00:00'));
  });

  it('a day that was given stays, whatever the complaint is found to be meanwhile', () => {
    const { procedure } = awaitingRules;
    const send = procedure.stages['send-in'] as AwaitRule;
    const withinIf = [{ when: { severity: ['urgent'] }, within: { count: 1, unit: 'd' } }] as const;
    const stages = { ...procedure.stages, 'send-in': { ...send, withinIf } };
    const rules = { ...awaitingRules, procedure: { ...procedure, severities: ['general', 'urgent'], stages } };
    const severe = (form: FormValues): Story =>
      new Story(rules)
        .register({ category: 'goods' })
        .act({ act: 'complete', by: 'cs-1', outcome: 'must-be-seen', form })
        .act({ act: 'setSeverity', by: 'cs-1', severity: 'urgent' });
    expect(dueOf(severe({ 'promised-for': '2026-03-10' }))).toBe(local('2026-03-11 00:00'));
    expect(dueOf(severe({}))).toBe(local('2026-03-03 10:00'));
  });

  it('why it ends then is said by the day, and by the limit where none was given', () => {
    const whyOf = (story: Story) =>
      whyDue(awaitingRules, story.current, { task: openTasks(story.current)[0]?.id ?? '' }).limitRule;
    expect(whyOf(sentFor('2026-03-10'))).toEqual({ place: 'stages.send-in.until', when: null, until: '2026-03-10' });
    expect(whyOf(sentFor())).toEqual({ place: 'stages.send-in.within', when: null });
  });
});

describe('what moves while something is awaited', () => {
  const changed = (story: Story, minutes: number): Story => {
    const calendar = { ...awaitingRules.calendar, hash: `${minutes} minutes`, offsets: [{ from: null, minutes }] };
    return story.input({ type: 'calendarChanged', calendar, reason: text('other clocks') });
  };

  it('the end of a day that was given follows the clocks of a changed calendar; a limit in hours stays', () => {
    const given = changed(sentFor('2026-03-10'), 540);
    expect(dueOf(given)).toBe(local('2026-03-10 23:00'));
    expect(given.of('rescheduled')).toMatchObject([{ because: 'calendar', limit: { count: 205, unit: 'h' } }]);
    expect(changed(sentFor(), 540).of('rescheduled')).toEqual([]);
  });

  it('more time counts from the end of that day, and a day that has ended by the new clocks is over at once', () => {
    const story = sentFor('2026-03-10').act({ act: 'extend', by: 'cs-lead', span: '2d', reason: text('asked for') });
    expect(dueOf(changed(story, 540))).toBe(local('2026-03-12 23:00'));
    const today = sentFor('2026-03-02').at(local('2026-03-02 23:30'));
    expect(changed(today, 540).of('stageCompleted').at(-1)).toMatchObject({ outcome: 'lapsed' });
    expect(dueOf(changed(sentFor('2026-03-02'), 26 * 60))).toBe(local('2026-03-02 10:00'));
  });

  it('a date of theirs that moves is told to the complainant, and one of others is not', () => {
    const later = (story: Story): readonly string[] =>
      toldIn(story.act({ act: 'extend', by: 'cs-lead', span: '2d', reason: text('asked for') }));
    expect(later(sentFor())).toContain('rescheduled complainant');
    expect(later(atTheMaker())).not.toContain('rescheduled complainant');
    expect(toldIn(changed(sentFor('2026-03-10'), 540))).toContain('rescheduled complainant');
  });

  it('what is promised only while it is the complainant’s move stands still from then on', () => {
    const { procedure } = awaitingRules;
    const clocks = Object.fromEntries(
      Object.entries(procedure.clocks).map(([key, clock]) => [key, { ...clock, when: { severity: ['high'] } }]),
    );
    const rules = { ...awaitingRules, procedure: { ...procedure, clocks, severities: ['low', 'high'] } };
    const story = new Story(rules).register({ category: 'goods', severity: 'low' });
    story.act({ act: 'complete', by: 'cs-1', outcome: 'must-be-seen', form: {} });
    expect(story.current.waiting).toBeUndefined();
    story.at(local('2026-03-04 10:00')).act({ act: 'setSeverity', by: 'cs-1', severity: 'high' });
    expect(story.current.clocks['reply']?.budget.dueAt).toBeNull();
    story.at(local('2026-03-06 10:00')).act(arrived('complainant'));
    expect(story.current.clocks['reply']?.budget.dueAt).toBe(local('2026-04-02 18:00'));
    expect(story.of('waitStarted')).toHaveLength(1);
  });
});

describe('what time brings', () => {
  it('the complainant is reminded, then the outcome of time is taken; nobody was late with it', () => {
    const story = sentFor('2026-03-10').passTo(local('2026-03-11 00:00'));
    expect(story.of('rungReached').map(({ action, to, at }) => [action, to.join(), at])).toEqual([
      ['remind', 'complainant', local('2026-03-07 00:00')],
    ]);
    expect(story.of('deadlineMissed')).toEqual([]);
    expect(story.of('stageCompleted').at(-1)).toMatchObject({ outcome: 'lapsed', actor: 'time' });
    expect(story.current.closings[0]?.result).toBe('no-answer');
  });

  it('what comes at the very instant of the end is in time', () => {
    const story = sentFor('2026-03-10').at(local('2026-03-11 00:00')).act(arrived('complainant'));
    expect(stageOf(story)).toBe('judge');
  });

  it('what we have promised stands still while it is the complainant’s move, and runs while somebody else is awaited', () => {
    expect(sentFor().current.clocks['reply']?.budget.dueAt).toBeNull();
    expect(atTheMaker().current.clocks['reply']?.budget.dueAt).toBe(local('2026-03-30 18:00'));
    const back = sentFor().at(local('2026-03-04 10:00')).act(arrived('complainant'));
    expect(back.current.clocks['reply']?.budget.dueAt).toBe(local('2026-04-01 18:00'));
  });
});

describe('who records what comes', () => {
  const outcomes = (story: Story, by: string): readonly string[] =>
    actsFor(awaitingRules, story.current, by).flatMap((one) => (one.act === 'report' ? (one.outcomes ?? []) : []));

  it('each is offered the outcomes that the rule book lets them record, and no other', () => {
    const goods = sentFor();
    const maker = atTheMaker();
    expect(['complainant', 'cs-1', 'source:depot', 'source:shop', 'eng-1'].map((by) => outcomes(goods, by))).toEqual([
      ['arrived', 'kept'],
      ['arrived', 'kept'],
      ['arrived'],
      [],
      [],
    ]);
    expect(['complainant', 'cs-1', 'source:depot', 'source:shop'].map((by) => outcomes(maker, by))).toEqual([
      [],
      ['answered'],
      [],
      ['answered'],
    ]);
  });

  it('others are refused, and so is what is not theirs to record, and the outcome of time', () => {
    const goods = sentFor();
    expect(goods.refusal(arrived('source:shop'))).toBe('forbidden');
    expect(goods.refusal(arrived('eng-1'))).toBe('not-owner');
    expect(goods.refusal({ act: 'report', by: 'source:depot', outcome: 'kept' })).toBe('invalid-field');
    expect(goods.refusal({ act: 'report', by: 'complainant', outcome: 'lapsed' })).toBe('invalid-field');
    expect(goods.refusal({ act: 'report', by: 'complainant', outcome: 'arrived' })).toBe('missing-field');
    expect(goods.refusal({ act: 'note', by: 'source:depot', reason: text('a note') })).toBe('forbidden');
    expect(goods.refusal({ act: 'complete', by: 'cs-1', outcome: 'arrived' })).toBe('wrong-stage');
  });

  it('a system that records it has not handled the complaint, and it is on the complainant’s behalf', () => {
    const story = sentFor().act(arrived('source:depot'));
    expect(story.of('taskCompleted').at(-1)).toMatchObject({ actor: 'source:depot', onBehalf: true });
    expect(story.current.handledBy).toEqual({ handle: ['cs-1'] });
  });
});

describe('who is told', () => {
  it('the complainant gets the instructions if it is their move; the owner has a task either way', () => {
    expect(toldIn(sentFor())).toContain('instructions complainant');
    expect(toldIn(atTheMaker()).filter((one) => one.endsWith('complainant'))).toEqual(['acknowledgement complainant']);
    expect(toldIn(atTheMaker())).toContain('assignment pool:customer-service');
  });
});

describe('being referred', () => {
  const refer = (story: Story, to: string): Story => story.act({ act: 'refer', by: 'cs-1', to });

  it('leads into the stage that the rule book names; what was open is left', () => {
    const story = refer(sentFor(), 'committee');
    expect(stageOf(story)).toBe('mediation');
    expect(openTasks(story.current)).toHaveLength(1);
    expect(story.of('stageCompleted').at(-1)).toMatchObject({ outcome: 'referred', then: 'mediation' });
    expect(story.current.waiting).toBeUndefined();
    story.act({ act: 'report', by: 'cs-1', outcome: 'given-back' });
    expect(stageOf(story)).toBe('judge');
  });

  it('stays a note where it names none, and where it has led already', () => {
    expect(stageOf(refer(sentFor(), 'court'))).toBe('send-in');
    const story = refer(refer(sentFor(), 'committee'), 'committee');
    expect(stageOf(story)).toBe('mediation');
    expect(story.of('stageOpened').filter(({ stage }) => stage === 'mediation')).toHaveLength(1);
  });

  it('out of a reply is no answer: what is promised until one still starts', () => {
    const { procedure } = awaitingRules;
    const reply = {
      kind: 'promise',
      from: 'received',
      until: 'replied',
      within: { count: 20, unit: 'wd' },
      ladder: [],
    };
    const clocks = { reply: { ...reply, when: { severity: ['high'] } } } as typeof procedure.clocks;
    const rules = { ...awaitingRules, procedure: { ...procedure, clocks, severities: ['low', 'high'] } };
    const story = new Story(rules).register({ category: 'goods', severity: 'low' });
    story.act({ act: 'complete', by: 'cs-1', outcome: 'for-the-maker', form: {} });
    refer(story.act({ act: 'report', by: 'cs-1', outcome: 'answered' }), 'committee');
    story.act({ act: 'setSeverity', by: 'cs-1', severity: 'high' });
    expect(story.of('clockStarted').map(({ clock }) => clock)).toEqual(['reply']);
  });

  it('ends a pause', () => {
    const story = atTheMaker().act({ act: 'report', by: 'cs-1', outcome: 'answered' });
    story.act({ act: 'pause', by: 'cs-1', reason: text('a question') });
    expect(refer(story, 'committee').current.pausedUntil).toBeNull();
  });
});
