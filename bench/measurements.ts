import { forEachLimited } from '../activities/concurrency';
import { eventually } from '../tools/eventually';
import type { Arm } from './arm';
import type { CpuTimes, Stand } from './stand';

/** How much is done in one round, for each arm. */
export interface RoundSize {
  readonly lives: number;
  readonly livesAtOnce: number;
  readonly filed: number;
  readonly filedAtOnce: number;
  readonly approvedAlone: number;
  readonly approvedTogether: number;
  readonly approvedAtOnce: number;
}

export interface LifeFigures {
  /** For one life. */
  readonly cpu: CpuTimes;
  readonly seconds: number;
  /** One of them, to look into. */
  readonly sample: string;
}

export interface IntakeFigures {
  readonly perSecond: number;
  /** Until every one of them was recorded by its worker. */
  readonly recordedPerSecond: number;
  readonly references: readonly string[];
  /** For one intake, until it is recorded. */
  readonly cpu: CpuTimes;
}

export async function measureLives(stand: Stand, arm: Arm, name: string, size: RoundSize): Promise<LifeFigures> {
  const references = names(name, size.lives);
  const before = await stand.cpu(arm.name);
  const begun = performance.now();
  await atOnce(references, size.livesAtOnce, async (reference) => {
    await arm.register(reference);
    await arm.live(reference);
  });
  const seconds = (performance.now() - begun) / 1000;
  const cpu = each(before, await stand.cpu(arm.name), size.lives);
  return { cpu, seconds, sample: references[0] ?? '' };
}

export async function measureIntake(stand: Stand, arm: Arm, name: string, size: RoundSize): Promise<IntakeFigures> {
  const references: string[] = [];
  const before = await stand.cpu(arm.name);
  const begun = performance.now();
  await atOnce(names(name, size.filed), size.filedAtOnce, async (one) => {
    references.push(await arm.file(one));
  });
  const answeredMs = performance.now() - begun;
  await eventually(() => areRecorded(stand, references), { limitMs: 60_000, everyMs: 20 });
  const recordedMs = performance.now() - begun;
  return {
    perSecond: (size.filed / answeredMs) * 1000,
    recordedPerSecond: (size.filed / recordedMs) * 1000,
    references,
    cpu: each(before, await stand.cpu(arm.name), size.filed),
  };
}

function each(before: CpuTimes, after: CpuTimes, count: number): CpuTimes {
  const used = (who: keyof CpuTimes) => (after[who] - before[who]) / count;
  return { temporal: used('temporal'), worker: used('worker'), api: used('api'), postgres: used('postgres') };
}

async function areRecorded({ pool }: Stand, references: readonly string[]): Promise<boolean> {
  const text = 'select count(*)::integer as n from complaints where reference = any($1)';
  const { rows } = await pool.query<{ n: number }>(text, [references]);
  return rows[0]?.n === references.length;
}

/** Registrations a second, straight to Temporal, each waiting for its receipt. */
export async function measureReceipts(arm: Arm, name: string, size: RoundSize): Promise<number> {
  const begun = performance.now();
  await atOnce(names(name, size.filed), size.filedAtOnce, (reference) => arm.register(reference));
  return (size.filed / (performance.now() - begun)) * 1000;
}

/** Brings complaints filed before to the approval, unmeasured. */
export async function prepareApprovals(arm: Arm, references: readonly string[], size: RoundSize): Promise<void> {
  const wanted = references.slice(0, size.approvedAlone + size.approvedTogether);
  await atOnce(wanted, size.approvedAtOnce, (reference) => arm.bringToApproval(reference));
}

/** Milliseconds of one approval. */
export async function approveOne(arm: Arm, reference: string): Promise<number> {
  const begun = performance.now();
  await arm.approve(reference);
  return performance.now() - begun;
}

/** Approves many at once; answers with the milliseconds until all were approved. */
export async function approveTogether(arm: Arm, references: readonly string[], limit: number): Promise<number> {
  const begun = performance.now();
  await atOnce(references, limit, (reference) => arm.approve(reference));
  return performance.now() - begun;
}

function names(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}`);
}

/** Like `forEachLimited`; fails with the first failure after the rest has ended. */
async function atOnce<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  await forEachLimited(items, limit, (item) => work(item).catch((error: unknown) => void failures.push(error)));
  if (failures.length > 0) throw failures[0];
}
