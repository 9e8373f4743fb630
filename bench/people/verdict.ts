import { short, spread, type Spread } from '../figures';
import type { ArmFigures, PeopleComparison } from './comparison';
import type { StatementCost } from './statements';
import type { BookSize, BrokenBook } from './shipped-books';
import { OPERATIONS, type Operation } from './story';
import { TRACE_FIGURES, type Trace } from './trace';

/** What does not hold in one organisation with one pool. */
export interface Failing {
  readonly arm: string;
  readonly what: string;
  readonly seen: string;
  readonly bound: string;
  /** The statements that look at most, where it is about what is read. */
  readonly heaviest: readonly StatementCost[];
}

export const MOST_RATIO = 1.15;
const MOST_INPUT_BYTES = 24_000;
const MOST_EVENT_BYTES = 4_000;
/** Names are of different lengths. */
const NAMES = { share: 1.02, bytes: 64 };
/** Three levels of an index and the row, where a small table is one page. */
const PAGES = 4;
/** So much more may be stored when the last is counted. */
const GROWN = 1.05;
const HEAVIEST = 3;

export const OPERATION_WORDS: Readonly<Record<Operation, string>> = {
  intake: 'intake',
  handOver: 'an act: handed over to the pool',
  ownersRead: 'one complaint, read by its owner',
  managersRead: 'one complaint, read by the general manager',
  worklist: 'worklist',
  take: 'an act: taken from the pool',
  rung: 'the rungs up to a limit',
};

export const TRACE_WORDS: Readonly<Record<keyof Trace, string>> = {
  inputBytes: "bytes of the run's input",
  workflowTasks: 'workflow tasks',
  historyEvents: 'history events',
  largestMarkerBytes: 'bytes of the largest marker',
  largestEventBytes: 'bytes of the largest event',
  noticesAtOnce: 'notices of one event, at most',
};

export function nameOf({ house, pool }: Pick<ArmFigures, 'house' | 'pool'>): string {
  return `${grouped(house.size)} staff, a pool of ${grouped(pool)}`;
}

export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Everything judged that does not hold, the smallest organisation being the measure. */
export function failing(comparison: PeopleComparison): readonly Failing[] {
  return [...missing(comparison), ...larger(comparison), ...comparison.books.flatMap(ofBook)];
}

function missing({ refused, broken }: PeopleComparison): readonly Failing[] {
  const failed = (arm: string, what: string, seen: string) => ({ arm, what, seen, bound: '', heaviest: [] });
  return [
    ...refused.map(({ size, refused: why }) => failed(`${grouped(size)} staff`, 'is refused', why)),
    ...broken.map((arm) => failed(nameOf(arm), 'fails', arm.broken)),
  ];
}

/**
 * Time and what is read are judged at the largest: a small table is read whole, where an index costs more. Where the
 * smallest has failed there is nothing to measure by: `missing` says so.
 */
function larger({ arms }: PeopleComparison): readonly Failing[] {
  const [least, again, ...others] = arms;
  if (!least || again?.house.size !== least.house.size) return [];
  const largest = Math.max(...others.map(({ house }) => house.size));
  return others.flatMap((arm) => {
    const isLargest = arm.house.size === largest;
    const read = isLargest ? READ : (['roundTrips'] as const);
    return [
      ...(isLargest ? timesOf(arm, least, again) : []),
      ...readsOf(arm, [least, again], read),
      ...traceOf(arm, least),
    ];
  });
}

function ofBook(book: BookSize | BrokenBook): readonly Failing[] {
  const arm = `${book.key}, ${grouped(book.size)} staff`;
  if ('broken' in book) return [{ arm, what: 'fails', seen: book.broken, bound: '', heaviest: [] }];
  return [
    ...over(arm, "bytes of the run's input at registration", book.inputBytes, MOST_INPUT_BYTES),
    ...over(arm, 'bytes of the largest event', book.largestEventBytes, MOST_EVENT_BYTES),
  ];
}

/** Round by round, to the smallest. */
export function ratioOf(arm: ArmFigures, least: ArmFigures, operation: Operation, figure: 'ms' | 'cpuMs'): Spread {
  return spread(
    arm.rounds.map((round, index) => round[operation][figure] / (least.rounds[index]?.[operation][figure] ?? NaN)),
  );
}

function timesOf(arm: ArmFigures, least: ArmFigures, again: ArmFigures): readonly Failing[] {
  return OPERATIONS.flatMap((operation) =>
    (['ms', 'cpuMs'] as const).flatMap((figure) => {
      const ratio = ratioOf(arm, least, operation, figure).median;
      const noise = ratioOf(again, least, operation, figure).max;
      const bound = Math.max(MOST_RATIO, noise);
      if (!(ratio > bound)) return [];
      const what = `${OPERATION_WORDS[operation]}: ${figure === 'ms' ? 'time' : 'CPU'} to the smallest`;
      return [{ arm: nameOf(arm), what, seen: short(ratio), bound: `at most ${short(bound)}`, heaviest: [] }];
    }),
  );
}

const READ = ['roundTrips', 'rows', 'buffers'] as const;

function readsOf(
  arm: ArmFigures,
  smallest: readonly ArmFigures[],
  read: readonly (typeof READ)[number][],
): readonly Failing[] {
  return OPERATIONS.flatMap((operation) => {
    const seen = arm.counted.statements[operation];
    const most = (figure: 'roundTrips' | 'rows' | 'buffers' | 'looks') =>
      Math.max(...smallest.map(({ counted }) => counted.statements[operation][figure]));
    const bounds = {
      roundTrips: ['round trips to Postgres', most('roundTrips')],
      rows: ['rows read of the organisation', Math.floor(most('rows') * GROWN)],
      buffers: ['buffers read of the organisation', Math.floor(most('buffers') * GROWN) + PAGES * most('looks')],
    } as const;
    return read.flatMap((figure) => {
      const [words, bound] = bounds[figure];
      const found = over(nameOf(arm), `${OPERATION_WORDS[operation]}: ${words}`, seen[figure], bound);
      const by = figure === 'rows' ? 'rows' : 'buffers';
      return found.map((one) => ({ ...one, heaviest: heaviest(seen.each, by) }));
    });
  });
}

function heaviest(explained: readonly StatementCost[], by: 'rows' | 'buffers'): readonly StatementCost[] {
  return explained.toSorted((a, b) => b[by] - a[by]).slice(0, HEAVIEST);
}

function traceOf(arm: ArmFigures, least: ArmFigures): readonly Failing[] {
  return TRACE_FIGURES.flatMap((figure) => {
    const base = least.counted.trace[figure];
    const bound = figure.endsWith('Bytes') ? Math.max(base * NAMES.share, base + NAMES.bytes) : base;
    return over(nameOf(arm), TRACE_WORDS[figure], arm.counted.trace[figure], Math.floor(bound));
  });
}

function over(arm: string, what: string, seen: number, bound: number): readonly Failing[] {
  if (seen <= bound) return [];
  return [{ arm, what, seen: grouped(seen), bound: `at most ${grouped(bound)}`, heaviest: [] }];
}
