import type { Act } from '../../domain/model/act';
import { forecast } from '../../domain/forecast';
import { roleForecast } from '../../domain/role-forecast';
import { ownersOfEveryKind } from '../support/owner-rules';
import { samplePeople } from '../support/sample-people';
import { acts, developer, Story } from '../support/story';

const foreseen = ({ rules, current }: Story) => roleForecast(rules, current);
const received = () => new Story(ownersOfEveryKind).register({ receivedBy: 'cs-1' });
const accept: Act = {
  ...{ act: 'complete', by: 'cs-1', outcome: 'accepted' },
  form: { responsible: 'engineering', assignee: 'eng-1' },
};
const stories: readonly (readonly [string, () => Story])[] = [
  ['received', received],
  ['under assessment', () => received().act(accept)],
  ['of the developer', () => new Story().register()],
  ['handed over', () => new Story().register().act(acts.founded())],
  ['under approval', () => new Story().register().act(acts.founded()).act(acts.take()).act(acts.answer())],
];

describe.each(stories)('what comes of a complaint %s if nobody acts, told by roles', (_, story) => {
  test('is the same things at the same instants as the forecast has', () => {
    const { rules, current } = story();
    const expected = forecast(rules, current).events.map(({ number, at, type }) => [number, at, type]);
    expect(foreseen(story()).events.map(({ number, at, type }) => [number, at, type])).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  test('names nobody', () => {
    const said: unknown[] = [];
    JSON.stringify(foreseen(story()), (_key, value: unknown) => said.push(value) && value);
    expect(said.filter((value) => Object.hasOwn(samplePeople.staff, String(value)))).toEqual([]);
  });

  test('says of every rung whom it reaches, and of every end who holds it', () => {
    const { events, ends } = foreseen(story());
    const rungs = events.filter(({ type }) => type === 'rungReached');
    expect(rungs.length).toBeGreaterThan(0);
    for (const { roles } of rungs) expect(roles).not.toEqual([]);
    expect(ends.as === 'archived' || ends.roles.length > 0).toBe(true);
  });
});

test('a rung is told by its target in the rule book, a task by the role of its owner', () => {
  const { events, ends } = foreseen(received());
  const ladder = events.filter(({ of, type }) => type === 'rungReached' && of !== undefined && 'task' in of);
  expect(ladder.map(({ action, roles }) => [action, ...roles])).toEqual([
    ['remind', 'owner'],
    ['tell', 'supervisor'],
    ['give', 'supervisor'],
    ['give', 'department-head'],
    ['give', 'general-manager'],
  ]);
  const law = events.filter(({ of }) => of !== undefined && 'clock' in of && of.clock === 'law');
  expect(law.map(({ type, roles }) => [type, ...roles])).toEqual([
    ['rungReached', 'general-manager'],
    ['deadlineMissed'],
  ]);
  expect(ends).toEqual({ as: 'held', roles: ['general-manager'] });
  const passed = foreseen(new Story(developer).register().act(acts.founded()));
  expect(passed.events.find(({ type }) => type === 'handoverPassedOn')?.roles).toEqual(['handler']);
});
