import { advanceTo } from '../../rehearsal/virtual-time';
import { DEMO_SOURCE } from '../../tools/demo-organisation';
import { eventually } from '../../tools/eventually';
import type { House } from './house';
import { castOf, GENERAL_MANAGER, type PoolSize } from './organisation';
import { poolBookKey } from './pool-book';

/** What is measured, in the order in which it happens to a complaint. */
export const OPERATIONS = ['intake', 'handOver', 'ownersRead', 'managersRead', 'worklist', 'take', 'rung'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Everything that is done to complaints of one pool in one organisation: over HTTP, as a user would. */
export interface Story {
  readonly house: House;
  readonly pool: PoolSize;
  /** Files a complaint, which is every such desk's; answers with its reference. */
  readonly file: () => Promise<string>;
  readonly does: Readonly<Record<Exclude<Operation, 'intake'>, (reference: string) => Promise<void>>>;
}

const SECOND_MS = 1_000;
const PAGE = 50;

export function storyOf(house: House, pool: PoolSize): Story {
  const { desk, department, handler } = castOf(pool);
  const act = (reference: string, who: string, body: unknown) =>
    house.caller.send({ path: `/v1/complaints/${reference}/acts`, who, body });
  const read = (reference: string, who: string) => house.caller.send({ path: `/v1/complaints/${reference}`, who });
  return {
    house,
    pool,
    file: () => file(house, pool),
    does: {
      async handOver(reference) {
        const form = { findings: 'The motor is worn out. Demo.', responsible: department };
        await act(reference, desk, { act: 'complete', outcome: 'founded', form });
      },
      ownersRead: (reference) => read(reference, handler).then(nothing),
      managersRead: (reference) => read(reference, GENERAL_MANAGER).then(nothing),
      worklist: () => house.caller.send({ path: `/v1/tasks?limit=${PAGE}`, who: handler }).then(nothing),
      take: (reference) => act(reference, handler, { act: 'acceptHandover' }).then(nothing),
      rung: (reference) => fireRungs(house, reference),
    },
  };
}

let filed = 0;

async function file(house: House, pool: PoolSize): Promise<string> {
  filed += 1;
  const body = {
    ...{ procedure: poolBookKey(pool), channel: 'web', locale: 'en', category: 'service-quality', severity: 'general' },
    complainant: { name: 'Demo Person', phone: '13800000000' },
    subject: { kind: 'flat', reference: 'Demo 1-101' },
    narrative: 'The lift stands still. Demo.',
  };
  const headers = { 'idempotency-key': `bench-${filed}` };
  const answer = await house.caller.send({ path: '/v1/complaints', who: DEMO_SOURCE.id, body, headers });
  return answer.reference ?? '';
}

/** Moves the run's time to when its task is due: what is said by then is said, each at its own instant. */
async function fireRungs({ client, pool }: House, reference: string): Promise<void> {
  const due = 'select due_at from tasks where reference = $1 and due_at is not null';
  const { rows } = await pool.query<{ due_at: Date }>(due, [reference]);
  const at = rows[0]?.due_at.getTime();
  if (at === undefined) throw new Error(`${reference} has no task with a limit`);
  await advanceTo(client, reference, at + SECOND_MS);
  await eventually(
    async () => {
      const told = `select 1 from events where reference = $1 and at >= $2`;
      return (await pool.query(told, [reference, new Date(at)])).rows.length > 0;
    },
    { limitMs: 20_000, everyMs: 5, failure: () => new Error(`${reference}: nothing happened when it was due`) },
  );
}

function nothing(): void {}
