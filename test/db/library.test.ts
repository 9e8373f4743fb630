import pino from 'pino';
import { createPeopleSource } from '../../db/people-answers';
import { createRuleBooks } from '../../db/rule-books';
import { translated } from '../../procedures/reading/translate';
import { loadCatalogue, type Catalogue } from '../../procedures/reading/catalogue';
import { IntakeService } from '../../services/intake';
import { KeyedHash } from '../../services/keyed-hash';
import { Library } from '../../services/library';
import { publishShippedRuleBooks } from '../../services/publishing';
import { freshDatabase, type Database } from './database';

let database: Database;
let shipped: Catalogue;

beforeAll(async () => {
  database = await freshDatabase();
  shipped = await loadCatalogue();
  await publishShippedRuleBooks(database.pool);
});

afterAll(() => database.close());

const library = () =>
  new Library({
    pool: database.pool,
    ruleBooks: createRuleBooks(database.pool),
    people: createPeopleSource(database.pool),
  });

describe('with rule books whose YAML nobody can read any more', () => {
  beforeAll(() => database.pool.query(`update procedures set source = 'key: [ broken'`));

  test('a published rule book is all that was loaded', async () => {
    for (const [key, ruleBook] of shipped.ruleBooks) {
      const { source: _, ...loaded } = translated(ruleBook);
      const found = await library().currentRuleBook(key);
      // As JSON keeps it: without what is undefined.
      expect(found).toEqual({ ...(JSON.parse(JSON.stringify(loaded)) as object), source: 'key: [ broken' });
      expect(await library().ruleBook(loaded.procedure.hash)).toEqual(found);
    }
  });

  test('an intake that names no procedure is filed under the one that its match rules say', async () => {
    const intake = new IntakeService({
      pool: database.pool,
      library: library(),
      starter: {
        receive: () => Promise.reject(new Error('not now')),
        start: () => Promise.reject(new Error('not now')),
      },
      hash: new KeyedHash('another secret of the test, as long as that'),
      links: { secret: 'a secret of the test that is long enough', publicUrl: 'http://127.0.0.1' },
      logger: pino({ level: 'silent' }),
    });
    const body = {
      channel: 'web',
      category: 'service-quality',
      complainant: { name: 'Demo Person' },
      narrative: 'The lift stands still. Demo.',
      requests: [],
      facts: {},
      evidence: [],
    };
    const filed = await intake.file({ source: 'none', key: 'one', intake: body, sent: body, withinMs: 0 });
    expect(filed).toMatchObject({ status: 202, replayed: false });
    const { rows } = await database.pool.query<{ key: string }>(
      'select p.key from intake i join procedures p on p.hash = i.procedure_hash where i.reference = $1',
      [filed.answer.reference],
    );
    expect(rows).toEqual([{ key: 'property-developer' }]);
  });
});
