import { actsFor } from '../../domain/access';
import { noticesFor } from '../../domain/record/notice';
import { evolve } from '../../domain/record/evolve';
import { holdersOf } from '../../domain/people/pool-members';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { ACT_NAMES } from '../../domain/model/act';
import { acts, developer, local, Story } from '../support/story';

/** Everybody of the sample organisation in turn is the person complained of. */
const everybody = Object.keys(developer.people.directory.staff);

function lived(against: string): Story {
  const story = new Story().register({ against });
  while (story.passOne());
  return story;
}

test.each(everybody)(
  'a complaint about %s never reaches them: not as owner, not by a rung, not by a notice',
  (person) => {
    const story = lived(person);
    for (const event of story.events) {
      if ('owner' in event && event.owner) expect(event.owner.people).not.toContain(person);
      if (event.type === 'rungReached') expect([...event.to, ...event.explain]).not.toContain(person);
    }
    let state: ComplaintState | null = null;
    for (const event of story.events) {
      const before: ComplaintState | null = state;
      state = evolve(before, event);
      expect(noticesFor(before, event, state).map(({ to }) => to)).not.toContain(person);
      for (const task of openTasks(state)) {
        const holders = holdersOf(story.rules, state, task, event.at);
        expect(holders).not.toContain(person);
        expect(holders.length).toBeGreaterThan(0);
      }
    }
  },
);

test.each(everybody)('%s decides nothing about a complaint about themselves, in any stage', (person) => {
  const decisive = ACT_NAMES.filter((name) => !['note', 'addEvidence', 'recuse', 'explainDelay'].includes(name));
  const story = new Story().register({ against: person });
  const look = () =>
    actsFor(story.rules, story.current, person)
      .map(({ act }) => act)
      .filter((act) => decisive.includes(act));
  expect(look()).toEqual([]);
  story.act(acts.founded(person === 'cs-1' ? 'cs-2' : 'cs-1'));
  expect(look()).toEqual([]);
  story.act(acts.answer(false, person === 'eng-1' ? 'eng-2' : 'eng-1'));
  expect(look()).toEqual([]);
  expect(story.refusal(acts.approve(person))).toBe('recused');
});

test('who was left out, and why, is on the record', () => {
  const story = new Story().register({ against: 'cs-1' });
  expect(story.of('taskOpened')[0]?.owner).toMatchObject({
    people: ['cs-2'],
    person: 'cs-2',
    leftOut: [{ person: 'cs-1', why: 'recused' }],
  });
});

test('a complaint about the general manager is held, at the end, by somebody else', () => {
  const story = new Story(developer, local('2026-03-02 10:00')).register({ against: 'gm' });
  while (story.passOne());
  const holder = story.of('rungReached').at(-1);
  expect(holder).toMatchObject({ action: 'give' });
  expect(holder?.to).toHaveLength(1);
  expect(holder?.to).not.toContain('gm');
});
