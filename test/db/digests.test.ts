import { sendDigests } from '../../activities/digests';
import type { DigestDay, DueDigest, OpenTasks } from '../../activities/ports';
import { addAbsence } from '../../db/absences';
import { createDigestStore } from '../../db/digests';
import { saveOrganisation, type Organisation } from '../../db/people';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { freshDatabase, type Database } from './database';

let database: Database;

/** A working day of the calendar, at its opening in Shanghai. */
const NOW = new Date('2026-03-02T01:00:00.000Z');
const DAY: DigestDay = {
  ...{ calendar: 'cn', procedures: ['rules'], day: '2026-03-02' },
  until: new Date('2026-03-02T10:00:00.000Z'),
};
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

const member = (id: string, role: string, department = 'service') => {
  return { id, name: id, roles: [role], department, mail: `${id}@example.test`, locale: 'en' };
};
const CROWD = Array.from({ length: 11 }, (_, number) => member(`crowd-${String(number).padStart(2, '0')}`, 'agent'));
const ORGANISATION: Organisation = {
  departments: [
    { id: 'service', name: 'Service', head: 'head' },
    { id: 'store', name: 'Store', parent: 'service' },
  ],
  staff: [
    member('head', 'chief'),
    member('desk-1', 'desk'),
    member('desk-2', 'desk'),
    member('desk-3', 'desk', 'store'),
    ...CROWD,
  ],
};

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
});

afterEach(() => database.close());

interface Waiting {
  readonly role: string;
  readonly department?: string;
  readonly tell?: string;
  readonly procedure?: string;
  readonly leftOut?: readonly string[];
  readonly about?: readonly string[];
  readonly due?: string;
}

let count = 0;

/** A task that waits in a pool. */
async function wait({ role, department, tell = 'digest', procedure = 'rules', ...task }: Waiting): Promise<string> {
  const reference = `W-${String((count += 1)).padStart(4, '0')}`;
  const { leftOut = [], about = [], due = '2026-03-05T10:00:00.000Z' } = task;
  await database.pool.query(
    `insert into tasks (reference, task, procedure_key, stage, kind, round, step, owner_rule, people, pool_role,
       pool_department, pool_tell, left_out, about, level, missed, opened_at, due_at)
     values ($1, 'T1', $2, 'look', 'task', 1, 1, 'desk', '{}', $3, $4, $5, $6, $7, 0, false, now(), $8)`,
    [reference, procedure, role, department ?? null, tell, leftOut, about, due],
  );
  await database.pool.query(
    `insert into complaints (reference, state, last_number, last_at, procedure_key, procedure_hash, calendar_hash, source,
       channel, locale, status, round, level, received_at, registered_at)
     values ($1, '{}', 1, now(), $2, 'hash', 'hash', 'web', 'web', 'en', 'open', 1, 0, now(), now())`,
    [reference, procedure],
  );
  return reference;
}

/** A task that somebody holds by name. */
async function hold(person: string, { leftOut = [] }: { readonly leftOut?: readonly string[] } = {}): Promise<string> {
  const reference = await wait({ role: 'chief', tell: 'nobody', leftOut });
  await database.pool.query(
    `update tasks set person = $2, people = array[$2], pool_role = null, pool_tell = null where reference = $1`,
    [reference, person],
  );
  return reference;
}

async function round(day = DAY, now = NOW): Promise<number> {
  const store = createDigestStore(database.pool);
  let steps = 1;
  while (await store.advance(day, now)) steps += 1;
  return steps;
}

const claim = (now = NOW) => createDigestStore(database.pool).claimDue({ limit: 100, now });
const people = (digests: readonly DueDigest[]) => digests.map(({ staff }) => staff);
const both = (staff: string) => createDigestStore(database.pool).open(staff, NOW);
const open = async (staff: string) => (await both(staff)).pooled;
const references = ({ tasks }: OpenTasks) => tasks.map(({ reference }) => reference);

async function away(staff: string, standIn: string | null): Promise<void> {
  const [from, to] = [later(-60).toISOString(), later(24 * 60).toISOString()];
  await addAbsence(database.pool, { staff, from, to, standIn, reason: null });
}

test('whoever has something open in a pool that is told by digest has one, and nobody else', async () => {
  await wait({ role: 'desk' });
  await wait({ role: 'chief', tell: 'nobody' });
  await wait({ role: 'chief', tell: 'each' });
  await wait({ role: 'chief', procedure: 'of another calendar' });
  await round();
  const digests = await claim();
  expect(people(digests)).toEqual(['desk-1', 'desk-2', 'desk-3']);
  expect(digests[0]).toMatchObject({
    ...{ id: 'digest:desk-1:2026-03-02', day: '2026-03-02', address: 'desk-1@example.test' },
    ...{ recipientName: 'desk-1', locale: 'en', attempts: 0 },
  });
});

test('a pool of more than ten has the digest although it is told each; in a department only its own people count', async () => {
  await wait({ role: 'agent', tell: 'each' });
  await wait({ role: 'desk', department: 'store', tell: 'digest' });
  await round();
  expect(people(await claim())).toEqual([...CROWD.map(({ id }) => id), 'desk-3']);
});

test('a digest says what is open as it is sent: the nearest limits first, fifty by name, all counted', async () => {
  const late = await wait({ role: 'desk', due: '2026-03-03T10:00:00.000Z' });
  await round();
  const early = await wait({ role: 'desk', due: '2026-03-01T10:00:00.000Z' });
  expect(references(await open('desk-1'))).toEqual([early, late]);
  await database.pool.query('delete from tasks where reference = $1', [early]);
  expect(references(await open('desk-1'))).toEqual([late]);
  for (let more = 0; more < 59; more += 1) await wait({ role: 'desk' });
  const { tasks, count: all, isOpenEnded } = await open('desk-1');
  expect([tasks.length, all, isOpenEnded]).toEqual([50, 60, false]);
});

test('who stands aside is not told of what is not theirs', async () => {
  const forAll = await wait({ role: 'desk' });
  const out = await wait({ role: 'desk', leftOut: ['desk-1'] });
  const about = await wait({ role: 'desk', about: ['mark'] });
  await database.pool.query(
    `insert into content (id, reference, kind, salt, hash, stored_by) values ('c', 'x', 'x', '', 'h', 'x')`,
  );
  await database.pool.query(`insert into interests (id, staff, mark, content) values ('i', 'desk-2', 'mark', 'c')`);
  expect(references(await open('desk-1'))).toEqual([forAll, about]);
  expect(references(await open('desk-2'))).toEqual([forAll, out]);
  expect(references(await open('desk-3'))).toEqual([forAll, out, about]);
});

test('whoever is away has none, and their stand-in has what they inherit, but nothing that they stand aside from', async () => {
  const forAll = await wait({ role: 'desk' });
  await wait({ role: 'desk', leftOut: ['head'] });
  await wait({ role: 'desk', leftOut: ['desk-1'] });
  await away('desk-1', 'head');
  await away('desk-2', null);
  await round();
  expect(people(await claim())).toEqual(['desk-3', 'head']);
  expect(references(await open('head'))).toEqual([forAll]);
  expect(await open('desk-1')).toMatchObject({ tasks: [], count: 0 });
});

test('a stand-in has what the absent hold by name, by their name, unless they stand aside from it', async () => {
  const reference = await hold('desk-1');
  await hold('desk-1', { leftOut: ['head'] });
  await hold('desk-2');
  await away('desk-1', 'head');
  await round();
  expect(people(await claim())).toEqual(['head']);
  expect((await both('head')).inherited).toMatchObject({ tasks: [{ reference, person: 'desk-1' }], count: 1 });
  expect((await both('desk-2')).inherited.count).toBe(0);
  await away('head', 'desk-2');
  expect((await both('head')).inherited.count).toBe(0);
});

test('a person and a day have one digest, however many rounds, calendars and workers there are', async () => {
  await wait({ role: 'desk' });
  await wait({ role: 'desk', procedure: 'other' });
  const store = createDigestStore(database.pool);
  await Promise.all(Array.from({ length: 6 }, () => store.advance(DAY, NOW)));
  await round();
  await round({ ...DAY, calendar: 'de', procedures: ['other'] }, later(60));
  const claims = await Promise.all(Array.from({ length: 4 }, () => claim(later(60))));
  expect(people(claims.flat()).toSorted()).toEqual(['desk-1', 'desk-2', 'desk-3']);
});

test('what comes in after the round is for the next day', async () => {
  await round();
  await wait({ role: 'desk' });
  expect(await round()).toBe(1);
  expect(await claim()).toEqual([]);
  const tuesday = { ...DAY, day: '2026-03-03', until: new Date('2026-03-03T10:00:00.000Z') };
  await round(tuesday, later(24 * 60));
  expect(people(await claim(later(24 * 60)))).toEqual(['desk-1', 'desk-2', 'desk-3']);
});

test('a large organisation is gone through in steps, each from where the last one ended', async () => {
  await database.pool.query(
    `insert into staff (id, name, roles, department, mail, locale)
     select 'many-' || lpad(n::text, 5, '0'), 'M', '{desk}', 'service', 'm@example.test', 'en' from generate_series(1, 2500) n`,
  );
  await database.pool.query(
    `insert into staff_roles (role, department, staff) select 'desk', 'service', id from staff where id like 'many-%'`,
  );
  await wait({ role: 'desk' });
  const store = createDigestStore(database.pool);
  expect(await store.advance(DAY, NOW)).toBe(true);
  const { rows } = await database.pool.query(`select count(*)::integer as n from digests`);
  expect(rows).toEqual([{ n: 1000 - 1 - CROWD.length }]);
  expect(await round()).toBe(2);
  const all = await database.pool.query(`select count(*)::integer as n from digests`);
  expect(all.rows).toEqual([{ n: 2503 }]);
});

test('a claim that is never settled is due again, one that was settled never, and none after the close of its day', async () => {
  await wait({ role: 'desk' });
  await round();
  const store = createDigestStore(database.pool);
  const [first, second] = await claim();
  if (!first || !second) throw new Error('three are due');
  await store.sent(first, NOW);
  await store.notNeeded(second);
  await store.failed(first, 'too late', later(1));
  expect(people(await claim(later(1)))).toEqual([]);
  const again = await claim(later(3));
  expect(again.map(({ staff, attempts, id }) => [staff, attempts, id])).toEqual([
    ['desk-3', 1, 'digest:desk-3:2026-03-02'],
  ]);
  expect(await claim(DAY.until)).toEqual([]);
});

test('whoever has left or has no address since the round has no digest', async () => {
  await wait({ role: 'desk' });
  await round();
  await database.pool.query(`update staff set active = false where id = 'desk-1'`);
  await database.pool.query(`update staff set mail = null where id = 'desk-2'`);
  expect(people(await claim())).toEqual(['desk-3']);
  const { rows } = await database.pool.query(`select staff from digests where status = 'not-needed' order by staff`);
  expect(rows).toEqual([{ staff: 'desk-1' }, { staff: 'desk-2' }]);
});

test('from the round to the mail, each person is written to once, and by nobody at night', async () => {
  await wait({ role: 'desk' });
  const sent: string[] = [];
  const send = (now: Date) =>
    sendDigests({
      store: createDigestStore(database.pool),
      calendars: async () => [{ calendar: compileCalendar('cn'), procedures: ['rules'] }],
      render: (_, { pooled: { count: all } }) => ({ subject: String(all), body: 'b' }),
      sender: { send: async ({ id }, { subject }) => void sent.push(`${id} ${subject}`) },
      log: { warn: () => {} },
      now: () => now,
      random: () => 0.5,
      onProgress: () => {},
      isStopping: () => false,
    });
  expect(await send(later(-1))).toBe(0);
  const [one = 0, other = 0] = await Promise.all([send(NOW), send(NOW)]);
  expect(one + other).toBe(3);
  expect(await send(later(10))).toBe(0);
  expect(sent.toSorted()).toEqual(['desk-1', 'desk-2', 'desk-3'].map((staff) => `digest:${staff}:2026-03-02 1`));
});
