import { cpus, loadavg } from 'node:os';
import { TEMPORAL_CLI } from '../../tools/temporal-binary';
import { short, written } from '../figures';
import { typical, type ArmFigures, type PeopleComparison } from './comparison';
import type { BookSize, BrokenBook } from './shipped-books';
import { OPERATIONS, type Operation } from './story';
import { TRACE_FIGURES } from './trace';
import { failing, grouped, MOST_RATIO, nameOf, OPERATION_WORDS, ratioOf, TRACE_WORDS, type Failing } from './verdict';

const NAME_WIDTH = 34;
const CELL_WIDTH = 13;
const STATEMENT_WIDTH = 150;

type Figure = 'ms' | 'cpuMs' | 'roundTrips' | 'rows' | 'buffers';
const FIGURE_WORDS: Readonly<Record<Figure, string>> = {
  ms: 'milliseconds',
  cpuMs: 'milliseconds of CPU',
  roundTrips: 'round trips to Postgres',
  rows: 'rows of the organisation read',
  buffers: 'its buffers read',
};

/** What was seen in one run, and which of what is judged does not hold. */
export interface PeopleReport {
  readonly at: string;
  readonly machine: string;
  readonly comparison: PeopleComparison;
  readonly failing: readonly Failing[];
}

export function peopleReport(comparison: PeopleComparison): PeopleReport {
  const [cpu] = cpus();
  const machine = [
    `${cpus().length} cores (${cpu?.model ?? 'unknown'}), node ${process.version}, Temporal CLI ${TEMPORAL_CLI} in memory`,
    `Postgres ${comparison.postgres}, load ${loadavg().map(short).join(' ')}`,
  ].join(', ');
  return { at: new Date().toISOString(), machine, comparison, failing: failing(comparison) };
}

export function peopleLines({ at, machine, comparison, failing: missed }: PeopleReport): readonly string[] {
  const { arms, saved, refused, late, broken, books } = comparison;
  return [
    `Organisations and pools of any size, ${arms[0]?.rounds.length ?? 0} rounds in turn, medians; ${at}`,
    machine,
    '',
    row(
      'staff',
      arms.map(({ house }, index) =>
        index === 1 && house.size === arms[0]?.house.size ? `${grouped(house.size)} noise` : grouped(house.size),
      ),
    ),
    row(
      'a pool of',
      arms.map(({ pool }) => grouped(pool)),
    ),
    ...OPERATIONS.flatMap((operation) => ['', OPERATION_WORDS[operation], ...operationLines(arms, operation)]),
    '',
    'noise: the smallest to itself, round by round',
    ...noiseLines(comparison),
    '',
    'one complaint in all',
    ...TRACE_FIGURES.map((figure) =>
      row(
        `  ${TRACE_WORDS[figure]}`,
        arms.map(({ counted }) => grouped(counted.trace[figure])),
      ),
    ),
    '',
    ...saved.map(({ id, first, again }) => `${id} saved in ${short(first)} s, again in ${short(again)} s`),
    ...refused.map(({ size, refused: why }) => `${grouped(size)} staff: refused: ${why}`),
    `Calls answered with 202 because recording took longer than the wait: ${late}`,
    ...broken.map((arm) => `${nameOf(arm)}: fails: ${arm.broken}`),
    '',
    'Rule books that ship, when nobody does anything for a quarter of a year',
    ...books.map(bookLine),
    '',
    ...verdictLines(missed),
  ];
}

function operationLines(arms: readonly ArmFigures[], operation: Operation): readonly string[] {
  return (Object.keys(FIGURE_WORDS) as Figure[]).map((figure) => {
    const cells = arms.map((arm) => {
      if (figure !== 'ms' && figure !== 'cpuMs') return grouped(arm.counted.statements[operation][figure]);
      const [least = arm] = arms;
      const middle = short(typical(arm, operation, figure));
      return arm === least ? middle : `${middle} ×${ratioOf(arm, least, operation, figure).median.toFixed(2)}`;
    });
    return row(`  ${FIGURE_WORDS[figure]}`, cells);
  });
}

function bookLine(book: BookSize | BrokenBook): string {
  const name = `  ${book.key}, ${grouped(book.size)} staff`.padEnd(NAME_WIDTH + CELL_WIDTH);
  if ('broken' in book) return `${name}${book.broken}`;
  const { inputBytes, largestEventBytes, noticesAtOnce } = book;
  return `${name}input ${grouped(inputBytes)} bytes, largest event ${grouped(largestEventBytes)}, notices of one event ${grouped(noticesAtOnce)}`;
}

function verdictLines(missed: readonly Failing[]): readonly string[] {
  const judged = `times and CPU at most ${MOST_RATIO} or the greatest of noise; round trips, rows, buffers, tasks and bytes as in the smallest`;
  if (missed.length === 0) return [`All that is judged holds (${judged}).`];
  return [
    `${missed.length} figures that are judged do not hold (${judged}):`,
    ...missed.flatMap(({ arm, what, seen, bound, heaviest }) => [
      `  ${arm}: ${what}: ${seen}${bound === '' ? '' : `, ${bound}`}`,
      ...heaviest.map(
        ({ text, rows, buffers }) =>
          `      ${rows} rows, ${buffers} buffers: ${text.replace(/\s+/g, ' ').trim().slice(0, STATEMENT_WIDTH)}`,
      ),
    ]),
  ];
}

function noiseLines({ arms }: PeopleComparison): readonly string[] {
  const [least, again] = arms;
  if (!least || !again) return [];
  return OPERATIONS.map((operation) => {
    const [ms, cpuMs] = (['ms', 'cpuMs'] as const).map((figure) => written(ratioOf(again, least, operation, figure)));
    return `  ${OPERATION_WORDS[operation]}: time ${ms ?? ''}, CPU ${cpuMs ?? ''}`;
  });
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(CELL_WIDTH)).join('')}`;
}
