import type { Calendar } from './calendar';
import type { Directory } from './people';
import type { Procedure } from './procedure';

/** Everything a decision depends on besides the state, the input and the instant. Plain JSON. */
export interface Rules {
  readonly procedure: Procedure;
  readonly calendar: Calendar;
  readonly people: Directory;
}
