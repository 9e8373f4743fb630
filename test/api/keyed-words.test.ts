import { historiesOf } from '../../rehearsal/history';
import { call, COMPLAINT, startStack, type Stack } from './stack';

jest.setTimeout(120_000);

const ORDER = 'ORD-778-Zq';
const FILED_WITH = 'filed-as-991-Zq';
const ACTED_WITH = 'acted-as-551-Zq';
const WORDS = [ORDER, FILED_WITH, ACTED_WITH];

/** Where words belong: what was written, and the terms it is found by. Erasing a text takes both. */
const CONTENT_TABLES = ['content', 'complaint_search'];

let stack: Stack;
let reference: string;

beforeAll(async () => {
  stack = await startStack({ temporal: true });
  const key = stack.keys['cs-1'];
  const interests = [`order:${ORDER}`, 'staff:eng-2', 'department:engineering'];
  for (const interest of interests)
    expect((await call(stack, { path: '/v1/interests', key, body: { interest } })).status).toBe(201);
  const filed = await call(stack, {
    ...{ path: '/v1/complaints', key: stack.keys['web'], headers: { 'idempotency-key': FILED_WITH } },
    body: { ...COMPLAINT, subject: { kind: 'order', reference: ORDER } },
  });
  reference = filed.body.reference;
  const acted = await call(stack, {
    ...{
      path: `/v1/complaints/${reference}/acts`,
      key: stack.keys['cs-2'],
      headers: { 'idempotency-key': ACTED_WITH },
    },
    body: { act: 'note', reason: 'seen' },
  });
  expect(acted.status).toBe(200);
});
afterAll(() => stack.close());

test('subjects, order numbers, interests and idempotency keys are in no table but those of content', async () => {
  const { rows } = await stack.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  expect(rows.length).toBeGreaterThan(15);
  const holding: string[] = [];
  for (const { name } of rows) {
    const found = await stack.pool.query(`select 1 from ${name} t where t::text ilike any($1)`, [
      [...WORDS, 'staff:eng-2', 'department:engineering'].map((word) => `%${word}%`),
    ]);
    if (found.rows.length > 0) holding.push(name);
  }
  expect(holding.filter((name) => !CONTENT_TABLES.includes(name))).toEqual([]);
  expect(holding).toContain('content');
});

test('nor are they in a history, a search attribute or the id of an act', async () => {
  const { raw } = await stack.client.workflow.getHandle(reference).describe();
  const histories = await historiesOf(stack.client, reference);
  const told = histories.map(decoded).join() + decoded(JSON.stringify(raw));
  expect(told).toContain(reference);
  expect(told).toContain('cs-2');
  for (const word of [...WORDS, 'staff:eng-2', 'department:engineering']) expect(told).not.toContain(word);
});

test('people read them where they need them, and complaints meet interests by them', async () => {
  const as = (who: string, path: string) => call(stack, { path, key: stack.keys[who] });
  const read = await as('cs-2', `/v1/complaints/${reference}`);
  expect(read.body.intake.subject).toEqual({ kind: 'order', reference: ORDER });
  expect(read.body.tasks[0].owner).toMatchObject({
    people: ['cs-2'],
    leftOut: [{ person: 'cs-1', why: 'interest' }],
  });
  const { items } = (await as('cs-1', '/v1/interests')).body as { items: { interest: string }[] };
  expect(items.map(({ interest }) => interest)).toEqual([`order:${ORDER}`, 'staff:eng-2', 'department:engineering']);
});

test('an interest in a person, or in their department, meets a complaint about them', async () => {
  const filed = await call(stack, {
    ...{ path: '/v1/complaints', key: stack.keys['web'], headers: { 'idempotency-key': 'about-a-person' } },
    body: { ...COMPLAINT, subject: { kind: 'staff', reference: 'eng-1' } },
  });
  const read = await call(stack, { path: `/v1/complaints/${filed.body.reference}`, key: stack.keys['cs-2'] });
  expect(read.body.tasks[0].owner.leftOut).toEqual([{ person: 'cs-1', why: 'interest' }]);
});

/** With everything that is in base64 read, too. */
function decoded(json: string): string {
  const parts = json.match(/"[A-Za-z0-9+/]{16,}={0,2}"/g) ?? [];
  return [json, ...parts.map((part) => Buffer.from(part.slice(1, -1), 'base64').toString())].join('\n');
}
