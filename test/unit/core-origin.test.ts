import { actsFor } from '../../domain/access';
import { forecast } from '../../domain/forecast';
import type { Via } from '../../domain/model/origin';
import { compileDefinition } from '../../procedures/calendars/compile-calendar';
import { shippedDefinition } from '../../procedures/calendars/definition';
import { acts, developer, local, Story, text } from '../support/story';

const origins = ({ events }: Pick<Story, 'events'>, from = 0) =>
  events.slice(from).map(({ type, actor, via, act }) => [type, actor, via, act]);

test('everything that registering brings came with the intake, and with no act', () => {
  const story = new Story().register();
  expect(new Set(origins(story).map(([, ...origin]) => origin.join()))).toEqual(new Set(['system,intake,']));
});

test.each<Via>(['api', 'tracking', 'update', 'signal'])(
  'every event that an act by %s brings carries the id of the act and the way it came',
  (via) => {
    const story = new Story().register();
    const before = story.events.length;
    story.input({ type: 'act', act: { ...acts.founded(), id: 'act-7' }, via });
    expect(story.events.length).toBeGreaterThan(before + 2);
    for (const event of story.events.slice(before)) expect(event).toMatchObject({ actor: 'cs-1', via, act: 'act-7' });
  },
);

test('what fell due before an act came with time and is none of its events', () => {
  const story = new Story().register().at(local('2026-03-09 10:00'));
  const before = story.events.length;
  story.input({ type: 'act', act: { ...acts.note(), id: 'late' }, via: 'api' });
  const [last, ...earlier] = origins(story, before).reverse();
  expect(last).toEqual(['noted', 'cs-1', 'api', 'late']);
  expect(earlier.map(([type]) => type)).toContain('rungReached');
  for (const [, ...origin] of earlier) expect(origin).toEqual(['time', 'time', undefined]);
});

test('an act without an id leaves none in its events', () => {
  const story = new Story().register();
  story.act(acts.note());
  expect(story.events.at(-1)).not.toHaveProperty('act');
});

test('a changed calendar and a bad signal came by signal, what falls due by the new calendar with time', () => {
  const cn = shippedDefinition('cn');
  const story = new Story().register();
  const changed = compileDefinition({ ...cn, days: { ...cn.days, '2026-03-03': [] } });
  story.input({ type: 'calendarChanged', calendar: changed, reason: text('closed') });
  expect(story.of('calendarChanged')).toMatchObject([{ actor: 'system', via: 'signal' }]);
  for (const event of story.of('rescheduled')) expect(event).toMatchObject({ actor: 'system', via: 'signal' });
  expect(story.of('rescheduled').length).toBeGreaterThan(0);
  story.input({ type: 'badSignal', refusal: 'malformed', by: 'system' });
  expect(story.events.at(-1)).toMatchObject({ type: 'signalIgnored', actor: 'system', via: 'signal' });
});

test('what is foreseen comes with time alone, and what somebody may do does not depend on the way', () => {
  const story = new Story().register();
  for (const event of forecast(developer, story.current).events) expect(event.via).toBe('time');
  expect(actsFor(developer, story.current, 'cs-1').map(({ act }) => act)).toContain('complete');
});
