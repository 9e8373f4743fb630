import fc from 'fast-check';
import { actsFor } from '../../domain/access';
import type { ComplaintEvent } from '../../domain/model/event';
import { evolve } from '../../domain/record/evolve';
import { forecast } from '../../domain/forecast';
import { noticesFor } from '../../domain/record/notice';
import { progressItem } from '../../domain/time/progress';
import { schedule } from '../../domain/time/schedule';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { anyStep, later, live } from '../support/core-lives';
import { elapsedHours, shortChain, sideBySide, span } from '../support/core-rules';
import { withProgress } from '../support/progress-rules';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('how things stand');
const report = (by = 'cs-1') => ({ act: 'reportProgress', by, reason }) as const;
const everyDay = withProgress(developer, { every: span('1wd'), most: 3 });
const registered = (): Story => new Story(everyDay).register();
const beats = (story: Story): string[] =>
  story.of('progressDue').map(({ at, beat, to }) => `${at} ${beat} ${to.join()}`);

it('word is due at each close of the rhythm, to the owner, from the second time on to the supervisor as well', () => {
  expect(beats(registered().passTo(local('2026-03-04 23:00')))).toEqual([
    `${local('2026-03-03 18:00')} 1 pool:customer-service`,
    `${local('2026-03-04 18:00')} 2 pool:customer-service,cs-lead`,
  ]);
});

it('after as many times in vain as the rule says nobody is reminded again until somebody reports', () => {
  const story = registered().passTo(local('2026-03-20 09:00'));
  expect(beats(story)).toHaveLength(3);
  expect(schedule(everyDay, story.current).map(({ what }) => what)).not.toContain('progressDue');
  story.act(report('gm')).passTo(local('2026-04-20 09:00'));
  expect(story.of('progressDue').map(({ beat }) => beat)).toEqual([1, 2, 3, 1, 2, 3]);
});

it('a report starts the rhythm anew, counted from itself', () => {
  const story = registered().at(local('2026-03-03 17:59')).act(report()).passTo(local('2026-03-04 18:00'));
  expect(beats(story)).toEqual([`${local('2026-03-04 18:00')} 1 pool:customer-service`]);
  story.at(local('2026-03-05 09:00')).act(report()).passTo(local('2026-03-06 18:00'));
  expect(beats(story).slice(1)).toEqual([expect.stringMatching(`^${local('2026-03-06 18:00')} 1 `)]);
});

it('the rhythm stands still while the complainant owes an answer, and goes on afterwards', () => {
  const story = registered().act({ act: 'pause', by: 'cs-1', reason });
  expect(schedule(everyDay, story.current).map(({ what }) => what)).not.toContain('progressDue');
  story.at(local('2026-03-05 10:00')).act({ act: 'resume', by: 'complainant' }).passTo(local('2026-03-06 20:00'));
  expect(beats(story)).toEqual([`${local('2026-03-06 18:00')} 1 pool:customer-service`]);
});

it('each task has a rhythm of its own, from its start', () => {
  const story = registered().at(local('2026-03-03 17:00')).act(acts.founded()).passTo(local('2026-03-04 18:00'));
  expect(beats(story)).toEqual([`${local('2026-03-04 18:00')} 1 ${story.of('progressDue')[0]?.to.join() ?? ''}`]);
  expect(story.of('progressDue')[0]?.task).toBe(openTasks(story.current)[0]?.id);
});

it('the owner or somebody above reports, in any open stage, with a rule or without; nobody else does', () => {
  for (const rules of [everyDay, developer, sideBySide]) {
    const story = new Story(rules).register();
    const offered = (by: string): boolean =>
      actsFor(rules, story.current, by).some(({ act }) => act === 'reportProgress');
    expect(['cs-1', 'cs-lead', 'gm'].filter((by) => !offered(by))).toEqual([]);
    expect(['complainant', 'eng-1', 'nobody'].filter(offered)).toEqual([]);
    expect(story.refusal(report('eng-1'))).toBe('not-owner');
    expect(story.refusal(report('complainant'))).toBe('not-owner');
  }
  const joint = new Story(sideBySide).register().act({
    ...{ act: 'complete', by: 'cs-1', outcome: 'accepted', form: { responsible: 'engineering' } },
  });
  expect(joint.act(report()).of('progressReported')).toHaveLength(1);
});

it('being due tells whom it names, a report tells the complainant', () => {
  const story = registered().passTo(local('2026-03-04 18:00')).act(report());
  let state: ComplaintState | null = null;
  const told = story.events.flatMap((event: ComplaintEvent) => {
    const after = evolve(state, event);
    const notices = noticesFor(state, event, after);
    state = after;
    return event.type.startsWith('progress') ? notices.map(({ template, to }) => `${template} ${to}`) : [];
  });
  expect(told).toEqual([
    ...['progress-due pool:customer-service'],
    ...['progress-due pool:customer-service', 'progress-due cs-lead'],
    'progress complainant',
  ]);
});

const anyRhythm = fc.record({
  every: fc.constantFrom('90m', '7h', '3wh', '1wd', '2d').map(span),
  most: fc.integer({ min: 1, max: 4 }),
});
const anyLife = fc.array(anyStep, { minLength: 2, maxLength: 20 });
const books = [elapsedHours, shortChain, sideBySide];

it('in every life word is due at most so often in a row, and only a report ends the row', () => {
  fc.assert(
    fc.property(fc.constantFrom(...books), anyRhythm, anyLife, (book, rhythm, steps) => {
      const rules = withProgress(book, rhythm);
      const rows = new Map<string, number>();
      for (const event of live(rules, steps).flatMap(({ events }) => events)) {
        if (event.type === 'progressReported') rows.delete(event.task);
        if (event.type !== 'progressDue') continue;
        expect(event.beat).toBe((rows.get(event.task) ?? 0) + 1);
        expect(event.beat).toBeLessThanOrEqual(rhythm.most);
        expect(event.to.length).toBeGreaterThan(0);
        expect(new Set(event.to).size).toBe(event.to.length);
        rows.set(event.task, event.beat);
      }
    }),
    { numRuns: 40 },
  );
});

it('in every life what is forecast comes to rest and is what happens, word that falls due included', () => {
  fc.assert(
    fc.property(fc.constantFrom(...books), anyRhythm, anyLife, (book, rhythm, steps) => {
      const rules = withProgress(book, rhythm);
      const start = live(rules, steps).at(-1)?.after;
      if (!start) throw new Error('a life has at least its registration');
      const told = forecast(rules, start);
      const story = new Story(rules, start.lastAt);
      story.state = start;
      for (let more = true; more;) more = story.passOne();
      expect(story.events).toEqual(told.events);
      const waiting = openTasks(start).flatMap((task) => {
        const rule = rules.procedure.stages[start.stage?.key ?? ''];
        const item = rule && 'progress' in rule ? progressItem(rules, rule, start, task) : null;
        return item ? [item] : [];
      });
      for (const { at } of waiting) expect(at >= start.lastAt).toBe(true);
    }),
    { numRuns: 25 },
  );
});

it('while a pause runs no word is due, whatever happened before', () => {
  fc.assert(
    fc.property(fc.constantFrom(...books), anyRhythm, anyLife, (book, rhythm, steps) => {
      const rules = withProgress(book, rhythm);
      let paused = false;
      for (const event of live(rules, steps).flatMap(({ events }) => events)) {
        if (event.type === 'paused') paused = true;
        if (event.type === 'resumed') paused = false;
        if (event.type === 'progressDue') expect(paused).toBe(false);
      }
    }),
    { numRuns: 25 },
  );
});

it('without such a rule nothing of it is in any life until somebody reports', () => {
  fc.assert(
    fc.property(fc.constantFrom(developer, ...books), anyLife, (rules, steps) => {
      const moments = live(rules, steps);
      const types = moments.flatMap(({ events }) => events).map(({ type }) => type);
      expect(types).not.toContain('progressDue');
      const state = moments.at(-1)?.after;
      if (state && !types.includes('progressReported')) expect(JSON.stringify(state)).not.toContain('"progress"');
    }),
    { numRuns: 25 },
  );
});

it('the item is nothing but the rule, the last word and the times that it was due in vain', () => {
  const story = registered();
  const [task] = openTasks(story.current);
  if (!task) throw new Error('no task');
  const rule = { progress: { every: span('1h'), most: 1 } };
  const item = progressItem(everyDay, rule, story.current, task);
  expect(item?.at).toBe(later(task.budget.startedAt, 60));
  const beaten = { ...task, progress: { since: task.budget.startedAt, beats: 1 } };
  expect(progressItem(everyDay, rule, story.current, beaten)).toBeNull();
  expect(progressItem(everyDay, rule, story.current, { ...task, turn: 'complainant' })).toBeNull();
});
