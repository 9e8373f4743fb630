import { Draft } from './draft';
import type { Instant } from './calendar/calendar';
import type { ComplaintEvent } from './model/event';
import { passTime } from './passing-time';
import { BY_TIME } from './model/origin';
import type { Rules } from './model/rules';
import { nextInstant } from './time/schedule';
import type { ComplaintState } from './model/state';
import { currentOwners } from './model/tasks';

/** What will happen, and when, if nobody acts: the core fed with time alone. */
export interface Forecast {
  /** In order, exactly as they would be recorded. */
  readonly events: readonly ComplaintEvent[];
  /** How it ends: archived, or held for ever by a named person. */
  readonly ends:
    { readonly as: 'archived'; readonly at: Instant } | { readonly as: 'held'; readonly by: readonly string[] };
}

/** Fed with time alone, every procedure comes to rest within this many steps, or it is unsound. */
const MOST_STEPS = 1000;

/** Throws when the procedure never comes to rest. */
export function forecast(rules: Rules, state: ComplaintState): Forecast {
  const draft = new Draft(rules, state, state.lastAt, BY_TIME);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = nextInstant(rules, draft.state);
    if (next === null) return { events: draft.events, ends: endOf(draft.state) };
    passTime(draft, next, 'included');
  }
  throw new Error(`procedure ${rules.procedure.key} never comes to rest when nobody acts`);
}

function endOf(state: ComplaintState): Forecast['ends'] {
  return state.status === 'archived' ? { as: 'archived', at: state.lastAt } : { as: 'held', by: currentOwners(state) };
}
