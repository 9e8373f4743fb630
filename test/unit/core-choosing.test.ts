import type { Directory } from '../../domain/model/people';
import type { OwnerRule, Procedure } from '../../domain/model/procedure';
import { KnownPeople } from '../../domain/people/known-people';
import { Workload } from '../../domain/people/workload';
import { ownersOfEveryKind } from '../support/owner-rules';
import { local, Story } from '../support/story';

const AWAY = [{ from: local('2026-03-01 00:00'), to: local('2026-03-20 00:00') }];

const people: Directory = {
  version: 'three',
  departments: { desk: { head: 'hal' } },
  staff: {
    ann: { roles: ['customer-service'], department: 'desk', manager: 'hal' },
    bob: { roles: ['customer-service'], department: 'desk', manager: 'hal' },
    cai: { roles: ['customer-service'], department: 'desk', manager: 'hal' },
    hal: { roles: ['manager'], department: 'desk' },
  },
};

const { stages: all, ...others } = ownersOfEveryKind.procedure;
const { receive } = all;
if (receive?.kind !== 'task') throw new Error('it begins with a task');

function procedureOf(desk: OwnerRule): Procedure {
  return {
    ...others,
    owners: { ...others.owners, desk },
    stages: { ...all, receive: { ...receive, owner: 'desk', ownerIf: [] } as typeof receive & object },
  };
}

/** Complaints of one organisation, filed one after the other. */
function desk(assign: Partial<OwnerRule>, directory = people, workload: Workload | null = new Workload()) {
  const known = new KnownPeople(directory, workload);
  const procedure = procedureOf({ role: 'customer-service', ...assign });
  let count = 0;
  return (): Story =>
    new Story({ ...ownersOfEveryKind, procedure, people: known }).register({ reference: `C-${(count += 1)}` });
}

const holder = (story: Story) => story.current.stage?.tasks[0]?.owner;

describe('in turn', () => {
  it('whoever has been longest without a new task gets it, by name, and the event says why', () => {
    const file = desk({ assign: 'in-turn' });
    const holders = [1, 2, 3, 4].map(() => holder(file()));
    expect(holders.map((owner) => owner?.person)).toEqual(['ann', 'bob', 'cai', 'ann']);
    expect(holders[3]).toMatchObject({ people: ['ann'], pool: null, chosen: { by: 'in-turn', open: 1 } });
  });

  it('nobody who is absent while another is there', () => {
    const { ann, ...rest } = people.staff;
    if (!ann) throw new Error('ann is there');
    const file = desk({ assign: 'in-turn' }, { ...people, staff: { ...rest, ann: { ...ann, absences: AWAY } } });
    expect([file(), file(), file()].map((story) => holder(story)?.person)).toEqual(['bob', 'cai', 'bob']);
  });

  it('somebody who stands aside is followed by the next one', () => {
    const story = desk({ assign: 'in-turn' })();
    story.act({ act: 'recuse', by: 'ann', reason: { content: 'x', hash: '' } });
    expect(holder(story)).toMatchObject({
      person: 'bob',
      chosen: { by: 'in-turn' },
      leftOut: [{ person: 'ann', why: 'recused' }],
    });
  });
});

describe('to the least loaded', () => {
  it('whoever holds fewest open tasks gets it', () => {
    const file = desk({ assign: 'least-loaded' });
    const [, second] = [file(), file(), file()];
    second?.act({ act: 'complete', by: 'bob', outcome: 'accepted', form: { responsible: 'desk' } });
    expect(holder(file())).toMatchObject({ person: 'bob', chosen: { by: 'least-loaded', open: 0 } });
  });
});

it('nobody gets more than the rule allows: then it goes up, and the event says so', () => {
  const file = desk({ assign: 'least-loaded', most: 1 });
  const holders = [1, 2, 3, 4].map(() => holder(file()));
  expect(holders.map((owner) => owner?.person)).toEqual(['ann', 'bob', 'cai', 'hal']);
  expect(holders[2]).toMatchObject({ chosen: { by: 'least-loaded', open: 0, most: 1 } });
  expect(holders[3]).toMatchObject({ full: true });
  expect(holders[3]).not.toHaveProperty('chosen');
});

it('where nobody keeps count, as in the checker, it is the pool that may take it', () => {
  expect(holder(desk({ assign: 'in-turn', most: 1 }, people, null)())).toMatchObject({
    people: [],
    pool: { role: 'customer-service', department: null },
  });
});

it('without a strategy it is the pool that may take it, however much is counted', () => {
  expect(holder(desk({})())).toMatchObject({ person: null, pool: { role: 'customer-service' } });
});

describe('by a rung', () => {
  it('that gives to such an owner, one is chosen by the strategy', () => {
    const workload = new Workload();
    const known = new KnownPeople(people, workload);
    const procedure = procedureOf({ role: 'manager' });
    const { receive: first } = procedure.stages;
    if (first?.kind !== 'task') throw new Error('it begins with a task');
    const rung = { at: { offset: { count: 0, unit: 'wd' } }, action: 'give', to: 'pool' } as const;
    const given: Procedure = {
      ...procedure,
      owners: { ...procedure.owners, pool: { role: 'customer-service', assign: 'in-turn' } },
      stages: { ...procedure.stages, receive: { ...first, ladder: [rung] } },
    };
    const holders = ['C-1', 'C-2'].map((reference) => {
      const story = new Story({ ...ownersOfEveryKind, procedure: given, people: known }).register({ reference });
      while (story.of('rungReached').length === 0 && story.passOne());
      return story.of('rungReached')[0]?.owner;
    });
    expect(holders).toMatchObject([
      { person: 'ann', chosen: { by: 'in-turn' } },
      { person: 'bob', chosen: { by: 'in-turn' } },
    ]);
  });
});
