import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcedureCheck } from '../../services/checking/procedure-check';
import { PROJECT_ROOT } from '../../tools/project-root';
import { call, startStack, type Reply, type Stack } from './stack';

jest.setTimeout(120_000);

const thread = join(PROJECT_ROOT, 'dist/services/checking/check-thread.js');
const SHIPPED = readFileSync(join(PROJECT_ROOT, 'procedures/property-developer.yaml'), 'utf8');
const OTHER = SHIPPED.replace('key: property-developer', 'key: other').replace(/^match: .*\n/m, '');
const UNSOUND = OTHER.replace('returned: hand-over', 'returned: closed-unresolved');
const UNREADABLE = SHIPPED.replace('offer: solution', 'offer: solutoin');

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: false, settings: { procedureCheck: { thread, withinMs: 100_000 } } });
});
afterAll(() => stack.close());

const check = (text: string) => call(stack, { path: '/v1/procedures/check', key: stack.keys['cs-1'], body: { text } });
const publish = (text: string, who = 'gm') =>
  call(stack, { path: '/v1/procedures', key: stack.keys[who], body: { text } });
const current = (key: string): Promise<Reply> =>
  call(stack, { path: `/v1/procedures/${key}`, key: stack.keys['cs-1'] });

function lineOf(text: string, passage: string): number {
  return text.slice(0, text.indexOf(passage)).split('\n').length;
}

describe('checking', () => {
  it('says of a sound rule book that it is, with its warnings and how much was searched', async () => {
    const { status, body } = await check(SHIPPED);
    expect({ status, sound: body.sound, capped: body.capped }).toEqual({ status: 200, sound: true, capped: false });
    expect(body.states).toBeGreaterThan(100);
    expect(new Set(body.findings.map((one: { severity: string }) => one.severity))).toEqual(new Set(['warning']));
  });

  it('tells what goes wrong only when it is lived, by line and column with the story', async () => {
    const { body } = await check(UNSOUND);
    expect(body.sound).toBe(false);
    expect(body.findings).toContainEqual(
      expect.objectContaining({
        ...{
          severity: 'error',
          property: 'answered',
          line: lineOf(UNSOUND, 'returned: closed-unresolved'),
          column: 17,
        },
        ...{ message: expect.stringMatching(/never answered/), story: expect.stringMatching(/^registered, day 0/) },
      }),
    );
  });

  it('tells what cannot be read as rules, which has no story', async () => {
    const { status, body } = await check(UNREADABLE);
    expect({ status, sound: body.sound, states: body.states }).toEqual({ status: 200, sound: false, states: 0 });
    expect(body.findings).toContainEqual(
      expect.objectContaining({
        ...{ severity: 'error', property: null, story: null },
        ...{ path: 'stages.consent.offer', line: lineOf(UNREADABLE, 'offer: solutoin') },
      }),
    );
  });

  it('does one at a time, and the API answers others meanwhile', async () => {
    const first = check(SHIPPED);
    const [second, health] = await Promise.all([
      check(SHIPPED),
      call(stack, { path: '/v1/procedures/none', key: stack.keys['cs-1'] }),
    ]);
    const statuses = [(await first).status, second.status].sort();
    expect(statuses).toEqual([200, 429]);
    expect(health.status).toBe(404);
    expect((await check(UNREADABLE)).status).toBe(200);
  });

  it('does not block the event loop', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 10);
    const began = performance.now();
    await check(SHIPPED);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan((performance.now() - began) / 10 / 5);
  });

  it('refuses more than 200 kB, and a body with other fields', async () => {
    expect(await check('#'.repeat(200_001))).toMatchObject({ status: 413, body: { type: 'content-too-large' } });
    expect((await check('#'.repeat(200_000))).status).toBe(200);
    const body = { text: OTHER, name: 'other.yaml' };
    const reply = await call(stack, { path: '/v1/procedures/check', key: stack.keys['cs-1'], body });
    expect(reply).toMatchObject({ status: 422, body: { type: 'invalid-field', errors: [{ field: 'name' }] } });
  });

  it('gives up on what takes too long, and checks the next one', async () => {
    const hasty = new ProcedureCheck({ thread, withinMs: 1 });
    const input = { text: SHIPPED, defaults: [] };
    await expect(hasty.check(input)).rejects.toMatchObject({ type: 'invalid-field', errors: [{ field: 'text' }] });
    await expect(hasty.check(input)).rejects.toMatchObject({ type: 'invalid-field' });
  });
});

describe('publishing', () => {
  it('is for those who have the right', async () => {
    expect(await publish(OTHER, 'cs-head')).toMatchObject({ status: 403, body: { type: 'forbidden' } });
    expect((await current('other')).status).toBe(404);
  });

  it('refuses what has errors, with all findings, and publishes nothing', async () => {
    const lived = await publish(UNSOUND);
    expect(lived).toMatchObject({ status: 422, body: { type: 'unsound-procedure' } });
    expect(lived.body.findings).toContainEqual(expect.objectContaining({ severity: 'error', property: 'answered' }));
    const read = await publish(UNREADABLE.replace('key: property-developer', 'key: other'));
    expect(read).toMatchObject({
      status: 422,
      body: { type: 'unsound-procedure', detail: expect.stringMatching(/^The rule book has \d/) },
    });
    expect(read.body.findings).toContainEqual(expect.objectContaining({ path: 'stages.consent.offer' }));
    expect((await current('other')).status).toBe(404);
  });

  it('refuses a second default, at its place', async () => {
    const text = SHIPPED.replace('key: property-developer', 'key: other');
    const { status, body } = await publish(text);
    expect(status).toBe(422);
    expect(body.findings).toContainEqual(
      expect.objectContaining({ path: 'match.default', line: lineOf(text, 'match: {'), property: null }),
    );
  });

  it('makes version 1 of a new key, none of the same again, and the next of other rules', async () => {
    const first = await publish(OTHER);
    expect(first).toMatchObject({ status: 201, body: { key: 'other', version: 1, outcome: 'published' } });
    expect(first.body.warnings.length).toBeGreaterThan(0);
    const { hash } = first.body;
    expect(await current('other')).toMatchObject({ body: { version: 1, hash, publishedBy: 'gm', source: OTHER } });
    expect(await publish(OTHER)).toMatchObject({ status: 200, body: { version: 1, hash, outcome: 'unchanged' } });
    expect(await publish(`# as before\n${OTHER}`)).toMatchObject({
      ...{ status: 200, body: { version: 1, hash, outcome: 'texts-changed' } },
    });
    const changed = await publish(OTHER.replace('reopen: { within: 30d', 'reopen: { within: 31d'));
    expect(changed).toMatchObject({ status: 201, body: { version: 2, outcome: 'published' } });
    expect(changed.body.hash).not.toBe(hash);
    expect((await current('other')).body.version).toBe(2);
    const former = await call(stack, { path: `/v1/procedures/other?hash=${hash}`, key: stack.keys['cs-1'] });
    expect(former).toMatchObject({ status: 200, body: { version: 1 } });
  });

  it('lets a new version of the default stay the default', async () => {
    const reply = await publish(SHIPPED.replace('reopen: { within: 30d', 'reopen: { within: 31d'));
    expect(reply).toMatchObject({ status: 201, body: { key: 'property-developer', version: 2 } });
  });
});
