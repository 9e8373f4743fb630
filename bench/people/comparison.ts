import { forEachLimited } from '../../activities/concurrency';
import type { ProcessGuard } from '../../tools/process-guard';
import { median } from '../figures';
import { startGround, type Ground } from './ground';
import { openHouse, type House, type HousePlan, type RefusedHouse, type SavedSeconds } from './house';
import { poolsOf, type PoolSize } from './organisation';
import { calm, count, playRound, type Counted, type Round, type RoundSize } from './rounds';
import { shippedBooks, type BookSize, type BrokenBook } from './shipped-books';
import { StatementLog } from './statement-log';
import { storyOf, type Operation, type Story } from './story';

export interface PeopleInput {
  readonly guard: ProcessGuard;
  readonly log: (line: string) => void;
  /** Of the organisations; the smallest is there twice. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly round: RoundSize;
  /** How many complaints are there in each before anything is measured. */
  readonly stored: number;
  /** How often everything is counted. */
  readonly counted: number;
  /** No round begins after so many milliseconds of them; two are played at least. */
  readonly measureMs: number;
}

/** One organisation and one pool in it. */
export interface ArmFigures {
  readonly house: HousePlan;
  readonly pool: PoolSize;
  readonly rounds: readonly Round[];
  readonly counted: Counted;
}

export interface BrokenArm {
  readonly house: HousePlan;
  readonly pool: PoolSize;
  readonly broken: string;
}

export interface PeopleComparison {
  readonly postgres: string;
  readonly saved: readonly (HousePlan & SavedSeconds)[];
  readonly refused: readonly RefusedHouse[];
  /** Calls that were answered before they were done, in all of it. */
  readonly late: number;
  readonly broken: readonly BrokenArm[];
  /** The smallest organisation first, then itself again, then the others. */
  readonly arms: readonly ArmFigures[];
  readonly books: readonly (BookSize | BrokenBook)[];
}

/** Plays all organisations and pools in turn, round by round; which one begins changes with every round. */
export async function comparePeople(input: PeopleInput): Promise<PeopleComparison> {
  const plans = plansOf(input.sizes);
  input.log('Starting Postgres and Temporal');
  const ground = await startGround({ ...input, namespaces: plans.map(({ id }) => id) });
  const opened: (House | RefusedHouse)[] = [];
  for (const plan of plans) {
    input.log(`Opening ${plan.id}`);
    opened.push(await openHouse(ground, plan));
  }
  const houses = opened.filter((house): house is House => 'pool' in house);
  const arms = houses.flatMap((house) => poolsOf(house.size).map((pool) => new PlayedArm(storyOf(house, pool))));
  for (const house of houses)
    await arms.find(({ story }) => story.house === house)?.attempt(() => fillFirst(ground, house, input));
  await playAll(ground, arms, input);
  await level(ground, arms, houses);
  await countAll(ground, arms, input);
  input.log('Filing under every rule book');
  const books = await shippedBooks(houses.filter((_, index) => index === 0 || index === houses.length - 1));
  const { rows } = await ground.admin.query<{ server_version: string }>('show server_version');
  await Promise.all([...houses.map((house) => house.close()), ground.admin.end()]);
  return {
    postgres: rows[0]?.server_version ?? 'unknown',
    saved: houses.map(({ id, size, saved }) => ({ id, size, ...saved })),
    late: houses.reduce((sum, { caller }) => sum + caller.late, 0),
    refused: opened.filter((house) => 'refused' in house),
    broken: arms.flatMap((arm) => arm.broken()),
    arms: arms.flatMap((arm) => arm.figures()),
    books,
  };
}

function plansOf(sizes: readonly number[]): readonly HousePlan[] {
  return sizes.flatMap((size, index) => {
    const plan = { id: `staff-${size}`, size };
    return index === 0 ? [plan, { ...plan, id: `${plan.id}-again` }] : [plan];
  });
}

/** With enough stored, Postgres looks at complaints by their indexes as it would on any working day. */
async function fillFirst(ground: Ground, house: House, { log, stored }: PeopleInput): Promise<void> {
  log(`Filing ${stored} complaints in ${house.id}`);
  await fill(ground, house, stored);
}

async function fill(ground: Ground, house: House, count: number): Promise<void> {
  const [smallest] = poolsOf(house.size);
  if (smallest === undefined) return;
  const { file } = storyOf(house, smallest);
  await forEachLimited(Array.from({ length: count }), FILED_AT_ONCE, async () => void (await file()));
  await calm(ground, house);
  await house.pool.query('vacuum analyze');
}

/** Where there are more pools more was filed: everywhere as much is there before anything is counted. */
async function level(ground: Ground, arms: readonly PlayedArm[], houses: readonly House[]): Promise<void> {
  const stored = new Map<House, number>();
  for (const house of houses) {
    const { rows } = await house.pool.query<{ n: number }>('select count(*)::integer as n from complaints');
    stored.set(house, rows[0]?.n ?? 0);
  }
  const most = Math.max(...stored.values());
  for (const [house, count] of stored)
    await arms.find(({ story }) => story.house === house)?.attempt(() => fill(ground, house, most - count));
}

/** What fails once is left out from then on; the others go on. */
class PlayedArm {
  readonly rounds: Round[] = [];
  #counted: Counted | undefined;
  #broken: string | undefined;

  constructor(readonly story: Story) {}

  async attempt(work: (arm: PlayedArm) => Promise<void>): Promise<void> {
    if (this.#broken !== undefined) return;
    try {
      await work(this);
    } catch (error) {
      this.#broken = error instanceof Error ? error.message : String(error);
    }
  }

  set counted(counted: Counted) {
    this.#counted = counted;
  }

  figures(): readonly ArmFigures[] {
    const { house, pool } = this.story;
    return this.#counted === undefined || this.#broken !== undefined
      ? []
      : [{ house: { id: house.id, size: house.size }, pool, rounds: this.rounds, counted: this.#counted }];
  }

  broken(): readonly BrokenArm[] {
    const { house, pool } = this.story;
    return this.#broken === undefined
      ? []
      : [{ house: { id: house.id, size: house.size }, pool, broken: this.#broken }];
  }
}

async function playAll(ground: Ground, arms: readonly PlayedArm[], input: PeopleInput): Promise<void> {
  input.log('Warming up');
  for (const arm of arms) await arm.attempt(async ({ story }) => void (await playRound(ground, story, input.round)));
  const until = Date.now() + input.measureMs;
  for (let round = 0; round < input.rounds && (round < 2 || Date.now() < until); round += 1) {
    input.log(`Round ${round + 1} of ${input.rounds}`);
    const first = round % Math.max(1, arms.length);
    for (const arm of [...arms.slice(first), ...arms.slice(0, first)]) {
      await arm.attempt(async ({ story, rounds }) => void rounds.push(await playRound(ground, story, input.round)));
    }
  }
}

const FILED_AT_ONCE = 8;
const IDLE_MS = 4_000;

async function countAll(ground: Ground, arms: readonly PlayedArm[], input: PeopleInput): Promise<void> {
  const statements = await StatementLog.open(ground.admin);
  await statements.begin();
  await statements.learnIdle([...new Set(arms.map(({ story }) => story.house.id))], IDLE_MS);
  for (const arm of arms) {
    input.log(`Counting ${arm.story.house.id}, a pool of ${arm.story.pool}`);
    await arm.attempt(async (one) => void (one.counted = await count(statements, one.story, input.counted)));
  }
  await statements.end();
  await statements.close();
}

/** The median of an operation's rounds. */
export function typical(arm: ArmFigures, operation: Operation, figure: 'ms' | 'cpuMs'): number {
  return median(arm.rounds.map((round) => round[operation][figure]));
}
