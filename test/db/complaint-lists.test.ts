import { listComplaints, type ComplaintFilters, type ComplaintSort } from '../../db/complaint-lists';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { InvalidCursor } from '../../db/page';
import { CLOSING, DESK, intakeOf, numbered, opening, type OpeningInput } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

const instant = (day: number) => new Date(Date.UTC(2026, 5, day)).toISOString();

async function file(input: OpeningInput, more: Parameters<typeof numbered>[1] = []): Promise<void> {
  const events = [...opening(input), ...numbered(6, more)];
  await createLedger(database.pool).record({ reference: input.reference, events });
}

async function pages(sort: ComplaintSort, filters: ComplaintFilters, between = async () => {}): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listComplaints(database.pool, { filters, sort, limit: 3, ...(cursor ? { cursor } : {}) });
    expect(page.items.length).toBeLessThanOrEqual(3);
    seen.push(...page.items.map(({ reference }) => reference));
    cursor = page.next;
    await between();
  } while (cursor !== null);
  return seen;
}

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

const pause = [{ type: 'paused', reason: { content: 'c', hash: 'h' }, until: instant(30) }] as const;

async function elevenComplaints(): Promise<string[]> {
  const references = Array.from({ length: 11 }, (_, index) => `C-${String(index).padStart(2, '0')}`);
  for (const [index, reference] of references.entries()) {
    // Some share an instant, some have no due instant.
    const day = 1 + Math.floor(index / 2);
    const registration = { receivedAt: instant(day) };
    await file({ reference, registration, dueAt: instant(20 - day) }, index % 4 === 3 ? pause : []);
  }
  return references;
}

test.each<[ComplaintSort, string]>([
  ['receivedAt', '00 01 02 03 04 05 06 07 08 09 10'],
  ['-receivedAt', '10 09 08 07 06 05 04 03 02 01 00'],
  ['dueAt', '10 08 09 06 04 05 02 00 01 03 07'],
  ['-dueAt', '01 00 02 05 04 06 09 08 10 07 03'],
])('sorted by %s every complaint comes once, those without a due instant last', async (sort, order) => {
  await elevenComplaints();
  expect((await pages(sort, {})).map((reference) => reference.slice(2)).join(' ')).toBe(order);
});

test.each<ComplaintSort>(['receivedAt', '-receivedAt', 'dueAt', '-dueAt'])(
  'sorted by %s complaints filed while paging neither hide nor repeat others',
  async (sort) => {
    const references = await elevenComplaints();
    let filed = 0;
    const seen = await pages(sort, {}, async () => {
      filed += 1;
      await file({
        reference: `N-${String(filed)}-early`,
        registration: { receivedAt: instant(-9) },
        dueAt: instant(1),
      });
      await file({ reference: `N-${String(filed)}-mid`, registration: { receivedAt: instant(3) }, dueAt: instant(17) });
      if (filed > 20) throw new Error('paging does not end');
    });
    expect(seen.filter((reference) => reference.startsWith('C-')).toSorted()).toEqual(references);
    expect(new Set(seen).size).toBe(seen.length);
  },
);

test('each filter keeps what it names and drops the rest', async () => {
  await file({ reference: 'C-1' });
  await file({
    reference: 'C-2',
    registration: { severity: 'urgent', receivedAt: instant(2) },
    owner: { ...DESK, department: 'building', people: ['head-2'], person: 'head-2', pool: null },
    dueAt: instant(9),
  });
  const escalated = {
    type: 'rungReached',
    of: { task: 'T5' },
    rung: 0,
    level: 2,
    action: 'tell',
    to: ['head-1'],
    explain: [],
  } as const;
  await file({ reference: 'C-3', dueAt: instant(10) }, [escalated]);
  await createLedger(database.pool).record({
    reference: 'C-4',
    events: [...opening({ reference: 'C-4' }), ...CLOSING],
  });
  const kept = (filters: ComplaintFilters) => pages('receivedAt', filters).then((all) => all.toSorted().join(' '));
  expect(await kept({ procedure: 'property-developer' })).toBe('C-1 C-2 C-3 C-4');
  expect(await kept({ procedure: 'hotel' })).toBe('');
  expect(await kept({ stage: 'investigate' })).toBe('C-1 C-2 C-3');
  expect(await kept({ severity: 'urgent' })).toBe('C-2');
  expect(await kept({ department: 'building' })).toBe('C-2');
  expect(await kept({ owner: 'head-2' })).toBe('C-2');
  expect(await kept({ level: 2 })).toBe('C-3');
  expect(await kept({ dueBefore: instant(10) })).toBe('C-1 C-2');
  expect(await kept({ receivedAfter: instant(1) })).toBe('C-2');
  expect(await kept({ open: true })).toBe('C-1 C-2 C-3');
  expect(await kept({ open: false })).toBe('C-4');
  expect(await kept({ open: true, department: 'service', dueBefore: instant(30) })).toBe('C-1 C-3');
});

test.each([
  ['渗水', true],
  ['墙', true],
  ['墙面渗水', true],
  ['rain 渗水', true],
  ['RAIN', true],
  ['王小明', true],
  ['c-9', true],
  ['渗墙', false],
  ['rain snow', false],
  ['!!', false],
])('a search for "%s" finds: %s', async (q, found) => {
  await acceptComplaint(database.pool, intakeOf('C-9'));
  await file({ reference: 'C-9' });
  expect(await pages('receivedAt', { q })).toEqual(found ? ['C-9'] : []);
});

test.each([
  'nonsense',
  Buffer.from('[1]').toString('base64url'),
  Buffer.from(JSON.stringify(['complaints dueAt', instant(1), ['C-1']])).toString('base64url'),
  Buffer.from(JSON.stringify(['complaints receivedAt', 'yesterday', ['C-1']])).toString('base64url'),
  Buffer.from(JSON.stringify(['complaints receivedAt', instant(1), ['C-1', 'C-2']])).toString('base64url'),
  Buffer.from(JSON.stringify(['complaints receivedAt', instant(1), ['\0']])).toString('base64url'),
])('the cursor %s is refused', async (cursor) => {
  const list = listComplaints(database.pool, { sort: 'receivedAt', cursor, limit: 3 });
  await expect(list).rejects.toThrow(InvalidCursor);
});
