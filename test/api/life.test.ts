import { eventually } from '../support/eventually';
import { issueKey } from '../../db/keys';
import { saveOrganisation } from '../../db/people';
import { KeyedHash } from '../../services/keyed-hash';
import { call, COMPLAINT, HASH_SECRET, ORGANISATION, startStack, type Reply, type Stack } from './stack';

jest.setTimeout(120_000);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: true });
});
afterAll(() => stack.close());

const file = (key: string, body: unknown = COMPLAINT) =>
  call(stack, { path: '/v1/complaints', key: stack.keys['web'], body, headers: { 'idempotency-key': key } });
const get = (path: string, who = 'cs-1') => call(stack, { path, key: stack.keys[who] });
const act = (reference: string, who: string, body: unknown, headers: Record<string, string> = {}) =>
  call(stack, { path: `/v1/complaints/${reference}/acts`, key: stack.keys[who], body, headers });
const tokenOf = (filed: Reply) => (filed.body.trackingUrl as string).split('#')[1] ?? '';

async function filed(key: string): Promise<string> {
  const answer = await file(key);
  expect(answer.status).toBe(201);
  return answer.body.reference as string;
}

describe('filing', () => {
  it('answers with reference, tracking link, promise and clocks, and the same again', async () => {
    const first = await file('first');
    expect(first).toMatchObject({
      status: 201,
      body: { reference: expect.stringMatching(/^C-[0-9A-Z]{12}$/), promise: { replyBy: expect.any(String) } },
    });
    expect(first.body.clocks).toMatchObject([{ clock: 'reply', kind: 'promise', limit: { count: 5, unit: 'wd' } }]);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const again = await file('first');
    expect(again.status).toBe(201);
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('gives ten calls at once with one key the same answer and makes one complaint', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => file('ten')));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    const keyHash = new KeyedHash(HASH_SECRET).of('idempotency-key', 'web', 'ten');
    const { rows } = await stack.pool.query('select 1 from intake where key_hash = $1', [keyHash]);
    expect(rows).toHaveLength(1);
  });

  it('refuses the same key with another body, however the same body is written', async () => {
    await file('reused');
    const reordered = Object.fromEntries(Object.entries(COMPLAINT).reverse());
    expect((await file('reused', reordered)).status).toBe(201);
    expect(await file('reused', { ...COMPLAINT, narrative: 'Another one.' })).toMatchObject({
      status: 422,
      body: { type: 'idempotency-key-reused' },
    });
  });

  it('keys of two sources do not meet', async () => {
    const one = await file('shared');
    const headers = { 'idempotency-key': 'shared' };
    const other = await call(stack, { path: '/v1/complaints', key: stack.keys['portal'], body: COMPLAINT, headers });
    expect(other.status).toBe(201);
    expect(other.body.reference).not.toBe(one.body.reference);
    const receipt = `/v1/complaints/${String(one.body.reference)}/receipt`;
    expect((await get(receipt, 'web')).body).toEqual(one.body);
    expect(await get(receipt, 'portal')).toMatchObject({ status: 404, body: { type: 'not-found' } });
  });

  it('starts and answers a complaint that was accepted while nobody could start it', async () => {
    const before = await call(stack, {
      path: '/v1/complaints',
      key: stack.keys['web'],
      body: COMPLAINT,
      headers: { 'idempotency-key': 'late' },
    });
    const one = [before.body.reference];
    await stack.pool.query('update intake set answer = null, started_at = null where reference = $1', one);
    const again = await file('late');
    expect(again.body).toEqual(before.body);
    const { rows } = await stack.pool.query('select answer, started_at from intake where reference = $1', one);
    expect(rows[0]).toMatchObject({ answer: expect.anything(), started_at: expect.any(Date) });
  });

  it('gives the answer from the ledger when the run was over before it was stored', async () => {
    const first = await file('over');
    await stack.client.workflow.getHandle(first.body.reference as string).terminate();
    await stack.pool.query('update intake set answer = null where reference = $1', [first.body.reference]);
    expect((await file('over')).body).toEqual(first.body);
  });

  it('chooses the procedure by its match rules when none is named', async () => {
    const { procedure: _named, ...body } = COMPLAINT;
    const reference = (await file('matched', body)).body.reference as string;
    expect((await get(`/v1/complaints/${reference}`)).body.procedure.key).toBe('property-developer');
  });

  it('files an import line by line and says of each line what became of it', async () => {
    const lines = [
      JSON.stringify({ ...COMPLAINT, idempotencyKey: 'bulk-1' }),
      '{"broken',
      JSON.stringify({ ...COMPLAINT, idempotencyKey: 'bulk-2', channel: 'pigeon' }),
      JSON.stringify({ ...COMPLAINT, idempotencyKey: 'bulk-1' }),
      JSON.stringify({ ...COMPLAINT, narrative: 'x'.repeat(300_000), idempotencyKey: 'bulk-3' }),
    ];
    const headers = { 'content-type': 'application/x-ndjson' };
    const send = () =>
      call(stack, { path: '/v1/complaints/bulk', key: stack.keys['web'], body: `${lines.join('\n')}\n`, headers });
    const results = ((await send()).body as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map(({ line, status, problem }) => [line, status, problem?.type])).toEqual([
      [1, 201, undefined],
      [2, 400, 'malformed-json'],
      [3, 422, 'invalid-field'],
      [4, 201, undefined],
      [5, 413, 'content-too-large'],
    ]);
    expect(results[3].answer).toEqual(results[0].answer);
    const again = ((await send()).body as string)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(again[0]).toMatchObject({ status: 201, replayed: true, answer: results[0].answer });
  });
});

const range = ([first, last]: [number, number]) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

describe('acting', () => {
  it('a complaint about a member of staff is not theirs to decide; a name that is no id is accepted all the same', async () => {
    const about = (reference: string) => ({ ...COMPLAINT, subject: { kind: 'staff', reference } });
    const { reference } = (await file('about-cs-1', about('cs-1'))).body as { reference: string };
    expect((await get(`/v1/complaints/${reference}`, 'cs-2')).body.tasks[0].owner.people).toEqual(['cs-2']);
    const done = { act: 'complete', outcome: 'unfounded', form: { findings: 'nothing' } };
    expect(await act(reference, 'cs-1', done)).toMatchObject({ status: 403, body: { type: 'recused' } });
    expect((await act(reference, 'cs-2', done)).status).toBe(200);
    expect((await file('about-a-name', about('the man with the hat'))).status).toBe(201);
  });

  it('records an act and answers with the new state, texts kept out of Temporal', async () => {
    const reference = await filed('act-1');
    const open = await get(`/v1/complaints/${reference}`);
    expect(open.body).toMatchObject({ stage: 'investigate', intake: { narrative: COMPLAINT.narrative } });
    expect(open.body.acts.map(({ act }: { act: string }) => act)).toContain('complete');
    const form = { findings: 'The motor is worn out.', responsible: 'property' };
    const done = await act(reference, 'cs-1', { act: 'complete', outcome: 'founded', form });
    expect(done).toMatchObject({ status: 200, body: { stage: 'hand-over', complaint: { stage: 'hand-over' } } });
    const timeline = await get(`/v1/complaints/${reference}/timeline`);
    const completed = timeline.body.events.find(({ type }: { type: string }) => type === 'taskCompleted');
    expect(completed).toMatchObject({ actor: 'cs-1', texts: { findings: 'The motor is worn out.' } });
    const brought = timeline.body.events.filter((event: { act?: string }) => event.act === done.body.id);
    expect(brought.map(({ number }: { number: number }) => number)).toEqual(range(done.body.events));
    for (const event of brought) expect(event).toMatchObject({ actor: 'cs-1', via: 'api' });
    const history = await stack.client.workflow.getHandle(reference).fetchHistory();
    const told = JSON.stringify(history, (_key, part: unknown) =>
      part instanceof Uint8Array || (part as { type?: string } | null)?.type === 'Buffer'
        ? Buffer.from(part as Uint8Array).toString()
        : part,
    );
    expect(told).not.toContain('motor');
    expect(Buffer.from(JSON.stringify(history)).toString()).not.toContain(
      Buffer.from('motor is worn').toString('base64').slice(0, 12),
    );
  });

  it('refuses with the type of the refusal and its status', async () => {
    const reference = await filed('act-2');
    const refused = async (who: string, body: unknown) => {
      const { status, body: problem } = await act(reference, who, body);
      return [status, problem.type];
    };
    expect(await refused('eng-1', { act: 'complete', outcome: 'unfounded', form: { findings: 'x' } })).toEqual([
      403,
      'not-owner',
    ]);
    expect(await refused('cs-1', { act: 'approve' })).toEqual([409, 'wrong-stage']);
    expect(await refused('cs-1', { act: 'complete', outcome: 'founded', form: { findings: 'x' } })).toEqual([
      422,
      'missing-field',
    ]);
    expect(await refused('cs-1', { act: 'note', reason: 'x', task: 'T999' })).toEqual([409, 'stale']);
    expect(await refused('cs-1', { act: 'reopen' })).toEqual([409, 'wrong-stage']);
    expect(await refused('cs-1', { act: 'complete', form: { findings: 'x' }, by: 'gm' })).toEqual([
      422,
      'invalid-field',
    ]);
    expect((await act('C-UNKNOWN', 'cs-1', { act: 'acceptHandover' })).status).toBe(404);
  });

  it('does an act once for an idempotency key, and twice without one when the complaint has moved on', async () => {
    const reference = await filed('act-3');
    const note = { act: 'note', reason: 'Called, nobody there.' };
    const first = await act(reference, 'cs-1', note, { 'idempotency-key': 'n1' });
    const again = await act(reference, 'cs-1', note, { 'idempotency-key': 'n1' });
    expect(again.body.events).toEqual(first.body.events);
    const other = await act(reference, 'cs-2', note, { 'idempotency-key': 'n1' });
    expect(other.body.events).not.toEqual(first.body.events);
    await act(reference, 'cs-1', note);
    await act(reference, 'cs-1', note);
    const { events } = (await get(`/v1/complaints/${reference}/timeline`)).body;
    expect(events.filter(({ type }: { type: string }) => type === 'noted')).toHaveLength(4);
    expect((await get(`/v1/complaints/${reference}/acts/${String(first.body.id)}`)).body.events).toEqual(
      first.body.events,
    );
    expect((await get(`/v1/complaints/${reference}/acts/unknown`)).status).toBe(404);
  });

  it('answers everything a page needs, lists, worklist, notices and forecast', async () => {
    const reference = await filed('page');
    const one = (await get(`/v1/complaints/${reference}`)).body;
    expect(one.clocks).toMatchObject([
      { clock: 'reply', remaining: { unit: 'wd' }, dueAt: expect.any(String) },
      { clock: 'investigate', kind: 'task' },
    ]);
    expect((await get(`/v1/complaints?q=lift&procedure=property-developer&open=true&limit=1`)).body.items).toHaveLength(
      1,
    );
    const tasks = (await get('/v1/tasks?scope=pools&limit=200')).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ reference, part: null }));
    const notices = (await get(`/v1/notices?reference=${reference}`)).body.items;
    const told = notices.find(({ to }: { to: string }) => to === 'complainant');
    expect(told.body).toContain(reference);
    expect(JSON.stringify(notices)).not.toContain(tokenOf(await file('page')));
    const forecast = (await get(`/v1/complaints/${reference}/forecast`)).body;
    expect(forecast.ends).toMatchObject({ as: 'held', by: expect.any(Array) });
  });

  it('a run meets people who came after it began', async () => {
    const reference = await filed('people');

    const joined = {
      id: 'cs-new',
      name: 'Demo',
      roles: ['customer-service'],
      department: 'customer-service',
      locale: 'en',
    };
    await saveOrganisation(stack.pool, { ...ORGANISATION, staff: [...ORGANISATION.staff, joined] });
    const key = await issueKey(stack.pool, { kind: 'staff', id: 'cs-new', label: 'test' });
    const body = { act: 'complete', outcome: 'unfounded', form: { findings: 'Nothing found.' } };
    const path = `/v1/complaints/${reference}/acts`;
    await eventually(async () => (await call(stack, { path, key, body })).status === 200, {
      limitMs: 5_000,
      everyMs: 100,
      failure: () => new Error('the newcomer may not act'),
    });
  });
});

describe('many at once', () => {
  it('takes a crowd of acts on one complaint, or asks to come back, and fails none', async () => {
    const reference = await filed('crowd');
    const notes = Array.from({ length: 40 }, (_, n) => act(reference, 'cs-1', { act: 'note', reason: `Note ${n}` }));
    const answers = await Promise.all(notes);
    expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
    const recorded = (await get(`/v1/complaints/${reference}/timeline`)).body.events as { type: string }[];
    expect(recorded.filter(({ type }) => type === 'noted')).toHaveLength(
      new Set(answers.filter(({ status }) => status === 200).map(({ body }) => JSON.stringify(body.events))).size,
    );
  });
});

describe('tracking', () => {
  it('shows what is asked of the complainant while it is awaited, and only then, with the zone that days are counted in', async () => {
    const filing = await file('asked');
    const look = async () => (await call(stack, { path: `/v1/track/${tokenOf(filing)}` })).body;
    expect(await look()).toMatchObject({ asked: null, zone: 'Asia/Shanghai' });
    await act(filing.body.reference as string, 'cs-1', { act: 'pause', reason: 'Please send a photo.' });
    expect(await look()).toMatchObject({ asked: 'Please send a photo.', progress: { state: 'paused' } });
    await call(stack, { path: `/v1/track/${tokenOf(filing)}`, body: { act: 'resume', reason: 'Here it is.' } });
    expect(await look()).toMatchObject({ asked: null });
  });

  it('shows the latest word on how things stand until the complaint is closed', async () => {
    const filing = await file('report');
    const reference = filing.body.reference as string;
    const look = async () => (await call(stack, { path: `/v1/track/${tokenOf(filing)}` })).body;
    expect(await look()).toMatchObject({ report: null });
    for (const reason of ['We have looked at it.', 'The part is on its way.'])
      expect((await act(reference, 'cs-1', { act: 'reportProgress', reason })).status).toBe(200);
    const seen = await look();
    expect(seen).toMatchObject({ report: 'The part is on its way.' });
    expect(seen.history.at(-1).words).toBe('We told you how things stand.');
    await call(stack, { path: `/v1/track/${tokenOf(filing)}`, body: { act: 'withdraw' } });
    expect(await look()).toMatchObject({ report: null });
  });

  it('takes a complaint in a language without texts, shows it in the one its customs read, and staff when to call', async () => {
    const filing = await file('from-dubai', { ...COMPLAINT, locale: 'ar-AE' });
    expect(await call(stack, { path: `/v1/track/${tokenOf(filing)}` })).toMatchObject({
      status: 200,
      body: { locale: 'en', progress: { words: 'We are looking into your complaint.' } },
    });
    const { body } = await get(`/v1/complaints/${filing.body.reference as string}`);
    expect(body.locale).toBe('ar-AE');
    expect(Date.parse(body.contact.from)).toBeGreaterThanOrEqual(Date.parse(body.registeredAt));
    const notices = (await get(`/v1/notices?reference=${filing.body.reference as string}&to=complainant`)).body;
    expect(notices.items[0]).toMatchObject({ template: 'acknowledgement', locale: 'ar-AE' });
    expect(notices.items[0].subject).toMatch(/[A-Za-z]{5}/);
  });

  it('shows the complainant plain words and what they may do, nothing of staff, and takes their acts', async () => {
    const filing = await file('track');
    const path = `/v1/track/${tokenOf(filing)}`;
    const seen = await call(stack, { path });
    expect(seen).toMatchObject({
      status: 200,
      body: { reference: filing.body.reference, locale: 'en', status: 'open' },
    });
    expect(seen.headers.get('cache-control')).toBe('no-store');
    expect(seen.headers.get('referrer-policy')).toBe('no-referrer');
    expect(seen.body.acts.map(({ act }: { act: string }) => act).sort()).toEqual(['addEvidence', 'note', 'withdraw']);
    expect(JSON.stringify(seen.body)).not.toMatch(/cs-|gm|customer-service/);
    expect((await call(stack, { path: `${path}?locale=zh-CN` })).body.progress.words).toBe(
      '我们正在核实您反映的情况。',
    );
    expect((await call(stack, { path, body: { act: 'approve' } })).status).toBe(422);
    const done = await call(stack, { path, body: { act: 'withdraw', reason: 'Solved.' } });
    expect(done).toMatchObject({ status: 200, body: { status: 'closed', tracking: { result: 'withdrawn' } } });
    expect(done.body.tracking.acts.map(({ act }: { act: string }) => act)).toContain('reopen');
  });

  it('answers every unknown token alike', async () => {
    const answers = await Promise.all(
      ['x', 'A'.repeat(43), 'a'.repeat(3_000)].map((token) => call(stack, { path: `/v1/track/${token}` })),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });
});
