import { createContentStore, evidenceOf } from '../../db/content';
import { listComplaints } from '../../db/complaint-lists';
import { acceptComplaint, createIntakeBacklog, findIntake, ReferenceTaken, storeAnswer } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { referenceOfToken } from '../../db/tracking';
import { INTAKE_BODY, intakeOf, opening } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

async function count(table: string, reference: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::integer as n from ${table} where reference = $1`,
    [reference],
  );
  return rows[0]?.n ?? 0;
}

test('the same intake ten times at once is one complaint, accepted once', async () => {
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      acceptComplaint(database.pool, {
        ...intakeOf(`B-1-${String(index)}`),
        keyHash: 'same',
      }),
    ),
  );
  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', ...Array(9).fill('repeated')]);
  expect(new Set(results.map(({ registration }) => registration.reference)).size).toBe(1);
  const { rows } = await database.pool.query(`select reference from content where reference like 'B-1-%'`);
  expect(rows).toHaveLength(2);
});

test('the complaint is committed with its personal data, its evidence, its search terms and its tracking token', async () => {
  const { registration } = await acceptComplaint(database.pool, intakeOf('B-2'));
  const contents = await createContentStore(database.pool).get([registration.content.content]);
  const body = contents.get(registration.content.content);
  expect(body).toMatchObject({ kind: 'intake', reference: 'B-2', hash: registration.content.hash });
  expect(JSON.parse(body?.text ?? '')).toEqual(INTAKE_BODY);
  expect(await count('complainants', 'B-2')).toBe(1);
  expect(await count('complaint_search', 'B-2')).toBe(1);
  expect(await evidenceOf(database.pool, 'B-2')).toEqual([
    expect.objectContaining({ event: 0, by: 'complainant', text: '{"title":"photo"}' }),
  ]);
  expect(await referenceOfToken(database.pool, 'token of B-2')).toBe('B-2');
  expect(await referenceOfToken(database.pool, 'another token')).toBeNull();
});

test('the key with another body is told apart, and nothing of that body is stored', async () => {
  await acceptComplaint(database.pool, intakeOf('B-3'));
  const again = { ...intakeOf('B-3-other'), keyHash: intakeOf('B-3').keyHash, bodyHash: 'body-2' };
  expect(await acceptComplaint(database.pool, again)).toMatchObject({
    outcome: 'key-reused',
    registration: { reference: 'B-3' },
  });
  expect(await count('content', 'B-3-other')).toBe(0);
});

test('the same key of another source is another complaint', async () => {
  await acceptComplaint(database.pool, intakeOf('B-4', { keyHash: 'shared' }));
  const other = intakeOf('B-4-other', { keyHash: 'shared', source: 'web-form' });
  expect((await acceptComplaint(database.pool, other)).outcome).toBe('accepted');
});

test('a reference that another complaint has is refused, not shared', async () => {
  await acceptComplaint(database.pool, intakeOf('B-5'));
  const taken = intakeOf('B-5', { keyHash: 'another key', trackingHash: 'another hash' });
  await expect(acceptComplaint(database.pool, taken)).rejects.toThrow(ReferenceTaken);
});

test('the first answer is kept and given to whoever asks again', async () => {
  await acceptComplaint(database.pool, intakeOf('B-6'));
  await storeAnswer(database.pool, 'B-6', { promise: 1 });
  await storeAnswer(database.pool, 'B-6', { promise: 2 });
  const repeated = await acceptComplaint(database.pool, intakeOf('B-6'));
  expect(repeated).toMatchObject({ outcome: 'repeated', answer: { promise: 1 } });
  expect(await findIntake(database.pool, 'B-6')).toMatchObject({ answer: { promise: 1 } });
});

test('accepted complaints without a run are listed, oldest first, until they are marked', async () => {
  const backlog = createIntakeBacklog(database.pool);
  for (const one of await backlog.unstarted(1_000)) await backlog.markStarted(one.registration.reference);
  const accepted = ['2026-01-03', '2026-01-01', '2026-01-02'].map((day) =>
    acceptComplaint(database.pool, intakeOf(`B-7-${day}`, { acceptedAt: new Date(`${day}T00:00:00.000Z`) })),
  );
  await Promise.all(accepted);
  await backlog.markStarted('B-7-2026-01-02');
  const left = await backlog.unstarted(10);
  expect(left.map(({ registration }) => registration.reference)).toEqual(['B-7-2026-01-01', 'B-7-2026-01-03']);
  expect(left[0]?.procedureHash).toBe('hash-of-rules');
  expect(await backlog.unstarted(1)).toHaveLength(1);
});

test('an erased text is gone while its id and hash stay', async () => {
  const store = createContentStore(database.pool);
  const ref = await store.put({ reference: 'B-8', kind: 'note', text: 'half \uD83D a pair \0', by: 'desk-1' });
  expect((await store.get([ref.content])).get(ref.content)?.text).toBe('half \uFFFD a pair \uFFFD');
  await store.erase(ref.content);
  expect((await store.get([ref.content])).get(ref.content)).toMatchObject({ text: null, hash: ref.hash });
});

test('the same text twice has two ids and two hashes', async () => {
  const store = createContentStore(database.pool);
  const text = { reference: 'B-9', kind: 'note', text: 'yes', by: 'desk-1' };
  const [first, second] = [await store.put(text), await store.put(text)];
  expect(first.content).not.toBe(second.content);
  expect(first.hash).not.toBe(second.hash);
});

test('an erased intake is found by its reference only, and its contact is gone', async () => {
  const { registration } = await acceptComplaint(database.pool, intakeOf('B-10'));
  await createLedger(database.pool).record({ reference: 'B-10', events: opening({ reference: 'B-10' }) });
  const found = async (q: string) => (await listComplaints(database.pool, { filters: { q }, limit: 10 })).items.length;
  expect(await found('渗水')).toBe(1);
  await createContentStore(database.pool).erase(registration.content.content);
  expect(await found('渗水')).toBe(0);
  expect(await found('b-10')).toBe(1);
  expect(await count('complainants', 'B-10')).toBe(0);
});
