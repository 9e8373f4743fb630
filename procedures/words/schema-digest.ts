import { strict } from '../language/schema-values';
import { pattern } from './patterns';

const counted = strict({ one: pattern(['count']), other: pattern(['count']) });

/** The mail that says once a working day what is open in somebody's pools. */
export const digestSchema = strict({
  subject: counted,
  greeting: pattern(['recipient']),
  lead: counted,
  /** Before the tasks of somebody who is away. */
  inherited: pattern(['person']),
  /** A line each. */
  task: pattern(['reference', 'stage', 'procedure', 'due']),
  overdue: pattern(['reference', 'stage', 'procedure', 'due']),
  /** It stands still, and has no limit meanwhile. */
  still: pattern(['reference', 'stage', 'procedure']),
  /** There are more than are named. */
  more: counted,
  /** A count that has no end: `1000+`. */
  many: pattern(['count']),
});
