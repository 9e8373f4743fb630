import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveOrganisation, type Organisation } from '../../db/people';
import { UnknownRight } from '../../db/rights';
import type { RoleRights } from '../../domain/model/rights';
import { eventually } from '../support/eventually';
import { PROJECT_ROOT } from '../../tools/project-root';
import { call, startStack, type Stack } from './stack';

jest.setTimeout(60_000);

const thread = join(PROJECT_ROOT, 'dist/services/checking/check-thread.js');
const BOOKS = join(PROJECT_ROOT, 'examples/rule-books');
const [book = ''] = readdirSync(BOOKS).filter((name) => name.endsWith('.yaml'));
const TEXT = readFileSync(join(BOOKS, book), 'utf8');

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: false, settings: { procedureCheck: { thread } } });
});
afterAll(() => stack.close());

/** An organisation that calls its roles as it likes; the staff ids are those that the stack has keys for. */
function organisation(rights?: RoleRights): Organisation {
  const names = { name: 'Demo', department: 'parish', locale: 'en' };
  return {
    departments: [{ id: 'parish', name: 'Demo' }],
    staff: [
      { ...names, id: 'cs-1', roles: ['verger', 'scribe'] },
      { ...names, id: 'gm', roles: ['general-manager', 'procedure-officer'] },
    ],
    ...(rights ? { rights } : {}),
  };
}

const publish = (who: string) => call(stack, { path: '/v1/procedures', key: stack.keys[who], body: { text: TEXT } });
const keep = (who: string) =>
  call(stack, { method: 'PUT', path: '/v1/calendars/cn', key: stack.keys[who], body: { reason: 'Demo.' } });
const lacking = (right: string) => ({
  status: 403,
  body: { type: 'forbidden', detail: expect.stringContaining(`"${right}"`) as string },
});

test('an organisation says by its own roles who publishes rule books and who keeps calendars', async () => {
  await saveOrganisation(stack.pool, organisation({ 'publish-procedures': ['scribe'], 'keep-calendars': ['verger'] }));
  await eventually(async () => (await keep('cs-1')).status === 200, { limitMs: 10_000 });
  expect(await publish('cs-1')).toMatchObject({ status: 201 });
  expect(await publish('gm')).toMatchObject(lacking('publish-procedures'));
  expect(await keep('gm')).toMatchObject(lacking('keep-calendars'));
});

test('one right is not the other, and a right that is not given any more is gone within seconds', async () => {
  await saveOrganisation(stack.pool, organisation({ 'publish-procedures': ['scribe'] }));
  await eventually(async () => (await keep('cs-1')).status === 403, { limitMs: 10_000 });
  expect((await publish('cs-1')).status).toBe(200);
  await saveOrganisation(stack.pool, organisation());
  await eventually(async () => (await publish('cs-1')).status === 403, { limitMs: 10_000 });
});

test('a right that there is not is refused by name, and nothing of the organisation is changed', async () => {
  const rights = { 'publish-procedure': ['scribe'] } as RoleRights;
  const { departments } = organisation();
  await saveOrganisation(stack.pool, organisation({ 'publish-procedures': ['scribe'] }));
  await expect(saveOrganisation(stack.pool, { departments, staff: [], rights })).rejects.toThrow(UnknownRight);
  const { rows } = await stack.pool.query('select right_name, role from role_rights');
  expect(rows).toEqual([{ right_name: 'publish-procedures', role: 'scribe' }]);
  expect((await stack.pool.query('select id from staff where active')).rowCount).toBe(2);
});
