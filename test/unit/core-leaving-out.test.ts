import type { StaffEntry } from '../../domain/model/people';
import { ownerNow as owner, withPeople } from '../support/holders';
import { ownersOfEveryKind } from '../support/owner-rules';
import { samplePeopleWith } from '../support/sample-people';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('reason');
const RULES = ownersOfEveryKind;
const away = (standIn?: string, from = '2026-03-02 00:00', to = '2026-03-09 00:00'): Partial<StaffEntry> => ({
  absences: [{ from: local(from), to: local(to), ...(standIn === undefined ? {} : { standIn }) }],
});

type More = Readonly<Record<string, Partial<StaffEntry>>>;
const story = (more: More = {}, rules = developer): Story => new Story(withPeople(rules, samplePeopleWith(more)));
const receive = (form: Record<string, string> = {}, by = 'cs-1') =>
  ({ act: 'complete', by, outcome: 'accepted', form: { responsible: 'engineering', ...form } }) as const;
const done = (by: string, outcome = 'done') => ({ act: 'complete', by, outcome }) as const;

describe('an owner', () => {
  it('who received the complaint owns it alone; without one, or when they have left, the role does', () => {
    const received = (receivedBy?: string) =>
      owner(new Story(RULES).register(receivedBy === undefined ? {} : { receivedBy }));
    expect(received('cs-2')).toMatchObject({ people: ['cs-2'], person: 'cs-2', leftOut: [] });
    expect(received('prop-1')).toMatchObject({ people: ['prop-1'] });
    expect(received()).toMatchObject({ people: ['cs-1', 'cs-2'], person: null });
    expect(received('left-long-ago')).toMatchObject({ people: ['cs-1', 'cs-2'] });
  });

  it('who received it is named when they stand aside, and the role follows', () => {
    expect(owner(new Story(RULES).register({ receivedBy: 'cs-2', against: 'cs-2' }))).toEqual({
      rule: 'receiver',
      department: 'customer-service',
      people: ['cs-1'],
      person: 'cs-1',
      pool: null,
      leftOut: [{ person: 'cs-2', why: 'recused' }],
    });
  });

  it('leaves the rest of the desk free to act for a complainant who calls', () => {
    const received = new Story(RULES).register({ receivedBy: 'cs-2' });
    expect(received.refusal(acts.withdraw('cs-1'))).toBeNull();
    expect(received.refusal(acts.withdraw('eng-1'))).toBe('forbidden');
    expect(received.refusal(receive({}, 'cs-1'))).toBe('not-owner');
  });

  it('whom a form names owns it; without a name the role does', () => {
    const named = (form: Record<string, string>) => owner(new Story(RULES).register().act(receive(form)));
    expect(named({ assignee: 'eng-2' })).toMatchObject({ people: ['eng-2'], rule: 'assignee' });
    expect(named({})).toMatchObject({ people: ['eng-1', 'eng-2', 'prop-1'] });
  });

  it('is never somebody who decided on the stages named, not even as stand-in, by assignment or by a rung', () => {
    const second = story({ 'prop-1': away('eng-1'), 'eng-lead': away('eng-1') }, RULES)
      .register()
      .act(receive({ assignee: 'eng-1' }))
      .act(done('eng-1'));
    const [facts] = second.current.stage?.tasks ?? [];
    expect(facts?.owner).toMatchObject({
      people: ['eng-2'],
      leftOut: [{ person: 'eng-1', why: 'handled-before' }],
      absent: 1,
    });
    const task = facts?.id ?? '';
    expect(second.refusal({ act: 'assign', by: 'eng-head', to: 'eng-1', task })).toBe('recused');
    expect(second.refusal({ act: 'complete', by: 'eng-1', outcome: 'agreed', task })).toBe('recused');
    second.passTo(local('2026-03-20 09:00'));
    for (const event of second.of('rungReached'))
      if ('task' in event.of && event.of.task === task) expect(event.to).not.toContain('eng-1');
  });

  it('is still other than who decided before once a rung has put the task under another rule', () => {
    const late = story({ gm: { roles: ['general-manager', 'handler'] } }, RULES)
      .register()
      .act(receive({ assignee: 'eng-1' }))
      .act(done('eng-1'))
      .passTo(local('2026-03-20 09:00'));
    const [facts] = late.current.stage?.tasks ?? [];
    expect(facts?.owner).toMatchObject({ rule: 'chief', people: ['gm'] });
    const to = { act: 'assign', by: 'gm', to: 'eng-1', task: facts?.id ?? '' } as const;
    expect(late.refusal(to)).toBe('recused');
  });
});

describe('somebody absent', () => {
  it('is left out of the pool, and their stand-in takes their place', () => {
    expect(owner(story({ 'cs-1': away('prop-1') }).register())).toEqual({
      rule: 'desk',
      department: 'customer-service',
      people: ['cs-2', 'prop-1'],
      person: null,
      pool: { role: 'customer-service', department: null },
      leftOut: [],
      absent: 1,
    });
  });

  it('without a stand-in leaves the task to the others', () => {
    expect(owner(story({ 'cs-1': away() }).register())).toMatchObject({ people: ['cs-2'], person: 'cs-2' });
  });

  it('is replaced by the stand-in of a stand-in who is away as well', () => {
    const more = { 'cs-1': away('eng-1'), 'eng-1': away('eng-2'), 'eng-2': away('prop-1') };
    expect(owner(story(more).register())?.people).toEqual(['cs-2', 'prop-1']);
  });

  it('is replaced by nobody when stand-ins stand in for each other', () => {
    const more = { 'cs-1': away('eng-1'), 'eng-1': away('eng-2'), 'eng-2': away('cs-1') };
    expect(owner(story(more).register())?.people).toEqual(['cs-2']);
  });

  it('is replaced by nobody when the stand-in must stand aside, has left or is themself', () => {
    expect(owner(story({ 'cs-1': away('prop-1') }).register({ against: 'prop-1' }))?.people).toEqual(['cs-2']);
    expect(owner(story({ 'cs-1': away('gone') }).register())?.people).toEqual(['cs-2']);
    expect(owner(story({ 'cs-1': away('cs-1') }).register())?.people).toEqual(['cs-2']);
  });

  it('who must stand aside anyway sends nobody in their place', () => {
    const found = owner(story({ 'cs-1': away('prop-1') }).register({ against: 'cs-1' }));
    expect(found).toMatchObject({ people: ['cs-2'], leftOut: [{ person: 'cs-1', why: 'recused' }] });
  });

  it('counts from the first instant to before the last', () => {
    const people = (from: string, to: string) => owner(story({ 'cs-1': away('prop-1', from, to) }).register())?.people;
    expect(people('2026-03-02 10:00', '2026-03-02 10:01')).toEqual(['cs-2', 'prop-1']);
    expect(people('2026-03-02 09:00', '2026-03-02 10:00')).toEqual(['cs-1', 'cs-2']);
    expect(people('2026-03-02 10:01', '2026-03-03 10:00')).toEqual(['cs-1', 'cs-2']);
  });

  it('leaves it to the department above when the whole pool is away', () => {
    expect(owner(story({ 'cs-1': away(), 'cs-2': away() }).register())).toMatchObject({
      people: ['cs-head'],
      leftOut: [],
      absent: 2,
    });
    const head = { 'cs-1': away(), 'cs-2': away(), 'cs-head': away('deputy') };
    expect(owner(story(head).register())?.people).toEqual(['deputy']);
  });

  it('owns it all the same when everybody is away', () => {
    const everybody = Object.fromEntries(Object.keys(developer.people.directory.staff).map((id) => [id, away()]));
    expect(owner(story(everybody).register())).toMatchObject({ people: ['cs-1', 'cs-2'], leftOut: [] });
  });

  it('is not climbed to: the rung, the department head and the hand-over reach the stand-in', () => {
    const more = {
      'cs-lead': away('deputy', '2026-03-02 00:00', '2026-04-01 00:00'),
      'eng-lead': away('prop-head', '2026-03-02 00:00', '2026-04-01 00:00'),
    };
    const told = story(more).register().passTo(local('2026-03-05 18:00'));
    expect(told.of('rungReached').find(({ action }) => action === 'tell')?.to).toEqual(['deputy']);
    const handed = story(more).register().act(acts.founded()).passTo(local('2026-03-03 18:00'));
    expect(handed.of('handoverPassedOn')).toMatchObject([{ owner: { people: ['prop-head'], leftOut: [], absent: 1 } }]);
  });

  it('is not climbed to through the very person whose lateness it is: it goes further up', () => {
    const told = story({ 'cs-lead': away('cs-1', '2026-03-02 00:00', '2026-04-01 00:00'), 'cs-2': away('cs-1') })
      .register()
      .passTo(local('2026-03-05 18:00'));
    expect(told.of('rungReached').find(({ action }) => action === 'tell')?.to).toEqual(['cs-head']);
  });

  it('is not asked to approve: the stand-in is, unless they made the proposal or approved already', () => {
    const asked = (more: More, by = 'eng-1') =>
      owner(
        story({ deputy: away('prop-head'), ...more }, RULES)
          .register()
          .act(receive({ assignee: by }))
          .act(done(by))
          .act({ act: 'complete', by: 'eng-2', outcome: 'agreed' })
          .act({ act: 'complete', by: 'cs-1', outcome: 'agreed' })
          .act(done('eng-2'))
          .act(acts.approve('eng-lead')),
      );
    expect(asked({ gm: away('cs-head') })).toMatchObject({ people: ['cs-head', 'prop-head'], rule: 'managers' });
    expect(asked({ gm: away('eng-2') })).toMatchObject({ people: ['prop-head'] });
    expect(asked({ gm: away('eng-lead') })).toMatchObject({ people: ['prop-head'] });
  });

  it('since a task is theirs lets the stand-in act on it, who has no say before and after', () => {
    const held = story({ 'eng-2': away('prop-1', '2026-03-03 00:00', '2026-03-04 00:00') })
      .register()
      .act(acts.founded())
      .act(acts.take('eng-2'));
    expect(held.refusal(acts.answer(true, 'prop-1'))).toBe('not-owner');
    held.at(local('2026-03-03 09:00'));
    expect(held.refusal(acts.answer(true, 'prop-1'))).toBeNull();
    expect(held.refusal(acts.answer(true, 'eng-2'))).toBeNull();
    expect(held.refusal(acts.answer(true, 'eng-1'))).toBe('not-owner');
    expect(held.at(local('2026-03-04 09:00')).refusal(acts.answer(true, 'prop-1'))).toBe('not-owner');
  });

  it('does not let a stand-in act who must stand aside', () => {
    const held = story({ gm: away('eng-1', '2026-03-03 00:00') })
      .register()
      .act(acts.founded())
      .act(acts.take('eng-1'))
      .act(acts.answer(false))
      .act({ act: 'assign', by: 'gm', to: 'gm' })
      .at(local('2026-03-03 09:00'));
    expect(held.refusal(acts.approve('eng-1'))).toBe('own-proposal');
  });

  it('is represented towards those below them by the stand-in', () => {
    const late = story({ 'cs-lead': away('prop-1', '2026-03-03 00:00') }).register();
    const extend = { act: 'extend', by: 'prop-1', span: '1wd', reason } as const;
    expect(late.refusal(extend)).toBe('forbidden');
    expect(late.at(local('2026-03-03 09:00')).refusal(extend)).toBeNull();
  });

  it('whose stand-in declines a hand-over in their place has it passed on', () => {
    const offered = story({ 'eng-2': away('prop-1', '2026-03-03 00:00') })
      .register()
      .act(acts.founded())
      .at(local('2026-03-03 09:00'))
      .act({ act: 'declineHandover', by: 'eng-1', reason })
      .act({ act: 'declineHandover', by: 'prop-1', reason });
    expect(owner(offered)?.people).toEqual(['eng-lead']);
  });

  it('is assigned nothing while a stand-in is free; without one it waits for them', () => {
    const assigned = (more: More) => owner(story(more).register().act({ act: 'assign', by: 'cs-lead', to: 'eng-1' }));
    expect(assigned({ 'eng-1': away('eng-2') })).toMatchObject({
      person: 'eng-2',
      leftOut: [{ person: 'eng-1', why: 'absent' }],
    });
    expect(assigned({ 'eng-1': away() })).toMatchObject({ person: 'eng-1', leftOut: [] });
  });

  it('does not keep alone what the last who was there stands aside from', () => {
    const left = story({ 'cs-2': away('prop-1', '2026-03-03 00:00') })
      .register()
      .at(local('2026-03-03 09:00'))
      .act({ act: 'recuse', by: 'cs-1', reason });
    expect(owner(left)).toMatchObject({ people: ['prop-1'] });
  });
});

describe('whoever has declared an interest', () => {
  const ABOUT = { against: 'eng-2', about: ['order:2026-17', 'staff:eng-2', 'department:engineering'] };

  it.each([
    ['the person complained of', 'staff:eng-2'],
    ['the department of the person complained of', 'department:engineering'],
    ['the matter', 'order:2026-17'],
  ])('in %s stands aside by itself', (_, interest) => {
    const found = owner(story({ 'cs-1': { interests: ['order:1', interest] } }).register(ABOUT));
    expect(found).toMatchObject({ people: ['cs-2'], leftOut: [{ person: 'cs-1', why: 'interest' }] });
  });

  it('in anything else does not', () => {
    for (const interest of ['staff:eng-1', 'department:property', 'order:2026-18', 'eng-2', 'undefined', '']) {
      expect(owner(story({ 'cs-1': { interests: [interest] } }).register(ABOUT))?.people).toEqual(['cs-1', 'cs-2']);
    }
    const nothing = { interests: ['staff:undefined', 'department:undefined', 'undefined'] };
    expect(owner(story({ 'cs-1': nothing }).register())?.people).toEqual(['cs-1', 'cs-2']);
  });

  it('is refused as one who stands aside, whatever they stand above', () => {
    const more = { 'cs-1': { interests: ['order:2026-17'] }, 'cs-lead': { interests: ['order:2026-17'] } };
    const kept = story(more).register(ABOUT);
    expect(kept.refusal(acts.unfounded('cs-1'))).toBe('recused');
    expect(kept.refusal(acts.withdraw('cs-1'))).toBe('recused');
    expect(kept.refusal({ act: 'assign', by: 'cs-lead', to: 'cs-2' })).toBe('recused');
    expect(kept.refusal({ act: 'assign', by: 'cs-head', to: 'cs-1' })).toBe('recused');
    expect(kept.refusal({ act: 'extend', by: 'cs-lead', span: '1wd', reason })).toBe('recused');
    expect(kept.refusal(acts.note('cs-1'))).toBeNull();
  });

  it('is neither climbed to nor asked to approve, nor anybody’s stand-in', () => {
    const interests = ['order:2026-17'];
    const more = { 'cs-lead': { interests }, gm: { interests }, deputy: away('cs-head'), 'cs-head': { interests } };
    const climbed = story(more)
      .register({ about: ['order:2026-17'] })
      .passTo(local('2026-03-05 18:00'));
    expect(climbed.of('rungReached').find(({ action }) => action === 'tell')?.to).not.toContain('cs-lead');
    const asked = story(more)
      .register({ about: ['order:2026-17'] })
      .act(acts.founded())
      .act(acts.answer(false));
    expect(owner(asked)?.people).toHaveLength(1);
    for (const person of ['gm', 'cs-head', 'deputy', 'eng-1']) expect(owner(asked)?.people).not.toContain(person);
    expect(owner(asked)).toMatchObject({ leftOut: [{ person: 'gm', why: 'interest' }], absent: 1 });
  });

  it('while holding a task is refused from then on, and the next rung reaches who is above', () => {
    const held = new Story(developer)
      .register({ about: ['order:2026-17'] })
      .act({ act: 'assign', by: 'cs-lead', to: 'cs-1' });
    const changed = new Story(withPeople(developer, samplePeopleWith({ 'cs-1': { interests: ['order:2026-17'] } })));
    changed.state = held.current;
    changed.at(held.now);
    expect(changed.refusal(acts.unfounded('cs-1'))).toBe('recused');
    changed.passTo(local('2026-03-05 18:00'));
    for (const { to, explain } of changed.of('rungReached')) expect([...to, ...explain]).not.toContain('cs-1');
  });
});

test('a directory is gone through once for roles and once for interests, however many owners are looked for', () => {
  let readings = 0;
  const { staff, ...others } = samplePeopleWith({ 'cs-1': { interests: ['mark-of-order'] } });
  const counted = new Proxy(staff, {
    ownKeys(target) {
      readings += 1;
      return Reflect.ownKeys(target);
    },
  });
  const rules = withPeople(developer, { ...others, staff: counted });
  for (const about of ['mark-of-order', 'mark-of-other', 'mark-of-order']) {
    const opened = owner(new Story(rules).register({ about: [about] }));
    expect(opened?.people.includes('cs-1')).toBe(about === 'mark-of-other');
  }
  expect(readings).toBe(2);
});
