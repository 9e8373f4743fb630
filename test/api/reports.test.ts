import { printComplaint } from '../../client/commands/show';
import type { ComplaintView } from '../../contract/complaint';
import { issueKey } from '../../db/keys';
import { publishRuleBook } from '../../db/rule-books';
import { saveSource } from '../../db/sources';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { awaitingBook } from '../support/awaiting';
import { recordedTerminal } from '../unit/client-samples';
import { call, startStack, type Reply, type Stack } from './stack';

jest.setTimeout(120_000);

let stack: Stack;
const keys: Record<string, string> = {};
beforeAll(async () => {
  stack = await startStack({ temporal: true });
  await publishRuleBook(stack.pool, { ...awaitingBook, calendar: compileCalendar('cn'), by: 'system' });
  await saveSource(stack.pool, { id: 'depot', name: 'Depot', locale: 'en' });
  keys['depot'] = await issueKey(stack.pool, { kind: 'intake', id: 'depot', label: 'test' });
  Object.assign(keys, stack.keys);
});
afterAll(() => stack.close());

interface Filed {
  readonly reference: string;
  readonly track: string;
}

/** A complaint whose goods are to be sent in, or that the maker looks at. */
async function waiting(key: string, outcome: string, form: object = {}): Promise<Filed> {
  const body = {
    ...{ procedure: 'awaiting', channel: 'web', locale: 'en', category: 'goods' },
    ...{ complainant: { name: 'Demo Person' }, narrative: 'The demo kettle leaks.' },
  };
  const headers = { 'idempotency-key': key };
  const answer = await call(stack, { path: '/v1/complaints', key: keys['web'], body, headers });
  expect(answer.status).toBe(201);
  const { reference, trackingUrl } = answer.body as { reference: string; trackingUrl: string };
  const path = `/v1/complaints/${reference}/acts`;
  const acted = await call(stack, { path, key: keys['cs-1'], body: { act: 'complete', outcome, form } });
  expect([acted.status, acted.body]).toEqual([200, expect.anything()]);
  return { reference, track: `/v1/track/${trackingUrl.split('#')[1] ?? ''}` };
}

const parcel = { act: 'report', outcome: 'arrived', form: { parcel: 'DEMO-1' } };
const report = ({ reference }: Filed, who: string, body: unknown, id = `${who}-${reference}`): Promise<Reply> =>
  call(stack, {
    path: `/v1/complaints/${reference}/reports`,
    key: keys[who],
    body,
    headers: { 'idempotency-key': id },
  });
const stageOf = async ({ reference }: Filed): Promise<string> => {
  const { body } = await call(stack, { path: `/v1/complaints/${reference}`, key: keys['cs-1'] });
  return body.stage as string;
};
const typeOf = ({ status, body }: Reply) => [status, body.type];

it('a system that the rule book names records what has come; sent again it is answered as before, and done once', async () => {
  const filed = await waiting('named', 'must-be-seen');
  const first = await report(filed, 'depot', parcel);
  expect(first).toMatchObject({ status: 200, body: { reference: filed.reference } });
  expect(await report(filed, 'depot', parcel)).toMatchObject({ status: 200, body: first.body });
  expect(await stageOf(filed)).toBe('judge');
  const { body } = await call(stack, { path: `/v1/complaints/${filed.reference}/timeline`, key: keys['cs-1'] });
  const done = (body.events as { type: string; actor: string }[]).filter(({ actor }) => actor === 'source:depot');
  expect(done.filter(({ type }) => type === 'taskCompleted')).toMatchObject([
    { outcome: 'arrived', act: first.body.id, via: 'api', texts: { parcel: 'DEMO-1' } },
  ]);
});

it('staff read the day that was given, not how many hours it was off', async () => {
  const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  const { reference } = await waiting('until', 'must-be-seen', { 'promised-for': day });
  const { body } = await call(stack, { path: `/v1/complaints/${reference}`, key: keys['cs-1'] });
  const terminal = recordedTerminal();
  printComplaint(terminal, body as ComplaintView);
  expect(terminal.written.out).toMatch(new RegExp(`send-in .* to ${day} `));
  expect(terminal.written.out).not.toMatch(/\d\.\d+h/);
});

it('a system learns nothing of a complaint that is not its business, and no more than that it is done of one that is', async () => {
  const goods = await waiting('foreign', 'must-be-seen');
  const maker = await waiting('maker', 'for-the-maker');
  const answered = { act: 'report', outcome: 'answered', form: { opinion: 'A fault of the seal.' } };
  const unknown = { ...goods, reference: 'C-2026-NONE' };
  expect(typeOf(await report(unknown, 'depot', parcel))).toEqual([404, 'not-found']);
  expect(typeOf(await report(maker, 'depot', answered))).toEqual([404, 'not-found']);
  expect(typeOf(await report(goods, 'portal', parcel))).toEqual([404, 'not-found']);
  expect(typeOf(await report(goods, 'web', parcel))).toEqual([403, 'forbidden']);
  expect(typeOf(await report(goods, 'cs-1', parcel))).toEqual([403, 'forbidden']);
  const pending = { ...goods, reference: 'C-ACCEPTED' };
  await stack.pool.query(
    `insert into intake (source, key_hash, body_hash, reference, registration, procedure_hash, calendar_hash, accepted_at)
     select source, 'accepted', body_hash, $2, registration, procedure_hash, calendar_hash, accepted_at
     from intake where reference = $1`,
    [goods.reference, pending.reference],
  );
  expect(typeOf(await report(pending, 'depot', parcel))).toEqual([404, 'not-found']);
  expect(typeOf(await report(pending, 'web', parcel))).toEqual([503, 'unavailable']);
  expect(Object.keys((await report(maker, 'web', answered)).body as object)).toEqual(['reference', 'id']);
});

it('neither a system nor the complainant is told what our stages are called', async () => {
  const filed = await waiting('names', 'must-be-seen');
  expect((await report(filed, 'depot', parcel)).status).toBe(200);
  const told = [await report(filed, 'web', parcel), await call(stack, { path: filed.track, body: parcel })];
  const detail = '"report" is not possible now';
  for (const one of told) expect(one).toMatchObject({ status: 409, body: { type: 'wrong-stage', detail } });
  const acted = { path: `/v1/complaints/${filed.reference}/acts`, key: keys['cs-1'], body: parcel };
  expect((await call(stack, acted)).body.detail).toBe('"report" is not possible in stage "judge"');
});

it('the complainant reads what to do and where, and records that it is done on their page', async () => {
  const filed = await waiting('page', 'must-be-seen');
  const { body: seen } = await call(stack, { path: filed.track });
  expect(seen).toMatchObject({
    asked: 'Please send us the goods.\n\n1 Sample Road',
    progress: { state: 'await' },
    next: { words: 'Please do by then what we have asked of you below.' },
  });
  expect(seen.acts).toContainEqual(
    expect.objectContaining({
      act: 'report',
      outcomes: expect.arrayContaining([
        { outcome: 'arrived', title: 'Arrived' },
        { outcome: 'kept', title: 'Kept by the customer' },
      ]) as unknown,
    }),
  );
  expect(typeOf(await call(stack, { path: filed.track, body: { act: 'report', outcome: 'arrived' } }))).toEqual([
    422,
    'missing-field',
  ]);
  const { status } = await call(stack, { path: filed.track, body: parcel });
  expect([status, await stageOf(filed)]).toEqual([200, 'judge']);
});

it('what somebody else is to do is not put to the complainant', async () => {
  const filed = await waiting('outside', 'for-the-maker');
  const { body: seen } = await call(stack, { path: filed.track });
  expect(seen.asked).toBeNull();
  expect(JSON.stringify(seen)).not.toContain('Have the maker');
  expect((seen.acts as { act: string }[]).map(({ act }) => act)).not.toContain('report');
});
