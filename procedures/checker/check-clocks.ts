import { answersOf, kindOf } from '../../domain/kinds/table';
import type { ComplaintEvent } from '../../domain/model/event';
import type { ClockRule, Milestone, Procedure } from '../../domain/model/procedure';
import { formatSpan } from '../../domain/calendar/span';
import { walkAtLimits, type LimitWalk } from './at-limits';
import type { Space, World } from './explore';
import { stepsTo, type Faults } from './story';

/** Every clock starts, can be stopped by what it waits for, and can be kept by the limits of the stages. */
export function checkClocks(space: Space, faults: Faults): void {
  for (const [key, rule] of Object.entries(space.world.rules.procedure.clocks)) {
    if (rule.from === 'closed') neverRuns(space, key, `starts when all is over`, faults);
    else if (!space.capped) checkRuns(space, key, rule, faults);
  }
  if (space.breakdowns.length > 0) return;
  const walk = walkAtLimits(space.world);
  for (const [key, rule] of Object.entries(space.world.rules.procedure.clocks)) {
    if (rule.from !== 'closed') checkKept(space.world, { key, rule, walk }, faults);
  }
}

function neverRuns({ world }: Space, key: string, why: string, faults: Faults): void {
  faults.add({
    severity: 'error',
    property: 'clocks',
    path: ['clocks', key, 'from'],
    message: `clock "${key}" never runs: it ${why}`,
    world,
    steps: [],
  });
}

function checkRuns(space: Space, key: string, rule: ClockRule, faults: Faults): void {
  const { world, ways } = space;
  const { procedure } = world.rules;
  const started = ways.find(({ step }) => step.events.some((one) => one.type === 'clockStarted' && one.clock === key));
  if (!started) return neverRuns(space, key, `counts from "${told(rule.from)}", which never comes`, faults);
  const kept = ways.some(({ step }) => stoppedBy(procedure, key, rule, step.events));
  if (kept) return;
  const ended = ways.find(({ step }) => step.events.some((one) => one.type === 'clockStopped' && one.clock === key));
  faults.add({
    severity: 'error',
    property: 'clocks',
    path: ['clocks', key, 'until'],
    message: `clock "${key}" waits for "${told(rule.until)}", which never comes while it runs`,
    world,
    steps: ended ? [...stepsTo(ended.from), ended.step] : [],
    ending: `"${key}" stops because all is over`,
  });
}

/** Whether among these events the clock stops because what it waits for has come. */
export function stoppedBy(
  procedure: Procedure,
  key: string,
  rule: ClockRule,
  events: readonly ComplaintEvent[],
): boolean {
  const stop = events.findIndex((one) => one.type === 'clockStopped' && one.clock === key);
  if (stop < 0) return false;
  if (rule.until === 'closed') return true;
  return events.slice(0, stop).some((event) => isMilestone(procedure, rule.until, event));
}

/** A milestone as it is written: `entered:assess` is `entered assess`. */
function told(milestone: Milestone): string {
  return milestone.replace(':', ' ');
}

function isMilestone({ stages }: Procedure, milestone: Milestone, event: ComplaintEvent): boolean {
  if (milestone === 'received' || milestone === 'registered') return event.type === 'registered';
  if (milestone.startsWith('entered:'))
    return event.type === 'stageOpened' && milestone === `entered:${event.stage ?? ''}`;
  if (milestone.startsWith('left:'))
    return event.type === 'stageCompleted' && milestone === `left:${event.stage ?? ''}`;
  const rule = stages[event.stage ?? ''];
  if (!rule) return false;
  if (event.type === 'stageOpened') return milestone === 'replied' && answersOf(rule) === 'opened';
  if (event.type !== 'taskCompleted') return false;
  return milestone === 'executed' ? kindOf(rule).carriesOut : answersOf(rule) === 'done';
}

interface Kept {
  readonly key: string;
  readonly rule: ClockRule;
  readonly walk: LimitWalk;
}

/** Every stage uses its whole limit: if no way keeps the clock that is an error, if some way breaks it a warning. */
function checkKept(world: World, { key, rule, walk: { paths, capped } }: Kept, faults: Faults): void {
  const stops = paths.filter(({ steps }) =>
    steps.at(-1)?.events.some((one) => one.type === 'clockStopped' && one.clock === key),
  );
  const late = stops.filter(({ steps }) =>
    steps.at(-1)?.events.some((one) => one.type === 'clockStopped' && one.clock === key && !one.met),
  );
  const [first] = late;
  if (!first) return;
  const none = late.length === stops.length && !capped;
  const span = formatSpan(rule.within);
  faults.add({
    severity: none ? 'error' : 'warning',
    property: 'clocks',
    path: ['clocks', key, 'within'],
    message: none
      ? `${rule.kind === 'promise' ? 'promise' : 'limit'} "${key}" (${span}) cannot be kept on any way if every stage uses its limit: shorten the stages or lengthen it`
      : `${rule.kind === 'promise' ? 'promise' : 'limit'} "${key}" (${span}) cannot be kept if every stage uses its limit`,
    world,
    steps: first.steps,
    ending: `"${key}" stops only now, it was due before`,
  });
}
