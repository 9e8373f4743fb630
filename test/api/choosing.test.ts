import { randomUUID } from 'node:crypto';
import { createLedger } from '../../db/ledger';
import type { ComplaintEvent, Ownership } from '../../domain/model/event';
import type { Directory } from '../../domain/model/people';
import type { OwnerRule, Procedure } from '../../domain/model/procedure';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { COMPLAINT_WORKFLOW, receiptUpdate, type ComplaintWorkflowInput } from '../../workflows/messages/messages';
import { ownersOfEveryKind } from '../support/owner-rules';
import { saveDirectory } from '../support/saved-directory';
import { sampleRegistration } from '../support/story';
import { startStack, type Stack } from './stack';

jest.setTimeout(240_000);

const FIVE = [1, 2, 3, 4, 5];
const MOST = 7;
const COMPLAINTS = 200;

const people: Directory = {
  version: 'ten',
  departments: { desk: { head: 'hal' } },
  staff: {
    ...Object.fromEntries(FIVE.map((n) => [`turn-${n}`, { roles: ['turn'], department: 'desk' }])),
    ...Object.fromEntries(FIVE.map((n) => [`load-${n}`, { roles: ['load'], department: 'desk' }])),
    hal: { roles: [], department: 'desk' },
  },
};

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ temporal: true });
  await saveDirectory(stack.pool, people);
});
afterAll(() => stack.close());

function procedureFor(desk: OwnerRule): Procedure {
  const { stages, ...others } = ownersOfEveryKind.procedure;
  const { receive } = stages;
  if (receive?.kind !== 'task') throw new Error('it begins with a task');
  return {
    ...others,
    owners: { ...others.owners, desk },
    stages: { ...stages, receive: { ...receive, owner: 'desk', ownerIf: [] } },
  };
}

/** Begins a complaint's run, and answers who owns its first task once that is recorded. */
async function filed(procedure: Procedure): Promise<Ownership> {
  const reference = `C-CHOSEN-${randomUUID()}`;
  const registration = sampleRegistration({ reference, receivedAt: new Date().toISOString() });
  const input: ComplaintWorkflowInput = {
    rules: { procedure, calendar: compileCalendar(procedure.calendar) },
    registration,
  };
  const run = await stack.client.workflow.start(COMPLAINT_WORKFLOW, {
    ...{ workflowId: reference, taskQueue: stack.taskQueue, args: [input] },
  });
  await run.executeUpdate(receiptUpdate);
  const events: readonly ComplaintEvent[] = await createLedger(stack.pool).events(reference);
  await run.terminate('the test knows enough');
  const opened = events.find((event) => event.type === 'taskOpened');
  if (opened?.type !== 'taskOpened') throw new Error(`${reference} has no task`);
  return opened.owner;
}

function shares(owners: readonly Ownership[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { person } of owners) found[person ?? 'nobody'] = (found[person ?? 'nobody'] ?? 0) + 1;
  return found;
}

test('200 complaints at once over five people each: shares by turn differ by at most one, and no limit is passed', async () => {
  const byTurn = procedureFor({ role: 'turn', assign: 'in-turn' });
  const byLoad = procedureFor({ role: 'load', assign: 'least-loaded', most: MOST });
  const all = await Promise.all(Array.from({ length: COMPLAINTS }, () => Promise.all([filed(byTurn), filed(byLoad)])));
  const turns = Object.values(shares(all.map(([turn]) => turn)));
  expect(turns).toHaveLength(5);
  expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1);
  expect(shares(all.map(([, load]) => load))).toEqual({
    ...Object.fromEntries(FIVE.map((n) => [`load-${n}`, MOST])),
    hal: COMPLAINTS - 5 * MOST,
  });
  expect(all.filter(([, load]) => load.full === true)).toHaveLength(COMPLAINTS - 5 * MOST);
  const { rows } = await stack.pool.query('select from choices');
  expect(rows).toEqual([]);
});
