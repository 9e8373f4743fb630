import type { Ownership } from '../../domain/model/event';
import { createLedger } from '../../db/ledger';
import { InvalidCursor } from '../../db/page';
import { listTasks, type ListTasksInput } from '../../db/tasks';
import { addAbsence } from '../../db/absences';
import { declareInterest } from '../../db/interests';
import { saveOrganisation } from '../../db/people';
import { CLOSING, DESK, numbered, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
  const held = (person: string): Ownership => ({ ...DESK, people: [person], person, pool: null });
  const building: Ownership = { ...DESK, rule: 'department', department: 'building', people: ['desk-2'], pool: null };
  await open('D-1', DESK, 5);
  await open('D-2', held('desk-1'), 4);
  await open('D-3', building, 3);
  await open('D-4', held('desk-2'), 2);
  await open('D-5', DESK, 1);
  await open('D-6', { ...held('desk-1'), department: 'building' }, 6);
  await open('D-7', DESK, 7);
  const pause = { type: 'paused', reason: { content: 'c', hash: 'h' }, until: '2026-09-01T00:00:00.000Z' } as const;
  await createLedger(database.pool).record({ reference: 'D-7', events: numbered(6, [pause]) });
  await open('D-8', DESK, 1);
  await createLedger(database.pool).record({ reference: 'D-8', events: CLOSING });
});

afterAll(() => database.close());

async function open(reference: string, owner: Ownership, day: number): Promise<void> {
  const dueAt = new Date(Date.UTC(2026, 6, day)).toISOString();
  await createLedger(database.pool).record({ reference, events: opening({ reference, owner, dueAt }) });
}

async function worklist(input: Omit<ListTasksInput, 'limit' | 'cursor'>, limit: number): Promise<string> {
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listTasks(database.pool, { ...input, limit, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ reference }) => reference));
    cursor = page.next;
  } while (cursor !== null);
  return seen.join(' ');
}

test.each<[string, Omit<ListTasksInput, 'limit' | 'cursor'>, string]>([
  ['what a person holds', { person: 'desk-1' }, 'D-2 D-6'],
  ['what lies in the pools of a person', { pools: 'desk-1' }, 'D-5 D-1 D-7'],
  ['both', { person: 'desk-1', pools: 'desk-1' }, 'D-5 D-2 D-1 D-6 D-7'],
  ['every pool of somebody in several', { pools: 'desk-2' }, 'D-5 D-3 D-1 D-7'],
  ['what a department owes, held or not', { department: 'building' }, 'D-3 D-6'],
  ['what a person holds in a department', { person: 'desk-1', department: 'building' }, 'D-6'],
  ['pools narrowed to a department', { pools: 'desk-2', department: 'building' }, 'D-3'],
  ['everything open', {}, 'D-5 D-4 D-3 D-2 D-1 D-6 D-7'],
  ['nothing for a stranger', { person: 'nobody', pools: 'nobody' }, ''],
])('the worklist by due instant: %s', async (_, input, expected) => {
  expect(await worklist(input, 1)).toBe(expected);
  expect(await worklist(input, 2)).toBe(expected);
  expect(await worklist(input, 50)).toBe(expected);
});

test('a task that is taken leaves the pool', async () => {
  await open('D-9', DESK, 1);
  const taken = {
    type: 'assigned',
    task: 'T5',
    owner: { ...DESK, people: ['desk-1'], person: 'desk-1', pool: null },
  } as const;
  await createLedger(database.pool).record({ reference: 'D-9', events: numbered(6, [taken]) });
  expect(await worklist({ pools: 'desk-2' }, 50)).not.toContain('D-9');
  expect(await worklist({ person: 'desk-1' }, 50)).toContain('D-9');
});

test('a pool task is for whoever has the role there, is not left out and has no interest in the matter', async () => {
  const left = { person: 'desk-1', why: 'declined' } as const;
  await open('P-1', { ...DESK, leftOut: [left] }, 1);
  await open('P-2', { ...DESK, pool: { role: 'customer-service', department: null } }, 1);
  await open('P-3', { ...DESK, pool: { role: 'customer-service', department: 'building' } }, 1);
  await database.pool.query(`update tasks set about = '{mark-1}' where reference = 'P-2'`);
  const seen = async (who: string) =>
    (await worklist({ pools: who }, 50)).split(' ').filter((one) => one.startsWith('P-'));
  expect(await seen('desk-1')).toEqual(['P-2']);
  expect(await seen('desk-2')).toEqual(['P-1', 'P-2']);
  const declared = {
    staff: 'desk-2',
    interest: 'x:1',
    mark: 'mark-1',
    by: 'desk-2',
    declaredAt: new Date().toISOString(),
  };
  await declareInterest(database.pool, declared);
  expect(await seen('desk-2')).toEqual(['P-1']);
  expect(await seen('head-2')).toEqual([]);
});

test('who stands in for somebody absent sees their pools, too', async () => {
  const absence = { from: '2020-01-01T00:00:00.000Z', to: '2126-01-01T00:00:00.000Z', standIn: 'head-2', reason: null };
  await addAbsence(database.pool, { staff: 'desk-1', ...absence });
  expect(await worklist({ pools: 'head-2', standingInFor: ['desk-1'] }, 50)).toContain('D-5');
  expect(await worklist({ pools: 'head-2' }, 50)).toBe('');
});

test('the cursor of another list is refused', async () => {
  const cursor = Buffer.from(JSON.stringify(['notices', 'infinity', ['a', 'b']])).toString('base64url');
  await expect(listTasks(database.pool, { cursor, limit: 5 })).rejects.toThrow(InvalidCursor);
});
