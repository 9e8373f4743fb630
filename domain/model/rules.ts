import type { Calendar } from '../calendar/calendar';
import type { Customs } from '../calendar/customs';
import type { Procedure } from './procedure';
import type { People } from './question';

/** What a complaint goes by, people apart. Plain JSON: it travels with the complaint. */
export interface BareRules {
  readonly procedure: Procedure;
  readonly calendar: Calendar;
  /** Those of the complainant's locale, where it has any. */
  readonly customs?: Customs;
}

/** Everything a decision depends on besides the state, the input and the instant. */
export interface Rules extends BareRules {
  readonly people: People;
}
