import type { Arm } from './arm';
import { median, type Series } from './figures';
import { historySize, rowsOf, type HistorySize } from './history';
import {
  approveOne,
  approveTogether,
  measureIntake,
  measureLives,
  measureReceipts,
  prepareApprovals,
  type RoundSize,
} from './measurements';
import type { CpuTimes, Stand } from './stand';

export interface ComparisonInput {
  readonly stand: Stand;
  readonly arms: readonly [redress: Arm, minimal: Arm];
  readonly size: RoundSize;
  readonly rounds: number;
  /** No round begins after this, by `Date.now()`; two are played at least. */
  readonly until: number;
  readonly log: (line: string) => void;
}

type Growing = Record<keyof Series, number[]>;
const MEASURES = [
  'lifeCpuMs',
  'lifeSeconds',
  'events',
  'workflowTasks',
  'intakeCpuMs',
  'intakePerSecond',
  'recordedPerSecond',
  'receiptsPerSecond',
  'approveAloneMs',
  'approveTogetherMs',
] as const;
type Measure = (typeof MEASURES)[number];

export interface Comparison {
  readonly rounds: number;
  readonly series: Readonly<Record<Measure, Series>>;
  /** Who has used the CPU time of a life and of an intake, one entry a round. */
  readonly cpu: Readonly<Record<'life' | 'intake', Readonly<Record<keyof Series, readonly CpuTimes[]>>>>;
  readonly histories: Readonly<Record<keyof Series, HistorySize>>;
  readonly rows: Readonly<Record<keyof Series, Readonly<Record<string, number>>>>;
  /** A complaint filed, led to the approval and approved, over HTTP all the way and by the hand-written workflow. */
  readonly overHttp: Readonly<Record<keyof Series, HistorySize>>;
}

/** Plays both arms in turn, round by round; who begins changes with every round. */
export async function compare(input: ComparisonInput): Promise<Comparison> {
  const { stand, arms, rounds, until, log } = input;
  const series = Object.fromEntries(MEASURES.map((name) => [name, { redress: [], minimal: [] }]));
  const played = new Played(stand, input.size, series as unknown as Record<Measure, Growing>);
  log('Warming up');
  await played.warmUp(arms);
  let round = 0;
  for (; round < rounds && (round < 2 || Date.now() < until); round += 1) {
    const order = round % 2 === 0 ? arms : arms.toReversed();
    log(`Round ${round + 1} of ${rounds}`);
    await played.round(order, `r${round}`);
  }
  const [redress, minimal] = arms;
  const samples = { redress: played.sample(redress), minimal: played.sample(minimal) };
  return {
    rounds: round,
    series: series as unknown as Record<Measure, Series>,
    cpu: played.cpu,
    histories: await both(samples, ({ life }) => historySize(stand.client, life)),
    rows: await both(samples, ({ life }) => rowsOf(stand.pool, life)),
    overHttp: await both(samples, ({ approved }) => historySize(stand.client, approved)),
  };
}

interface Sample {
  readonly life: string;
  readonly approved: string;
}

class Played {
  readonly cpu = { life: noTimes(), intake: noTimes() };
  readonly #samples = new Map<string, Sample>();

  constructor(
    private readonly stand: Stand,
    private readonly size: RoundSize,
    private readonly series: Readonly<Record<Measure, Growing>>,
  ) {}

  /** Code is compiled, connections are open, caches are full; nothing of it counts. */
  async warmUp(arms: readonly Arm[]): Promise<void> {
    const few = {
      ...this.size,
      lives: Math.ceil(this.size.lives / 2),
      filed: 20,
      approvedAlone: 5,
      approvedTogether: 5,
    };
    for (const arm of arms) {
      await measureLives(this.stand, arm, `warm-${arm.name}`, few);
      const { references } = await measureIntake(this.stand, arm, `warm-filed-${arm.name}`, few);
      await prepareApprovals(arm, references, few);
      await approveTogether(arm, references.slice(0, 10), 5);
    }
  }

  async round(arms: readonly Arm[], name: string): Promise<void> {
    const { stand, size, series } = this;
    const prepared = new Map<Arm, readonly string[]>();
    for (const arm of arms) {
      const life = await measureLives(stand, arm, `${name}-${arm.name}`, size);
      this.cpu.life[arm.name].push(life.cpu);
      series.lifeCpuMs[arm.name].push(wholeOf(life.cpu));
      series.lifeSeconds[arm.name].push(life.seconds);
      const { events, workflowTasks } = await historySize(stand.client, life.sample);
      series.events[arm.name].push(events);
      series.workflowTasks[arm.name].push(workflowTasks);
      this.#samples.set(arm.name, { life: life.sample, approved: '' });
    }
    for (const arm of arms) {
      series.receiptsPerSecond[arm.name].push(await measureReceipts(arm, `${name}-receipt-${arm.name}`, size));
      const intake = await measureIntake(stand, arm, `${name}-filed-${arm.name}`, size);
      series.intakePerSecond[arm.name].push(intake.perSecond);
      series.recordedPerSecond[arm.name].push(intake.recordedPerSecond);
      this.cpu.intake[arm.name].push(intake.cpu);
      series.intakeCpuMs[arm.name].push(wholeOf(intake.cpu));
      prepared.set(arm, intake.references);
    }
    for (const arm of arms) await prepareApprovals(arm, prepared.get(arm) ?? [], size);
    await this.#approve(arms, prepared);
  }

  async #approve(arms: readonly Arm[], prepared: ReadonlyMap<Arm, readonly string[]>): Promise<void> {
    const { series } = this;
    const { approvedAlone, approvedTogether, approvedAtOnce } = this.size;
    const alone: Growing = { redress: [], minimal: [] };
    for (let index = 0; index < approvedAlone; index += 1) {
      for (const arm of arms) alone[arm.name].push(await approveOne(arm, prepared.get(arm)?.[index] ?? ''));
    }
    for (const arm of arms) {
      series.approveAloneMs[arm.name].push(median(alone[arm.name]));
      const references = prepared.get(arm) ?? [];
      const rest = references.slice(approvedAlone, approvedAlone + approvedTogether);
      series.approveTogetherMs[arm.name].push(await approveTogether(arm, rest, approvedAtOnce));
      this.#samples.set(arm.name, { ...this.sample(arm), approved: rest[0] ?? '' });
    }
  }

  sample(arm: Arm): Sample {
    return this.#samples.get(arm.name) ?? { life: '', approved: '' };
  }
}

function noTimes(): Record<keyof Series, CpuTimes[]> {
  return { redress: [], minimal: [] };
}

function wholeOf(cpu: CpuTimes): number {
  return Object.values(cpu).reduce((sum, used) => sum + used, 0);
}

async function both<T>(samples: Readonly<Record<keyof Series, Sample>>, look: (sample: Sample) => Promise<T>) {
  return { redress: await look(samples.redress), minimal: await look(samples.minimal) };
}
