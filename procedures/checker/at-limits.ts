import type { Instant } from '../../domain/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/event';
import { evolve } from '../../domain/evolve';
import type { ComplaintState } from '../../domain/state';
import { nearestTask } from '../../domain/tasks';
import type { Step, World } from './explore';
import { registrations, type FillingInput } from './fillings';
import { liveFacts } from './liveness';
import { acts } from './moves';
import { namedFacts } from './named-facts';

/** A way on which everybody uses their whole limit; its last step is where it stands. */
export interface LimitPath {
  readonly steps: readonly Step[];
}

interface Walker {
  readonly state: ComplaintState;
  readonly steps: readonly Step[];
  readonly opened: readonly string[];
}

/** Most ways that are followed. */
const MOST_WAYS = 4_000;

/** Each task is done at the very instant it is due. No stage is opened twice: what comes round again is another matter. */
export function walkAtLimits(world: World): readonly LimitPath[] {
  const { rules, start } = world;
  const { procedure, people } = rules;
  const filling: FillingInput = { procedure, people, named: namedFacts(procedure), visits: true };
  const seen = new Set<string>();
  const queue: Walker[] = [];
  const live = liveFacts(procedure);
  const add = (walker: Walker): void => {
    const { stage, facts, clocks, category, severity, registration } = walker.state;
    const told = [...(live.get(stage?.key ?? '') ?? [])].map((fact) => [fact, facts[fact] ?? null]);
    const tasks = stage?.tasks.map(({ step, part, budget }) => [step, part, budget.dueAt]);
    const key = JSON.stringify([
      stage?.key,
      tasks,
      walker.opened,
      told,
      category,
      severity,
      registration.channel,
      clocks,
    ]);
    if (seen.has(key) || seen.size > MOST_WAYS) return;
    seen.add(key);
    queue.push(walker);
  };
  for (const registration of registrations(filling, start)) {
    const decision = decide(rules, null, { type: 'register', registration }, start);
    if (isRefused(decision)) continue;
    const step: Step = { at: start, act: null, registration, events: decision.events };
    const state = decision.events.reduce<ComplaintState | null>(evolve, null);
    if (state) add({ state, steps: [step], opened: [procedure.first] });
  }
  for (const walker of queue) for (const next of onwards({ world, filling }, walker)) add(next);
  return queue.map(({ steps }) => ({ steps }));
}

const WAITING = { offers: false, withdrawing: false, pausing: false, recusing: false };

function onwards({ world, filling }: { world: World; filling: FillingInput }, walker: Walker): readonly Walker[] {
  const { rules } = world;
  const due = walker.state.status === 'open' ? nearestTask(walker.state)?.budget.dueAt : null;
  if (due === null || due === undefined) return [];
  const waited = pass(world, walker, justBefore(due));
  if (!waited) return [];
  const silent = walker.state.stage?.kind === 'consent' ? pass(world, walker, due) : null;
  const next = acts({ rules, filling }, waited.state, WAITING).flatMap((act): Walker[] => {
    const decision = decide(rules, waited.state, { type: 'act', act }, due);
    if (isRefused(decision)) return [];
    const events = [...waited.events, ...decision.events];
    return follow(walker, { at: due, act, registration: null, events });
  });
  if (silent) next.push(...follow(walker, { at: due, act: null, registration: null, events: silent.events }));
  return next;
}

function follow(walker: Walker, step: Step): Walker[] {
  const state = step.events.reduce<ComplaintState>(evolve, walker.state);
  const opened = step.events.flatMap((event) => (event.type === 'stageOpened' ? [event.stage ?? ''] : []));
  if (opened.some((stage) => walker.opened.includes(stage))) return [];
  return [{ state, steps: [...walker.steps, step], opened: [...walker.opened, ...opened] }];
}

function pass(
  { rules }: World,
  { state }: Walker,
  at: Instant,
): { readonly state: ComplaintState; readonly events: readonly ComplaintEvent[] } | null {
  const decision = decide(rules, state, { type: 'deadlinePassed' }, at);
  if (isRefused(decision)) return null;
  return { state: decision.events.reduce<ComplaintState>(evolve, state), events: decision.events };
}

function justBefore(instant: Instant): Instant {
  return new Date(Date.parse(instant) - 1).toISOString();
}
