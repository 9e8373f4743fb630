import { settled } from '../../rehearsal/virtual-time';
import { eventually } from '../../tools/eventually';
import { median } from '../figures';
import type { Ground } from './ground';
import type { House } from './house';
import { processCpuMs } from './process-cpu';
import type { StatementLog } from './statement-log';
import { typicalStatements, type StatementCost, type Statements } from './statements';
import { OPERATIONS, type Operation, type Story } from './story';
import { traceOf, type Trace } from './trace';

export interface Timed {
  readonly ms: number;
  /** Of API, worker, Temporal and Postgres together. */
  readonly cpuMs: number;
}

/** How often everything is done in one round. */
export interface RoundSize {
  readonly complaints: number;
  /** How often each complaint and the worklist are read. */
  readonly reads: number;
}

export type Round = Readonly<Record<Operation, Timed>>;

const READS: ReadonlySet<Operation> = new Set(['ownersRead', 'managersRead', 'worklist']);

/** Does everything in its order to so many complaints, one after the other. Half are taken, of the others the rungs fire. */
export async function playRound(ground: Ground, story: Story, { complaints, reads }: RoundSize): Promise<Round> {
  const references: string[] = [];
  const file = async () => {
    const reference = await story.file();
    references.push(reference);
    return reference;
  };
  const intake = await timed(
    ground,
    story.house,
    Array.from({ length: complaints }, () => file),
  );
  const round: Partial<Record<Operation, Timed>> = { intake };
  const half = Math.ceil(complaints / 2);
  const some = { take: references.slice(0, half), rung: references.slice(half) };
  for (const operation of OPERATIONS) {
    if (operation === 'intake') continue;
    const on = operation === 'take' || operation === 'rung' ? some[operation] : references;
    const often = READS.has(operation) ? Array.from({ length: reads }, () => on).flat() : on;
    const calls = often.map((reference) => () => story.does[operation](reference).then(() => reference));
    round[operation] = await timed(ground, story.house, calls);
  }
  return round as Round;
}

/** The median of the calls, and the CPU of all of them until nobody has anything to do any more. */
async function timed(ground: Ground, house: House, calls: readonly (() => Promise<string>)[]): Promise<Timed> {
  const before = await cpuOf(ground, house);
  const all: number[] = [];
  const references = new Set<string>();
  for (const call of calls) {
    const begun = performance.now();
    references.add(await call());
    all.push(performance.now() - begun);
  }
  for (const reference of references) await settled(house.client, reference);
  return { ms: median(all), cpuMs: ((await cpuOf(ground, house)) - before) / calls.length };
}

const CALM = { withinMs: 400, share: 0.25, limitMs: 240_000 };

/** Waits until the programs have done what they were asked before: they leave three quarters of a core alone. */
export async function calm(ground: Ground, house: House): Promise<void> {
  const isCalm = async () => {
    const [before, begun] = [await cpuOf(ground, house), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, CALM.withinMs));
    return (await cpuOf(ground, house)) - before < CALM.share * (performance.now() - begun);
  };
  await eventually(isCalm, { limitMs: CALM.limitMs, everyMs: 0 });
}

async function cpuOf({ pids }: Ground, { programs }: House): Promise<number> {
  const own = await Promise.all([programs.api.cpuMs(), programs.worker.cpuMs()]);
  return [...own, processCpuMs(pids.postgres), processCpuMs(pids.temporal)].reduce((sum, one) => sum + one, 0);
}

export interface Counted {
  readonly statements: Readonly<Record<Operation, Statements>>;
  /** Of the complaint whose rungs have fired, and of the one that was taken: the larger. */
  readonly trace: Trace;
}

/**
 * Counts instead of timing: each operation so many times. Right before one that is counted somebody does the same or reads,
 * so that what programs remember for a few seconds is remembered.
 */
export async function count(log: StatementLog, story: Story, times: number): Promise<Counted> {
  const { house, does } = story;
  const samples = Object.fromEntries(OPERATIONS.map((name) => [name, []])) as unknown as Record<
    Operation,
    (readonly StatementCost[])[]
  >;
  const references: string[] = [];
  for (let index = 0; index < times; index += 1) {
    const during = async (operation: Operation, call: () => Promise<void>) =>
      void samples[operation].push(await log.during(house.id, call));
    const left = await story.file();
    let taken = '';
    await during('intake', async () => void (taken = await story.file()));
    await does.handOver(left);
    await during('handOver', () => does.handOver(taken));
    for (const operation of ['ownersRead', 'managersRead', 'worklist'] as const) {
      await does[operation](taken);
      await during(operation, () => does[operation](taken));
    }
    await does.ownersRead(taken);
    await during('take', () => does.take(taken));
    await during('rung', () => does.rung(left));
    references.push(taken, left);
  }
  const statements = Object.fromEntries(OPERATIONS.map((name) => [name, typicalStatements(samples[name])]));
  const traces = await Promise.all(references.map((reference) => traceOf(house, reference)));
  return { statements: statements as Counted['statements'], trace: largest(traces) };
}

function largest(traces: readonly Trace[]): Trace {
  const most = (of: (trace: Trace) => number) => Math.max(...traces.map(of));
  return {
    inputBytes: most((one) => one.inputBytes),
    workflowTasks: most((one) => one.workflowTasks),
    historyEvents: most((one) => one.historyEvents),
    largestMarkerBytes: most((one) => one.largestMarkerBytes),
    largestEventBytes: most((one) => one.largestEventBytes),
    noticesAtOnce: most((one) => one.noticesAtOnce),
  };
}
