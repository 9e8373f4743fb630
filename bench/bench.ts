import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { compare } from './comparison';
import type { RoundSize } from './measurements';
import { manyLines, manyReport, type ManyReport } from './many/report';
import { runFigures } from './many/runs';
import { storesFigures } from './many/stores';
import { minimalArm } from './minimal-arm';
import { redressArm } from './redress-arm';
import { reportLines, reportOf, type Report } from './report';
import { comparePeople } from './people/comparison';
import { SMALLEST } from './people/organisation';
import { peopleLines, peopleReport, type PeopleReport } from './people/report';
import { ruleBookFigures } from './rule-books';
import { startStand } from './stand';
import { endWith } from '../tools/ending';
import { ProcessGuard } from '../tools/process-guard';
import { StartFailure } from '../tools/start-failure';

interface Options {
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly profile?: string;
  readonly books?: boolean;
  readonly people?: boolean;
  readonly largest?: string;
  readonly many?: boolean;
  readonly complaints?: string;
  readonly runs?: string;
  readonly store?: string;
}

const FULL: RoundSize = {
  ...{ lives: 30, livesAtOnce: 10, filed: 60, filedAtOnce: 20 },
  ...{ approvedAlone: 20, approvedTogether: 40, approvedAtOnce: 10 },
};
const QUICK: RoundSize = { ...FULL, lives: 15, filed: 40, approvedAlone: 8, approvedTogether: 20 };
const LIMITS = {
  full: { rounds: 7, measureMs: 5 * 60_000, wholeMs: 8 * 60_000 },
  quick: { rounds: 3, measureMs: 45_000, wholeMs: 2 * 60_000 },
};

/** Of organisations. */
const SIZES = [SMALLEST, 1_000, 10_000, 100_000];
const STORED = 400;
const PEOPLE = {
  full: { rounds: 7, round: { complaints: 6, reads: 2 }, counted: 5, measureMs: 15 * 60_000, wholeMs: 40 * 60_000 },
  quick: { rounds: 3, round: { complaints: 4, reads: 2 }, counted: 5, measureMs: 4 * 60_000, wholeMs: 20 * 60_000 },
};

/** Of stores and live runs: the few that the many are beside. */
const FEW = { complaints: 1_000, runs: 100 };
const MANY = {
  full: { complaints: 1_000_000, runs: 10_000, wholeMs: 2 * 60 * 60_000 },
  quick: { complaints: 50_000, runs: 300, drawn: 200, wholeMs: 20 * 60_000 },
};

const guard = new ProcessGuard();
const ending = endWith(guard, 1);

async function bench({ quick = false, profile }: Options): Promise<Report> {
  const { rounds, measureMs, wholeMs } = quick ? LIMITS.quick : LIMITS.full;
  giveUpAfter(wholeMs);
  const profileFolder = profile === undefined ? undefined : resolve(profile);
  if (profileFolder) mkdirSync(profileFolder, { recursive: true });
  const stand = await startStand({ guard, log, profileFolder });
  let late = 0;
  const arms = [await redressArm(stand, () => (late += 1)), await minimalArm(stand)] as const;
  const size = quick ? QUICK : FULL;
  const until = Date.now() + measureMs;
  const comparison = await compare({ stand, arms, size, rounds, until, log });
  const { rows } = await stand.pool.query<{ server_version: string }>('show server_version');
  const report = reportOf({ comparison, late, postgres: rows[0]?.server_version ?? 'unknown' });
  await stand.close();
  return report;
}

async function benchPeople({ quick = false, largest }: Options): Promise<PeopleReport> {
  const { wholeMs, ...size } = quick ? PEOPLE.quick : PEOPLE.full;
  giveUpAfter(wholeMs);
  const sizes = SIZES.filter((one) => largest === undefined || one <= Number(largest));
  return peopleReport(await comparePeople({ guard, log, sizes, stored: STORED, ...size }));
}

async function benchMany({ quick = false, complaints, runs, store }: Options): Promise<ManyReport> {
  const size: { complaints: number; runs: number; wholeMs: number; drawn?: number } = quick ? MANY.quick : MANY.full;
  giveUpAfter(size.wholeMs);
  const stores = await storesFigures({
    ...{ guard, log, few: FEW.complaints, many: Number(complaints ?? size.complaints) },
    ...{ drawn: size.drawn, folder: store },
  });
  const most = Number(runs ?? size.runs);
  const counts = most === 0 ? [] : [FEW.runs, most];
  return manyReport(stores, counts.length === 0 ? [] : await runFigures({ guard, log, counts }));
}

function giveUpAfter(ms: number): void {
  setTimeout(() => void fail(new StartFailure('The measurement takes too long and is given up.')), ms).unref();
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<void> {
  const options = new Command('bench')
    .description('measures the product against a hand-written minimum, as ratios of one run')
    .option('--quick', 'fewer and smaller rounds, under two minutes')
    .option('--books', 'measures every rule book instead: its check, its decisions, its histories')
    .option(
      '--people',
      'measures organisations of up to 100,000 and pools of 3 to 5,000 instead; fails if size matters',
    )
    .option('--largest <staff>', 'with --people: no organisation larger than this')
    .option(
      '--many',
      'measures a store of 1,000,000 complaints and 10,000 live runs instead; fails if a question takes long',
    )
    .option('--complaints <count>', 'with --many: so many complaints in the store')
    .option('--runs <count>', 'with --many: so many live runs; 0 for none')
    .option('--store <folder>', 'with --many: keeps the store there, and takes it from there the next time')
    .option('--json', 'prints the figures as JSON')
    .option('--profile <folder>', 'leaves CPU profiles of the workers and the API there')
    .parse()
    .opts<Options>();
  if (options.books) {
    process.stdout.write(`${(await ruleBookFigures(process.env)).join('\n')}\n`);
    return ending.stop(0);
  }
  if (options.people) {
    const report = await benchPeople(options);
    process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : peopleLines(report).join('\n')}\n`);
    return ending.stop(report.failing.length === 0 ? 0 : 1);
  }
  if (options.many) {
    const report = await benchMany(options);
    process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : manyLines(report).join('\n')}\n`);
    return ending.stop(report.over.length === 0 ? 0 : 1);
  }
  const report = await bench(options);
  const text = options.json ? JSON.stringify(report, null, 2) : reportLines(report).join('\n');
  process.stdout.write(`${text}\n`);
  await ending.stop(0);
}

function fail(error: unknown): Promise<void> {
  return ending.fail(error, error instanceof StartFailure);
}

main().catch((error: unknown) => void fail(error));
