import { budgetDue } from '../calendar/budget';
import { addSpan } from '../calendar/due';
import type { Instant } from '../calendar/calendar';
import type { Draft } from '../draft';
import { answersOf, kindOf } from '../kinds/table';
import { holds, limitFor } from '../rules/facts';
import { REFERRED, type ClockRule, type Milestone, type StageRule } from '../model/procedure';

/** Starts and stops the complaint's clocks at a milestone. Closing stops every clock. */
export function reachMilestone(draft: Draft, milestone: Milestone): void {
  const { clocks } = draft.rules.procedure;
  for (const [key, clock] of Object.entries(draft.state.clocks)) {
    if (clock.stopped || (clocks[key]?.until !== milestone && milestone !== 'closed')) continue;
    draft.emit({ type: 'clockStopped', clock: key, met: !clock.missed });
  }
  for (const [key, rule] of Object.entries(clocks)) {
    const running = draft.state.clocks[key]?.stopped === null;
    if (rule.from === milestone && !running) startClock(draft, key, fromOf(draft, rule));
  }
}

/** A reopened complaint is answered anew: what counts from its beginning counts from now once more. */
export function restartClocks(draft: Draft): void {
  for (const [key, rule] of Object.entries(draft.rules.procedure.clocks)) {
    if (isFromBeginning(rule)) startClock(draft, key, draft.now);
  }
}

/**
 * Once it is known better what kind of complaint this is: a clock that is for such complaints starts, counted from where
 * it would have started, unless what it waits for has come already; one that is not stops.
 */
export function reviseClocks(draft: Draft): void {
  for (const [key, rule] of Object.entries(draft.rules.procedure.clocks)) {
    if (rule.when === undefined) continue;
    const clock = draft.state.clocks[key];
    const wanted = holds(draft.rules, draft.state, rule.when);
    if (!wanted && clock?.stopped === null) draft.emit({ type: 'clockStopped', clock: key, met: !clock.missed });
    const due = clock === undefined && isFromBeginning(rule) && !hasReached(draft, rule.until);
    if (wanted && due) startClock(draft, key, fromOf(draft, rule));
  }
}

/** Whether a milestone has been passed before, in any round. */
function hasReached({ rules, state }: Draft, milestone: Milestone): boolean {
  const routes = Object.keys(state.routesTaken).map((route) => route.split('/'));
  const left = routes.map(([key = '']) => key);
  const done = routes.filter(([, outcome]) => outcome !== REFERRED).map(([key = '']) => key);
  const entered = state.stage === null ? left : [...left, state.stage.key];
  const some = (keys: readonly string[], wanted: (rule: StageRule) => boolean): boolean =>
    keys.some((key) => {
      const rule = rules.procedure.stages[key];
      return rule !== undefined && wanted(rule);
    });
  switch (milestone) {
    case 'replied':
      return some(done, (rule) => answersOf(rule) === 'done') || some(entered, (rule) => answersOf(rule) === 'opened');
    case 'executed':
      return some(done, (rule) => kindOf(rule).carriesOut);
    case 'closed':
      return state.closings.length > 0;
    default: {
      const [edge, key = ''] = milestone.split(':');
      return (edge === 'entered' ? entered : left).includes(key) || key === '';
    }
  }
}

function isFromBeginning({ from }: ClockRule): boolean {
  return from === 'received' || from === 'registered';
}

function fromOf({ state, now }: Draft, { from }: ClockRule): Instant {
  if (from === 'received') return state.registration.receivedAt;
  return from === 'registered' ? state.registeredAt : now;
}

/**
 * A clock that counts from receipt may count from a date in the past (a letter). What would be over already is counted
 * from now instead: nobody can promise the past. A statutory limit is what it is.
 */
function startClock(draft: Draft, key: string, wanted: Instant): void {
  const { rules, state, now } = draft;
  const rule = rules.procedure.clocks[key];
  if (!rule || !holds(rules, state, rule.when ?? {})) return;
  const limit = limitFor(rules, state, rule);
  const over = rule.kind === 'promise' && addSpan(rules.calendar, wanted, limit) <= now;
  const startedAt = over ? now : wanted;
  const dueAt = budgetDue(
    rules.calendar,
    { startedAt, limit, extensions: [], pausable: rule.kind === 'promise', dueAt: null },
    state.pauses,
  );
  draft.emit({ type: 'clockStarted', clock: key, kind: rule.kind, startedAt, limit, dueAt });
}
