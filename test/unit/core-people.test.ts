import type { Directory } from '../../domain/model/people';
import { elapsedHours, shortChain } from '../support/core-rules';
import { ownerNow as owner, withPeople } from '../support/holders';
import { samplePeople } from '../support/sample-people';
import { acts, developer, local, Story, text } from '../support/story';

const reason = text('reason');
const handOver = (): Story => new Story().register().act(acts.founded());
const decline = (by: string) => ({ act: 'declineHandover', by, reason }) as const;
const recuse = (by: string) => ({ act: 'recuse', by, reason }) as const;
const assign = (by: string, to: string) => ({ act: 'assign', by, to }) as const;

function withStaff(change: Partial<Directory['staff']>): typeof developer {
  const staff = { ...samplePeople.staff, ...change } as Directory['staff'];
  return withPeople(developer, { ...samplePeople, staff });
}

describe('a hand-over', () => {
  it('is offered to the department; whoever takes it owns it alone', () => {
    const story = handOver();
    expect(owner(story)).toMatchObject({ people: ['eng-1', 'eng-2'], person: null, department: 'engineering' });
    expect(story.refusal(acts.take('prop-1'))).toBe('not-owner');
    story.act(acts.take('eng-2'));
    expect(owner(story)).toMatchObject({ people: ['eng-2'], person: 'eng-2', department: 'engineering' });
    expect(story.refusal(acts.take('eng-1'))).toBe('not-owner');
    expect(story.refusal(acts.take('eng-2'))).toBe('stale');
    expect(story.refusal(acts.answer(true, 'eng-1'))).toBe('not-owner');
    expect(story.passTo(local('2026-03-04 18:00')).of('handoverPassedOn')).toEqual([]);
  });

  it('not taken within a working day goes to the supervisor, after another to the department head, who keeps it', () => {
    const story = handOver().passTo(local('2026-03-05 17:59'));
    expect(story.of('handoverPassedOn').map(({ at, owner: { person }, offer }) => [at, person, offer])).toEqual([
      [local('2026-03-03 18:00'), 'eng-lead', 1],
      [local('2026-03-04 18:00'), 'eng-head', 2],
    ]);
    expect(story.refusal(decline('eng-head'))).toBe('forbidden');
    expect(owner(story)).toMatchObject({ department: 'engineering' });
  });

  it('goes up only when everybody of the department has declined, and never back to who declined', () => {
    const story = handOver().act(decline('eng-1'));
    expect(owner(story)?.people).toEqual(['eng-2']);
    expect(story.current.stage?.tasks[0]?.taken).toBe(false);
    expect(story.refusal(acts.take('eng-1'))).toBe('not-owner');
    story.act(decline('eng-2'));
    expect(owner(story)?.people).toEqual(['eng-lead']);
    story.act(decline('eng-lead'));
    expect(owner(story)?.people).toEqual(['eng-head']);
    expect(story.refusal(decline('eng-head'))).toBe('forbidden');
    expect(story.of('handoverPassedOn').map(({ actor }) => actor)).toEqual(['eng-2', 'eng-lead']);
    expect(story.refusal(acts.answer(true, 'eng-head'))).toBeNull();
  });

  it('goes to all supervisors of the department together, but the last in line is one person', () => {
    const people = {
      ...samplePeople,
      staff: { ...samplePeople.staff, 'eng-2': { ...samplePeople.staff['eng-2']!, manager: 'eng-head' } },
    };
    const lineOf = (notTaken: readonly string[]): Story => {
      const stage = {
        ...developer.procedure.stages['hand-over']!,
        notTaken,
      } as (typeof developer.procedure.stages)[string];
      const procedure = { ...developer.procedure, stages: { ...developer.procedure.stages, 'hand-over': stage } };
      return new Story(withPeople({ ...developer, procedure }, people))
        .register()
        .act(acts.founded())
        .passTo(local('2026-03-03 18:00'));
    };
    expect(owner(lineOf(['supervisor', 'department-head']))).toMatchObject({
      people: ['eng-head', 'eng-lead'],
      person: null,
    });
    expect(owner(lineOf(['supervisor']))).toMatchObject({ people: ['eng-head'], person: 'eng-head' });
  });

  it('can be answered without being taken first, which takes it', () => {
    const story = handOver().act(acts.answer(true, 'eng-2'));
    expect(story.of('handoverTaken')).toMatchObject([{ person: 'eng-2' }]);
  });

  it('assigned to somebody is taken by them', () => {
    const story = handOver().act(assign('eng-lead', 'eng-2'));
    expect(story.current.stage?.tasks[0]).toMatchObject({ taken: true, owner: { person: 'eng-2' } });
    expect(story.refusal(decline('eng-2'))).toBe('stale');
    expect(story.passTo(local('2026-03-04 18:00')).of('handoverPassedOn')).toEqual([]);
  });

  it('to a department without a handler goes to its head', () => {
    const story = new Story().register().act(acts.founded('cs-1', 'customer-service'));
    expect(owner(story)).toMatchObject({ people: ['cs-head'], department: 'customer-service' });
  });

  it('that its taker must stand aside from is offered to the rest of the department anew', () => {
    const story = handOver().act(acts.take('eng-1')).at(local('2026-03-04 10:00')).act(recuse('eng-1'));
    expect(story.current.stage?.tasks[0]).toMatchObject({ taken: false, owner: { people: ['eng-2'], person: null } });
    expect(owner(story)?.leftOut).toEqual([{ person: 'eng-1', why: 'recused' }]);
    expect(story.passTo(local('2026-03-05 17:59')).of('handoverPassedOn')).toEqual([]);
    expect(story.passTo(local('2026-03-05 18:00')).of('handoverPassedOn')).toMatchObject([
      { owner: { person: 'eng-lead' } },
    ]);
  });

  it('that one of two must stand aside from is still only offered to the other, who may decline it', () => {
    const story = handOver().act(recuse('eng-1'));
    expect(story.current.stage?.tasks[0]?.taken).toBe(false);
    expect(owner(story.act(decline('eng-2')))?.people).toEqual(['eng-lead']);
  });
});

describe('whoever stands aside', () => {
  it('leaves the task to the rest of the pool, and never owns another of this complaint', () => {
    const story = new Story().register().act(recuse('cs-1'));
    expect(owner(story)).toMatchObject({
      people: ['cs-2'],
      person: 'cs-2',
      leftOut: [{ person: 'cs-1', why: 'recused' }],
    });
    expect(story.refusal(acts.unfounded('cs-1'))).toBe('recused');
    expect(story.refusal(recuse('cs-1'))).toBe('stale');
    expect(story.refusal(assign('cs-lead', 'cs-1'))).toBe('recused');
    expect(story.refusal(acts.withdraw('cs-1'))).toBe('recused');
    story.act(acts.unfounded('cs-2'));
    expect(owner(story)).toMatchObject({ people: ['cs-2'], leftOut: [{ person: 'cs-1', why: 'recused' }] });
  });

  it('may still leave a note', () => {
    expect(new Story().register().act(recuse('cs-1')).refusal(acts.note('cs-1'))).toBeNull();
  });

  it('as the last of the pool passes it to the head above, and one who owns nothing moves nothing', () => {
    const story = new Story().register().act(recuse('cs-1')).act(recuse('cs-2'));
    expect(owner(story)?.people).toEqual(['cs-head']);
    const before = owner(story);
    expect(owner(story.act(recuse('eng-1')))).toEqual(before);
    story.act(acts.founded('cs-head'));
    expect(owner(story)?.people).toEqual(['eng-2']);
  });

  it('is not climbed to: the rung reaches whoever is free above them', () => {
    const story = new Story().register().act(recuse('cs-lead')).passTo(local('2026-03-05 18:00'));
    expect(story.of('rungReached').find(({ action }) => action === 'tell')?.to).toEqual(['cs-head']);
  });

  it('from what a rung gave to the supervisor of its owner leaves it to the owners of the stage', () => {
    const story = new Story(elapsedHours).register().passTo(local('2026-03-04 10:00'));
    expect(owner(story)).toMatchObject({ person: 'cs-head', rule: 'desk' });
    expect(owner(story.act(recuse('cs-head')))).toMatchObject({ people: ['cs-1', 'cs-2'], rule: 'desk' });
  });

  it('leaves the top of the organisation to whoever comes next below it, not to anybody', () => {
    const story = new Story().register().passTo(local('2026-03-20 10:00')).act(recuse('gm'));
    expect(owner(story)?.people).toEqual(['cs-head']);
  });

  it('may not leave a task without anybody', () => {
    const only = { only: { roles: ['customer-service'], department: 'customer-service' } };
    const story = new Story(
      withPeople(developer, { version: '1', departments: samplePeople.departments, staff: only }),
    ).register();
    expect(story.refusal(recuse('only'))).toBe('forbidden');
  });
});

it('who has left the organisation is climbed over, though departments and reporting lines still name them', () => {
  const { 'cs-head': _, 'cs-lead': __, ...staff } = samplePeople.staff;
  const rules = withPeople(developer, { ...samplePeople, staff });
  const story = new Story(rules).register().passTo(local('2026-03-06 18:00'));
  expect(
    story
      .of('rungReached')
      .filter(({ action }) => action === 'tell')
      .map(({ to }) => to),
  ).toEqual([['gm'], ['gm']]);
});

describe('nobody approves their own proposal', () => {
  it('who answered for the department is left out of the approvers', () => {
    const story = handOver().act(assign('gm', 'gm')).act(acts.answer(false, 'gm'));
    expect(owner(story)).toMatchObject({ people: ['deputy'], leftOut: [{ person: 'gm', why: 'own-proposal' }] });
    for (const act of [acts.approve('gm'), acts.giveBack('gm')]) expect(story.refusal(act)).toBe('own-proposal');
    expect(story.refusal(assign('deputy', 'gm'))).toBe('own-proposal');
    expect(story.refusal(acts.approve('deputy'))).toBeNull();
  });

  it('nor when the ladder climbs to them', () => {
    const story = handOver().act(assign('gm', 'gm')).act(acts.answer(false, 'gm')).passTo(local('2026-04-30 10:00'));
    expect(owner(story)?.people).not.toContain('gm');
    expect(owner(story)?.person).toBe('cs-head');
  });

  it('the nearest approvers who are free are asked, further up when those next to the department are not', () => {
    const rules = withStaff({
      'eng-1': { roles: ['handler', 'manager'], department: 'engineering', manager: 'eng-lead' },
    });
    const story = new Story(rules).register().act(acts.founded()).act(acts.answer(false, 'eng-1'));
    expect(owner(story)?.people).toEqual(['deputy', 'gm']);
  });

  it('a chain asks one approver after the other, each with a whole limit; one return ends it', () => {
    const story = new Story(shortChain).register().act(acts.founded()).act(acts.answer(false));
    expect(owner(story)?.people).toEqual(['cs-head']);
    story.at(local('2026-03-03 10:00')).act(acts.approve('cs-head'));
    expect(story.current.stage).toMatchObject({ key: 'management', tasks: [{ step: 2 }] });
    expect(owner(story)?.people).toEqual(['deputy', 'gm']);
    expect(story.current.stage?.tasks[0]?.budget.dueAt).toBe(local('2026-03-05 18:00'));
    expect(story.refusal(acts.approve('cs-head'))).toBe('not-owner');
    story.act(acts.approve('deputy'));
    expect(owner(story)?.people).toEqual(['gm']);
    const returned = story.act(acts.giveBack('gm'));
    expect(returned.current.stage?.key).toBe('hand-over');
    expect(returned.of('stageCompleted').at(-1)).toMatchObject({ stage: 'management', outcome: 'returned' });
    expect(returned.of('stageOpened').filter(({ stage }) => stage === 'management')).toHaveLength(1);
  });
});

describe('assignment', () => {
  it('is for the owner, the pool and those above, to anybody who exists', () => {
    const story = new Story().register();
    for (const by of ['cs-1', 'cs-2', 'cs-lead', 'cs-head', 'gm']) expect(story.refusal(assign(by, 'cs-2'))).toBeNull();
    for (const by of ['eng-1', 'eng-head', 'deputy']) expect(story.refusal(assign(by, 'cs-2'))).toBe('not-owner');
    expect(story.refusal(assign('complainant', 'cs-2'))).not.toBeNull();
    expect(story.refusal(assign('cs-1', 'nobody'))).toBe('invalid-field');
    expect(story.refusal(assign('cs-1', 'complainant'))).toBe('invalid-field');
    story.act(assign('cs-lead', 'cs-2'));
    expect(story.refusal(acts.unfounded('cs-1'))).toBe('not-owner');
    expect(story.refusal(assign('cs-1', 'cs-1'))).toBe('not-owner');
  });

  it('neither restarts the limit nor takes back a rung', () => {
    const story = new Story().register().passTo(local('2026-03-05 19:00'));
    const before = story.current.stage?.tasks[0];
    story.act(assign('cs-lead', 'cs-2'));
    const { budget, level, rungsReached, missed } = story.current.stage?.tasks[0] ?? {};
    expect({ budget, level, rungsReached, missed }).toEqual({
      budget: before?.budget,
      level: 1,
      rungsReached: [0, 1],
      missed: true,
    });
  });
});

describe('lateness must be explained', () => {
  const explain = (by: string, task?: string) =>
    ({ act: 'explainDelay', by, reason, ...(task ? { task } : {}) }) as const;

  it('by the owner, in writing, from the due instant on, and once', () => {
    const story = new Story().register();
    expect(story.refusal(explain('cs-1'))).toBe('wrong-stage');
    const { id = '' } = story.current.stage?.tasks[0] ?? {};
    story.passTo(local('2026-03-05 18:00'));
    expect(story.current.explanations).toEqual([
      {
        stage: 'investigate',
        round: 1,
        task: id,
        owedBy: ['pool:customer-service'],
        since: local('2026-03-05 18:00'),
        givenBy: null,
      },
    ]);
    expect(story.refusal(explain('cs-lead'))).toBe('not-owner');
    expect(story.refusal(explain('complainant'))).toBe('forbidden');
    story.act(explain('cs-2'));
    expect(story.current.explanations).toMatchObject([{ givenBy: 'cs-2' }]);
    expect(story.refusal(explain('cs-1'))).toBe('wrong-stage');
  });

  it('even after the task is completed and the complaint closed', () => {
    const story = new Story().register().passTo(local('2026-03-05 18:00'));
    const { id = '' } = story.current.stage?.tasks[0] ?? {};
    story.act(acts.unfounded()).act(acts.reply()).act(explain('cs-1', id));
    expect(story.current).toMatchObject({ status: 'closed', explanations: [{ givenBy: 'cs-1' }] });
  });

  it('by whoever holds the overdue task now, for those who held it before', () => {
    const story = new Story().register().passTo(local('2026-03-05 18:00')).act(assign('cs-lead', 'cs-lead'));
    expect(story.act(explain('cs-lead')).current.explanations).toMatchObject([{ givenBy: 'cs-lead' }]);
  });

  it('by each who owes it: one does not explain for another', () => {
    const story = new Story(elapsedHours).register().passTo(local('2026-03-04 10:00'));
    expect(story.current.explanations.map(({ owedBy }) => owedBy)).toEqual([['pool:customer-service'], ['cs-lead']]);
    story.act(explain('cs-lead'));
    expect(story.current.explanations.map(({ givenBy }) => givenBy)).toEqual([null, 'cs-lead']);
    story.act(explain('cs-1'));
    expect(story.current.explanations.map(({ givenBy }) => givenBy)).toEqual(['cs-1', 'cs-lead']);
  });
});

it('who is nobody of this organisation does nothing', () => {
  for (const by of ['nobody', 'time', 'system', 'constructor'])
    expect(new Story().register().refusal(acts.note(by))).toBe('forbidden');
});
