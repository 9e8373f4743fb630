import { saveOrganisation } from '../../db/people';
import { saveSource } from '../../db/sources';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { PROJECT_ROOT } from '../../tools/project-root';
import { call, ORGANISATION, serve, contextOver, startStack, type Stack } from './stack';

jest.setTimeout(60_000);

const thread = join(PROJECT_ROOT, 'dist/services/checking/check-thread.js');
const SHIPPED = readFileSync(join(PROJECT_ROOT, 'procedures/property-developer.yaml'), 'utf8');

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: true, settings: { procedureCheck: { thread } } });
  for (const id of ['web', 'portal']) {
    await saveSource(stack.pool, { id, name: id, locale: 'en', procedures: ['property-developer'] });
  }
});
afterAll(() => stack.close());

const doctor = (who: string) => call(stack, { path: '/v1/doctor', key: stack.keys[who] });
const ready = () => call(stack, { path: '/readyz' });
const withoutRole = (role: string) => ({
  ...ORGANISATION,
  staff: ORGANISATION.staff.map((one) => ({ ...one, roles: one.roles.filter((held) => held !== role) })),
});

test('whoever has the right is told; staff without it, sources and strangers are not', async () => {
  expect(await doctor('gm')).toMatchObject({ status: 200, body: { findings: expect.any(Array) as unknown[] } });
  expect(await doctor('cs-1')).toMatchObject({
    status: 403,
    body: { type: 'forbidden', detail: expect.stringContaining('"diagnose"') as string },
  });
  expect(await doctor('web')).toMatchObject({ status: 403, body: { type: 'forbidden' } });
  expect(await call(stack, { path: '/v1/doctor' })).toMatchObject({ status: 401 });
});

test('a finding names ids, and says what is wrong and what to do in each language', async () => {
  await saveOrganisation(stack.pool, withoutRole('customer-service-head'));
  const { body } = await doctor('gm');
  const finding = (body.findings as { code: string }[]).find(({ code }) => code === 'role-unheld');
  expect(finding).toMatchObject({
    severity: 'warning',
    about: [
      { kind: 'procedure', ids: ['property-developer'], count: 1, more: false },
      { kind: 'role', ids: ['customer-service-head'], count: 1, more: false },
    ],
    says: { en: expect.stringContaining('customer-service-head'), 'zh-CN': expect.stringContaining('无人担任') },
    remedy: { en: expect.any(String), 'zh-CN': expect.any(String), 'zh-Hant': expect.any(String) },
  });
  expect((body.findings as { code: string }[]).map(({ code }) => code)).not.toContain('check-unfinished');
  const severities = (body.findings as { severity: string }[]).map(({ severity }) => severity);
  expect(severities).toEqual([...severities].sort());
  expect(body.errors + body.warnings).toBe(severities.length);
  await saveOrganisation(stack.pool, ORGANISATION);
});

test('readiness says how much there is to look at, and nothing of what it is', async () => {
  const served = await serve(contextOver({ pool: stack.pool, client: stack.client }));
  const look = () => call({ ...served, endpoints: stack.endpoints }, { path: '/readyz' });
  expect((await look()).body).toMatchObject({ status: 'ready', findings: null });
  const body = await eventually(
    async () => {
      const reply = await look();
      expect(reply.status).toBe(200);
      return reply.body.findings !== null && (reply.body as object);
    },
    { limitMs: 20_000 },
  );
  expect(Object.keys(body).sort()).toEqual(['checks', 'findings', 'status']);
  expect(body).toMatchObject({
    status: 'ready',
    findings: { errors: expect.any(Number), warnings: expect.any(Number) },
  });
  expect(Object.keys((body as { findings: object }).findings).sort()).toEqual(['errors', 'warnings']);
  await served.close();
});

test('a rule book is published with a warning for each role that nobody holds, at its place', async () => {
  const publish = (text: string) => call(stack, { path: '/v1/procedures', key: stack.keys['gm'], body: { text } });
  const text = SHIPPED.replace('role: customer-service }', 'role: night-watch }').replace(
    'reopen: { within: 30d',
    'reopen: { within: 29d',
  );
  const { status, body } = await publish(text);
  expect(status).toBe(201);
  const line = text.split('\n').findIndex((one) => one.includes('night-watch')) + 1;
  const unheld = (body.warnings as { message: string }[]).filter(({ message }) => message.includes('nobody holds'));
  expect(unheld).toMatchObject([
    {
      severity: 'warning',
      property: null,
      path: 'owners.desk.role',
      line,
      message: expect.stringContaining('"night-watch"'),
    },
  ]);
  const again = await publish(SHIPPED.replace('reopen: { within: 30d', 'reopen: { within: 28d'));
  expect(again.status).toBe(201);
  expect(
    (again.body.warnings as { message: string }[]).filter(({ message }) => message.includes('nobody holds')),
  ).toEqual([]);
});

test('while it is not ready it says nothing of what was found before', async () => {
  const context = contextOver({ pool: stack.pool, client: stack.client });
  await context.diagnosis.look();
  const served = await serve(context, { isMigrated: () => false });
  const look = () => call({ ...served, endpoints: stack.endpoints }, { path: '/readyz' });
  expect(await look()).toMatchObject({ status: 503, body: { status: 'not-ready', findings: null } });
  await served.close();
  expect((await ready()).status).toBe(200);
});
