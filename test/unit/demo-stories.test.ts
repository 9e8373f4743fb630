import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Act } from '../../domain/model/act';
import { actsFor } from '../../domain/access';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/model/event';
import { evolve, fold } from '../../domain/record/evolve';
import { forecast } from '../../domain/forecast';
import { nextInstant } from '../../domain/time/schedule';
import { KnownPeople } from '../../domain/people/known-people';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';
import { nearestTask } from '../../domain/model/tasks';
import { DEMO_ORGANISATION } from '../../tools/demo-organisation';
import { candidatesFor, playsFor, type CastMember } from '../../demo/next-move';
import { deed, founded, letTimePass, OWNER, takesOver, type Seen, type Story } from '../../demo/play';
import { playStory, type World } from '../../demo/player';
import { STORIES } from '../../demo/stories';
import { developer, local, sampleRegistration } from '../support/story';

const EXAMPLES = join(__dirname, '../../examples/intake');
const START = local('2026-03-02 09:00');

const rules: KnownRules = {
  ...developer,
  people: new KnownPeople({
    version: 'demo',
    departments: Object.fromEntries(DEMO_ORGANISATION.departments.map(({ id, ...department }) => [id, department])),
    staff: Object.fromEntries(DEMO_ORGANISATION.staff.map(({ id, ...member }) => [id, member])),
  }),
};
const cast: readonly CastMember[] = DEMO_ORGANISATION.staff.map(({ id, roles, department }) => ({
  id,
  role: roles[0] ?? '',
  department,
}));

/** A complaint in memory, driven by the core alone. */
class MemoryWorld implements World {
  now = START;
  readonly events: ComplaintEvent[] = [];

  constructor(
    category: string,
    readonly movable = true,
  ) {
    const registration = sampleRegistration({ receivedAt: START, category });
    const decision = decide(rules, null, { type: 'register', registration }, START);
    if (isRefused(decision)) throw new Error(decision.refusal.detail);
    this.events.push(...decision.events);
  }

  get state() {
    return fold(this.events);
  }

  look(): Promise<Seen> {
    const { status, stage, round, lastAt } = this.state;
    const task = nearestTask(this.state);
    const ahead = forecast(rules, this.state).events;
    return Promise.resolve({
      ...{ status, round, lastAt, stage: stage?.key ?? null },
      step: task?.step ?? 1,
      level: task?.level ?? 0,
      owners: task ? holdersOf(rules, this.state, task, this.now) : [],
      department: task?.owner.department ?? null,
      happened: this.events.filter((event) => event.round === round).map(({ type }) => type),
      events: this.events.length,
      nextAt: ahead[0]?.at ?? null,
    });
  }

  allowed(by: string) {
    return Promise.resolve(actsFor(rules, this.state, by));
  }

  act({ by, body }: Parameters<World['act']>[0]): Promise<void> {
    const decision = decide(rules, this.state, { type: 'act', act: { ...body, by } as Act, via: 'update' }, this.now);
    if (isRefused(decision)) throw new Error(`${by}, ${body.act}: ${decision.refusal.detail}`);
    this.events.push(...decision.events);
    return Promise.resolve();
  }

  get jump(): World['jump'] {
    return this.movable ? (to) => Promise.resolve(this.#jump(to)) : null;
  }

  #jump(to: string): void {
    for (let next = nextInstant(rules, this.state); next !== null && next <= to;) {
      const decision = decide(rules, this.state, { type: 'timePassed' }, next);
      if (isRefused(decision)) throw new Error(decision.refusal.detail);
      this.events.push(...decision.events);
      next = nextInstant(rules, this.events.reduce(evolve, null as never));
    }
    if (to > this.now) this.now = to;
  }
}

function storyOf(file: string): Story {
  const story = STORIES.find((each) => each.file.startsWith(file));
  if (!story) throw new Error(`no story ${file}`);
  return story;
}

function play(story: Story, world: World) {
  return playStory({ story, world, cast, calendar: rules.calendar, turn: 0 });
}

async function played(file: string, category = 'service-quality') {
  const world = new MemoryWorld(category);
  await play(storyOf(file), world);
  return world.state;
}

test('every example has one story, and every story its example', () => {
  const files = readdirSync(EXAMPLES).map((file) => file.replace('.json', ''));
  expect(STORIES.map(({ file }) => file)).toEqual(files.sort());
  expect(existsSync(EXAMPLES)).toBe(true);
});

describe('a story brings its complaint to its end', () => {
  test.each([
    ['01', 'construction-quality', 'archived', 'resolved', 1],
    ['03', 'construction-quality', 'closed', 'resolved', 2],
    ['04', 'service-quality', 'closed', 'unfounded', 1],
    ['05', 'service-quality', 'closed', 'unresolved', 4],
    ['10', 'service-quality', 'closed', 'withdrawn', 1],
    ['12', 'service-quality', 'closed', 'no-answer', 1],
  ])('%s', async (file, category, status, result, round) => {
    const state = await played(file, category);
    expect([state.status, state.closings.at(-1)?.result, state.round]).toEqual([status, result, round]);
  });
});

describe('a story leaves its complaint open where it should be looked at', () => {
  test.each([
    ['02', 'construction-quality', 'consent', 1, 0],
    ['06', 'construction-quality', 'investigate', 1, 3],
    ['07', 'service-quality', 'investigate', 1, 0],
    ['08', 'construction-quality', 'hand-over', 2, 3],
    ['09', 'construction-quality', 'revisit', 1, 0],
    ['11', 'construction-quality', 'management', 1, 1],
    ['13', 'service-quality', 'investigate', 2, 0],
    ['14', 'construction-quality', 'execute', 1, 1],
  ])('%s', async (file, category, stage, round, level) => {
    const state = await played(file, category);
    expect([state.status, state.stage?.key, state.round, nearestTask(state)?.level]).toEqual([
      'open',
      stage,
      round,
      level,
    ]);
  });

  test('held by the general manager, who cannot be passed over any more', async () => {
    const state = await played('06');
    expect(nearestTask(state)?.owner.person).toBe('demo-general-manager');
    expect(nextInstant(rules, state)).toBeNull();
  });

  test('paused while the customer owes information', async () => {
    expect((await played('07')).pausedUntil).not.toBeNull();
  });

  test('the second visit is to come', async () => {
    expect(nearestTask(await played('09', 'construction-quality'))?.step).toBe(2);
  });
});

test('a story played again does nothing', async () => {
  for (const story of STORIES) {
    const world = new MemoryWorld('construction-quality');
    await play(story, world);
    const before = world.events.length;
    expect(await play(story, world)).toEqual({ acts: 0, jumps: 0, waitsFor: null });
    expect(world.events).toHaveLength(before);
  }
});

test('where time cannot be moved, people act at once and a story says what it waits for', async () => {
  const world = new MemoryWorld('service-quality', false);
  const result = await play(storyOf('12'), world);
  expect(result).toEqual({ acts: 3, jumps: 0, waitsFor: nextInstant(rules, world.state) });
  expect(world.state.stage?.key).toBe('consent');
});

test('a story that never ends is given up', async () => {
  const story: Story = {
    file: 'endless',
    title: '',
    plays: [deed('investigate', OWNER, () => ({ act: 'note', reason: 'again' }))],
  };
  await expect(play(story, new MemoryWorld('service-quality'))).rejects.toThrow('endless');
});

const SEEN: Seen = {
  ...{ status: 'open', stage: 'investigate', round: 1, step: 1, level: 0, happened: [], events: 5 },
  ...{ owners: ['c', 'a', 'b'], department: 'two', lastAt: START, nextAt: START },
};

test('a play is for its stage, round and place, and not once what it brings about has happened', () => {
  const note = deed('investigate', OWNER, () => ({ act: 'note', reason: '' }), { round: 1, step: 1, unless: 'noted' });
  const story: Story = { file: '', title: '', plays: [note, takesOver(), letTimePass('investigate', { below: 1 })] };
  expect(playsFor(story, SEEN).map(({ does }) => does)).toEqual(['act', 'wait']);
  expect(playsFor(story, { ...SEEN, round: 2 }).map(({ does }) => does)).toEqual(['wait']);
  expect(playsFor(story, { ...SEEN, step: 2 }).map(({ does }) => does)).toEqual(['wait']);
  expect(playsFor(story, { ...SEEN, happened: ['noted'], level: 1 })).toEqual([]);
  expect(playsFor(story, { ...SEEN, happened: ['noted'], nextAt: null })).toEqual([]);
  expect(playsFor({ ...story, plays: [founded('one', '')] }, { ...SEEN, status: 'closed', stage: null })).toEqual([]);
});

test('owners take turns, and a role is filled from the department of the task first', () => {
  const people: readonly CastMember[] = [
    { id: 'a', role: 'supervisor', department: 'one' },
    { id: 'b', role: 'supervisor', department: 'two' },
    { id: 'c', role: 'handler', department: 'two' },
  ];
  const ask = (by: string, turn: number) => candidatesFor({ by, seen: SEEN, cast: people, turn });
  expect(ask(OWNER, 0)).toEqual(['c', 'a', 'b']);
  expect(ask(OWNER, 4)).toEqual(['a', 'b', 'c']);
  expect(ask('supervisor', 0)).toEqual(['b', 'a']);
});
