import { actsFor } from '../../domain/access';
import { decide, isRefused } from '../../domain/decide';
import type { Act } from '../../domain/model/act';
import { noticesFor } from '../../domain/record/notice';
import { evolve } from '../../domain/record/evolve';
import { later } from '../support/core-lives';
import { elapsedHours } from '../support/core-rules';
import { ownerNow as owner, withPeople } from '../support/holders';
import { samplePeople } from '../support/sample-people';
import { acts, local, Story, text } from '../support/story';

const reason = text('reason');
const assign = (by: string, to: string) => ({ act: 'assign', by, to }) as const;
const handOver = (): Story => new Story().register().act(acts.founded());
const taken = (): Story => handOver().act(acts.take('eng-1'));

/** The same complaint from the day on that these have left; who reported to them still says so. */
function after(story: Story, ...gone: readonly string[]): Story {
  const staff = Object.entries(story.rules.people.directory.staff).filter(([id]) => !gone.includes(id));
  const directory = { ...samplePeople, version: 'later', staff: Object.fromEntries(staff) };
  const since = new Story(withPeople(story.rules, directory), story.now);
  since.state = story.current;
  return since;
}

const told = (story: Story): Story => story.input({ type: 'staffLeft' });

function detailOf(story: Story, act: Act): string {
  const decision = decide(story.rules, story.state, { type: 'act', act, via: 'update' }, story.now);
  return isRefused(decision) ? decision.refusal.detail : '';
}

describe('before it is passed on, what somebody held who has left', () => {
  it('may be done by whoever its rule names, and by those above them, and by nobody else', () => {
    const before = taken();
    for (const by of ['eng-2', 'eng-lead', 'eng-head']) expect(before.refusal(acts.answer(true, by))).toBe('not-owner');
    const since = after(before, 'eng-1');
    for (const by of ['eng-2', 'eng-lead', 'eng-head', 'gm']) expect(since.refusal(acts.answer(true, by))).toBeNull();
    for (const by of ['prop-1', 'cs-1', 'cs-head']) expect(since.refusal(acts.answer(true, by))).toBe('not-owner');
    expect(since.refusal(acts.answer(true, 'eng-1'))).toBe('forbidden');
  });

  it('is offered to whoever may do it', () => {
    const offered = (story: Story, by: string) => actsFor(story.rules, story.current, by).map(({ act }) => act);
    expect(offered(taken(), 'eng-2')).not.toContain('complete');
    expect(offered(after(taken(), 'eng-1'), 'eng-2')).toContain('complete');
    expect(offered(after(taken(), 'eng-1'), 'prop-1')).not.toContain('complete');
  });

  it('is refused to others without a word of who has left', () => {
    const since = after(taken(), 'eng-1');
    const refusals = [acts.answer(true, 'prop-1'), assign('prop-1', 'prop-1')].map((act) => detailOf(since, act));
    expect(refusals).toEqual([
      'this task belongs to nobody now, not to prop-1; ask for it to be assigned',
      'this task belongs to nobody now, not to prop-1; ask for it to be assigned',
    ]);
    const extend = { act: 'extend', by: 'prop-1', span: '1wd', reason } as const;
    expect(detailOf(since, extend)).toBe('only somebody above eng-2 may do this');
  });

  it('is assigned and given more time by those above whom its rule names', () => {
    const since = after(taken(), 'eng-1');
    expect(since.refusal(assign('eng-head', 'eng-2'))).toBeNull();
    expect(since.refusal({ act: 'extend', by: 'eng-head', span: '1wd', reason })).toBeNull();
    expect(since.refusal({ act: 'extend', by: 'prop-head', span: '1wd', reason })).toBe('forbidden');
  });

  it('stays out of the hands of who declined it or stands aside', () => {
    const declined = handOver().act({ act: 'declineHandover', by: 'eng-2', reason }).act(acts.take('eng-1'));
    expect(after(declined, 'eng-1').refusal(acts.answer(true, 'eng-2'))).toBe('not-owner');
    const aside = taken().act({ act: 'recuse', by: 'eng-2', reason });
    expect(after(aside, 'eng-1').refusal(acts.answer(true, 'eng-2'))).toBe('recused');
  });

  it('goes by a pool as before while anybody is of it', () => {
    const since = after(new Story().register(), 'cs-1');
    expect(since.refusal(acts.founded('cs-2'))).toBeNull();
    expect(since.refusal(acts.founded('cs-lead'))).toBe('not-owner');
  });

  it('once nobody is of the pool may be done by whoever comes next', () => {
    const since = after(new Story().register(), 'cs-1', 'cs-2');
    expect(since.refusal(acts.founded('cs-head'))).toBeNull();
    expect(since.refusal(acts.founded('eng-1'))).toBe('not-owner');
  });
});

describe('when it is told that somebody has left', () => {
  it('what they held by name goes to whoever is next by its rule, and the event says why', () => {
    const story = told(after(new Story().register().act(assign('cs-head', 'cs-1')), 'cs-1'));
    expect(story.events).toMatchObject([
      { type: 'assigned', actor: 'system', via: 'signal', left: ['cs-1'], owner: { person: 'cs-2', rule: 'desk' } },
    ]);
    expect(story.refusal(acts.founded('cs-2'))).toBeNull();
    expect(story.refusal(acts.founded('cs-lead'))).toBe('not-owner');
  });

  it('a second time, or where they held nothing, nothing changes', () => {
    const story = told(after(taken(), 'eng-1'));
    expect(story.events).toHaveLength(1);
    expect(told(story).events).toHaveLength(1);
    expect(told(after(taken(), 'eng-2', 'prop-1')).events).toEqual([]);
    expect(told(taken()).of('assigned')).toEqual([]);
  });

  it('a hand-over that they had taken is offered to the rest of the department anew', () => {
    const story = told(after(taken().at(local('2026-03-04 10:00')), 'eng-1'));
    expect(story.current.stage?.tasks[0]).toMatchObject({
      taken: false,
      offeredAt: local('2026-03-04 10:00'),
      owner: { people: ['eng-2'], person: null, department: 'engineering', leftOut: [] },
    });
    expect(story.refusal(acts.take('eng-2'))).toBeNull();
  });

  it('a hand-over offered to several stays with the others, and who stands aside is left out still', () => {
    const people = { ...samplePeople.staff, 'eng-2': { ...samplePeople.staff['eng-2']!, manager: 'eng-head' } };
    const before = new Story(withPeople(new Story().rules, { ...samplePeople, staff: people }));
    before.register().act(acts.founded()).passTo(local('2026-03-03 18:00'));
    expect(owner(before)?.people).toEqual(['eng-head', 'eng-lead']);
    const story = told(after(before, 'eng-head'));
    expect(owner(story)).toMatchObject({ people: ['eng-lead'], person: null });
    expect(story.of('assigned')).toMatchObject([{ left: ['eng-head'] }]);
    const aside = taken().act({ act: 'recuse', by: 'eng-2', reason });
    expect(owner(told(after(aside, 'eng-1')))).toMatchObject({ people: ['eng-head'] });
  });

  it('what a rung gave them goes back to those whom the rule of the task names', () => {
    const story = new Story(elapsedHours).register().passTo(local('2026-03-04 10:00'));
    expect(owner(story)).toMatchObject({ person: 'cs-head', rule: 'desk' });
    expect(owner(told(after(story, 'cs-head')))).toMatchObject({ people: ['cs-1', 'cs-2'], rule: 'desk' });
  });

  it('what was of a pool goes up once nobody is of it any more', () => {
    const before = new Story().register();
    expect(told(after(before, 'cs-1')).events).toEqual([]);
    const story = told(after(before, 'cs-1', 'cs-2'));
    expect(story.of('assigned')).toMatchObject([{ left: ['pool:customer-service'], owner: { person: 'cs-head' } }]);
  });

  it('it stays as it is where nobody is left, and a closed complaint has nothing to pass on', () => {
    const everybody = Object.keys(samplePeople.staff);
    expect(told(after(taken(), ...everybody)).events).toEqual([]);
    const closed = new Story().register().act(acts.withdraw());
    expect(told(after(closed, ...everybody)).events).toEqual([]);
  });

  it('whoever gets it is told at once, by name', () => {
    const before = after(new Story().register().act(assign('cs-head', 'cs-1')), 'cs-1');
    const [event] = told(before).events;
    const moved = told(before);
    const notices = event && noticesFor(before.current, event, moved.current);
    expect(notices?.map(({ template, to }) => [template, to])).toEqual([['assignment', 'cs-2']]);
    expect(event && evolve(before.current, event)).toMatchObject({ stage: { tasks: [{ owner: { person: 'cs-2' } }] } });
  });

  it('what fell due before happens first', () => {
    const before = new Story().register().act(assign('cs-head', 'cs-1'));
    const due = before.current.stage?.tasks[0]?.budget.dueAt ?? '';
    const types = told(after(before, 'cs-1').at(later(due, 1))).events.map(({ type }) => type);
    expect(types).toContain('deadlineMissed');
    expect(types.indexOf('deadlineMissed')).toBeLessThan(types.indexOf('assigned'));
  });
});

describe('an explanation that is owed by somebody who has left', () => {
  const explain = (by: string) => ({ act: 'explainDelay', by, reason }) as const;

  it('is given by whoever may act on an open task, and asked of nobody who is gone', () => {
    const late = taken().passTo(local('2026-03-30 10:00')).act(acts.answer(false, 'gm'));
    expect(late.current.explanations).toMatchObject([{ owedBy: ['eng-1'], givenBy: null }]);
    expect(late.refusal(explain('deputy'))).toBe('not-owner');
    const since = after(late, 'eng-1');
    expect(since.refusal(explain('deputy'))).toBeNull();
    expect(since.refusal(explain('prop-1'))).toBe('not-owner');
    expect(detailOf(since, explain('prop-1'))).toBe('an explanation is owed by people who have left');
    expect(since.act(explain('deputy')).current.explanations).toMatchObject([{ givenBy: 'deputy' }]);
  });
});
