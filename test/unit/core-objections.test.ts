import { actsFor } from '../../domain/access';
import { ownerNow as owner, withPeople } from '../support/holders';
import { ownersOfEveryKind } from '../support/owner-rules';
import { samplePeopleWith } from '../support/sample-people';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('reason');
const recuse = (by: string, person?: string) =>
  ({ act: 'recuse', by, reason, ...(person === undefined ? {} : { person }) }) as const;
const objectTo = (person?: string) => recuse('complainant', person);
const held = (): Story => new Story(ownersOfEveryKind).register({ receivedBy: 'cs-1' });

describe('the complainant’s objection', () => {
  it('without a name is to the one person who holds the task, which moves on', () => {
    const story = held().act(objectTo());
    expect(story.of('recused')).toMatchObject([{ person: 'cs-1', actor: 'complainant', objection: true }]);
    expect(owner(story)).toMatchObject({ people: ['cs-2'], leftOut: [{ person: 'cs-1', why: 'objection' }] });
    expect(story.refusal(acts.withdraw('cs-1'))).toBe('recused');
  });

  it('stays the reason in every later task', () => {
    const story = new Story(ownersOfEveryKind).register().act(objectTo('eng-1'));
    expect(story.of('assigned')).toEqual([]);
    story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form: { responsible: 'engineering' } });
    expect(owner(story)?.leftOut).toEqual([{ person: 'eng-1', why: 'objection' }]);
  });

  it('must name somebody while several hold the task, and somebody who exists', () => {
    const story = new Story(ownersOfEveryKind).register();
    const refusalOf = (person?: string) => story.refusal(objectTo(person));
    expect(refusalOf()).toBe('missing-field');
    for (const person of ['nobody', 'complainant', 'toString']) expect(refusalOf(person)).toBe('invalid-field');
    expect(refusalOf('cs-2')).toBeNull();
  });

  it('is to as many people as the procedure says, each once, in any round', () => {
    const story = held().act(objectTo());
    expect(story.refusal(objectTo('cs-1'))).toBe('stale');
    story.act(objectTo('cs-2'));
    expect(story.refusal(objectTo('gm'))).toBe('forbidden');
    expect(actsFor(story.rules, story.current, 'complainant').map(({ act }) => act)).not.toContain('recuse');
    story.act(acts.withdraw()).act({ act: 'reopen', by: 'complainant' });
    expect(story.refusal(objectTo('gm'))).toBe('forbidden');
    expect(story.refusal(recuse('gm'))).toBeNull();
  });

  it('is not offered where the procedure knows none', () => {
    const story = new Story(developer).register();
    expect(story.refusal(objectTo('cs-1'))).toBe('forbidden');
    expect(actsFor(story.rules, story.current, 'complainant').map(({ act }) => act)).not.toContain('recuse');
  });

  it('is refused when nobody would be left', () => {
    const people = {
      version: 'two',
      departments: { 'customer-service': {} },
      staff: {
        one: { roles: ['customer-service'], department: 'customer-service' },
        two: { roles: ['customer-service'], department: 'customer-service', interests: ['order:1'] },
      },
    };
    const story = new Story(withPeople(ownersOfEveryKind, people)).register({ about: ['order:1'] });
    expect(owner(story)?.people).toEqual(['one']);
    expect(story.refusal(objectTo())).toBe('forbidden');
    expect(story.refusal(objectTo('two'))).toBeNull();
    expect(actsFor(story.rules, story.current, 'complainant').map(({ act }) => act)).toContain('recuse');
  });

  it('is to the holder of the task that is due first, or of the task that is meant', () => {
    const story = new Story(ownersOfEveryKind)
      .register({ receivedBy: 'cs-1' })
      .act({
        act: 'complete',
        by: 'cs-1',
        outcome: 'accepted',
        form: { responsible: 'engineering', assignee: 'eng-1' },
      })
      .act({ act: 'complete', by: 'eng-1', outcome: 'done' });
    const [facts, desk] = story.current.stage?.tasks ?? [];
    story
      .act({ act: 'assign', by: 'eng-lead', to: 'eng-2', task: facts?.id ?? '' })
      .act({ act: 'assign', by: 'cs-lead', to: 'cs-2', task: desk?.id ?? '' });
    const object = { act: 'recuse', by: 'complainant', reason } as const;
    expect(story.act({ ...object, task: facts?.id ?? '' }).current.objections).toEqual(['eng-2']);
    expect(story.act(object).current.objections).toEqual(['eng-2', 'cs-2']);
  });
});

describe('staff', () => {
  it('stand themselves aside, and those below them; nobody else', () => {
    const story = new Story().register();
    expect(story.refusal(recuse('cs-1', 'cs-2'))).toBe('invalid-field');
    expect(story.refusal(recuse('eng-head', 'cs-1'))).toBe('invalid-field');
    expect(story.refusal(recuse('cs-lead', 'nobody'))).toBe('invalid-field');
    expect(story.refusal(recuse('cs-1', 'cs-1'))).toBeNull();
    story.act(recuse('cs-lead', 'cs-1'));
    expect(story.of('recused')).toMatchObject([{ person: 'cs-1', actor: 'cs-lead' }]);
    expect(story.of('recused')[0]).not.toHaveProperty('objection');
    expect(owner(story)).toMatchObject({ people: ['cs-2'], leftOut: [{ person: 'cs-1', why: 'recused' }] });
    expect(story.refusal(recuse('cs-lead', 'cs-1'))).toBe('stale');
    expect(story.refusal(recuse('cs-1'))).toBe('stale');
  });

  it('who stand aside themselves have nobody else do so', () => {
    const story = new Story().register().act(recuse('cs-lead'));
    expect(story.refusal(recuse('cs-lead', 'cs-1'))).toBe('recused');
    const interested = samplePeopleWith({ 'cs-lead': { interests: ['order:1'] } });
    const kept = new Story(withPeople(developer, interested)).register({ about: ['order:1'] });
    expect(kept.refusal(recuse('cs-lead', 'cs-1'))).toBe('recused');
    expect(kept.refusal(recuse('cs-lead'))).toBeNull();
  });

  it('who stand in for an absent superior may', () => {
    const absences = [{ from: local('2026-03-01 00:00'), to: local('2026-03-30 00:00'), standIn: 'prop-1' }];
    const story = new Story(withPeople(developer, samplePeopleWith({ 'cs-lead': { absences } }))).register();
    expect(story.refusal(recuse('prop-1', 'cs-1'))).toBeNull();
    expect(new Story().register().refusal(recuse('prop-1', 'cs-1'))).toBe('invalid-field');
  });

  it('are not counted as objected to', () => {
    const story = held().act(recuse('gm', 'eng-1')).act(recuse('eng-2'));
    expect(story.current.objections).toBeUndefined();
    expect(story.act(objectTo('prop-1')).refusal(objectTo('cs-1'))).toBeNull();
  });
});
