import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComplaintEvent } from '../../domain/model/event';
import { openTasks } from '../../domain/model/tasks';
import { holdersOf } from '../../domain/people/pool-members';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { checkAnswers } from '../../procedures/checker/check-answers';
import { checkDiscretion } from '../../procedures/checker/check-discretion';
import { checkOwnProposals } from '../../procedures/checker/check-own-proposal';
import { worldsFor } from '../../procedures/checker/check-procedure';
import { checkWaiting } from '../../procedures/checker/check-waiting';
import { explore, type Node, type Space, type Way } from '../../procedures/checker/explore';
import { Faults } from '../../procedures/checker/story';
import { loadRuleBook } from '../../procedures/reading/load';

/** Everything that can come of a complaint under a rule book, in its first organisation. */
function spaceOf(...file: readonly string[]): Space {
  const name = file.at(-1) ?? '';
  const loaded = loadRuleBook(readFileSync(join(__dirname, ...file), 'utf8'), name);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const [world] = worldsFor(loaded.ruleBook.procedure, compileCalendar('cn'));
  if (!world) throw new Error('no organisation');
  return explore(world);
}

const space = spaceOf('../../procedures', 'property-developer.yaml');
const shop = spaceOf('fixtures', 'small-shop.yaml');

function found(check: (space: Space, faults: Faults) => void, tampered: Space) {
  const faults = new Faults();
  check(tampered, faults);
  return faults.all.map(({ property, message, story }) => ({ property, message, story }));
}

function withEvents(change: (event: ComplaintEvent) => readonly ComplaintEvent[], of = space): Space {
  const ways = of.ways.map((way): Way => ({
    ...way,
    step: { ...way.step, events: way.step.events.flatMap(change) },
  }));
  return { ...of, ways };
}

/** Nodes of the stage as the core would leave them if it named these people. */
function withHolders(stage: string, holders: (node: Node) => readonly string[]): Space {
  const nodes = space.nodes.map((node): Node => {
    const { state } = node;
    if (state.stage?.key !== stage) return node;
    const tasks = state.stage.tasks.map((task) => ({
      ...task,
      owner: { ...task.owner, people: holders(node), pool: null },
    }));
    return { ...node, state: { ...state, stage: { ...state.stage, tasks } } };
  });
  return { ...space, nodes };
}

describe('a core that did wrong would be told on, for', () => {
  test('a stage that nobody owns', () => {
    const nobody = withEvents((event) =>
      event.type === 'taskOpened' && event.stage === 'management'
        ? [{ ...event, owner: { ...event.owner, people: [], person: null, pool: null } }]
        : [event],
    );
    expect(found(checkWaiting, nobody)).toEqual([
      {
        property: 'owned',
        message: 'nobody is left to hold stage "management" where there is each role twice',
        story: expect.stringMatching(/answered \(speaks-for-company: no\), day 0 · day 0: open, and nobody owns it$/),
      },
    ]);
  });

  test('a complainant who gets no acknowledgement', () => {
    const silent = withEvents((event) => (event.type === 'acknowledged' ? [] : [event]));
    expect(found(checkAnswers, silent)).toEqual([
      { property: 'answered', message: 'the complainant gets no acknowledgement', story: 'registered, day 0' },
    ]);
  });

  test('an approval that falls to who proposed', () => {
    const own = withHolders('management', ({ state }) => state.proposedBy);
    expect(found(checkOwnProposals, own)).toEqual([
      {
        property: 'own-proposal',
        message: 'stage "management" can fall to somebody who must stand aside',
        story: expect.stringMatching(/· day 0: handler-1 holds it$/),
      },
    ]);
  });

  test('a task that stays with who stands aside', () => {
    const held = withHolders('investigate', ({ rules, state }) =>
      openTasks(state).flatMap((task) => holdersOf(rules, state, task).slice(0, 1)),
    );
    const aside: Space = {
      ...held,
      nodes: held.nodes.map((node) => ({
        ...node,
        state: { ...node.state, recused: openTasks(node.state).flatMap(({ owner }) => owner.people) },
      })),
    };
    expect(found(checkOwnProposals, aside).map(({ message }) => message)).toContain(
      'stage "investigate" can fall to somebody who must stand aside',
    );
  });

  test('a solution that is put to the complainant although nobody who may has granted it', () => {
    const dearer = withEvents((event) => {
      const offer = event.type === 'taskCompleted' && event.stage === 'work-out';
      return offer ? [{ ...event, form: { solution: [{ remedy: 'refund', amount: 10_001 }] } }] : [event];
    }, shop);
    expect(found(checkDiscretion, dearer)).toContainEqual({
      property: 'discretion',
      message: expect.stringMatching(/^"answered" of stage "work-out" leads to "offer" with a "solution" beyond/),
      story: expect.stringMatching(/"offer" with 10001 that nobody might grant$/),
    });
  });

  test('nothing, as it is', () => {
    expect([
      ...found(checkWaiting, space),
      ...found(checkAnswers, space),
      ...found(checkOwnProposals, space),
      ...found(checkDiscretion, shop),
    ]).toEqual([]);
  });
});
