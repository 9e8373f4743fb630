import type { Request } from 'express';
import { Authentication } from '../../api/http/authentication';
import { createPool, type Pool } from '../../db/pool';
import { createIntakeBacklog } from '../../db/intake';
import { revokeKey, listKeys } from '../../db/keys';
import { KeyRing } from '../../services/key-ring';
import { call, COMPLAINT, contextOver, serve, startStack, type CallInput, type Stack } from './stack';

jest.setTimeout(120_000);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: false, settings: { receiptWithinMs: 300, actWithinMs: 300 } });
});
afterAll(() => stack.close());

const headers = { 'idempotency-key': 'edge' };
const file = (more: Partial<CallInput> = {}) =>
  call(stack, { path: '/v1/complaints', key: stack.keys['web'], body: COMPLAINT, headers, ...more });

/** The complaint with these facts, as the wire has it: no literal has a key of every name. */
const withFacts = (facts: string) => `${JSON.stringify(COMPLAINT).slice(0, -1)},"facts":${facts}}`;

describe('who may call', () => {
  it('every endpoint asks for the key it documents, and for nothing else', async () => {
    const keys = { intake: stack.keys['web'], staff: stack.keys['gm'], none: undefined, wrong: 'x'.repeat(40) };
    for (const endpoint of stack.endpoints) {
      const path = endpoint.path.replace(/\{\w+\}/g, 'none');
      const body = endpoint.body ? '{' : undefined;
      const type = endpoint.bodyType ?? 'application/json';
      for (const [who, key] of Object.entries(keys)) {
        const reply = await call(stack, {
          ...{ method: endpoint.method.toUpperCase() as NonNullable<CallInput['method']>, path, key, body },
          ...(body === undefined ? {} : { headers: { 'content-type': type } }),
        });
        const admitted = endpoint.access === 'open' || endpoint.access === 'operator';
        const valid = who === 'intake' || who === 'staff';
        const right = endpoint.access === 'holder' || endpoint.access === who;
        const expected = admitted || (valid && right) ? 'in' : valid ? 403 : 401;
        const got = reply.status === 401 || reply.status === 403 ? reply.status : 'in';
        expect([endpoint.operationId, who, got]).toEqual([endpoint.operationId, who, expected]);
        expect([endpoint.operationId, reply.status]).not.toEqual([endpoint.operationId, 500]);
      }
    }
  });

  it('tells how to authenticate, and not whether a complaint exists', async () => {
    const reply = await call(stack, { path: '/v1/complaints/C-NONE' });
    expect(reply).toMatchObject({ status: 401, body: { type: 'unauthenticated' } });
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('a revoked key is refused within half a minute, and not looked up for every call', async () => {
    let now = 1;
    const counted = { query: jest.fn((...query: [string, unknown[]]) => stack.pool.query(...query)) };
    const rateLimit = { perSecond: 1_000, burst: 1_000 };
    const keys = new KeyRing(counted as unknown as Pool, () => now);
    const authentication = new Authentication({ keys, rateLimit, now: () => now });
    const request = { get: () => `Bearer ${stack.keys['eng-2']}`, ip: '' } as unknown as Request;
    for (let calls = 0; calls < 10; calls += 1) {
      expect(await authentication.admit(request, 'staff')).toMatchObject({ kind: 'staff', id: 'eng-2' });
    }
    expect(counted.query).toHaveBeenCalledTimes(1);
    for (const { fingerprint } of await listKeys(stack.pool, { kind: 'staff', id: 'eng-2' })) {
      expect(await revokeKey(stack.pool, fingerprint)).toBe(true);
    }
    now = 30_000;
    await expect(authentication.admit(request, 'staff')).rejects.toMatchObject({ type: 'unauthenticated' });
  });

  it('figures are for this machine itself, or with a key of staff; not through a proxy', async () => {
    const reply = await call(stack, { path: '/metrics' });
    expect(reply.body).toMatch(/redress_complaints_open \d/);
    const through = { 'x-forwarded-for': '203.0.113.7' };
    expect((await call(stack, { path: '/metrics', headers: through })).status).toBe(401);
    expect((await call(stack, { path: '/metrics', headers: through, key: stack.keys['gm'] })).status).toBe(200);
  });
});

describe('how often a caller without a key may call', () => {
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

  async function seenThrough(trustProxy: 'loopback' | null, addresses: readonly string[]): Promise<readonly number[]> {
    const { pool, client } = stack;
    const context = contextOver({ pool, client, settings: { rateLimit: { perSecond: 0.001, burst: 2 } } });
    const served = await serve(context, trustProxy === null ? {} : { trustProxy: [trustProxy] });
    try {
      const seen: number[] = [];
      for (const address of addresses) seen.push((await fetch(`${served.url}/v1/tasks`, from(address))).status);
      return seen;
    } finally {
      await served.close();
    }
  }

  it('is counted by the address that a trusted proxy names', async () => {
    const addresses = ['203.0.113.7', '203.0.113.7', '203.0.113.8', '203.0.113.7'];
    expect(await seenThrough('loopback', addresses)).toEqual([401, 401, 401, 429]);
  });

  it('is counted by the connection as long as no proxy is trusted, whatever address a caller gives', async () => {
    expect(await seenThrough(null, ['203.0.113.7', '203.0.113.8', '203.0.113.9'])).toEqual([401, 401, 429]);
  });
});

describe('what is sent', () => {
  it.each([
    ['no Idempotency-Key', { headers: {} }, 400, 'missing-idempotency-key'],
    ['an Idempotency-Key that is none', { headers: { 'idempotency-key': 'x'.repeat(201) } }, 422, 'invalid-field'],
    ['broken JSON', { body: '{"channel"' }, 400, 'malformed-json'],
    ['another content type', { headers: { ...headers, 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
    [
      'another charset',
      { headers: { ...headers, 'content-type': 'application/json; charset=latin1' } },
      415,
      'unsupported-media-type',
    ],
    ['a megabyte', { body: { ...COMPLAINT, narrative: 'x'.repeat(1_000_000) } }, 413, 'content-too-large'],
    ['a long narrative', { body: { ...COMPLAINT, narrative: 'x'.repeat(20_001) } }, 422, 'invalid-field'],
    [
      'a time to come',
      { body: { ...COMPLAINT, receivedAt: new Date(Date.now() + 3_600_000).toISOString() } },
      422,
      'invalid-field',
    ],
    ['an unknown procedure', { body: { ...COMPLAINT, procedure: 'none' } }, 422, 'invalid-field'],
    ['an unknown category', { body: { ...COMPLAINT, category: 'none' } }, 422, 'invalid-field'],
    ['an unknown channel', { body: { ...COMPLAINT, channel: 'none' } }, 422, 'invalid-field'],
    ['an unknown severity', { body: { ...COMPLAINT, severity: 'none' } }, 422, 'invalid-field'],
    ['an unknown fact', { body: { ...COMPLAINT, facts: { colour: 'red' } } }, 422, 'invalid-field'],
    ['a fact called __proto__', { body: withFacts('{"__proto__":"x"}') }, 422, 'invalid-field'],
    ['NUL', { body: { ...COMPLAINT, narrative: '\u0000' } }, 422, 'invalid-field'],
  ] as const)('%s is refused clearly', async (_what, more, status, type) => {
    expect(await file(more as Partial<CallInput>)).toMatchObject({ status, body: { type, status } });
  });

  it.each([
    '/v1/complaints?level=x',
    '/v1/complaints?open=maybe',
    '/v1/complaints?colour=red',
    '/v1/complaints?q=%00',
    '/v1/complaints?dueBefore=yesterday',
    '/v1/complaints?cursor=x',
    '/v1/complaints?limit=0',
    '/v1/complaints?limit=1&limit=2',
    '/v1/tasks?cursor=AAAA',
    '/v1/notices?cursor=AAAA',
  ])('%s is 422', async (path) => {
    expect((await call(stack, { path, key: stack.keys['cs-1'] })).status).toBe(422);
  });

  it.each([
    '/v1/complaints/%00',
    '/v1/complaints/%E0%A4%A',
    '/nothing',
    '/v1/complaints/C-NONE/timeline',
    '/v1/procedures/none',
  ])('%s is 404', async (path) => {
    expect(await call(stack, { path, key: stack.keys['cs-1'] })).toMatchObject({
      status: 404,
      body: { type: 'not-found' },
    });
  });

  it('another method is 405 and says which are possible', async () => {
    const reply = await call(stack, { path: '/v1/complaints', method: 'PUT', body: {} });
    expect(reply).toMatchObject({ status: 405, body: { type: 'method-not-allowed' } });
    expect(reply.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });
});

describe('when the engine is away', () => {
  it('an intake is accepted for good, without a promise, and waits for the sweep', async () => {
    const first = await file({ headers: { 'idempotency-key': 'away' } });
    expect(first.status).toBe(202);
    expect(Object.keys(first.body).sort()).toEqual(['receivedAt', 'reference', 'trackingUrl']);
    const again = await file({ headers: { 'idempotency-key': 'away' } });
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([202, first.body, 'true']);
    const waiting = await createIntakeBacklog(stack.pool).unstarted(100);
    expect(waiting.map(({ registration }) => registration.reference)).toContain(first.body.reference);
    const token = (first.body.trackingUrl as string).split('#')[1] ?? '';
    expect((await call(stack, { path: `/v1/track/${token}` })).status).toBe(200);
    const act = await call(stack, {
      path: `/v1/complaints/${String(first.body.reference)}/acts`,
      ...{ key: stack.keys['cs-1'], body: { act: 'note', reason: 'x' } },
    });
    expect(act).toMatchObject({ status: 503, body: { type: 'unavailable' } });
    expect(act.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it('is alive and not ready', async () => {
    expect(await call(stack, { path: '/healthz' })).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await call(stack, { path: '/readyz' })).toMatchObject({
      status: 503,
      body: { status: 'not-ready', checks: { database: true, engine: false } },
    });
  });
});

describe('when the database is away', () => {
  it('answers 503 and when to come back', async () => {
    const nowhere = createPool({ url: 'postgres://nobody:x@127.0.0.1:9/none' });
    const { client } = stack;
    const served = await serve(contextOver({ pool: nowhere, client }));
    try {
      const reply = await call({ ...stack, url: served.url }, { path: '/v1/tasks', key: 'y'.repeat(40) });
      expect(reply).toMatchObject({ status: 503, body: { type: 'unavailable' } });
      expect(reply.headers.get('retry-after')).toBe('5');
    } finally {
      await served.close();
      await nowhere.end();
    }
  });
});

describe('before the tables are there and known to be filled under our secret', () => {
  it('nothing is filed or read, and it is alive', async () => {
    const { pool, client } = stack;
    const served = await serve(contextOver({ pool, client }), { isMigrated: () => false });
    const early = (input: CallInput) => call({ ...stack, url: served.url }, input);
    try {
      const key = stack.keys['web'];
      const filed = await early({ path: '/v1/complaints', key, body: COMPLAINT, headers });
      const read = await early({ path: '/v1/tasks', key: stack.keys['cs-1'] });
      for (const one of [filed, read]) expect(one).toMatchObject({ status: 503, body: { type: 'unavailable' } });
      expect((await early({ path: '/healthz' })).status).toBe(200);
    } finally {
      await served.close();
    }
  });
});

describe('pages of its own', () => {
  it('every answer says that it is not to be kept, framed or sniffed', async () => {
    const { headers: sent } = await call(stack, { path: '/healthz' });
    expect(sent.get('cache-control')).toBe('no-store');
    expect(sent.get('content-security-policy')).toContain("default-src 'none'");
    expect(sent.get('x-content-type-options')).toBe('nosniff');
    expect(sent.get('x-powered-by')).toBeNull();
  });

  it('the document can be read with what this server serves alone', async () => {
    const page = await call(stack, { path: '/docs' });
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const parts = [...(page.body as string).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(parts).toEqual(['data:,', '/docs/docs.css', '/docs/redoc.js', '/docs/docs.js']);
    for (const path of parts.slice(1)) expect([path, (await call(stack, { path })).status]).toEqual([path, 200]);
    expect((await call(stack, { path: '/openapi.json' })).body.openapi).toBe('3.1.0');
  });
});
