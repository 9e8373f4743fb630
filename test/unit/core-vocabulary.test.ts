import type { Act, Registration } from '../../domain/model/act';
import { factOf } from '../../domain/rules/facts';
import type { FactValue } from '../../domain/model/procedure';
import { decide, isRefused } from '../../domain/decide';
import { openTasks } from '../../domain/model/tasks';
import { everyWord } from '../support/every-word';
import { ownerNow } from '../support/holders';
import { acts, local, Story, text } from '../support/story';

function begun(given: Partial<Registration> = {}): Story {
  return new Story(everyWord).register({ category: 'fault', ...given });
}

function triaged(form: Record<string, FactValue> = {}, given: Partial<Registration> = {}): Story {
  return begun(given).act({
    act: 'complete',
    by: 'cs-1',
    outcome: 'accepted',
    form: { kind: 'fault', responsible: 'engineering', ...form },
  });
}

const solved = (amount: number, by = 'eng-1'): Act => ({
  act: 'complete',
  by,
  outcome: 'solved',
  form: { solution: [{ remedy: 'refund', amount }] },
});

const stageOf = (story: Story): string | undefined => story.current.stage?.key;
const dueOf = (story: Story): string | null | undefined => openTasks(story.current)[0]?.budget.dueAt;
const clock = (story: Story, key: string) => story.current.clocks[key];

describe('tables', () => {
  it('give the severity at registration, from what the intake brought, where it names none', () => {
    expect(begun({ facts: { mood: 'angry' } }).current).toMatchObject({
      severity: 'urgent',
      facts: { priority: 'first' },
    });
    expect(begun({ facts: { mood: 'angry' }, severity: 'general' }).current).toMatchObject({
      severity: 'general',
      facts: { priority: 'second' },
    });
  });

  it('count anew once a form brings one of the facts that they name', () => {
    const story = triaged({ loss: 1000 }, { facts: { mood: 'angry' } });
    expect(story.of('assessed').map(({ severity }) => severity)).toEqual(['urgent', 'major']);
    expect(triaged({ loss: 999 }, { facts: { mood: 'angry' } }).current.severity).toBe('urgent');
  });

  it('do not overrule what somebody has set since, until a fact that they name changes', () => {
    const story = begun({ facts: { mood: 'angry' } }).act({ act: 'setSeverity', by: 'cs-1', severity: 'general' });
    expect(story.current).toMatchObject({ severity: 'general', facts: { priority: 'second' } });
    const form = { kind: 'fault', responsible: 'engineering' };
    story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form });
    expect(story.current.severity).toBe('general');
  });

  it('do not overrule what the same form says, even where it changes a fact that they name', () => {
    const { triage } = everyWord.procedure.stages;
    if (triage?.kind !== 'task') throw new Error('triage is not a task');
    const asked = { ...triage, form: { ...triage.form, 'how-bad': { kind: 'severity', required: false } as const } };
    const stages = { ...everyWord.procedure.stages, triage: asked };
    const story = new Story({ ...everyWord, procedure: { ...everyWord.procedure, stages } });
    const form = { kind: 'fault', responsible: 'engineering', reach: 'media' };
    story.register({ category: 'fault' });
    story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form: { ...form, 'how-bad': 'general' } });
    expect(story.current).toMatchObject({ severity: 'general', facts: { priority: 'second' } });
    expect(triaged({ reach: 'media' }).current.severity).toBe('major');
  });

  it('a form of kind category says what kind of complaint it is', () => {
    expect(triaged({ kind: 'privacy' }).current.category).toBe('privacy');
    expect(
      begun().refusal({
        act: 'complete',
        by: 'cs-1',
        outcome: 'accepted',
        form: { kind: 'x', responsible: 'property' },
      }),
    ).toBe('invalid-field');
  });
});

describe('limits and owners by condition', () => {
  it('the first case that holds gives the limit and the owner', () => {
    const general = triaged();
    expect([dueOf(general), ownerNow(general)?.people]).toEqual([
      local('2026-03-05 18:00'),
      ['eng-1', 'eng-2', 'prop-1'],
    ]);
    const major = triaged({ reach: 'media' });
    expect([dueOf(major), openTasks(major.current)[0]?.owner.rule]).toEqual([local('2026-03-03 18:00'), 'head']);
    expect(dueOf(triaged({}, { facts: { mood: 'angry' } }))).toBe(local('2026-03-04 18:00'));
  });

  it('a severity set while the work goes on moves its limit, counted from its start, and the promise with it', () => {
    const story = triaged({ assignee: 'eng-2' }).at(local('2026-03-03 10:00'));
    story.act({ act: 'setSeverity', by: 'eng-2', severity: 'major' });
    expect(story.of('rescheduled').map(({ of, dueAt, because }) => [of, dueAt, because])).toEqual([
      [{ clock: 'reply' }, local('2026-03-04 18:00'), 'assessment'],
      [{ task: openTasks(story.current)[0]?.id }, local('2026-03-03 18:00'), 'assessment'],
    ]);
    story.act({ act: 'setSeverity', by: 'eng-2', severity: 'general' });
    expect([dueOf(story), clock(story, 'reply')?.budget.dueAt]).toEqual([
      local('2026-03-05 18:00'),
      local('2026-03-09 18:00'),
    ]);
  });
});

describe('clocks', () => {
  it('one for some complaints only does not run for others', () => {
    expect(clock(begun(), 'report-back')).toBeUndefined();
    expect(clock(begun({ channel: 'from-above' }), 'report-back')?.budget.dueAt).toBe(local('2026-03-16 18:00'));
  });

  it('one for a kind of complaint starts once that kind is known, counted from its own beginning', () => {
    const story = begun().at(local('2026-03-02 15:00'));
    expect(clock(story, 'manner')).toBeUndefined();
    const form = { kind: 'service', responsible: 'engineering' };
    story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form });
    expect(clock(story, 'manner')?.budget).toMatchObject({
      startedAt: local('2026-03-02 10:00'),
      dueAt: local('2026-03-04 10:00'),
    });
  });

  it('one for a kind of complaint does not start once what it waits for has come', () => {
    const story = triaged({ kind: 'fault' }).act(solved(0));
    const { category: _fault, ...state } = story.current;
    const service = { ...state, category: 'service' };
    const act: Act = { act: 'setSeverity', by: 'gm', severity: 'major' };
    const decision = decide(everyWord, service, { type: 'act', act, via: 'update' }, story.now);
    if (isRefused(decision)) throw new Error(decision.refusal.detail);
    expect(decision.events.filter(({ type }) => type === 'clockStarted')).toEqual([]);
    const before = { ...triaged({ kind: 'fault' }).current, category: 'service' };
    const earlier = decide(everyWord, before, { type: 'act', act, via: 'update' }, before.lastAt);
    if (isRefused(earlier)) throw new Error(earlier.refusal.detail);
    expect(earlier.events.filter(({ type }) => type === 'clockStarted')).toMatchObject([{ clock: 'manner' }]);
  });

  it('one between two stages counts from leaving the first until entering the second', () => {
    const story = triaged();
    expect(clock(story, 'feedback')).toMatchObject({ stopped: null, budget: { dueAt: local('2026-03-05 10:00') } });
    story.act(solved(0));
    expect(clock(story, 'feedback')?.stopped).toEqual({ at: story.now, met: true });
  });

  it('what is promised stands still while the complainant has to choose', () => {
    const story = triaged().act(solved(0));
    expect(clock(story, 'done')?.budget.dueAt).toBeNull();
    story.at(local('2026-03-06 10:00')).act({ act: 'choose', by: 'complainant', outcome: 'agreed' });
    expect(clock(story, 'done')?.budget.dueAt).toBe(local('2026-04-05 10:00'));
    expect(story.of('waitEnded')).toHaveLength(1);
  });

  it('nothing stands still while the complainant has to choose when every promise is late already', () => {
    const story = triaged().passTo(local('2026-04-02 10:00'));
    const [holder = ''] = ownerNow(story)?.people ?? [];
    story.act(solved(0, holder));
    expect([stageOf(story), story.current.waiting, story.of('waitStarted')]).toEqual(['offer', undefined, []]);
    expect(clock(story, 'done')).toMatchObject({ missed: true, stopped: null });
    story.act({ act: 'choose', by: 'complainant', outcome: 'agreed' });
    expect(story.of('waitEnded')).toEqual([]);
  });

  it('a wait for a choice ends by silence and by withdrawal, too', () => {
    const silent = triaged().act(solved(0)).passTo(local('2026-03-20 10:00'));
    expect([silent.of('waitEnded').length, silent.current.status, silent.current.waiting]).toEqual([
      1,
      'closed',
      undefined,
    ]);
    const withdrawn = triaged().act(solved(0)).act({ act: 'withdraw', by: 'complainant' });
    expect([withdrawn.of('waitEnded').length, withdrawn.current.status]).toEqual([1, 'closed']);
  });
});

describe('discretion', () => {
  it.each([
    [50_000, 'offer'],
    [50_001, 'approval'],
  ])('a handler who may grant 500.00 and offers %i goes to "%s"', (amount, stage) => {
    expect(stageOf(triaged().act(solved(amount)))).toBe(stage);
  });

  it.each([
    [60_000, ['supervisor']],
    [100_001, ['supervisor', 'head']],
    [500_001, ['head', 'chief']],
  ])('of the chain for %i only the steps that it needs decide', (amount, steps) => {
    const story = triaged().act(solved(amount));
    const asked: string[] = [];
    while (stageOf(story) === 'approval') {
      const task = openTasks(story.current)[0];
      asked.push(task?.owner.rule ?? '');
      story.act({ act: 'approve', by: ownerNow(story)?.people[0] ?? '' });
    }
    expect([asked, stageOf(story)]).toEqual([steps, 'offer']);
  });

  it('nobody approves alone what is beyond their own limit', () => {
    const story = triaged().act(solved(60_000));
    story.act({ act: 'assign', by: 'gm', to: 'cs-2' });
    expect(story.refusal({ act: 'approve', by: 'cs-2' })).toBe('over-limit');
    story.act({ act: 'assign', by: 'gm', to: 'gm' });
    expect(story.refusal({ act: 'approve', by: 'gm' })).toBeNull();
  });

  it('what the complainant pays for is no grant', () => {
    const estimate = [{ remedy: 'paid-repair', amount: 900_000 }];
    expect(
      stageOf(triaged().act({ act: 'complete', by: 'eng-1', outcome: 'solved', form: { solution: estimate } })),
    ).toBe('offer');
  });

  it('of alternatives the dearest counts until one is chosen', () => {
    const offer = (amounts: readonly number[]): Act => ({
      act: 'complete',
      by: 'eng-1',
      outcome: 'solved',
      form: { solution: amounts.map((amount) => ({ remedy: 'refund', amount })) },
    });
    expect(stageOf(triaged().act(offer([30_000, 50_000])))).toBe('offer');
    expect(stageOf(triaged().act(offer([30_000, 50_001])))).toBe('approval');
  });

  it('an amount in another currency is refused, for no limit is stated in it', () => {
    const solution = [{ remedy: 'refund', amount: 10, currency: 'USD' }];
    expect(triaged().refusal({ act: 'complete', by: 'eng-1', outcome: 'solved', form: { solution } })).toBe(
      'invalid-field',
    );
  });
});

describe('a rule book without a way to approval', () => {
  const { approval: _gone, ...stages } = everyWord.procedure.stages;
  const investigate = everyWord.procedure.stages['investigate'];
  if (investigate?.kind !== 'task') throw new Error('investigate is a task');
  const straight = { cases: [], then: 'offer', newRound: false };
  const rules = {
    ...everyWord,
    procedure: {
      ...everyWord.procedure,
      stages: { ...stages, investigate: { ...investigate, outcomes: { solved: straight } } },
    },
  };

  it('does not let anybody promise more than they may grant', () => {
    const story = new Story(rules).register();
    const form = { kind: 'fault', responsible: 'engineering' };
    story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form });
    expect([story.refusal(solved(50_001)), story.refusal(solved(50_000))]).toEqual(['over-limit', null]);
  });
});

describe('confirming what has been carried out', () => {
  const confirm = {
    kind: 'approval' as const,
    chain: ['supervisor'],
    owner: 'supervisor',
    within: { count: 1, unit: 'wd' as const },
    ladder: [],
    form: {},
    outcomes: {
      approved: { cases: [], then: 'closed', newRound: false },
      returned: { cases: [], then: 'repair', newRound: false },
    },
  };
  const repair = everyWord.procedure.stages['repair'];
  if (repair?.kind !== 'execute') throw new Error('repair is carried out');
  const outcomes = { done: { cases: [], then: 'confirm', newRound: false } };
  const stages = { ...everyWord.procedure.stages, repair: { ...repair, outcomes }, confirm };
  const rules = { ...everyWord, procedure: { ...everyWord.procedure, stages } };

  it("grants nothing: it is nobody's question what it cost, but whoever did it does not confirm it", () => {
    const story = new Story(rules).register({ category: 'fault' });
    const form = { kind: 'fault', responsible: 'engineering' };
    story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form }).act(solved(60_000_000));
    while (stageOf(story) === 'approval') {
      story.act({ act: 'approve', by: ownerNow(story)?.people[0] ?? '' });
    }
    story.act({ act: 'choose', by: 'complainant', outcome: 'agreed', option: 0 });
    story.act({ act: 'complete', by: 'eng-1', outcome: 'done' });
    const confirmer = ownerNow(story)?.people[0] ?? '';
    expect([story.refusal({ act: 'approve', by: 'eng-1' }), story.refusal({ act: 'approve', by: confirmer })]).toEqual([
      'own-proposal',
      null,
    ]);
    expect(story.act({ act: 'approve', by: confirmer }).current.status).toBe('closed');
  });
});

it('how often a hand-over was declined or passed on is counted, over the whole complaint', () => {
  const story = new Story().register().act(acts.founded());
  story.act({ act: 'declineHandover', by: 'eng-1', reason: text('reason') });
  expect(story.current.passedOn).toBe(1);
  expect(factOf(story.rules, story.current, 'passed-on')).toBe(1);
  story.passTo(local('2026-03-04 18:00'));
  expect(story.of('handoverPassedOn').length + story.of('handoverDeclined').length).toBe(story.current.passedOn);
});

describe('grants', () => {
  it('are made at once, told, and the complaint goes on', () => {
    const story = triaged({ late: true });
    expect(story.of('granted').map(({ remedies }) => remedies)).toEqual([
      [{ remedy: 'refund', amount: 2000, currency: 'CNY' }],
    ]);
    expect([story.current.status, clock(story, 'reply')?.stopped?.met]).toEqual(['closed', true]);
    expect(story.of('stageCompleted').at(-1)).toMatchObject({
      stage: 'compensate',
      outcome: 'granted',
      then: 'closed',
    });
  });
});

describe('parts', () => {
  it('are opened only for complaints that need them', () => {
    const parts = (story: Story): (string | null)[] => openTasks(story.current).map(({ part }) => part);
    expect(parts(triaged({ kind: 'privacy' }))).toEqual(['facts', 'law']);
    expect(parts(triaged({ kind: 'privacy', reach: 'media' }))).toEqual(['facts', 'law', 'press']);
  });

  it('have limits and owners by condition, too', () => {
    const joint = everyWord.procedure.stages['joint'];
    const law = joint?.kind === 'parallel' ? joint.parts['law'] : undefined;
    if (joint?.kind !== 'parallel' || !law) throw new Error('law has a part');
    const major = { severity: ['major'] };
    const parts = {
      ...joint.parts,
      law: {
        ...law,
        ownerIf: [{ when: major, owner: 'chief' }],
        withinIf: [{ when: major, within: { count: 1, unit: 'wd' as const } }],
      },
    };
    const procedure = {
      ...everyWord.procedure,
      stages: { ...everyWord.procedure.stages, joint: { ...joint, parts } },
    };
    const opened = (form: Record<string, FactValue>): Story =>
      new Story({ ...everyWord, procedure }).register().act({
        act: 'complete',
        by: 'cs-1',
        outcome: 'accepted',
        form: { kind: 'privacy', responsible: 'engineering', ...form },
      });
    const lawOf = (story: Story) => openTasks(story.current).find(({ part }) => part === 'law');
    expect([lawOf(opened({}))?.owner.rule, lawOf(opened({}))?.budget.dueAt]).toEqual([
      'legal',
      local('2026-03-04 18:00'),
    ]);
    const urgent = opened({ reach: 'media' });
    expect([lawOf(urgent)?.owner.rule, lawOf(urgent)?.budget.dueAt]).toEqual(['chief', local('2026-03-03 18:00')]);
    const later = opened({}).act({ act: 'setSeverity', by: 'gm', severity: 'major' });
    expect(lawOf(later)?.budget.dueAt).toBe(local('2026-03-03 18:00'));
  });

  it('are joined once those that were opened are done', () => {
    const story = triaged({ kind: 'privacy' });
    for (const task of openTasks(story.current)) {
      story.act({ act: 'complete', by: ownerNow(story, task)?.people[0] ?? '', outcome: 'done', task: task.id });
    }
    expect(stageOf(story)).toBe('investigate');
  });
});

describe('a choice', () => {
  const options = [{ remedy: 'refund', amount: 100 }, { remedy: 'replacement' }, { remedy: 'apology' }];
  const offered = (): Story =>
    triaged().act({ act: 'complete', by: 'eng-1', outcome: 'solved', form: { solution: options } });

  it('among alternatives names one, and that one is what was agreed on', () => {
    const story = offered();
    expect(story.refusal({ act: 'choose', by: 'complainant', outcome: 'agreed' })).toBe('missing-field');
    expect(story.refusal({ act: 'choose', by: 'complainant', outcome: 'agreed', option: 3 })).toBe('invalid-field');
    story.act({ act: 'choose', by: 'complainant', outcome: 'agreed', option: 1 });
    expect(story.current.facts).toMatchObject({ option: 1, solution: [{ remedy: 'replacement' }] });
  });

  it('of some of what is offered keeps those, and is neither all nor nothing', () => {
    const story = offered();
    const partly = (accepted?: number[]): Act => ({
      act: 'choose',
      by: 'complainant',
      outcome: 'partly',
      ...(accepted ? { accepted } : {}),
    });
    expect(story.refusal(partly())).toBe('missing-field');
    for (const wrong of [[0, 1, 2], [3]]) expect(story.refusal(partly(wrong))).toBe('invalid-field');
    story.act(partly([0, 2]));
    expect(story.current.facts['solution']).toEqual([{ remedy: 'refund', amount: 100 }, { remedy: 'apology' }]);
    expect(stageOf(story)).toBe('repair');
  });
});

describe('after closing', () => {
  const closed = (): Story =>
    triaged().act(solved(0)).act({ act: 'choose', by: 'complainant', outcome: 'agreed' }).act({
      act: 'complete',
      by: 'eng-1',
      outcome: 'done',
    });
  const reopen = (sameFault?: boolean): Act => ({
    act: 'reopen',
    by: 'complainant',
    ...(sameFault === undefined ? {} : { sameFault }),
  });

  it('the same fault within the guarantee goes straight to where it is put right', () => {
    expect(stageOf(closed().at(local('2026-04-30 10:00')).act(reopen(true)))).toBe('repair');
    expect(stageOf(closed().at(local('2026-03-20 10:00')).act(reopen()))).toBe('second-look');
  });

  it('each limit is its own: first the usual one ends, then the guarantee, then it is archived', () => {
    const story = closed().passTo(local('2026-04-30 10:00'));
    expect([story.refusal(reopen()), story.refusal(reopen(true))]).toEqual(['closed', null]);
    expect(story.passTo(local('2026-05-01 10:00')).current.status).toBe('archived');
  });

  it('without a guarantee the same fault is no ground', () => {
    const { guarantee: _none, ...procedure } = everyWord.procedure;
    const story = new Story({ ...everyWord, procedure }).register().act({ act: 'withdraw', by: 'complainant' });
    expect(story.refusal(reopen(true))).toBe('invalid-field');
  });

  it('what was refused has no guarantee', () => {
    const form = { kind: 'fault', responsible: 'engineering' };
    const story = begun().act({ act: 'complete', by: 'cs-1', outcome: 'refused', form });
    expect([story.refusal(reopen(true)), story.refusal(reopen())]).toEqual(['closed', null]);
  });
});

describe('accountability', () => {
  it('is recorded when the complaint closes: for lateness whoever owed the explanation', () => {
    const late = (story: Story) => story.passTo(local('2026-03-06 09:00')).act({ act: 'withdraw', by: 'complainant' });
    const story = late(begun({ receivedBy: 'cs-2' }));
    expect(story.of('heldAccountable')).toMatchObject([{ rule: 'lateness', people: ['cs-2'], departments: [] }]);
    expect(story.current.accountability).toHaveLength(1);
  });

  it('is nobody’s by name where a pool owed the explanation: it is the department’s that the pool is of', () => {
    const story = triaged({ kind: 'privacy' }).passTo(local('2026-03-06 09:00'));
    expect(story.current.explanations.map(({ owedBy }) => owedBy)).toEqual([
      ['pool:manager'],
      ['pool:handler@engineering'],
    ]);
    story.act({ act: 'withdraw', by: 'complainant' });
    expect(story.of('heldAccountable')).toMatchObject([{ rule: 'lateness', people: [], departments: ['engineering'] }]);
  });

  it.each([
    [999, []],
    [1000, [[['eng-2', 'eng-head'], ['engineering']]]],
    [10_000, []],
  ])('by the size of the loss: %i', (loss, expected) => {
    const story = triaged({ loss, culprit: 'eng-2' }).act({ act: 'withdraw', by: 'complainant' });
    const found = story.of('heldAccountable').map(({ people, departments }) => [people, departments]);
    expect(found).toEqual(expected);
  });

  it('is not recorded twice for the same thing when the complaint closes again', () => {
    const story = triaged({ loss: 2000, culprit: 'eng-2' });
    story.act({ act: 'withdraw', by: 'complainant' }).act({ act: 'reopen', by: 'complainant' });
    story.act({ act: 'withdraw', by: 'complainant' });
    expect(story.of('heldAccountable')).toHaveLength(1);
  });
});

it('an approval that no step is needed for is given at once', () => {
  const approval = everyWord.procedure.stages['approval'];
  if (approval?.kind !== 'approval') throw new Error('approval is an approval');
  const never = { amount: { atLeast: 10_000_000 } };
  const stages = { ...everyWord.procedure.stages, approval: { ...approval, chainWhen: [never, never, never] } };
  const story = new Story({ ...everyWord, procedure: { ...everyWord.procedure, stages } }).register();
  const form = { kind: 'fault', responsible: 'engineering' };
  story.act({ act: 'complete', by: 'cs-1', outcome: 'accepted', form }).act(solved(60_000));
  expect(stageOf(story)).toBe('offer');
  expect(story.of('stageCompleted').map(({ stage, outcome }) => [stage, outcome])).toContainEqual([
    'approval',
    'approved',
  ]);
});
