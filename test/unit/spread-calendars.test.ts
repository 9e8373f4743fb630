import { MockActivityEnvironment } from '@temporalio/testing';
import type { CalendarBacklog, CalendarMessenger, CalendarNews } from '../../activities/ports';
import { spreadCalendarsActivity } from '../../activities/spread-calendars';
import type { Calendar } from '../../domain/calendar/calendar';

const news = (number: number): CalendarNews => ({
  calendar: { id: 'cn', hash: `h${number}` } as Calendar,
  number,
  reason: { content: 'why', hash: 'h' },
});

/** A backlog in memory: whoever has recorded the change is no longer behind. */
function backlogOf(references: readonly string[]) {
  const behind = new Set(references);
  const marked: number[] = [];
  let current: CalendarNews | null = news(2);
  const backlog: CalendarBacklog = {
    unspread: async () => (current ? [current] : []),
    newest: async () => current,
    behind: async ({ after, limit }) =>
      [...behind]
        .filter((reference) => reference > after)
        .sort()
        .slice(0, limit),
    markSpread: async ({ number }) => void marked.push(number),
  };
  return { backlog, behind, marked, change: (next: CalendarNews | null) => (current = next) };
}

const log = { warn: () => {} };
const run = (activity: () => Promise<number>) => new MockActivityEnvironment().run(activity);

let clock: jest.SpyInstance<number, []>;
let now = 1_000_000;
beforeEach(() => {
  clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => clock.mockRestore());

test('everybody behind is told, page by page, and the change is marked once nobody is', async () => {
  const all = Array.from({ length: 450 }, (_, index) => `C-${String(index).padStart(3, '0')}`);
  const { backlog, behind, marked } = backlogOf(all);
  const told: string[] = [];
  const messenger: CalendarMessenger = { tell: async (reference) => told.push(reference) > 0 };
  const activity = spreadCalendarsActivity({ backlog, messenger, log });
  expect(await run(activity)).toBe(450);
  expect(told.toSorted()).toEqual(all);
  expect(marked).toEqual([]);
  behind.clear();
  expect(await run(activity)).toBe(0);
  expect(marked).toEqual([2]);
});

test('who has been told is not told again at once, and again when it has not been recorded for a minute', async () => {
  const { backlog, marked, change } = backlogOf(['C-1']);
  let times = 0;
  const activity = spreadCalendarsActivity({ backlog, messenger: { tell: async () => (times += 1) > 0 }, log });
  for (const pass of [1, 2, 3]) expect([pass, await run(activity)]).toEqual([pass, pass === 1 ? 1 : 0]);
  now += 61_000;
  expect(await run(activity)).toBe(1);
  change(news(3));
  expect(await run(activity)).toBe(1);
  expect(times).toBe(3);
  expect(marked).toEqual([]);
});

test('one that cannot be told now stops no other and stays on the list', async () => {
  const { backlog, behind, marked } = backlogOf(['C-1', 'C-2', 'C-3']);
  let isAway = true;
  const messenger: CalendarMessenger = {
    tell: async (reference) => {
      if (reference === 'C-2' && isAway) throw new Error('unavailable');
      behind.delete(reference);
      return true;
    },
  };
  const activity = spreadCalendarsActivity({ backlog, messenger, log });
  expect(await run(activity)).toBe(2);
  expect(marked).toEqual([]);
  isAway = false;
  expect(await run(activity)).toBe(1);
  expect(await run(activity)).toBe(0);
  expect(marked).toEqual([2]);
});

test('a run that is not there is asked for again while it may just be starting, and then holds nobody up', async () => {
  const { backlog, marked } = backlogOf(['C-1']);
  let asked = 0;
  const messenger: CalendarMessenger = { tell: async () => (asked += 1) < 0 };
  const activity = spreadCalendarsActivity({ backlog, messenger, log });
  for (let minute = 0; minute < 5; minute += 1) {
    expect(await run(activity)).toBe(0);
    expect(marked).toEqual([]);
    now += 61_000;
  }
  expect(await run(activity)).toBe(0);
  expect(marked).toEqual([2]);
  expect(asked).toBe(5);
});
