import { existsSync, readFileSync } from 'node:fs';
import { forEachLimited } from '../../activities/concurrency';
import type { ProcessGuard } from '../../tools/process-guard';
import { eventually } from '../../tools/eventually';
import { median } from '../figures';
import { startGround, type Ground } from '../people/ground';
import { openHouse, type House } from '../people/house';
import { SMALLEST } from '../people/organisation';
import { storyOf, type Story } from '../people/story';

/** What things take while so many complaints have live runs. Milliseconds are medians, one call after the other. */
export interface RunFigures {
  readonly runs: number;
  readonly intakeMs: number;
  readonly actMs: number;
  readonly rungMs: number;
  /** Megabytes in memory. */
  readonly memory: Readonly<Record<'worker' | 'api' | 'temporal', number>>;
  /** Filed a second on the way there, several at once. */
  readonly filedPerSecond: number;
}

export interface RunsInput {
  readonly guard: ProcessGuard;
  readonly log: (line: string) => void;
  /** How many complaints have live runs at each measurement, ascending. */
  readonly counts: readonly number[];
}

const AT_ONCE = 20;
const TIMES = 11;
const RECORDED_MS = 300_000;

/** Opens complaints on a Temporal server of its own, and measures at each count. Throws StartFailure. */
export async function runFigures({ guard, log, counts }: RunsInput): Promise<readonly RunFigures[]> {
  const ground = await startGround({ guard, namespaces: ['runs'], log });
  const house = await openHouse(ground, { id: 'runs', size: SMALLEST });
  if ('refused' in house) throw new Error(house.refused);
  const story = storyOf(house, 3);
  const figures: RunFigures[] = [];
  let open = 0;
  for (const runs of counts) {
    log(`Opening complaints until ${runs} have live runs`);
    const filedPerSecond = await fileMany(story, runs - open);
    figures.push({ runs, filedPerSecond, ...(await measured(ground, story)) });
    open = runs + TIMES;
  }
  await Promise.all([house.close(), ground.admin.end()]);
  return figures;
}

async function fileMany({ file, house }: Story, count: number): Promise<number> {
  const begun = performance.now();
  const failures: unknown[] = [];
  const calls = Array.from({ length: Math.max(0, count) }, () => file);
  await forEachLimited(calls, AT_ONCE, async (call) => {
    await call().catch((error: unknown) => failures.push(error));
  });
  if (failures.length > 0) throw failures[0];
  await eventually(() => isIdle(house), { limitMs: RECORDED_MS, everyMs: 250 });
  return (calls.length / (performance.now() - begun)) * 1000;
}

/** All that was accepted has its run. */
async function isIdle({ pool }: House): Promise<boolean> {
  const { rows } = await pool.query<{ waiting: boolean }>(
    'select exists (select from intake where started_at is null) as waiting',
  );
  return rows[0]?.waiting === false;
}

async function measured(
  ground: Ground,
  { house, file, does }: Story,
): Promise<Omit<RunFigures, 'runs' | 'filedPerSecond'>> {
  const references: string[] = [];
  const intakeMs = await timed(Array.from({ length: TIMES }, () => async () => void references.push(await file())));
  const actMs = await timed(references.map((reference) => () => does.handOver(reference)));
  const rungMs = await timed(references.map((reference) => () => does.rung(reference)));
  const { worker, api } = house.programs;
  const memory = { worker: megabytes(worker.pid), api: megabytes(api.pid), temporal: megabytes(ground.pids.temporal) };
  return { intakeMs, actMs, rungMs, memory };
}

async function timed(calls: readonly (() => Promise<void>)[]): Promise<number> {
  const times: number[] = [];
  for (const call of calls) {
    const begun = performance.now();
    await call();
    times.push(performance.now() - begun);
  }
  return median(times);
}

const RESIDENT = /^VmRSS:\s+(\d+) kB/m;

/** Not a number where the machine does not say. */
function megabytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  return existsSync(status) ? Number(RESIDENT.exec(readFileSync(status, 'utf8'))?.[1] ?? NaN) / 1024 : NaN;
}
