import { createClient, ProblemError, Unreachable } from '../../client/client';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

function api(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const client = createClient({
    url: 'http://127.0.0.1:1/',
    key: 'demo-key',
    fetch: async (url, init = {}) => {
      sent.push({ url: url instanceof Request ? url.url : String(url), init });
      const answer = answers[sent.length - 1] ?? new Error('nothing more was expected');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    wait: async (milliseconds) => void waits.push(milliseconds),
  });
  return { client, sent, waits };
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const problem = (status: number, type: string, headers: Record<string, string> = {}) =>
  json(status, { type, title: type, status, detail: `It is ${type}.` }, headers);

const complaint = { channel: 'web', complainant: { name: 'Demo Customer Two' }, narrative: 'Demo' };
const receipt = { reference: 'C-1', trackingUrl: 'http://127.0.0.1/track#x', receivedAt: '2026-03-02T01:00:00.000Z' };

test('filing is repeated with the same key while the API is busy, after as long as it asks', async () => {
  const busy = problem(429, 'too-many-requests', { 'retry-after': '3' });
  const { client, sent, waits } = api(busy, problem(503, 'unavailable', { 'retry-after': '7' }), json(201, receipt));
  expect(await client.fileComplaint({ complaint, idempotencyKey: 'k1' })).toEqual({ ...receipt, replayed: false });
  expect(waits).toEqual([3_000, 7_000]);
  expect(sent.map(({ init }) => new Headers(init.headers).get('idempotency-key'))).toEqual(['k1', 'k1', 'k1']);
});

test('an answer that was given before says so', async () => {
  const { client } = api(json(201, receipt, { 'idempotency-replayed': 'true' }));
  expect(await client.fileComplaint({ complaint, idempotencyKey: 'k1' })).toMatchObject({ replayed: true });
});

test('a lost reply to an act is asked for again under one and the same key', async () => {
  const { client, sent } = api(new TypeError('fetch failed'), json(200, { reference: 'C-1', status: 'open' }));
  await client.act({ reference: 'C-1', act: { act: 'note', reason: 'demo' } });
  const [first, second] = sent.map(({ init }) => new Headers(init.headers).get('idempotency-key'));
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(second).toBe(first);
});

test('a refusal is not repeated and carries the problem document', async () => {
  const { client, sent } = api(problem(403, 'not-owner'));
  const refusal = await client.act({ reference: 'C-1', act: { act: 'approve' } }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ProblemError);
  expect(refusal).toMatchObject({ problem: { type: 'not-owner', status: 403 } });
  expect(sent).toHaveLength(1);
});

test('it gives up after six tries, with the last answer', async () => {
  const { client, sent } = api(...Array.from({ length: 7 }, () => problem(503, 'unavailable')));
  await expect(client.complaint('C-1')).rejects.toBeInstanceOf(ProblemError);
  expect(sent).toHaveLength(6);
});

test('an API that is not there is said to be unreachable', async () => {
  const refused = Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }),
  });
  const { client } = api(...Array.from({ length: 6 }, () => refused));
  const error = await client.procedures().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Unreachable);
  expect(String(error)).toContain('ECONNREFUSED');
});

test('the key goes to the API and nowhere else: redirects are refused', async () => {
  const { client, sent } = api(json(200, { items: [], next: null }));
  await client.listComplaints({ open: 'true', q: '漏水' });
  expect(sent[0]?.url).toBe('http://127.0.0.1:1/v1/complaints?open=true&q=%E6%BC%8F%E6%B0%B4');
  expect(sent[0]?.init.redirect).toBe('error');
  expect(new Headers(sent[0]?.init.headers).get('authorization')).toBe('Bearer demo-key');
});

test('every line of an import has its result, and the whole may be sent again', async () => {
  const results = [
    { line: 1, idempotencyKey: 'a', status: 201, replayed: false },
    { line: 2, idempotencyKey: 'b', status: 422, replayed: false },
  ];
  const body = results.map((result) => `${JSON.stringify(result)}\n`).join('');
  const { client, sent } = api(new TypeError('fetch failed'), new Response(body));
  expect(await client.importComplaints('{}\n{}')).toEqual(results);
  expect(sent).toHaveLength(2);
});
