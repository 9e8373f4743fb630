import { KeyedHash } from '../../services/keyed-hash';
import { call, COMPLAINT, HASH_SECRET, startStack, type Stack } from './stack';

jest.setTimeout(120_000);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: true });
});
afterAll(() => stack.close());

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const get = (path: string, who: string) => call(stack, { path, key: stack.keys[who] });
const post = (path: string, who: string, body: unknown) => call(stack, { path, key: stack.keys[who], body });
const remove = (path: string, who: string) => call(stack, { method: 'DELETE', path, key: stack.keys[who] });
const file = (key: string, more: object = {}) =>
  call(stack, {
    path: '/v1/complaints',
    key: stack.keys['web'],
    body: { ...COMPLAINT, ...more },
    headers: { 'idempotency-key': key },
  });
const act = (reference: string, who: string, body: unknown) => post(`/v1/complaints/${reference}/acts`, who, body);

async function filed(key: string, more: object = {}): Promise<string> {
  const { status, body } = await file(key, more);
  expect(status).toBe(201);
  return body.reference as string;
}

const EVERYBODY = ['cs-1', 'cs-2', 'eng-1', 'eng-2', 'prop-1', 'prop-head'];

/** Who may take the task: those on whose worklist it is. */
async function ownersOf(reference: string): Promise<string[]> {
  const lists = await Promise.all(EVERYBODY.map((who) => get('/v1/tasks', who)));
  return EVERYBODY.filter((_, index) =>
    (lists[index]?.body.items as { reference: string }[]).some((task) => task.reference === reference),
  );
}

describe('absences', () => {
  it('are declared by staff for themselves and by those above them, and are seen by all, why by few', async () => {
    const away = { from: inDays(30), to: inDays(40), standIn: 'cs-2', reason: 'Demo reason' };
    const own = await post('/v1/absences', 'cs-1', away);
    expect(own).toMatchObject({ status: 201, body: { ...away, staff: 'cs-1', id: expect.any(String) } });
    const below = await post('/v1/absences', 'cs-head', { from: inDays(1), to: inDays(2), staff: 'cs-2' });
    expect(below).toMatchObject({ status: 201, body: { staff: 'cs-2', standIn: null, reason: null } });
    const listed = async (who: string) => (await get('/v1/absences', who)).body.items as { reason: unknown }[];
    expect(await listed('cs-head')).toEqual([below.body, own.body]);
    expect(await listed('eng-1')).toEqual([below.body, { ...own.body, reason: null }]);
    expect((await get('/v1/absences?staff=cs-2', 'eng-1')).body.items).toEqual([below.body]);
    expect((await remove(`/v1/absences/${own.body.id as string}`, 'eng-1')).status).toBe(403);
    expect(await remove(`/v1/absences/${own.body.id as string}`, 'cs-1')).toMatchObject({
      status: 200,
      body: own.body,
    });
    expect((await remove(`/v1/absences/${own.body.id as string}`, 'cs-1')).status).toBe(404);
    expect((await remove(`/v1/absences/${below.body.id as string}`, 'cs-lead')).status).toBe(200);
    expect(await listed('gm')).toEqual([]);
  });

  it.each([
    ['of somebody not below the caller', 'cs-1', { staff: 'eng-1' }, 403, undefined],
    ['of nobody', 'gm', { staff: 'nobody' }, 422, 'staff'],
    ['stood in for by nobody we know', 'cs-1', { standIn: 'nobody' }, 422, 'standIn'],
    ['stood in for by themselves', 'cs-1', { standIn: 'cs-1' }, 422, 'standIn'],
    ['that ends before it begins', 'cs-1', { to: inDays(29) }, 422, 'to'],
    ['that is over', 'cs-1', { from: inDays(-3), to: inDays(-2) }, 422, 'to'],
  ])('%s are refused', async (_, who, more, status, field) => {
    const answer = await post('/v1/absences', who, { from: inDays(30), to: inDays(40), ...more });
    expect(answer.status).toBe(status);
    if (field !== undefined) expect(answer.body.errors).toMatchObject([{ field }]);
  });

  it('are for staff, not for sources', async () => {
    expect((await get('/v1/absences', 'web')).status).toBe(403);
    expect((await post('/v1/interests', 'web', { interest: 'order:1' })).status).toBe(403);
  });

  it('reach the next assignment of a complaint that runs already', async () => {
    const reference = await filed('running');
    const other = await filed('running-too');
    const away = { staff: 'eng-1', from: inDays(-1), to: inDays(20), standIn: 'prop-1' };
    const { body } = await post('/v1/absences', 'eng-lead', away);
    const founded = {
      act: 'complete',
      outcome: 'founded',
      form: { findings: 'Demo findings', responsible: 'engineering' },
    };
    expect((await act(reference, 'cs-1', founded)).status).toBe(200);
    expect(await ownersOf(reference)).toEqual(['eng-1', 'eng-2', 'prop-1']);
    const stored = await stack.pool.query(
      `select state#>'{stage,tasks,0,owner}' as owner from complaints where reference = $1`,
      [reference],
    );
    const pool = { role: 'handler', department: 'engineering' };
    expect(stored.rows).toMatchObject([{ owner: { people: [], pool, leftOut: [], absent: 1 } }]);
    await remove(`/v1/absences/${body.id as string}`, 'eng-lead');
    expect((await act(other, 'cs-1', founded)).status).toBe(200);
    expect(await ownersOf(other)).toEqual(['eng-1', 'eng-2']);
  });

  it('let the stand-in see what they may do for the owner, and do it', async () => {
    const reference = await filed('deputised');
    await act(reference, 'cs-lead', { act: 'assign', to: 'cs-2' });
    const { body } = await post('/v1/absences', 'cs-2', { from: inDays(-1), to: inDays(20), standIn: 'prop-1' });
    const offered = (await get(`/v1/complaints/${reference}`, 'prop-1')).body.acts.map(
      ({ act: name }: { act: string }) => name,
    );
    expect(offered).toContain('complete');
    const mine = async (who: string) =>
      (await get('/v1/tasks?scope=mine', who)).body.items.map(
        (task: { reference: string }) => task.reference,
      ) as string[];
    expect(await mine('prop-1')).toEqual([reference]);
    expect(await mine('cs-1')).toEqual([]);
    const unfounded = { act: 'complete', outcome: 'unfounded', form: { findings: 'Demo findings' } };
    expect((await act(reference, 'eng-2', unfounded)).status).toBe(403);
    expect((await act(reference, 'prop-1', unfounded)).status).toBe(200);
    await remove(`/v1/absences/${body.id as string}`, 'cs-2');
  });
});

describe('interests', () => {
  it('are declared by staff for themselves and by those above them, who alone see them', async () => {
    const own = await post('/v1/interests', 'eng-2', { interest: 'flat:Demo 9-901' });
    expect(own).toMatchObject({ status: 201, body: { staff: 'eng-2', interest: 'flat:Demo 9-901' } });
    expect((await post('/v1/interests', 'eng-2', { interest: 'flat:Demo 9-901' })).body).toEqual(own.body);
    const below = await post('/v1/interests', 'eng-lead', { staff: 'eng-1', interest: 'department:property' });
    expect(below.status).toBe(201);
    const listed = async (who: string) => (await get('/v1/interests', who)).body.items as unknown[];
    expect(await listed('eng-head')).toEqual([below.body, own.body]);
    expect(await listed('eng-2')).toEqual([own.body]);
    expect(await listed('cs-head')).toEqual([]);
    expect((await remove(`/v1/interests/${own.body.id as string}`, 'cs-head')).status).toBe(403);
    expect((await remove(`/v1/interests/${own.body.id as string}`, 'eng-2')).body).toEqual(own.body);
    expect((await remove(`/v1/interests/${below.body.id as string}`, 'gm')).status).toBe(200);
  });

  it.each([
    ['in nobody we know', { interest: 'staff:nobody' }, 422, 'interest'],
    ['in no department of ours', { interest: 'department:nowhere' }, 422, 'interest'],
    ['that name nothing', { interest: 'order' }, 422, 'interest'],
    ['of nobody', { staff: 'nobody', interest: 'order:1' }, 422, 'staff'],
    ['of a superior', { staff: 'eng-head', interest: 'order:1' }, 403, undefined],
  ])('%s are refused', async (_, body, status, field) => {
    const answer = await post('/v1/interests', 'eng-1', body);
    expect(answer.status).toBe(status);
    if (field !== undefined) expect(answer.body.errors).toMatchObject([{ field }]);
  });

  it('keep people from complaints about what they name', async () => {
    const { body } = await post('/v1/interests', 'cs-1', { interest: 'flat:Demo 7-701' });
    expect(await ownersOf(await filed('7-701', { subject: { kind: 'flat', reference: 'Demo 7-701' } }))).toEqual([
      'cs-2',
    ]);
    expect(await ownersOf(await filed('7-702', { subject: { kind: 'flat', reference: 'Demo 7-702' } }))).toHaveLength(
      2,
    );
    await remove(`/v1/interests/${body.id as string}`, 'cs-1');
  });
});

describe('an intake', () => {
  it('says who received it, by an id that we know', async () => {
    const reference = await filed('received', { receivedBy: 'prop-1' });
    const stored = await stack.pool.query(
      `select state->'registration'->>'receivedBy' as by, state->'registration'->'about' as about
       from complaints where reference = $1`,
      [reference],
    );
    const mark = new KeyedHash(HASH_SECRET).of('interest', 'flat:Demo 1-101');
    expect(stored.rows).toEqual([{ by: 'prop-1', about: [mark] }]);
    const unknown = await file('received-by-nobody', { receivedBy: 'nobody' });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ field: 'receivedBy' }] } });
  });

  it('about a member of staff whom nobody knows by that id has no mark, for what it names may be a name', async () => {
    const reference = await filed('about-staff', { subject: { kind: 'staff', reference: 'Demo Name' } });
    const stored = await stack.pool.query(
      `select state->'registration' ? 'about' as named from complaints where reference = $1`,
      [reference],
    );
    expect(stored.rows).toEqual([{ named: false }]);
  });
});
