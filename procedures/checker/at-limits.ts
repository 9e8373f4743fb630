import { KINDS } from '../../domain/kinds/table';
import type { Instant } from '../../domain/calendar/calendar';
import { decide, isRefused, perform } from '../../domain/decide';
import { Draft } from '../../domain/draft';
import { factOf } from '../../domain/rules/facts';
import { amountOffered } from '../../domain/rules/discretion';
import { passTime } from '../../domain/passing-time';
import { BY_TIME } from '../../domain/model/origin';
import type { KnownRules } from '../../domain/people/pool-members';
import type { ComplaintState } from '../../domain/model/state';
import { nearestTask, openTasks } from '../../domain/model/tasks';
import type { Step, World } from './explore';
import { fillingInput, type FillingInput } from './fillings';
import { AMOUNT, liveFacts } from './liveness';
import { acts, type Liberties } from './moves';
import { namedFacts } from './named-facts';
import { registrations } from './registrations';

/** A way on which everybody uses their whole limit; its last step is where it stands. */
export interface LimitPath {
  readonly steps: readonly Step[];
}

interface Walker {
  readonly rules: KnownRules;
  readonly state: ComplaintState;
  readonly steps: readonly Step[];
  readonly opened: readonly string[];
}

export interface LimitWalk {
  readonly paths: readonly LimitPath[];
  /** There were more ways than were followed. */
  readonly capped: boolean;
}

/** Most ways that are followed. */
const MOST_WAYS = 4_000;

/**
 * Each task is done at the very instant it is due, as long as a clock of the complaint can still run or start. No stage is
 * opened twice: what comes round again is another matter.
 */
export function walkAtLimits({ rules, start }: World): LimitWalk {
  const { procedure, people } = rules;
  const named = namedFacts(procedure, { limits: true });
  const filling = fillingInput({ procedure, people: people.directory, named, visits: true });
  const live = liveFacts(procedure, named);
  const seen = new Set<string>();
  const queue: Walker[] = [];
  let capped = false;
  const add = (walker: Walker): void => {
    const key = keyOf(walker, live.get(walker.state.stage?.key ?? '') ?? new Set());
    if (seen.has(key)) return;
    capped ||= seen.size >= MOST_WAYS;
    if (capped) return;
    seen.add(key);
    queue.push(walker);
  };
  for (const arrival of registrations(filling, start)) {
    const { registration } = arrival;
    const ruled = arrival.customs === null ? rules : { ...rules, customs: arrival.customs };
    const decision = decide(ruled, null, { type: 'register', registration }, start);
    if (isRefused(decision)) continue;
    const step: Step = { at: start, act: null, registration, events: decision.events };
    add({ rules: ruled, state: decision.state, steps: [step], opened: [procedure.first] });
  }
  for (const walker of queue) for (const next of onwards(filling, walker)) add(next);
  return { paths: queue.map(({ steps }) => ({ steps })), capped };
}

/** Ways that stand at the same place with the same time left. */
function keyOf({ rules, state, opened }: Walker, live: ReadonlySet<string>): string {
  const { procedure } = rules;
  const ofClocks = Object.values(procedure.clocks).flatMap(({ when = {}, withinIf = [] }) =>
    [when, ...withinIf.map((one) => one.when)].flatMap((condition) => Object.keys(condition)),
  );
  const told = [...new Set([...live, ...ofClocks])].filter((fact) => !fact.startsWith('#'));
  const tasks = openTasks(state).map(({ step, part, budget, owner }) => [step, part, budget.dueAt, owner.rule]);
  const clocks = Object.entries(state.clocks).map(([key, { budget, stopped }]) => [key, stopped ? null : budget]);
  const facts = told.map((fact) => factOf(rules, state, fact) ?? null);
  const worth = live.has(AMOUNT) ? amountOffered(procedure, state) : 0;
  return JSON.stringify([state.status, state.stage?.key, tasks, [...opened].sort(), facts, worth, clocks]);
}

const WAITING: Liberties = {
  offers: false,
  referring: false,
  withdrawing: false,
  pausing: false,
  recusing: false,
  assigning: false,
  assessing: false,
};

function onwards(filling: FillingInput, walker: Walker): readonly Walker[] {
  const { rules } = walker;
  const running = Object.keys(rules.procedure.clocks).some((key) => !walker.state.clocks[key]?.stopped);
  const due = running && walker.state.status === 'open' ? nearestTask(walker.state)?.budget.dueAt : null;
  if (due === null || due === undefined) return [];
  const waited = pass(walker, justBefore(due));
  if (!waited) return [];
  const silent = lapses(walker.state) ? pass(walker, due) : null;
  const next = acts({ rules, filling }, waited.state, WAITING).flatMap((act): Walker[] => {
    const draft = new Draft(rules, waited.state, due, { actor: act.by, via: 'update' });
    if (perform(draft, act) !== null) return [];
    const events = [...waited.events, ...draft.events];
    return follow(walker, { step: { at: due, act, registration: null, events }, state: draft.state });
  });
  if (silent) {
    const step = { at: due, act: null, registration: null, events: silent.events };
    next.push(...follow(walker, { step, state: silent.state }));
  }
  return next;
}

function lapses({ stage }: ComplaintState): boolean {
  return stage !== null && KINDS[stage.kind].lapse !== null;
}

function follow(walker: Walker, { step, state }: { readonly step: Step; readonly state: ComplaintState }): Walker[] {
  const opened = step.events.flatMap((event) => (event.type === 'stageOpened' ? [event.stage ?? ''] : []));
  if (opened.some((stage) => walker.opened.includes(stage))) return [];
  const { rules, steps } = walker;
  return [{ rules, state, steps: [...steps, step], opened: [...walker.opened, ...opened] }];
}

/** Time alone, up to an instant. */
function pass({ rules, state }: Walker, at: Instant): Draft | null {
  const draft = new Draft(rules, state, at, BY_TIME);
  try {
    passTime(draft, draft.now, 'included');
    return draft;
  } catch {
    return null;
  }
}

function justBefore(instant: Instant): Instant {
  return new Date(Date.parse(instant) - 1).toISOString();
}
