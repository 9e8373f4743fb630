import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../client/cli';
import { displayWidth } from '../../client/display-width';
import { readForm } from '../../client/form-values';
import { formatTable } from '../../client/table';
import { showInstant } from '../../client/times';
import { recordedTerminal } from './client-samples';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let asked: Asked[];
let answers: Record<string, { status?: number; body: unknown }>;
let folder: string;
let url: string;

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, url: path, headers, body });
    const answer = answers[`${method} ${path.split('?')[0]}`];
    const missing = { type: 'not-found', title: 'Not found', status: 404, detail: 'There is no such complaint.' };
    response.writeHead(answer === undefined ? 404 : (answer.status ?? 200), { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.body ?? missing));
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), 'client-'));
  mkdirSync(join(folder, '.redress'));
  mkdirSync(join(folder, 'deeper'));
  const staff = ['demo-one', 'demo-two'].map((id) => ({
    id,
    name: id,
    role: 'x',
    department: 'y',
    key: `key of ${id}`,
  }));
  const credentials = {
    api: url,
    temporal: '',
    temporalUi: null,
    intake: { source: 'demo-intake', key: 'intake key' },
    staff,
  };
  writeFileSync(join(folder, '.redress/credentials.json'), JSON.stringify(credentials));
});

beforeEach(() => {
  asked = [];
  answers = {};
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
});

async function redress(words: string, given: Parameters<typeof recordedTerminal>[0] = {}) {
  const terminal = recordedTerminal({ folder, ...given });
  const exitCode = await runProgram({ terminal }, words.split(' '));
  return { exitCode, ...terminal.written };
}

const row = {
  reference: 'C-1',
  procedure: { key: 'property-developer', hash: 'h' },
  stage: 'investigate',
  status: 'open',
  result: null,
  round: 1,
  severity: 'urgent',
  owner: 'demo-one',
  department: null,
  level: 0,
  dueAt: '2026-03-05T10:00:00.000Z',
  receivedAt: '2026-03-02T01:00:00.000Z',
};
const receipt = {
  reference: 'C-1',
  trackingUrl: `http://x/track#t`,
  receivedAt: row.receivedAt,
  promise: { replyBy: '2026-03-09T10:00:00.000Z' },
};

test('a complaint in YAML from the standard input is filed with the key of the intake source', async () => {
  answers['POST /v1/complaints'] = { status: 201, body: receipt };
  const stdin = (async function* () {
    yield 'channel: web\ncomplainant: { name: 演示客户一 }\nnarrative: 漏水\n';
  })();
  const { exitCode, out } = await redress('file -', { stdin });
  expect(exitCode).toBe(0);
  expect(asked[0]?.headers.authorization).toBe('Bearer intake key');
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    channel: 'web',
    complainant: { name: '演示客户一' },
    narrative: '漏水',
  });
  expect(out).toContain('Reply by     2026-03-09 18:00');
  expect(out).toContain('Times are those of Asia/Shanghai.');
});

test('filing the same content again uses the same idempotency key, other content another one', async () => {
  answers['POST /v1/complaints'] = { status: 201, body: receipt };
  writeFileSync(join(folder, 'a.json'), '{"narrative":"a"}');
  writeFileSync(join(folder, 'b.json'), '{"narrative":"b"}');
  for (const file of ['a.json', 'a.json', 'b.json']) await redress(`file ${file}`);
  const [first, again, other] = asked.map(({ headers }) => headers['idempotency-key']);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('filters of a list reach the API, and the table names the zone', async () => {
  answers['GET /v1/complaints'] = { body: { items: [row], next: 'c2' } };
  const { out } = await redress('list --open --due-before 2026-03-06T00:00:00Z');
  expect(asked[0]?.url).toBe('/v1/complaints?dueBefore=2026-03-06T00%3A00%3A00Z&open=true');
  expect(out).toContain('2026-03-05 18:00');
  expect(out).toContain('--cursor c2');
});

test('--json prints what the API answered', async () => {
  answers['GET /v1/complaints'] = { body: { items: [row], next: null } };
  const { out } = await redress('list --json');
  expect(JSON.parse(out)).toEqual({ items: [row], next: null });
});

test('an act is done in the name of whom --as says, its form read by the kinds of the fields', async () => {
  const form = { 'speaks-for-company': { kind: 'yes-no', required: true }, answer: { kind: 'text', required: true } };
  answers['GET /v1/complaints/C-1'] = { body: { acts: [{ act: 'complete', task: 'T3', form }] } };
  answers['POST /v1/complaints/C-1/acts'] = {
    body: { reference: 'C-1', status: 'open', stage: 'consent', complaint: null },
  };
  const words = 'act C-1 complete --as demo-two --outcome answered --form speaks-for-company=yes --form answer=5';
  const { exitCode, out } = await redress(words, { folder: join(folder, 'deeper') });
  expect(exitCode).toBe(0);
  expect(out).toContain('C-1 is open at consent');
  expect(asked.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer key of demo-two',
    'Bearer key of demo-two',
  ]);
  expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
    act: 'complete',
    outcome: 'answered',
    form: { 'speaks-for-company': true, answer: '5' },
  });
});

test('nobody acts without saying who', async () => {
  const { exitCode, error } = await redress('act C-1 note --reason demo');
  expect(exitCode).toBe(2);
  expect(error).toContain('Say who acts: --as ID, one of: demo-one, demo-two.');
  expect(asked).toEqual([]);
});

test('a refusal is one clear sentence and exit code 1', async () => {
  const { exitCode, error } = await redress('show C-9');
  expect({ exitCode, error }).toEqual({ exitCode: 1, error: 'redress: There is no such complaint.\n' });
});

test.each([['frobnicate'], ['act C-1 dance --as demo-one'], ['show'], ['list --as nobody'], ['file missing.json']])(
  '"%s" is called wrongly: exit code 2',
  async (words) => expect((await redress(words)).exitCode).toBe(2),
);

test('help is not an error', async () => {
  const { exitCode, out } = await redress('--help');
  expect(exitCode).toBe(0);
  for (const command of ['file', 'list', 'show', 'act', 'watch', 'forecast', 'import'])
    expect(out).toContain(`  ${command} `);
});

test('an import names the lines that were not filed and fails', async () => {
  const refused = {
    type: 'invalid-field',
    detail: 'is not known',
    errors: [{ field: 'channel', detail: 'is not known' }],
  };
  answers['POST /v1/complaints/bulk'] = {
    body: { line: 1, idempotencyKey: 'a', status: 422, replayed: false, problem: refused },
  };
  writeFileSync(join(folder, 'many.ndjson'), '{"idempotencyKey":"a"}\n');
  const { exitCode, out, error } = await redress('import many.ndjson');
  expect(exitCode).toBe(1);
  expect(out).toContain('channel is not known');
  expect(error).toContain('1 could not be filed');
});

test('watching one complaint prints its timeline and stops when it is archived', async () => {
  const event = {
    number: 1,
    at: row.receivedAt,
    type: 'archived',
    stage: null,
    round: 1,
    actor: 'time',
    via: 'time',
    texts: {},
  };
  answers['GET /v1/complaints/C-1/timeline'] = { body: { reference: 'C-1', events: [event], next: null } };
  const { exitCode, out } = await redress('watch C-1');
  expect(exitCode).toBe(0);
  expect(out).toContain('1  2026-03-02 09:00  archived');
});

describe('tables', () => {
  const rows = [
    ['C-1', '演示客户一的投诉'],
    ['C-2', 'short'],
  ];

  test('columns stay aligned behind wide Chinese characters', () => {
    const table = formatTable({
      head: ['No', 'What', 'End'],
      rows: rows.map((each) => [...each, '|']),
      width: undefined,
    });
    const columns = table
      .split('\n')
      .slice(1, 3)
      .map((line) => displayWidth(line.slice(0, line.indexOf('|'))));
    expect(columns).toEqual([23, 23]);
  });

  test('no line is wider than the terminal, and what was cut says so', () => {
    const table = formatTable({ head: ['No', 'What'], rows, width: 14 });
    for (const line of table.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(14);
    expect(table).toContain('演示客户…');
  });

  test('what people wrote cannot steer the terminal or break the line', () => {
    expect(formatTable({ head: ['A'], rows: [['x\u001b[31m\ny']], width: undefined })).toBe('A\nx [31m y\n');
  });
});

test('remedies are read with their amounts, and a number must be one', () => {
  const form = { solution: { kind: 'remedies', required: true }, count: { kind: 'number', required: false } } as const;
  expect(readForm(['solution=repair,compensation:500000:CNY', 'count=3'], form)).toEqual({
    solution: [{ remedy: 'repair' }, { remedy: 'compensation', amount: 500_000, currency: 'CNY' }],
    count: 3,
  });
  expect(() => readForm(['count=three'], form)).toThrow('takes a number');
});

test('an instant is shown in the named zone', () => {
  expect(showInstant('2026-03-01T16:30:00.000Z', 'Asia/Shanghai')).toBe('2026-03-02 00:30');
  expect(showInstant(null, 'Asia/Shanghai')).toBe('');
});

describe('what is wrong with the installation', () => {
  const says = { en: 'Nobody holds the role.', 'zh-CN': '角色无人担任。' };
  const finding = { code: 'role-unheld', severity: 'warning', about: [], span: null, seconds: null, date: null };
  const words = { says, remedy: { en: 'Give it to somebody.', 'zh-CN': '指定人员。' } };
  const of = (...severities: string[]) => ({
    at: row.receivedAt,
    errors: severities.filter((one) => one === 'error').length,
    warnings: severities.filter((one) => one === 'warning').length,
    checks: 22,
    findings: severities.map((severity) => ({ ...finding, ...words, severity })),
  });

  test('nothing found, and a warning: exit code 0', async () => {
    answers['GET /v1/doctor'] = { body: of() };
    expect(await redress('doctor')).toEqual({ exitCode: 0, out: '22 checks: nothing found.\n', error: '' });
    answers['GET /v1/doctor'] = { body: of('warning') };
    const { exitCode, out } = await redress('doctor');
    expect(exitCode).toBe(0);
    expect(out).toBe(
      'warning  role-unheld\n  Nobody holds the role.\n  Give it to somebody.\n\n22 checks: 0 errors, 1 warning.\n',
    );
  });

  test('an error: exit code 1, in the language of the terminal, and as JSON', async () => {
    answers['GET /v1/doctor'] = { body: of('error', 'warning') };
    const chinese = await redress('doctor', { environment: { LANG: 'zh_CN.UTF-8' } });
    expect(chinese).toMatchObject({ exitCode: 1, error: '' });
    expect(chinese.out).toContain('error  role-unheld\n  角色无人担任。\n  指定人员。\n');
    expect(chinese.out).toContain('22 checks: 1 error, 1 warning.\n');
    const json = await redress('--json doctor');
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.out)).toEqual(of('error', 'warning'));
  });

  test('without the right: the reason and exit code 1', async () => {
    const detail = 'This needs the right "diagnose", which none of your roles holds.';
    answers['GET /v1/doctor'] = { status: 403, body: { type: 'forbidden', title: 'x', status: 403, detail } };
    expect(await redress('doctor')).toEqual({ exitCode: 1, out: '', error: `redress: ${detail}\n` });
  });
});
