import { short } from '../figures';
import { MOST_MS, type QueryFigures } from './figures';
import type { RunFigures } from './runs';
import type { StoresFigures } from './stores';

export interface ManyReport {
  readonly stores: StoresFigures;
  readonly runs: readonly RunFigures[];
  /** Names of the queries whose median is over the limit. */
  readonly over: readonly string[];
}

export function manyReport(stores: StoresFigures, runs: readonly RunFigures[]): ManyReport {
  const all = [...stores.pairs.map(({ many }) => many), ...stores.combinations.slowest];
  return { stores, runs, over: all.filter(({ medianMs }) => medianMs > MOST_MS).map(({ name }) => name) };
}

export function manyLines({ stores, runs, over }: ManyReport): readonly string[] {
  const { few, many, pairs, combinations } = stores;
  return [
    `Each question to a store of ${few} complaints and to one of ${many}: median (greatest) in ms; CPU of Postgres; pages; rows`,
    ...pairs.map((pair) => `  ${pair.many.name}: ${figures(pair.few)} -> ${figures(pair.many)}`),
    '',
    `Combinations of filters, orders and words at ${many}: ${combinations.asked} asked, median ${short(combinations.medianMs)} ms; the slowest`,
    ...combinations.slowest.map((one) => `  ${one.name}: ${figures(one)}`),
    '',
    over.length === 0 ? `Nothing takes more than ${MOST_MS} ms.` : `More than ${MOST_MS} ms: ${over.join('; ')}`,
    '',
    'With so many live runs: intake, an act, the rungs of a task in ms; memory in MB of the worker, the API, Temporal',
    ...runs.map(runLine),
  ];
}

function figures({ medianMs, maxMs, cpuMs, costs }: QueryFigures): string {
  return `${short(medianMs)} (${short(maxMs)}); ${short(cpuMs)}; ${costs.buffers}; ${short(costs.rows)}`;
}

function runLine({ runs, intakeMs, actMs, rungMs, memory, filedPerSecond }: RunFigures): string {
  const times = [intakeMs, actMs, rungMs].map(short).join(', ');
  const megabytes = [memory.worker, memory.api, memory.temporal].map(short).join(', ');
  return `  ${runs}: ${times}; ${megabytes}; ${short(filedPerSecond)} filed a second on the way`;
}
