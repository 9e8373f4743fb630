import fc from 'fast-check';
import { actsFor } from '../../domain/access';
import { decide, isRefused } from '../../domain/decide';
import { fold } from '../../domain/record/evolve';
import { forecast } from '../../domain/forecast';
import { openForms } from '../../domain/rules/asked';
import { currentOwners, nearestTask, openTasks } from '../../domain/model/tasks';
import { anyStep, live } from '../support/core-lives';
import { sideBySide } from '../support/core-rules';
import { ownerNow } from '../support/holders';
import { DOER, finish, joint, partDone, PARTS, taskOf, type Part } from '../support/parallel-story';
import { acts, local, text, type Story } from '../support/story';

const reason = text('reason');
const parts = (story: Story) => openTasks(story.current).map(({ part }) => part);
const orders = fc.shuffledSubarray([...PARTS], { minLength: PARTS.length });

describe('a parallel stage opens all of its parts at once', () => {
  it('each with its own owner and its own limit', () => {
    const story = joint();
    expect(
      openTasks(story.current).map((task) => [task.part, ownerNow(story, task)?.people, task.budget.dueAt, task.step]),
    ).toEqual([
      ['defect', ['eng-1', 'eng-2'], local('2026-03-04 18:00'), 1],
      ['service', ['cs-1', 'cs-2'], local('2026-03-02 20:00'), 1],
      ['costs', ['eng-1', 'eng-2'], local('2026-03-03 16:00'), 1],
      ['signature', ['deputy', 'gm'], local('2026-03-04 15:00'), 1],
    ]);
    expect(story.of('stageOpened')).toHaveLength(2);
    expect(new Set(story.of('taskOpened').map(({ task }) => task)).size).toBe(5);
    expect(story.of('taskOpened').map(({ part, kind }) => [part, kind])).toEqual([
      [null, 'task'],
      ...PARTS.map((part) => [part, 'parallel']),
    ]);
  });

  it('of which the nearest due one stands for the complaint, and all owners hold it', () => {
    const story = joint();
    expect(nearestTask(story.current)?.part).toBe('service');
    expect(currentOwners(story.current)).toEqual(['pool:handler@engineering', 'pool:customer-service', 'pool:manager']);
    finish(story, 'service');
    expect(nearestTask(story.current)?.part).not.toBe('service');
  });

  it('and asks of each the fields of its own part alone', () => {
    const story = joint();
    const { procedure } = sideBySide;
    expect(openForms(procedure, story.current).map(Object.keys)).toEqual([['cause'], ['apology'], ['amount'], []]);
    expect(openForms(procedure, story.current, taskOf(story, 'costs').id).map(Object.keys)).toEqual([['amount']]);
    const task = taskOf(story, 'costs').id;
    const complete = { act: 'complete', by: 'eng-1', outcome: 'founded', task } as const;
    expect(story.refusal({ ...complete, form: { cause: 'built' } })).toBe('invalid-field');
    expect(story.refusal({ ...complete, form: { cause: 'built', amount: 1 } })).toBe('invalid-field');
    expect(story.refusal({ ...complete, form: { amount: 1 } })).toBeNull();
  });
});

describe('each part climbs alone', () => {
  it('by its own ladder, at its own instants', () => {
    const story = joint().passTo(local('2026-03-02 20:01'));
    const climbed = (part: Part) => {
      const { level, missed, rungsReached } = taskOf(story, part);
      return { level, missed, rungsReached };
    };
    expect(climbed('service')).toEqual({ level: 1, missed: true, rungsReached: [0, 1] });
    expect(climbed('costs')).toEqual({ level: 0, missed: false, rungsReached: [] });
    expect(climbed('defect')).toMatchObject({ level: 0, missed: false });
    expect(story.current.explanations).toMatchObject([
      { task: taskOf(story, 'service').id, owedBy: ['pool:customer-service'], stage: 'joint' },
    ]);
    story.passTo(local('2026-03-03 02:01'));
    expect(taskOf(story, 'service').owner.person).toBe('cs-head');
    expect(ownerNow(story, taskOf(story, 'defect'))?.people).toEqual(['eng-1', 'eng-2']);
    const ladders = story.of('rungReached').flatMap(({ of, at }) => ('task' in of ? [[of.task, at]] : []));
    expect(ladders).toContainEqual([taskOf(story, 'service').id, local('2026-03-02 18:00')]);
  });

  it('and no longer once it is done', () => {
    const story = finish(joint(), 'service').passTo(local('2026-03-03 16:01'));
    const left = openTasks(story.current).map(({ id }) => id);
    const climbed = story.of('rungReached').flatMap(({ of }) => ('task' in of ? [of.task] : []));
    expect(climbed.length).toBeGreaterThan(0);
    for (const task of climbed) expect(left).toContain(task);
    expect(story.of('deadlineMissed').flatMap(({ of }) => ('task' in of ? [of.task] : []))).not.toContain(
      story.of('taskOpened')[2]?.task,
    );
  });

  it('an extension and an assignment move one alone', () => {
    const story = joint();
    const [defect, costs] = [taskOf(story, 'defect'), taskOf(story, 'costs')];
    story.act({ act: 'extend', by: 'eng-lead', task: costs.id, span: '24h', reason });
    story.act({ act: 'assign', by: 'eng-lead', task: costs.id, to: 'prop-1' });
    expect(taskOf(story, 'defect')).toEqual(defect);
    expect(taskOf(story, 'costs')).toMatchObject({
      owner: { person: 'prop-1' },
      budget: { dueAt: local('2026-03-04 16:00') },
    });
  });

  it('nobody acting at all, every part ends with somebody who holds it', () => {
    const { events, ends } = forecast(sideBySide, joint().current);
    expect(events.filter(({ type }) => type === 'taskCompleted')).toEqual([]);
    expect(ends).toMatchObject({ as: 'held', by: expect.arrayContaining(['gm', 'cs-head', 'eng-head']) as string[] });
  });
});

describe('a parallel stage ends with its last part', () => {
  it.each(['founded', 'unfounded'])('all %s: that is the outcome', (outcome) => {
    const story = joint();
    for (const part of PARTS) {
      expect(story.current.stage?.key).toBe('joint');
      finish(story, part, outcome);
    }
    expect(story.of('stageCompleted').at(-1)).toMatchObject({
      stage: 'joint',
      outcome,
      then: outcome === 'founded' ? 'review' : 'answer',
    });
  });

  it('whatever the order they are done in, the outcome, the facts and who proposed are the same', () => {
    const anyEnds = fc.record(Object.fromEntries(PARTS.map((part) => [part, fc.constantFrom('founded', 'unfounded')])));
    fc.assert(
      fc.property(orders, anyEnds, fc.array(fc.nat(60), { minLength: 4, maxLength: 4 }), (order, ends, minutes) => {
        const story = joint();
        order.forEach((part, index) => {
          const at = Date.parse(story.now) + (minutes[index] ?? 0) * 60_000;
          story.at(new Date(at).toISOString());
          finish(story, part, ends[part]);
        });
        const outcomes = new Set(Object.values(ends));
        const outcome = outcomes.size === 1 ? [...outcomes][0] : 'mixed';
        expect(story.of('stageCompleted').at(-1)).toMatchObject({ stage: 'joint', outcome });
        expect(story.of('stageCompleted')).toHaveLength(2);
        expect(story.current.facts).toMatchObject({ cause: 'built', apology: true, amount: 1200 });
        expect(story.current.proposedBy).toEqual(Object.values(DOER).sort());
        expect(fold(story.events)).toEqual(story.current);
      }),
      { numRuns: 60 },
    );
  });

  it('one that differs makes it mixed, which nobody can choose', () => {
    const story = joint();
    expect(story.refusal(partDone('service', 'cs-1', 'mixed'))).toBe('invalid-field');
    for (const part of PARTS) finish(story, part, part === 'costs' ? 'unfounded' : 'founded');
    expect(story.current.stage?.key).toBe('settle');
    story.act({ act: 'complete', by: 'gm', outcome: 'again' });
    expect(parts(story)).toEqual([...PARTS]);
    expect(story.current.stage?.parts).toEqual({});
  });

  it('nobody who did a part approves the whole, in any order', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const story = joint();
        for (const part of order) finish(story, part);
        expect(story.current.stage?.key).toBe('review');
        expect(openTasks(story.current)).toMatchObject([
          { owner: { people: ['gm'], leftOut: [{ person: 'deputy', why: 'own-proposal' }] } },
        ]);
        expect(story.refusal({ act: 'approve', by: 'deputy' })).toBe('own-proposal');
      }),
    );
  });

  it('random lives come by every outcome, so that what holds in all of them holds of each', () => {
    const lives = fc.sample(fc.array(anyStep, { minLength: 10, maxLength: 30 }), { numRuns: 80, seed: 20_260_302 });
    const taken = lives.flatMap((steps) =>
      live(sideBySide, steps).flatMap(({ events }) =>
        events.flatMap((event) => (event.type === 'stageCompleted' && event.stage === 'joint' ? [event.outcome] : [])),
      ),
    );
    expect([...new Set(taken)].sort()).toEqual(['founded', 'mixed', 'unfounded']);
  });

  it('not before: a withdrawal ends all parts at once', () => {
    const story = finish(joint(), 'service').act(acts.withdraw());
    expect(story.current).toMatchObject({ status: 'closed', stage: null });
    expect(openTasks(story.current)).toEqual([]);
    expect(story.refusal(partDone('defect'))).toBe('closed');
    story.passTo(local('2026-03-05 12:00'));
    expect(story.of('rungReached')).toEqual([]);
  });
});

describe('which of the tasks an act is about', () => {
  it('left out, it is the one that the actor owns', () => {
    const story = joint().act(partDone('signature'));
    expect(parts(story)).toEqual(['defect', 'service', 'costs']);
    story.act(partDone('service'));
    expect(parts(story)).toEqual(['defect', 'costs']);
    expect(story.refusal(partDone('service'))).toBe('not-owner');
  });

  it('named, it is that one, and of nobody else', () => {
    const story = joint();
    const task = taskOf(story, 'costs').id;
    expect(story.refusal({ ...partDone('costs', 'cs-1'), task })).toBe('not-owner');
    story.act({ ...partDone('costs'), task });
    expect(parts(story)).toEqual(['defect', 'service', 'signature']);
  });

  it('a part that is done is stale, for every act on it', () => {
    const story = joint();
    const task = taskOf(story, 'costs').id;
    finish(story, 'costs');
    expect(story.refusal({ ...partDone('costs', 'eng-1'), task })).toBe('stale');
    expect(story.refusal({ act: 'assign', by: 'eng-lead', to: 'eng-1', task })).toBe('stale');
    expect(story.refusal({ act: 'extend', by: 'eng-lead', span: '1wd', reason, task })).toBe('stale');
  });

  it('acts are offered for each task, with its own form, to whoever may do them', () => {
    const story = joint();
    const offered = (by: string) =>
      actsFor(sideBySide, story.current, by).flatMap(({ act, task, form, outcomes }) =>
        act === 'complete' ? [[task, Object.keys(form ?? {}), outcomes]] : [],
      );
    const choices = ['founded', 'unfounded'];
    expect(offered('eng-1')).toEqual([
      [taskOf(story, 'defect').id, ['cause'], choices],
      [taskOf(story, 'costs').id, ['amount'], choices],
    ]);
    expect(offered('cs-1')).toEqual([[taskOf(story, 'service').id, ['apology'], choices]]);
    expect(offered('gm')).toEqual([[taskOf(story, 'signature').id, [], choices]]);
    expect(offered('prop-1')).toEqual([]);
    const extended = actsFor(sideBySide, story.current, 'eng-lead').filter(({ act }) => act === 'extend');
    expect(extended.map(({ task }) => task)).toEqual([taskOf(story, 'defect').id, taskOf(story, 'costs').id]);
    const paused = actsFor(sideBySide, story.current, 'eng-1').filter(({ act }) => act === 'pause');
    expect(paused).toEqual([{ act: 'pause', task: null }]);
  });

  it('done by two people at the same instant, each part is done once', () => {
    const story = joint();
    const task = taskOf(story, 'defect').id;
    const [first, second] = ['eng-1', 'eng-2'].map((by) => ({ ...partDone('defect', by), task }));
    if (!first || !second) throw new Error('two acts');
    expect(story.act(first).refusal(second)).toBe('stale');
    expect(story.of('taskCompleted').filter((event) => event.task === task)).toHaveLength(1);
  });
});

describe('what concerns the person or the complaint concerns all of its tasks', () => {
  it('whoever stands aside leaves every part they hold, and no other', () => {
    const story = joint();
    const untouched = [taskOf(story, 'service'), taskOf(story, 'signature')];
    story.act({ act: 'recuse', by: 'eng-1', reason });
    for (const part of ['defect', 'costs'] as const) {
      expect(taskOf(story, part).owner).toMatchObject({
        people: ['eng-2'],
        person: 'eng-2',
        leftOut: [{ person: 'eng-1', why: 'recused' }],
      });
    }
    story.act({ act: 'recuse', by: 'eng-2', reason });
    for (const part of ['defect', 'costs'] as const) {
      expect(taskOf(story, part).owner.people).toEqual(['eng-head']);
    }
    expect([taskOf(story, 'service'), taskOf(story, 'signature')]).toEqual(untouched);
    expect(story.refusal(partDone('defect'))).toBe('recused');
    expect(story.refusal({ ...partDone('costs'), by: 'eng-head', task: taskOf(story, 'costs').id })).toBeNull();
  });

  it('a pause goes on while others still work, and ends with the last of them', () => {
    const story = joint().at(local('2026-03-02 11:00')).act({ act: 'pause', by: 'cs-1', reason });
    for (const part of PARTS.slice(0, -1)) {
      finish(story, part);
      expect(story.current.pausedUntil).not.toBeNull();
      expect(openTasks(story.current).map(({ budget }) => budget.dueAt)).not.toContainEqual(expect.anything());
    }
    finish(story, 'signature');
    expect(story.current.pausedUntil).toBeNull();
    expect(story.of('resumed')).toHaveLength(1);
  });

  it('a pause by any owner stops every part, and going on moves every one', () => {
    const story = joint();
    const before = openTasks(story.current).map(({ budget }) => budget.dueAt ?? '');
    story.at(local('2026-03-02 11:00')).act({ act: 'pause', by: 'cs-1', reason });
    expect(openTasks(story.current).map(({ budget }) => budget.dueAt)).toEqual([null, null, null, null]);
    story.at(local('2026-03-03 11:00')).act({ act: 'resume', by: 'complainant' });
    const after = openTasks(story.current).map(({ budget }) => budget.dueAt ?? '');
    after.forEach((due, index) => expect(due > (before[index] ?? '')).toBe(true));
    expect(taskOf(story, 'service').budget.dueAt).toBe(local('2026-03-03 20:00'));
    expect(taskOf(story, 'costs').budget.dueAt).toBe(local('2026-03-04 16:00'));
    const dues = story.of('resumed')[0]?.dues.flatMap(({ of }) => ('task' in of ? [of.task] : []));
    expect(dues).toEqual(openTasks(story.current).map(({ id }) => id));
  });

  it('a part that is late already does not stand still with the others', () => {
    const story = joint().passTo(local('2026-03-02 20:30'));
    const late = taskOf(story, 'service').budget.dueAt;
    expect(story.refusal({ act: 'pause', by: 'cs-1', reason })).toBe('forbidden');
    story.act({ act: 'pause', by: 'eng-1', reason });
    expect(taskOf(story, 'service').budget.dueAt).toBe(late);
    expect(taskOf(story, 'defect').budget.dueAt).toBeNull();
    story.at(local('2026-03-03 10:00')).act({ act: 'resume', by: 'eng-1' });
    expect(taskOf(story, 'service').budget.dueAt).toBe(late);
  });

  it('what fell due before a late act has happened to every part', () => {
    const now = local('2026-03-03 12:00');
    const story = joint();
    const act = { ...partDone('defect'), task: taskOf(story, 'defect').id };
    const decision = decide(sideBySide, story.current, { type: 'act', act, via: 'update' }, now);
    if (isRefused(decision)) throw new Error(decision.refusal.detail);
    const missed = decision.events.flatMap((event) => (event.type === 'deadlineMissed' ? [event.of] : []));
    expect(missed).toContainEqual({ task: taskOf(story, 'service').id });
    expect(decision.events.at(-1)).toMatchObject({ type: 'taskCompleted', task: act.task });
  });
});
