import type { Calendar } from '../../domain/calendar/calendar';
import type { Procedure } from '../../domain/model/procedure';
import { saveCalendar } from '../support/shipped-calendar';
import {
  createRuleBooks,
  currentProcedure,
  listProcedures,
  procedureByHash,
  publishRuleBook,
  RuleBookUnknown,
  type RuleBookInput,
} from '../../db/rule-books';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

const calendar = (hash: string) => ({ id: 'cn', hash, zone: 'Asia/Shanghai' }) as Calendar;

function book(hash: string, changes: Partial<RuleBookInput> = {}): RuleBookInput {
  return {
    procedure: { key: 'hotel', hash, first: 'register' } as Procedure,
    texts: { en: { title: 'Hotel' } },
    match: { default: false },
    limits: {},
    source: 'key: hotel',
    calendar: calendar('c1'),
    by: 'desk-1',
    ...changes,
  };
}

test('new rules are a new version and the current one', async () => {
  const { pool } = database;
  expect(await publishRuleBook(pool, book('h1'))).toMatchObject({ outcome: 'published', version: 1 });
  expect(await publishRuleBook(pool, book('h2'))).toMatchObject({ outcome: 'published', version: 2 });
  expect(await currentProcedure(pool, 'hotel')).toMatchObject({ version: 2, hash: 'h2', procedure: { hash: 'h2' } });
  expect(await procedureByHash(pool, 'h1')).toMatchObject({ version: 1, source: 'key: hotel' });
  expect((await listProcedures(pool)).map(({ key, version }) => [key, version])).toEqual([['hotel', 2]]);
  expect(await currentProcedure(pool, 'none')).toBeNull();
});

test('the same rules again are no new version; their texts are renewed', async () => {
  const { pool } = database;
  await publishRuleBook(pool, book('h1'));
  await publishRuleBook(pool, book('h2'));
  expect(await publishRuleBook(pool, book('h1'))).toMatchObject({ outcome: 'unchanged', version: 1 });
  const retitled = book('h1', { texts: { en: { title: 'Front desk' } } });
  expect(await publishRuleBook(pool, retitled)).toMatchObject({ outcome: 'texts-changed', version: 1 });
  expect(await currentProcedure(pool, 'hotel')).toMatchObject({ hash: 'h2' });
  expect((await procedureByHash(pool, 'h1'))?.texts).toEqual({ en: { title: 'Front desk' } });
});

test('published by many at once every version has its own number', async () => {
  const { pool } = database;
  const hashes = ['h1', 'h2', 'h3', 'h1', 'h2', 'h3'];
  const results = await Promise.all(hashes.map((hash) => publishRuleBook(pool, book(hash))));
  const published = results.filter(({ outcome }) => outcome === 'published');
  expect(published.map(({ version }) => version).toSorted()).toEqual([1, 2, 3]);
});

test('complaints find their rules by hash and the calendar as it is now', async () => {
  const { pool } = database;
  await publishRuleBook(pool, book('h1'));
  await publishRuleBook(pool, book('h2', { calendar: calendar('c2') }));
  await saveCalendar(pool, calendar('c1'));
  const books = createRuleBooks(pool);
  expect((await books.procedure('h1')).hash).toBe('h1');
  expect((await books.calendar('cn')).hash).toBe('c2');
  await expect(books.procedure('none')).rejects.toThrow(RuleBookUnknown);
  await expect(books.calendar('none')).rejects.toThrow(RuleBookUnknown);
});
