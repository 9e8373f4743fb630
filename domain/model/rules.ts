import type { Calendar } from '../calendar/calendar';
import type { Customs } from '../calendar/customs';
import type { Directory } from './people';
import type { Procedure } from './procedure';

/** Everything a decision depends on besides the state, the input and the instant. Plain JSON. */
export interface Rules {
  readonly procedure: Procedure;
  readonly calendar: Calendar;
  readonly people: Directory;
  /** Those of the complainant's locale, where it has any. */
  readonly customs?: Customs;
}
