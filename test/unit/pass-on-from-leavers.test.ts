import { MockActivityEnvironment } from '@temporalio/testing';
import { passOnFromLeaversActivity } from '../../activities/pass-on-from-leavers';
import type { LeaverBacklog, LeaverMessenger } from '../../activities/ports';

/** A backlog in memory: whoever still holds tasks of which complaints. */
function backlogOf(held: Readonly<Record<string, readonly string[]>>) {
  const tasks = new Map(Object.entries(held).map(([person, references]) => [person, new Set(references)]));
  const passedOn: string[] = [];
  const page = (all: Iterable<string>, { after, limit }: { readonly after: string; readonly limit: number }) =>
    [...all]
      .filter((one) => one > after)
      .sort()
      .slice(0, limit);
  const backlog: LeaverBacklog = {
    leaving: async (input) => page(tasks.keys(), input),
    heldBy: async ({ person, ...input }) => page(tasks.get(person) ?? [], input),
    markPassedOn: async (person) => void (passedOn.push(person), tasks.delete(person)),
  };
  const settle = (): void => tasks.forEach((references) => references.clear());
  return { backlog, passedOn, settle };
}

const log = { warn: () => {} };
const run = (activity: () => Promise<number>) => new MockActivityEnvironment().run(activity);

let clock: jest.SpyInstance<number, []>;
let now = 1_000_000;
beforeEach(() => {
  clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => clock.mockRestore());

test('every complaint of everybody who has left is told, page by page, and they are done with once nothing is held', async () => {
  const all = Array.from({ length: 450 }, (_, index) => `C-${String(index).padStart(3, '0')}`);
  const { backlog, passedOn, settle } = backlogOf({ ann: all, bob: ['X-1'], cai: [] });
  const told: string[] = [];
  const messenger: LeaverMessenger = { tell: async (reference) => told.push(reference) > 0 };
  const activity = passOnFromLeaversActivity({ backlog, messenger, log });
  expect(await run(activity)).toBe(451);
  expect(told.toSorted()).toEqual([...all, 'X-1']);
  expect(passedOn).toEqual(['cai']);
  settle();
  expect(await run(activity)).toBe(0);
  expect(passedOn).toEqual(['cai', 'ann', 'bob']);
});

test('who has been told is told again after a minute, five times at most', async () => {
  const { backlog, passedOn } = backlogOf({ ann: ['C-1'] });
  let times = 0;
  const activity = passOnFromLeaversActivity({ backlog, messenger: { tell: async () => (times += 1) > 0 }, log });
  for (const pass of [1, 2, 3]) expect([pass, await run(activity)]).toEqual([pass, pass === 1 ? 1 : 0]);
  for (let minute = 0; minute < 9; minute += 1) {
    now += 61_000;
    await run(activity);
  }
  expect(times).toBe(5);
  expect(passedOn).toEqual([]);
});

test('one that cannot be told now stops no other and is told later; one without a run is told once it has one', async () => {
  const { backlog } = backlogOf({ ann: ['C-1', 'C-2', 'C-3'] });
  let isAway = true;
  const told: string[] = [];
  const messenger: LeaverMessenger = {
    tell: async (reference) => {
      if (reference === 'C-2' && isAway) throw new Error('unavailable');
      if (reference === 'C-3' && isAway) return false;
      return told.push(reference) > 0;
    },
  };
  const activity = passOnFromLeaversActivity({ backlog, messenger, log });
  expect(await run(activity)).toBe(1);
  isAway = false;
  now += 61_000;
  expect(await run(activity)).toBe(3);
  expect(told).toEqual(['C-1', 'C-1', 'C-2', 'C-3']);
});
