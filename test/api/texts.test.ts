import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishRuleBook } from '../../db/rule-books';
import { ACT_NAMES, type ActName } from '../../domain/model/act';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadRuleBook } from '../../procedures/reading/load';
import { advanceTo } from '../../rehearsal/virtual-time';
import { PROJECT_ROOT } from '../../tools/project-root';
import { awaitingBook } from '../support/awaiting';
import { MARK, marked, rawHistory, textsSent } from '../support/marked-texts';
import { call, COMPLAINT, startStack, type Stack } from './stack';

jest.setTimeout(120_000);

const DAY = 86_400_000;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ temporal: true });
  await publishRuleBook(stack.pool, { ...ruleBookThatRejects(), calendar: compileCalendar('cn'), by: 'system' });
  await publishRuleBook(stack.pool, { ...awaitingBook, calendar: compileCalendar('cn'), by: 'system' });
});
afterAll(() => stack.close());

/** The shipped rule book, whose management may reject besides. */
function ruleBookThatRejects() {
  const name = 'property-developer.yaml';
  const shipped = readFileSync(join(PROJECT_ROOT, 'procedures', name), 'utf8');
  const loaded = loadRuleBook(shipped.replace('      returned: hand-over\n', '$&      rejected: final-reply\n'), name);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.ruleBook;
}

interface Sent {
  readonly act: ActName;
  readonly form?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** A complaint, and everything that was sent about it. */
class Life {
  readonly texts: string[] = [];
  readonly acts = new Set<ActName>();

  private constructor(readonly reference: string) {}

  static async begin(key: string, more: Readonly<Record<string, unknown>> = {}): Promise<Life> {
    const headers = { 'idempotency-key': key };
    const body = { ...COMPLAINT, ...more, narrative: `${MARK}, the lift stands still.` };
    const filed = await call(stack, { path: '/v1/complaints', key: stack.keys['web'], headers, body });
    expect(filed.status).toBe(201);
    return new Life(filed.body.reference as string);
  }

  async act(who: string, given: Sent): Promise<void> {
    const body = marked(given);
    const path = `/v1/complaints/${this.reference}/acts`;
    const answer = await call(stack, { path, key: stack.keys[who], body });
    expect([body.act, answer.status, answer.body.detail]).toEqual([body.act, 200, undefined]);
    this.acts.add(body.act);
    this.texts.push(...textsSent(body));
  }
}

const words = (field: string): string => `${MARK}, ${field}`;
const solution = [{ remedy: 'repair' }];
const founded: Sent = {
  act: 'complete',
  outcome: 'founded',
  form: { findings: words('findings'), responsible: 'engineering' },
};
const answered = (speaks: boolean): Sent => ({
  act: 'complete',
  form: { answer: words('answer'), solution, 'speaks-for-company': speaks },
});

async function fromIntakeToReopening(): Promise<Life> {
  const life = await Life.begin('agreed');
  await life.act('cs-1', { act: 'note' });
  await life.act('cs-1', { act: 'addEvidence' });
  await life.act('cs-1', { act: 'setSeverity', severity: 'major' });
  await life.act('cs-1', { act: 'pause' });
  await life.act('cs-1', { act: 'resume' });
  await life.act('cs-lead', { act: 'extend', span: '1wd' });
  await life.act('cs-1', { act: 'reportProgress' });
  await life.act('cs-1', { act: 'refer', to: 'court' });
  await life.act('cs-2', { act: 'recuse' });
  await life.act('cs-lead', { act: 'assign', to: 'cs-1' });
  await life.act('cs-1', founded);
  await life.act('eng-1', { act: 'declineHandover' });
  await life.act('eng-2', { act: 'acceptHandover' });
  await life.act('eng-2', answered(false));
  await life.act('deputy', { act: 'return' });
  await life.act('eng-2', answered(false));
  await life.act('deputy', { act: 'approve' });
  await life.act('cs-1', { act: 'choose', outcome: 'disagreed' });
  await life.act('eng-2', answered(true));
  await life.act('cs-1', { act: 'choose', outcome: 'agreed' });
  await life.act('eng-2', { act: 'complete', form: { done: words('done') } });
  const survey = { satisfaction: 'satisfied', comments: words('comments') };
  await life.act('cs-1', { act: 'answerSurvey', form: survey });
  await life.act('cs-1', { act: 'reopen' });
  await life.act('cs-1', { act: 'withdraw' });
  return life;
}

async function lateAndRejected(): Promise<Life> {
  const life = await Life.begin('rejected');
  await advanceTo(stack.client, life.reference, Date.now() + 9 * DAY);
  await life.act('cs-1', { act: 'explainDelay' });
  await life.act('gm', { act: 'assign', to: 'cs-1' });
  await life.act('cs-1', founded);
  await life.act('eng-1', answered(false));
  await life.act('deputy', { act: 'reject' });
  return life;
}

async function sentIn(): Promise<Life> {
  const life = await Life.begin('sent-in', {
    procedure: 'awaiting',
    channel: 'web',
    category: 'goods',
    severity: undefined,
    facts: undefined,
  });
  await life.act('cs-1', { act: 'complete', outcome: 'must-be-seen', form: {} });
  await life.act('cs-1', { act: 'report', outcome: 'arrived', form: { parcel: words('parcel') } });
  return life;
}

it('no text of any act, and nothing of the complaint itself, is found in what Temporal keeps', async () => {
  const lives = [await fromIntakeToReopening(), await lateAndRejected(), await sentIn()];
  expect([...new Set(lives.flatMap(({ acts }) => [...acts]))].sort()).toEqual([...ACT_NAMES].sort());
  for (const { reference, texts } of lives) {
    const events = await rawHistory(stack.client, reference);
    const found = events.filter(({ bytes }) => bytes.includes(MARK)).map(({ is }) => is);
    expect(found).toEqual([]);
    expect(events.some(({ bytes }) => bytes.includes('cs-1'))).toBe(true);
    const { rows } = await stack.pool.query<{ text: string }>(
      `select text from content where reference = $1 and kind <> 'intake'`,
      [reference],
    );
    expect(rows.map(({ text }) => text).sort()).toEqual([...texts].sort());
  }
});
