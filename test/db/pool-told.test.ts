import { createLedger } from '../../db/ledger';
import { createDigestStore } from '../../db/digests';
import { saveOrganisation } from '../../db/people';
import type { EventBody, Ownership } from '../../domain/model/event';
import type { PoolTold } from '../../domain/model/procedure';
import { DESK, numbered, opening, ORGANISATION } from './complaint-sample';
import { freshDatabase, type Database } from './database';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
  await saveOrganisation(database.pool, ORGANISATION);
});

afterEach(() => database.close());

const deskTold = (tell?: PoolTold): Ownership => ({ ...DESK, ...(tell === undefined ? {} : { tell }) });

async function record(reference: string, owner: Ownership, bodies: readonly EventBody[] = []): Promise<void> {
  const events = [...opening({ reference, owner }), ...numbered(6, bodies)];
  await createLedger(database.pool).record({ reference, events });
}

/** Whom of the staff mails go to, and by which templates. */
async function told(reference: string): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ said: string }>(
    `select n.recipient || ' ' || n.template as said from deliveries d join notices n on n.id = d.notice
     where n.reference = $1 and d.channel = 'mail' and n.recipient <> 'complainant' order by 1`,
    [reference],
  );
  return rows.map(({ said }) => said);
}

async function hasDigest(): Promise<readonly string[]> {
  const now = new Date();
  const until = new Date(now.getTime() + 3_600_000);
  await createDigestStore(database.pool).advance(
    { calendar: 'cn', procedures: ['property-developer'], day: '2026-03-02', until },
    now,
  );
  const { rows } = await database.pool.query<{ staff: string }>('select staff from digests order by staff');
  return rows.map(({ staff }) => staff);
}

const OVERDUE: EventBody = { type: 'deadlineMissed', of: { task: 'T5' }, dueAt: '2026-03-05T10:00:00.000Z' };
const rung = (action: 'remind' | 'tell', to: string, tell?: PoolTold): EventBody => {
  const said = { of: { task: 'T5' }, rung: 0, level: 1, action, to: [to], explain: [] } as const;
  return { type: 'rungReached', ...said, ...(tell === undefined ? {} : { tell }) };
};

test.each([[undefined], ['each'] as const])(
  'a pool that is told %s is told everything, by a mail each',
  async (tell) => {
    await record('T-1', deskTold(tell), [OVERDUE]);
    expect(await told('T-1')).toEqual(['desk-1 assignment', 'desk-1 overdue', 'desk-2 assignment', 'desk-2 overdue']);
    expect(await hasDigest()).toEqual([]);
  },
);

test('a pool that is told by digest gets no mail for each thing, and has a digest', async () => {
  await record('T-2', deskTold('digest'), [OVERDUE, rung('remind', 'pool:customer-service@service')]);
  expect(await told('T-2')).toEqual([]);
  expect(await hasDigest()).toEqual(['desk-1', 'desk-2']);
});

test('a pool that nobody tells is told nothing at all', async () => {
  await record('T-3', deskTold('nobody'), [OVERDUE, rung('remind', 'pool:customer-service@service')]);
  expect(await told('T-3')).toEqual([]);
  expect(await hasDigest()).toEqual([]);
});

test('what a rung tells another pool is what the owner that it names says', async () => {
  await record('T-4', deskTold('nobody'), [rung('tell', 'pool:customer-service')]);
  expect(await told('T-4')).toEqual(['desk-1 escalation', 'desk-2 escalation']);
  await record('T-5', deskTold('each'), [rung('tell', 'pool:customer-service', 'digest')]);
  expect(await told('T-5')).toEqual(['desk-1 assignment', 'desk-2 assignment']);
});

test('whoever gets a task of such a pool by name is told of it', async () => {
  const named = { ...DESK, people: ['desk-1'], person: 'desk-1', pool: null };
  await record('T-6', deskTold('nobody'), [{ type: 'assigned', task: 'T5', owner: named }, OVERDUE]);
  expect(await told('T-6')).toEqual(['desk-1 assignment', 'desk-1 overdue']);
});
