import { addAbsence } from '../../db/absences';
import { acceptComplaint } from '../../db/intake';
import { createLedger } from '../../db/ledger';
import { saveOrganisation, type Organisation } from '../../db/people';
import { publishRuleBook } from '../../db/rule-books';
import { saveSource } from '../../db/sources';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { FINDINGS, type FindingCode } from '../../procedures/words/schema-diagnosis';
import type { Finding } from '../../services/diagnosis/diagnosis';
import { SEVERITIES } from '../../services/diagnosis/finding';
import { KeyedHash } from '../../services/keyed-hash';
import { requireSameHashSecret } from '../../services/secret-check';
import { diagnosisOf } from '../support/diagnosis';
import { eventually } from '../support/eventually';
import { samplePeople } from '../support/sample-people';
import { shippedRuleBooks } from '../support/shipped-books';
import { DESK, intakeOf, opening } from './complaint-sample';
import { freshDatabase, type Database } from './database';

jest.setTimeout(60_000);

const HASH = new KeyedHash('a secret for tests, long enough for them');
const KEY = 'property-developer';
const BOOKS = shippedRuleBooks()
  .filter(({ procedure }) => [KEY, 'after-sales'].includes(procedure.key))
  .map((book) => ({ ...book, calendar: compileCalendar(book.procedure.calendar), by: 'system' }));
const DAY_MS = 86_400_000;

/** Everybody whom the rule book needs, each to be reached by mail, with a second one where one may be away. */
const PEOPLE: Organisation = {
  departments: Object.entries(samplePeople.departments).map(([id, entry]) => ({ ...entry, id, name: id })),
  staff: Object.entries(samplePeople.staff).map(([id, entry]) => ({
    ...{ id, name: 'Demo', locale: 'en', mail: `${id}@example.test` },
    ...{ ...entry, roles: [...entry.roles] },
  })),
  rights: { diagnose: ['general-manager'] },
};

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
  for (const book of BOOKS) await publishRuleBook(database.pool, book);
  await saveOrganisation(database.pool, PEOPLE);
  await saveSource(database.pool, { id: 'hotline', name: 'Hotline', locale: 'en', procedures: [KEY] });
  await requireSameHashSecret(database.pool, HASH);
  const owner = { ...DESK, people: ['cs-1'], person: 'cs-1', pool: null };
  await acceptComplaint(database.pool, intakeOf('D-1', { acceptedAt: new Date() }));
  await createLedger(database.pool).record({ reference: 'D-1', events: opening({ reference: 'D-1', owner }) });
  await sql(`update calendars set body = jsonb_set(body, '{covers,to}', '"2099-12-31"')`);
  await sql(`update complaints set calendar_hash = (select hash from calendars where id = 'cn')`);
});

afterEach(() => database.close());

const sql = (statement: string, values: unknown[] = []) => database.pool.query(statement, values);
const save = (change: (organisation: Organisation) => Partial<Organisation>) =>
  saveOrganisation(database.pool, { ...PEOPLE, ...change(PEOPLE) });
const without = (...gone: readonly string[]) =>
  save(({ staff }) => ({ staff: staff.filter(({ id }) => !gone.includes(id)) }));
const manyMore = (role: string) =>
  save(({ departments: [home], staff }) => {
    const more = Array.from({ length: 9 }, (_, number) => ({ id: `more-${number}`, name: 'More', roles: [role] }));
    const rest = { department: home?.id ?? '', locale: 'en', mail: 'more@example.test' };
    return { staff: [...staff, ...more.map((one) => ({ ...one, ...rest }))] };
  });
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const covers = (to: string) =>
  sql(`update calendars set body = jsonb_set(body, '{covers,to}', to_jsonb($1::text))`, [to]);

/** What is found beside Temporal, which these tests have none of. */
async function found(): Promise<readonly Finding[]> {
  const { findings } = await diagnosisOf(database.pool).look();
  return findings.filter(({ code }) => code !== 'engine-away');
}

const named = (findings: readonly Finding[]) =>
  findings.map(({ code, about }) => [code, ...about.map(({ ids }) => ids.join(' '))].join(': '));

async function away(staff: string, standIn: string | null = null): Promise<void> {
  const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * DAY_MS).toISOString());
  await addAbsence(database.pool, { staff, from: from ?? '', to: to ?? '', standIn, reason: null });
}

/** Each fault and exactly what is said of it; before it is planted nothing is said at all. */
const FAULTS: readonly (readonly [FindingCode, string, () => Promise<unknown>])[] = [
  ['no-rule-book', 'source-cannot-file: hotline: property-developer|no-rule-book', () => sql('delete from procedures')],
  ['no-source', 'no-source|role-unheld: after-sales: service-specialist', () => sql('delete from intake_sources')],
  [
    'source-cannot-file',
    'source-cannot-file: web: none-such',
    () => saveSource(database.pool, { id: 'web', name: 'Web', locale: 'en', procedures: ['none-such'] }),
  ],
  [
    'source-names-unpublished',
    'source-names-unpublished: web: none-such',
    () => saveSource(database.pool, { id: 'web', name: 'Web', locale: 'en', procedures: [KEY, 'none-such'] }),
  ],
  [
    'source-webhook-unsigned',
    'source-webhook-unsigned: hotline',
    () => sql(`update intake_sources set webhook_url = 'https://a.example', webhook_secret = 'not base64!'`),
  ],
  ['role-unheld', `role-unheld: ${KEY}: customer-service-head`, () => withoutRole('cs-head', 'customer-service-head')],
  ['role-holder-away', 'role-holder-away: cs-head: customer-service-head', () => away('cs-head')],
  ['pool-large', `pool-large: ${KEY}: customer-service`, () => manyMore('customer-service')],
  ['right-unheld', 'right-unheld: diagnose', () => save(() => ({ rights: { diagnose: ['nobodys'] } }))],
  [
    'place-kind-unknown',
    `place-kind-unknown: ${KEY}: depot`,
    async () => {
      await save(({ departments }) => ({
        departments: departments.map((one) => (one.id === 'property' ? { ...one, kind: 'store' } : one)),
      }));
      const cases = [{ when: { 'place-kind': ['depot', 'store'] }, then: 'investigate' }];
      await sql(
        `update procedures set compiled = jsonb_set(compiled, '{stages,consent,outcomes,agreed,cases}', $1) where key = $2`,
        [JSON.stringify(cases), KEY],
      );
    },
  ],
  ['calendar-ending', 'calendar-ending: cn', () => covers(dayFromNow(60))],
  ['calendar-ended', 'calendar-ended: cn', () => covers(dayFromNow(-2))],
  [
    'calendar-unspread',
    'calendar-unspread: cn',
    () => sql(`update calendars set reason = '{}', saved_at = now() - interval '21 minutes' where id = 'cn'`),
  ],
  [
    'complaint-not-started',
    'complaint-not-started: D-1',
    () => sql(`update intake set accepted_at = now() - interval '3 minutes'`),
  ],
  [
    'notice-late',
    'notice-late: D-1:5:assignment:cs-1',
    () => sql(`update deliveries set next_attempt_at = now() - interval '11 minutes' where notice like '%cs-1'`),
  ],
  [
    'notice-retried',
    'notice-retried: D-1:5:assignment:cs-1',
    () => sql(`update deliveries set attempts = 5, error = 'refused' where notice like '%cs-1'`),
  ],
  [
    'notice-failed',
    'notice-failed: D-1:5:assignment:cs-1',
    () => sql(`update deliveries set status = 'failed', error = 'refused' where notice like '%cs-1'`),
  ],
  [
    'no-sender',
    'no-sender: mail',
    () => sql(`update deliveries set attempts = 1, error = 'no sender is set up for mail' where channel = 'mail'`),
  ],
  ['task-of-gone', 'task-of-gone: cs-1', () => without('cs-1')],
  ['task-of-nobody', 'task-of-nobody: D-1', () => sql(`update tasks set person = null, people = '{}'`)],
  [
    'holder-unreachable',
    'holder-unreachable: cs-1',
    () => sql(`update staff set mail = null where id in ('cs-1', 'cs-2')`),
  ],
  [
    'stand-in-circle',
    'stand-in-circle: cs-1 cs-2',
    async () => {
      await away('cs-1', 'cs-2');
      await away('cs-2', 'cs-1');
    },
  ],
  [
    'department-headless',
    'department-headless: company customer-service engineering property',
    () => sql('update departments set head = null'),
  ],
  ['hash-secret-other', 'hash-secret-other', () => sql(`update hash_secret set mark = 'another'`)],
  ['tables-ahead', 'tables-ahead', () => sql(`insert into schema_migrations (version, name) values (9999, 'later')`)],
  ['ledger-unprotected', 'ledger-unprotected', () => sql('alter table events disable trigger events_append_only')],
];

function withoutRole(person: string, role: string): Promise<unknown> {
  return save(({ staff }) => ({
    staff: staff.map((one) => (one.id === person ? { ...one, roles: one.roles.filter((held) => held !== role) } : one)),
  }));
}

test.each(FAULTS)(
  '%s is found once it is so, and nothing is said of a healthy installation',
  async (code, said, plant) => {
    expect(named(await found())).toEqual([]);
    await plant();
    const findings = await found();
    expect(named(findings).sort()).toEqual(said.split('|').sort());
    const { severity, words } = findings.find((one) => one.code === code) ?? {};
    expect(severity).toBe(SEVERITIES[code]);
    expect(JSON.stringify(words)).not.toMatch(/[:：] ?[.。]|\s[.。]|""/);
  },
);

test('a stand-in who is there, a second holder, and a head further up are enough', async () => {
  await away('cs-head', 'cs-lead');
  await away('cs-1', 'cs-2');
  await save(({ departments }) => ({
    departments: departments.map(({ id, name, parent }) => ({
      ...{ id, name, ...(parent === undefined ? {} : { parent }) },
      ...(id === 'company' ? { head: 'gm' } : {}),
    })),
  }));
  expect(named(await found())).toEqual([]);
});

test('a stand-in who has left stands in for nobody', async () => {
  await away('cs-head', 'prop-1');
  expect(named(await found())).toEqual([]);
  await without('prop-1');
  expect(named(await found())).toEqual(['role-holder-away: cs-head: customer-service-head']);
});

test('only rule books that a source may file under need people; without any source all of them do', async () => {
  await sql('delete from intake_sources');
  const books = (await found()).filter(({ code }) => code === 'role-unheld');
  expect(books.map(({ about }) => about[0]?.ids)).toEqual([['after-sales']]);
  await saveSource(database.pool, { id: 'open', name: 'Open', locale: 'en' });
  expect((await found()).filter(({ code }) => code === 'role-unheld')).toHaveLength(1);
});

test('of many the first ten are named and the others counted, to a thousand', async () => {
  await sql(
    `insert into departments (id, name) select 'd-' || lpad(n::text, 4, '0'), 'Demo' from generate_series(1, 1200) n`,
  );
  const [finding] = await found();
  expect(finding).toMatchObject({ code: 'department-headless', about: [{ count: 1_000, more: true }] });
  expect(finding?.about[0]?.ids).toHaveLength(10);
  expect(finding?.words['en']?.says).toContain('d-0010 and at least 990 more');
  await sql(`delete from departments where id between 'd-0014' and 'd-9999'`);
  expect((await found())[0]?.words['en']?.says).toContain('d-0010 and 3 more');
});

test('days that an organisation has entered for a later year are known, and those of this one make no later year known', async () => {
  await covers(dayFromNow(30));
  const enter = (date: string) =>
    sql(`update calendars set body = jsonb_set(body, array['holidays', $1::text], '[]')`, [date]);
  await enter(dayFromNow(20));
  expect(named(await found())).toEqual(['calendar-ending: cn']);
  await enter(dayFromNow(400));
  expect(named(await found())).toEqual([]);
});

test('what was found is kept for some minutes while it is looked for anew, and no longer', async () => {
  let minutes = 0;
  const diagnosis = diagnosisOf(database.pool, { now: () => new Date(Date.now() + minutes * 60_000) });
  expect(diagnosis.lastReport()).toBeNull();
  const first = await diagnosis.look();
  expect(diagnosis.lastReport()).toBe(first);
  minutes = 2;
  expect(diagnosis.lastReport()).toBe(first);
  await diagnosis.look();
  expect(diagnosis.lastReport()).not.toBe(first);
  minutes = 60;
  expect(diagnosis.lastReport()).toBeNull();
  await diagnosis.look();
});

test('a clock more than five seconds off is found, in both directions, and not one less off', async () => {
  const off = async (seconds: number) => {
    const now = () => new Date(Date.now() + seconds * 1_000);
    const { findings } = await diagnosisOf(database.pool, { now }).look();
    return findings.filter(({ code }) => code === 'clock-differs');
  };
  expect(await off(4)).toEqual([]);
  expect(await off(-4)).toEqual([]);
  expect(await off(30)).toMatchObject([{ about: [{ ids: ['postgres'] }] }]);
  const [behind] = await off(-30);
  expect(behind?.seconds).toBeGreaterThan(25);
});

test('links that travel without TLS are found, except on this machine', async () => {
  const codes = async (publicUrl: string) =>
    (await diagnosisOf(database.pool, { publicUrl }).look()).findings.map(({ code }) => code);
  expect(await codes('http://complaints.example')).toContain('public-url-clear');
  expect(await codes('https://complaints.example')).not.toContain('public-url-clear');
});

test('sessions that wait for a lock are counted', async () => {
  const [holder, waiter] = [await database.pool.connect(), await database.pool.connect()];
  await holder.query('begin; lock table channels in access exclusive mode');
  const waiting = waiter.query('select name from channels');
  const findings = await eventually(
    async () => {
      const some = await found();
      return some.length > 0 && some;
    },
    { limitMs: 30_000 },
  );
  await holder.query('rollback');
  await waiting;
  holder.release();
  waiter.release();
  expect(findings).toMatchObject([{ code: 'database-waiting', about: [{ count: 1 }] }]);
  expect(named(await found())).toEqual([]);
});

test('a check that cannot be made is named, and the others go on', async () => {
  await without('cs-1');
  await sql('alter table absences rename to elsewhere');
  expect(named(await found())).toEqual(['task-of-gone: cs-1', 'check-unfinished: roles stand-ins']);
});

test('what is not planted here is planted where Temporal is', () => {
  const here = new Set(FAULTS.map(([code]) => code));
  const elsewhere = Object.keys(FINDINGS).filter((code) => !here.has(code as FindingCode));
  expect(elsewhere.sort()).toEqual([
    ...['check-unfinished', 'clock-differs', 'database-waiting', 'engine-away', 'no-worker', 'public-url-clear'],
    ...['retention-short', 'run-ended', 'run-failing', 'run-missing', 'search-attribute-missing'],
    ...['sweep-late', 'sweep-missing', 'sweep-paused'],
  ]);
});
