import { issueKey } from '../../db/keys';
import { saveOrganisation, type Organisation, type StaffMember } from '../../db/people';
import { saveSource } from '../../db/sources';
import { call, COMPLAINT, startStack, type Stack } from './stack';

jest.setTimeout(120_000);

const member = (id: string, department: string, roles: string[], manager?: string): StaffMember => ({
  ...{ id, department, roles, name: 'Demo', locale: 'en' },
  ...(manager === undefined ? {} : { manager }),
});

/** Two stores, each in a region of its own with its own leader. */
const CHAIN: Organisation = {
  departments: [
    { id: 'company', name: 'Demo company', head: 'gm' },
    { id: 'head-office', name: 'Demo head office', parent: 'company' },
    ...['east', 'west'].flatMap((region) => [
      { id: region, name: `Demo ${region}`, kind: 'region', head: `${region}-leader`, parent: 'company' },
      { id: `${region}-store`, name: `Demo store, ${region}`, kind: 'store', parent: region },
    ]),
    { id: 'east-counter', name: 'Demo counter', parent: 'east-store' },
  ],
  staff: [
    member('gm', 'company', ['general-manager']),
    member('hr', 'head-office', ['administration-hr'], 'gm'),
    ...['east', 'west'].flatMap((region) => [
      member(`${region}-leader`, region, ['store-supervisor'], 'gm'),
      member(`${region}-clerk-1`, `${region}-store`, ['store'], `${region}-leader`),
      member(`${region}-clerk-2`, `${region}-store`, ['store'], `${region}-leader`),
    ]),
    member('east-cashier', 'east-counter', [], 'east-leader'),
  ],
};
const CLERKS = ['east-clerk-1', 'east-clerk-2', 'west-clerk-1', 'west-clerk-2'];

let stack: Stack;
const keys: Record<string, string> = {};

beforeAll(async () => {
  stack = await startStack({ temporal: true });
  await saveOrganisation(stack.pool, CHAIN);
  for (const { id } of CHAIN.staff) keys[id] = await issueKey(stack.pool, { kind: 'staff', id, label: 'test' });
  for (const [id, place] of [
    ['hotline', undefined],
    ['west-kiosk', 'west-store'],
  ] as const) {
    await saveSource(stack.pool, { id, name: id, locale: 'en', ...(place === undefined ? {} : { place }) });
    keys[id] = await issueKey(stack.pool, { kind: 'intake', id, label: 'test' });
  }
});
afterAll(() => stack.close());

let filings = 0;
const file = (source: string, more: object) =>
  call(stack, {
    path: '/v1/complaints',
    key: keys[source],
    body: {
      ...COMPLAINT,
      procedure: 'retail-franchise',
      channel: 'store',
      category: 'goods',
      facts: { 'complainant-is': 'consumer', request: 'exchange' },
      ...more,
    },
    headers: { 'idempotency-key': `places-${(filings += 1)}` },
  });

async function filed(source: string, more: object = {}): Promise<string> {
  const { status, body } = await file(source, more);
  expect(status).toBe(201);
  return body.reference as string;
}

const get = (path: string, who: string) => call(stack, { path, key: keys[who] });
const read = async (reference: string) => (await get(`/v1/complaints/${reference}`, 'gm')).body;
const complete = (reference: string, who: string, outcome: string, form: object) =>
  call(stack, {
    path: `/v1/complaints/${reference}/acts`,
    key: keys[who],
    body: { act: 'complete', outcome, form },
  });

/** Who of the clerks may take it, by what each of them finds on their own worklist. */
async function offeredTo(reference: string): Promise<string[]> {
  const found = await Promise.all(
    CLERKS.map(async (clerk) => {
      const { items } = (await get('/v1/tasks', clerk)).body as { items: { reference: string }[] };
      return items.some((task) => task.reference === reference) ? [clerk] : [];
    }),
  );
  return found.flat();
}

async function wouldBeTold(reference: string): Promise<unknown> {
  const { events } = (await get(`/v1/complaints/${reference}/forecast`, 'gm')).body as {
    events: { type: string; action?: string; to?: string[] }[];
  };
  return events.find(({ type, action }) => type === 'rungReached' && action === 'tell')?.to;
}

test('complaints about two stores reach each its own people, and the leader of its own region', async () => {
  const [east, west] = [
    await filed('hotline', { place: 'east-store' }),
    await filed('hotline', { place: 'west-store' }),
  ];
  expect(await offeredTo(east)).toEqual(['east-clerk-1', 'east-clerk-2']);
  expect(await offeredTo(west)).toEqual(['west-clerk-1', 'west-clerk-2']);
  expect(await wouldBeTold(east)).toEqual(['east-leader']);
  expect(await wouldBeTold(west)).toEqual(['west-leader']);
  const checked = { 'grounds-found': 'The jar leaks.' };
  expect(await complete(east, 'west-clerk-1', 'checked', checked)).toMatchObject({
    status: 403,
    body: { type: expect.stringMatching(/not-owner$/) },
  });
  expect((await complete(east, 'east-clerk-2', 'checked', checked)).status).toBe(200);
  expect((await complete(west, 'west-clerk-1', 'checked', checked)).status).toBe(200);
  const ruling = async (reference: string) => (await read(reference)).tasks[0];
  expect(await ruling(east)).toMatchObject({ stage: 'ruling', owner: { person: 'east-leader', department: 'east' } });
  expect(await ruling(west)).toMatchObject({ stage: 'ruling', owner: { person: 'west-leader', department: 'west' } });
  const grounds = { 'ruling-grounds': 'It stands.' };
  expect((await complete(east, 'west-leader', 'accepted', grounds)).status).toBe(403);
  expect((await complete(east, 'east-leader', 'accepted', grounds)).status).toBe(200);
});

test.each([
  ['the one that it names', 'west-kiosk', { place: 'east-store', receivedBy: 'west-clerk-1' }, 'east-store'],
  ['that of whoever received it', 'west-kiosk', { receivedBy: 'east-clerk-1' }, 'east-store'],
  [
    'the one that the department of whoever received it lies in',
    'hotline',
    { receivedBy: 'east-cashier' },
    'east-store',
  ],
  ['that of the source, where whoever received it works in none', 'west-kiosk', { receivedBy: 'hr' }, 'west-store'],
  ['that of the source', 'west-kiosk', {}, 'west-store'],
  ['none', 'hotline', {}, null],
])('the place of a complaint is %s', async (_, source, more, place) => {
  const reference = await filed(source, more);
  expect(await read(reference)).toMatchObject({ place });
  const { items } = (await get('/v1/complaints?procedure=retail-franchise&limit=200', 'gm')).body;
  expect(items.find((row: { reference: string }) => row.reference === reference)).toMatchObject({ place });
  const { events } = (await get(`/v1/complaints/${reference}/timeline`, 'gm')).body;
  const { registration } = events[0];
  expect([registration.place ?? null, registration.placeKind ?? null]).toEqual([place, place && 'store']);
});

test('without a place it is offered to everybody of the role', async () => {
  expect(await offeredTo(await filed('hotline'))).toEqual(CLERKS);
});

test.each(['nowhere', 'head-office'])('an intake that names "%s", which is no place, is refused', async (place) => {
  expect(await file('hotline', { place })).toMatchObject({
    status: 422,
    body: { type: expect.stringMatching(/invalid-field$/), errors: [{ field: 'place' }] },
  });
});

test('a complaint keeps its place and what kind it was, whatever becomes of the store', async () => {
  const reference = await filed('hotline', { place: 'east-store' });
  const departments = CHAIN.departments.map((one) => (one.id === 'east-store' ? { ...one, kind: 'outlet' } : one));
  await saveOrganisation(stack.pool, { ...CHAIN, departments });
  const { events } = (await get(`/v1/complaints/${reference}/timeline`, 'gm')).body;
  expect(events[0].registration).toMatchObject({ place: 'east-store', placeKind: 'store' });
  await saveOrganisation(stack.pool, CHAIN);
});
