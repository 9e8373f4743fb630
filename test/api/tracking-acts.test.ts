import { publishRuleBook } from '../../db/rule-books';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { customerChoices, OFFERED } from '../support/customer-choices';
import { call, startStack, type Reply, type Stack } from './stack';

jest.setTimeout(120_000);

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: true });
  await publishRuleBook(stack.pool, { ...customerChoices, calendar: compileCalendar('cn'), by: 'system' });
});
afterAll(() => stack.close());

interface Filed {
  readonly reference: string;
  /** Address of the complainant's own view. */
  readonly path: string;
}

async function file(key: string): Promise<Filed> {
  const body = {
    procedure: 'customer-choices',
    channel: 'web',
    locale: 'zh-CN',
    category: 'goods',
    complainant: { name: 'Demo Person' },
    narrative: 'The demo kettle leaks.',
    receivedBy: 'cs-1',
  };
  const headers = { 'idempotency-key': key };
  const answer = await call(stack, { path: '/v1/complaints', key: stack.keys['web'], body, headers });
  expect(answer.status).toBe(201);
  const token = (answer.body.trackingUrl as string).split('#')[1];
  return { reference: answer.body.reference, path: `/v1/track/${token}` };
}

async function staff({ reference }: Filed, body: unknown): Promise<void> {
  const answer = await call(stack, { path: `/v1/complaints/${reference}/acts`, key: stack.keys['cs-1'], body });
  expect(answer.status).toBe(200);
}

const handle = (filed: Filed, outcome: string) =>
  staff(filed, { act: 'complete', outcome, form: outcome === 'late' ? {} : { solution: OFFERED } });
const act = (filed: Filed, body: unknown) => call(stack, { path: filed.path, body });
const look = async (filed: Filed, locale: string) =>
  (await call(stack, { path: `${filed.path}?locale=${locale}` })).body;
const problem = ({ status, body }: Reply) => [
  status,
  body.type,
  body.errors?.map(({ field }: { field: string }) => field),
];
const timeline = async ({ reference }: Filed) =>
  (await call(stack, { path: `/v1/complaints/${reference}/timeline`, key: stack.keys['cs-1'] })).body.events as {
    type: string;
  }[];

it('of alternatives the complainant agrees to one, which is then carried out', async () => {
  const filed = await file('one');
  await handle(filed, 'one-of-these');
  expect(await look(filed, 'en')).toMatchObject({ alternatives: true, offers: [{}, { title: 'Refund' }, {}] });
  const agreed = { act: 'choose', outcome: 'agreed' };
  expect(problem(await act(filed, agreed))).toEqual([422, 'missing-field', ['option']]);
  expect(problem(await act(filed, { ...agreed, option: 3 }))).toEqual([422, 'invalid-field', ['option']]);
  const { body } = await act(filed, { ...agreed, option: 1 });
  expect(body.tracking.history.at(-1)).toMatchObject({ words: '您同意了解决方案。', remedies: [{ title: '退款' }] });
  expect(await timeline(filed)).toContainEqual(
    expect.objectContaining({
      ...{ type: 'taskCompleted', form: { option: 1, solution: [OFFERED[1]] } },
      ...{ actor: 'complainant', via: 'tracking', act: body.id },
    }),
  );
  const told = JSON.stringify(await look(filed, 'en'));
  for (const hidden of ['"via"', '"actor"', body.id]) expect(told).not.toContain(hidden);
});

it('a part of what is offered is accepted, neither none nor all', async () => {
  const filed = await file('partly');
  await handle(filed, 'all-of-these');
  const partly = (accepted?: number[]) => act(filed, { act: 'choose', outcome: 'partly', accepted });
  expect(problem(await partly())).toEqual([422, 'missing-field', ['accepted']]);
  for (const wrong of [[], [0, 1, 2], [0, 0], [3]])
    expect(problem(await partly(wrong)).slice(0, 2)).toEqual([422, 'invalid-field']);
  const { body } = await partly([0, 2]);
  expect(body.tracking.history.at(-1)).toMatchObject({ words: '您接受了部分解决方案。', remedies: [{}, {}] });
});

const objectionIn = ({ acts }: { acts: { act: string; task: string; holder: string }[] }) =>
  acts.find(({ act: name }) => name === 'recuse');
const objection = (offered: ReturnType<typeof objectionIn>) => ({
  ...{ act: 'recuse', task: offered?.task, holder: offered?.holder, reason: 'A relative of theirs.' },
});

it('an objection moves the complaint on, and nobody’s id is told before, after, or on the way', async () => {
  const filed = await file('object');
  const before = await look(filed, 'en');
  const offered = objectionIn(before);
  expect(offered).toEqual({
    act: 'recuse',
    task: expect.any(String),
    holder: expect.stringMatching(/^[\w-]{43}$/),
    owner: 'Whoever received it',
  });
  const answer = await act(filed, objection(offered));
  expect(answer.status).toBe(200);
  expect(JSON.stringify([before, answer.body])).not.toMatch(/cs-\d|cs-lead/);
  expect(await timeline(filed)).toContainEqual(
    expect.objectContaining({ type: 'recused', person: 'cs-1', objection: true }),
  );
  expect((await look(filed, 'en')).history.at(-1).words).toMatch(/^You objected/);
});

it('an objection is to who held the task when it was offered, never to who holds it by then', async () => {
  const filed = await file('moved-on');
  const offered = objectionIn(await look(filed, 'en'));
  await staff(filed, { act: 'assign', to: 'cs-2' });
  const answer = await act(filed, objection(offered));
  expect(problem(answer)).toEqual([409, 'stale', undefined]);
  expect(JSON.stringify(answer.body)).not.toMatch(/cs-\d|cs-lead/);
  expect((await timeline(filed)).map(({ type }) => type)).not.toContain('recused');
  const now = objectionIn(await look(filed, 'en'));
  expect(now).toMatchObject({ task: offered?.task, holder: expect.any(String) });
  expect(now?.holder).not.toBe(offered?.holder);
  expect((await act(filed, objection(now))).status).toBe(200);
  expect(await timeline(filed)).toContainEqual(expect.objectContaining({ type: 'recused', person: 'cs-2' }));
});

it('an objection sent twice is made once: the same with its key, stale without', async () => {
  const filed = await file('twice');
  const body = objection(objectionIn(await look(filed, 'en')));
  const headers = { 'idempotency-key': 'objection-1' };
  const keyed = () => call(stack, { path: filed.path, body, headers });
  const [first, again] = [await keyed(), await keyed()];
  expect([first.status, again.status, again.body.id]).toEqual([200, 200, first.body.id]);
  expect(problem(await act(filed, body))).toEqual([409, 'stale', undefined]);
  expect((await timeline(filed)).filter(({ type }) => type === 'recused')).toHaveLength(1);
});

it('two objections to the same person at once: one is stale, and does not say to whom', async () => {
  const filed = await file('at-once');
  const body = objection(objectionIn(await look(filed, 'en')));
  const answers = await Promise.all(
    ['one', 'two'].map((key) => call(stack, { path: filed.path, body, headers: { 'idempotency-key': key } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(JSON.stringify(answers)).not.toMatch(/cs-\d|cs-lead/);
});

it('whom an objection is to is never said by name, so nobody learns who is there', async () => {
  const filed = await file('by-name');
  const body = objection(objectionIn(await look(filed, 'en')));
  const named = await Promise.all(['cs-2', 'nobody'].map((person) => act(filed, { ...body, person })));
  expect(named.map(problem)).toEqual([
    [422, 'invalid-field', ['person']],
    [422, 'invalid-field', ['person']],
  ]);
  expect(problem(await act(filed, { ...body, holder: undefined }))).toEqual([422, 'missing-field', ['holder']]);
  expect(problem(await act(filed, { ...body, holder: 'cs-1' }))).toEqual([409, 'stale', undefined]);
  expect(problem(await act(await file('another'), body))).toEqual([409, 'stale', undefined]);
});

it('what was granted is told, and the same fault within the guarantee goes straight to where it is put right', async () => {
  const filed = await file('again');
  await handle(filed, 'late');
  const view = await look(filed, 'en');
  expect(view).toMatchObject({ status: 'closed', reopenUntil: expect.any(String), guaranteeUntil: expect.any(String) });
  expect(Date.parse(view.guaranteeUntil)).toBeGreaterThan(Date.parse(view.reopenUntil));
  expect(view.history).toContainEqual(
    expect.objectContaining({ remedies: [expect.objectContaining({ amount: 2000 })] }),
  );
  const { body } = await act(filed, { act: 'reopen', sameFault: true, reason: 'It leaks again.' });
  expect(body).toMatchObject({ status: 'open', tracking: { progress: { state: 'execute' }, guaranteeUntil: null } });
});
