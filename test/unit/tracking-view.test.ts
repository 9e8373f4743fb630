import { HolderMarks } from '../../services/tracking/holder-marks';
import { trackedActSchema, type TrackingView } from '../../contract/tracking';
import type { Texts } from '../../services/texts';
import { trackingView } from '../../services/tracking/tracking-view';
import type { Act } from '../../domain/model/act';
import { KnownPeople } from '../../domain/people/known-people';
import { awaitingBook, awaitingRules } from '../support/awaiting';
import { handled, marks, OFFERED, received, seen } from '../support/customer-choices';
import { ownerNow } from '../support/holders';
import { ownersOfEveryKind } from '../support/owner-rules';
import { shippedRuleBooks } from '../support/shipped-books';
import { acts, developer, local, Story, text } from '../support/story';

const namesOf = ({ acts: possible }: TrackingView): string[] => possible.map(({ act }) => act);
const actIn = (view: TrackingView, name: string) => view.acts.filter(({ act }) => act === name);
const last = ({ history }: TrackingView) => history.at(-1);
const choose = (more: object): Act => ({ act: 'choose', by: 'complainant', outcome: 'agreed', ...more });
const object: Act = { act: 'recuse', by: 'complainant', reason: text('reason') };
const reopen = (sameFault: boolean): Act => ({ act: 'reopen', by: 'complainant', sameFault });
const resolved = (): Story => handled('late');

describe('what is offered to the complainant', () => {
  it('as alternatives says so, in the order that options count by', () => {
    const view = seen(handled('one-of-these'));
    expect(view).toMatchObject({
      alternatives: true,
      offers: [
        { remedy: 'replacement', title: 'Replacement' },
        { remedy: 'refund', title: 'Refund', amount: 12_000, currency: 'CNY' },
        { remedy: 'apology', title: 'Apology' },
      ],
    });
    expect(actIn(view, 'choose')).toMatchObject([{ outcomes: [{ outcome: 'agreed' }, { outcome: 'disagreed' }] }]);
  });

  it('as one thing, or as the only alternative, is agreed on without choosing', () => {
    expect(seen(handled('all-of-these')).alternatives).toBe(false);
    const only = handled('one-of-these', OFFERED.slice(0, 1));
    expect(seen(only).alternatives).toBe(false);
    expect(only.refusal(choose({}))).toBeNull();
  });

  it('can be accepted in part where the rule book says so and there are parts', () => {
    const outcomes = (story: Story, locale?: string) =>
      actIn(seen(story, locale), 'choose')[0]?.outcomes?.map(({ outcome, title }) => [outcome, title]);
    expect(outcomes(handled('all-of-these'))).toEqual([
      ['agreed', 'Agreed'],
      ['partly', 'Partly agreed'],
      ['disagreed', 'Disagreed'],
    ]);
    expect(outcomes(handled('all-of-these'), 'zh-CN')).toContainEqual(['partly', '部分接受']);
    expect(outcomes(handled('all-of-these', OFFERED.slice(0, 1)))).toEqual([
      ['agreed', 'Agreed'],
      ['disagreed', 'Disagreed'],
    ]);
  });

  it('stands in the history as far as it was picked', () => {
    const chosen = handled('one-of-these').act(choose({ option: 1 }));
    expect(last(seen(chosen))).toMatchObject({
      words: 'You agreed to the proposal.',
      remedies: [{ title: 'Refund', amount: 12_000, currency: 'CNY' }],
    });
    const partly = handled('all-of-these').act(choose({ outcome: 'partly', accepted: [0, 2] }));
    expect(last(seen(partly, 'zh-CN'))).toMatchObject({
      words: '您接受了部分解决方案。',
      remedies: [{ title: '更换' }, { title: '道歉' }],
    });
    expect(last(seen(handled('all-of-these').act(choose({}))))).not.toHaveProperty('remedies');
  });
});

describe('what the rule book grants by itself', () => {
  it.each([
    ['en', 'We granted you what our rules provide for such a case.', 'Refund'],
    ['zh-CN', '我们已按规定直接给予您补偿。', '退款'],
  ])('stands in the history with its remedies, in %s', (locale, words, title) => {
    expect(seen(resolved(), locale).history).toContainEqual({
      at: expect.any(String),
      words,
      remedies: [{ remedy: 'refund', title, amount: 2000, currency: 'CNY' }],
    });
  });
});

describe('an objection', () => {
  it('is offered against the one person who handles it, by the title of their post and never by name', () => {
    const story = received();
    const view = seen(story);
    const task = story.current.stage?.tasks[0]?.id;
    const holder = expect.stringMatching(/^[\w-]{43}$/) as unknown;
    expect(actIn(view, 'recuse')).toEqual([{ act: 'recuse', task, holder, owner: 'Whoever received it' }]);
    expect(actIn(seen(story, 'zh-CN'), 'recuse')).toMatchObject([{ owner: '首接人' }]);
    expect(JSON.stringify(view)).not.toMatch(/cs-|customer-service/);
  });

  it('is not offered against a pool, though the core would take it by name', () => {
    const story = handled('all-of-these');
    expect(ownerNow(story)?.people).toEqual(['cs-1', 'cs-2']);
    expect(story.refusal({ ...object, person: 'cs-2' })).toBeNull();
    expect(namesOf(seen(story))).not.toContain('recuse');
  });

  it('is offered against each person once while several work side by side', () => {
    const story = new Story(ownersOfEveryKind).register({ receivedBy: 'cs-1' });
    const form = { responsible: 'engineering', assignee: 'eng-1' };
    story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form });
    story.act({ act: 'complete', by: 'eng-1', outcome: 'done' });
    const [facts = '', desk = ''] = (story.current.stage?.tasks ?? []).map(({ id }) => id);
    const meant = () => actIn(seen(story), 'recuse').map(({ task }) => task);
    story.act({ act: 'assign', by: 'eng-lead', to: 'eng-2', task: facts });
    expect(meant()).toEqual([facts]);
    story.act({ act: 'assign', by: 'cs-lead', to: 'cs-2', task: desk });
    expect(meant()).toEqual([facts, desk]);
    story.act({ act: 'assign', by: 'cs-lead', to: 'eng-2', task: desk });
    expect(meant()).toEqual([facts]);
  });

  it('has a mark of who holds the task, which stands for nobody else, elsewhere, or once it has moved on', () => {
    const markIn = (story: Story) => actIn(seen(story), 'recuse')[0]?.holder ?? '';
    const story = received();
    const mark = markIn(story);
    expect(markIn(received())).toBe(mark);
    expect(marks.holder(story.current, mark)).toBe('cs-1');
    expect(marks.holder({ ...story.current, reference: 'C-OTHER' }, mark)).toBeNull();
    expect(new HolderMarks('another secret').holder(story.current, mark)).toBeNull();
    story.act({ act: 'assign', by: 'cs-lead', to: 'cs-2' });
    expect(marks.holder(story.current, mark)).toBeNull();
    expect(marks.holder(story.current, markIn(story))).toBe('cs-2');
    story.act({ act: 'assign', by: 'cs-lead', to: 'cs-1' });
    expect(markIn(story)).toBe(mark);
  });

  it('names no post that the person has not', () => {
    const story = received().act({ act: 'assign', by: 'cs-lead', to: 'gm' });
    expect(actIn(seen(story), 'recuse')[0]).not.toHaveProperty('owner');
  });

  it('is offered as often as it may be made, and stands in the history', () => {
    const story = received().act(object);
    expect(actIn(seen(story), 'recuse')).toHaveLength(1);
    expect(last(seen(story))?.words).toBe('You objected to somebody handling it. They no longer deal with it.');
    expect(last(seen(story, 'zh-CN'))?.words).toBe('应您的申请，有关人员不再参与处理。');
    expect(namesOf(seen(story.act(object)))).not.toContain('recuse');
  });

  it('is not offered where nobody else would be left, nor after closing', () => {
    const people = {
      version: 'one',
      departments: { 'customer-service': {} },
      staff: { 'cs-1': { roles: ['customer-service'], department: 'customer-service' } },
    };
    expect(namesOf(seen(received({ people: new KnownPeople(people) })))).not.toContain('recuse');
    expect(namesOf(seen(resolved()))).not.toContain('recuse');
  });

  it('of staff who stand aside themselves is not the complainant’s business', () => {
    const before = seen(received()).history;
    expect(seen(received().act({ ...object, by: 'cs-1' })).history).toEqual(before);
  });
});

describe('opening it again', () => {
  const at = (written: string): TrackingView => seen(resolved().at(local(written)));

  it('is possible until two instants, for any reason and for the same fault', () => {
    const story = resolved();
    const [closing] = story.current.closings;
    expect(seen(story)).toMatchObject({
      reopenUntil: closing?.reopenUntil,
      guaranteeUntil: closing?.guaranteeUntil,
      next: { words: 'If it is not settled for you, you may reopen it until then.', dueAt: closing?.reopenUntil },
    });
  });

  it('is possible for the same fault alone once the usual limit is over', () => {
    const view = at('2026-04-20 10:00');
    expect(view).toMatchObject({ reopenUntil: null, guaranteeUntil: local('2026-05-31 10:00') });
    expect(view.next).toEqual({
      words: 'If the same fault comes back until then, tell us. You need not prove it again.',
      dueAt: local('2026-05-31 10:00'),
    });
    expect(namesOf(view)).toContain('reopen');
    expect(resolved().at(local('2026-04-20 10:00')).refusal(reopen(false))).toBe('closed');
    expect(resolved().at(local('2026-04-20 10:00')).refusal(reopen(true))).toBeNull();
  });

  it('is not offered any more by the time both are over, even before it is archived', () => {
    const view = at('2026-06-01 10:00');
    expect(view).toMatchObject({ status: 'closed', reopenUntil: null, guaranteeUntil: null, next: null });
    expect(namesOf(view)).not.toContain('reopen');
  });

  it('has no guarantee after a withdrawal, and no limits while it is open', () => {
    expect(seen(received().act(acts.withdraw()))).toMatchObject({
      reopenUntil: expect.any(String),
      guaranteeUntil: null,
    });
    expect(seen(resolved().act(reopen(true)))).toMatchObject({
      status: 'open',
      reopenUntil: null,
      guaranteeUntil: null,
    });
  });
});

it('every view is one that the API documents', () => {
  for (const story of [received(), handled('one-of-these'), handled('all-of-these'), resolved()])
    for (const locale of ['en', 'zh-CN']) {
      const answer = { reference: 'C-SAMPLE', id: 'x', status: 'open', tracking: seen(story, locale) };
      expect(trackedActSchema.strict().safeParse(answer).error).toBeUndefined();
    }
});

describe('what was answered', () => {
  const shipped = shippedRuleBooks().find(({ procedure }) => procedure.key === developer.procedure.key);
  const investigated = shipped?.texts.stages['investigate'];
  const replied = shipped?.texts.stages['reply-unfounded'];
  if (!shipped || !investigated || !replied) throw new Error('it ships, with these stages');
  const fields = { ...investigated.form.fields, ...replied.form.fields };
  const wider = { ...replied, form: { order: ['findings', 'answer'], fields } };
  const stages = { ...shipped.texts.stages, 'reply-unfounded': wider };
  const ruleBook = { ...shipped, texts: { ...shipped.texts, stages } };

  const answerIn = (story: Story, texts: Texts, locale = 'en'): string | null => {
    const told = story.of('taskCompleted').at(-1);
    return trackingView({
      ...{ state: story.current, rules: developer, ruleBook, locale, now: story.now, marks },
      events: story.events.map((event) => ({ event, recordedAt: new Date(event.at) })),
      texts: new Map([[told?.number ?? 0, texts]]),
    }).answer;
  };

  it('is what the form that offers the solution says; what is erased is left out', () => {
    const story = new Story().register().act(acts.founded()).act(acts.answer());
    expect(answerIn(story, { answer: 'We repair it.', findings: null })).toBe('We repair it.');
  });

  it('is nothing that was written among ourselves', () => {
    const founded = new Story().register().act(acts.founded());
    expect(answerIn(founded, { findings: 'among ourselves' })).toBeNull();
  });

  it('of several texts tells each by its title, in the order of the form and the language of the reader', () => {
    const story = new Story().register().act(acts.unfounded()).act(acts.reply());
    const texts = { answer: 'No fault was found.', findings: 'The wall is dry.' };
    expect(answerIn(story, texts)).toBe('Findings: The wall is dry.\nAnswer to the customer: No fault was found.');
    expect(answerIn(story, texts, 'zh-CN')).toBe('调查结果：The wall is dry.\n给客户的答复：No fault was found.');
  });
});

it('an outcome that a rule book has named is never told as one of ours, whatever it is called', () => {
  const { procedure } = awaitingRules;
  const { handle, 'send-in': sending } = procedure.stages;
  if (handle?.kind !== 'task' || sending?.kind !== 'await') throw new Error('the rule book is another one');
  const onwards = { cases: [], newRound: false };
  const stages = {
    ...procedure.stages,
    handle: { ...handle, outcomes: { ...handle.outcomes, done: { ...onwards, then: 'send-in' } } },
    'send-in': {
      ...sending,
      outcomes: { ...sending.outcomes, sent: { ...onwards, then: 'judge' } },
      recordedBy: { sent: ['complainant'] as const },
    },
  };
  const story = new Story({ ...awaitingRules, procedure: { ...procedure, stages } }).register({ category: 'goods' });
  story.act({ act: 'complete', by: 'cs-1', outcome: 'done', form: {} });
  story.act({ act: 'report', by: 'complainant', outcome: 'sent' });
  expect(seen(story, 'en', awaitingBook).history.map(({ words }) => words)).toEqual([
    'We registered your complaint.',
    'We asked you for something that we need.',
    'You answered what we had asked you for.',
  ]);
});
