import type { OwnerRule, PoolTold, RungRule, TaskRule } from '../../domain/model/procedure';
import { acts, developer, local, Story } from '../support/story';

/** The shipped rule book, whose desk and a team of engineers are told what is given here. */
function rulesTold(
  desk: PoolTold | undefined,
  team: PoolTold | undefined,
  ladder: readonly RungRule[] = [],
): typeof developer {
  const { procedure } = developer;
  const saying = (owner: OwnerRule | undefined, tell: PoolTold | undefined): OwnerRule => {
    return { role: 'none', ...owner, ...(tell === undefined ? {} : { tell }) };
  };
  const first = procedure.stages[procedure.first] as TaskRule;
  return {
    ...developer,
    procedure: {
      ...procedure,
      owners: {
        ...procedure.owners,
        [first.owner]: saying(procedure.owners[first.owner], desk),
        team: saying({ role: 'handler' }, team),
      },
      stages: { ...procedure.stages, [procedure.first]: { ...first, ladder: [...ladder, ...first.ladder.slice(-1)] } },
    },
  };
}

const rung = (to: string): RungRule => ({ at: { offset: { count: 0, unit: 'wd' } }, action: 'tell', to });

it.each([[undefined], ['each'], ['digest'], ['nobody']] as const)(
  'what its owner says a pool is told (%s) is on record with the task',
  (tell) => {
    const story = new Story(rulesTold(tell, undefined)).register();
    const [opened] = story.of('taskOpened');
    expect(opened?.owner).toMatchObject({ pool: { role: 'customer-service' } });
    expect(opened?.owner.tell).toBe(tell);
    expect(story.current.stage?.tasks[0]?.owner.tell).toBe(tell);
  },
);

it('a person who is named is told by no such rule', () => {
  const story = new Story(rulesTold('nobody', undefined)).register();
  story.act({ act: 'assign', by: 'cs-head', to: 'cs-1' });
  expect(story.of('assigned').map(({ owner: { person, tell } }) => [person, tell])).toEqual([['cs-1', undefined]]);
});

it('a rung says what the pool is told that it names, and nothing about the owner or a person', () => {
  const story = new Story(rulesTold('digest', 'nobody', [rung('team'), rung('owner'), rung('supervisor')])).register();
  story.passTo(local('2026-03-06 10:00'));
  const rungs = story.of('rungReached').filter(({ of }) => 'task' in of);
  expect(rungs.slice(0, 3).map(({ to, tell }) => [to, tell])).toEqual([
    [['pool:handler'], 'nobody'],
    [['pool:customer-service'], undefined],
    [['cs-lead'], undefined],
  ]);
});

it('a pool that says nothing, and whoever holds it by name in the end, leave the record as it was', () => {
  const story = new Story(rulesTold(undefined, undefined)).register().act(acts.founded());
  for (const event of story.events) expect(JSON.stringify(event)).not.toContain('"tell":');
});
