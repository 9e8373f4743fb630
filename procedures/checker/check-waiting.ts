import type { EventOf } from '../../domain/model/event';
import { namesOf } from '../../domain/model/people';
import { NOBODY_LEFT_OUT } from '../../domain/people/leaving-out';
import { tasksOf } from '../../domain/kinds/table';
import type { Procedure, RungRule } from '../../domain/model/procedure';
import { askedOf } from '../../domain/rules/asked';
import type { Rules } from '../../domain/model/rules';
import type { ComplaintState, TaskState } from '../../domain/model/state';
import { openTasks, taskById } from '../../domain/model/tasks';
import type { Space, Standstill, Way } from './explore';
import { stepsTo, type Faults } from './story';

/** No stage waits without an owner, and when nobody acts somebody named holds it in the end. */
export function checkWaiting(space: Space, faults: Faults): void {
  for (const way of space.ways) {
    for (const event of way.step.events) {
      if (event.type === 'taskOpened') checkOwner(space, way, event, faults);
    }
    checkRungs(space, way, faults);
  }
  for (const standstill of space.standstills) checkHeld(space, standstill, faults);
  checkTimeAlone(space, faults);
}

function checkOwner(space: Space, { from, step }: Way, event: EventOf<'taskOpened'>, faults: Faults): void {
  if (namesOf(event.owner).length > 0) return;
  faults.add({
    severity: 'error',
    property: 'owned',
    path: ['stages', event.stage ?? ''],
    on: 'key',
    message: `nobody is left to hold stage "${event.stage ?? ''}" where there is ${space.world.name}`,
    world: space.world,
    steps: [...stepsTo(from), step],
    ending: 'open, and nobody owns it',
  });
}

function checkHeld({ world }: Space, { from, step, state }: Standstill, faults: Faults): void {
  for (const task of openTasks(state)) {
    const { ladder } = askedOf(world.rules, state, task.id);
    const given = task.rungsReached.some((rung) => ladder[rung]?.action === 'give');
    const named = task.owner.people.length === 1;
    if (named && (given || task.offer > 0)) continue;
    const stage = state.stage?.key ?? '';
    faults.add({
      severity: 'error',
      property: 'held',
      path: ladderPath(world.rules, state, task),
      message: `stage "${stage}" can wait for ever: nobody is given it after the last rung; end its ladder with "give-to"`,
      world,
      steps: [...stepsTo(from), ...(step ? [step] : [])],
      ending: named ? 'still waiting for who has not acted' : 'still waiting, nobody named',
    });
  }
}

function ladderPath(rules: Rules, state: ComplaintState, task: TaskState): readonly (string | number)[] {
  return ['stages', state.stage?.key ?? '', ...askedOf(rules, state, task.id).at.ladder];
}

/** Rungs fire in the order they are written, and who was given a task does not lose it to somebody lower. */
function checkRungs({ world }: Space, { from, step }: Way, faults: Faults): void {
  if (from === null) return;
  for (const [at, event] of step.events.entries()) {
    if (event.type !== 'rungReached' || !('task' in event.of)) continue;
    const { task: id } = event.of;
    const stage = event.stage ?? '';
    const task = taskById(from.state, id);
    if (!task) continue;
    const rungs = step.events.slice(0, at).filter((one): one is EventOf<'rungReached'> => {
      return one.type === 'rungReached' && 'task' in one.of && one.of.task === id;
    });
    const highest = Math.max(-1, ...task.rungsReached, ...rungs.map(({ rung }) => rung));
    const fault = {
      severity: 'error',
      property: 'ladder',
      path: ladderPath(world.rules, from.state, task),
      world,
    } as const;
    const steps = [...stepsTo(from), step];
    if (event.rung < highest) {
      faults.add({
        ...fault,
        message: `rung ${event.rung + 1} of the ladder of "${stage}" comes after rung ${highest + 1}: rungs stand in the order of time`,
        steps,
        ending: `rung ${event.rung + 1} (${event.action}) after rung ${highest + 1}`,
      });
    }
    const holder = rungs.findLast(({ owner }) => owner)?.owner?.person;
    const next = event.owner?.person;
    if (holder && next && isAbove(world.rules, holder, next)) {
      faults.add({
        ...fault,
        message: `the ladder of "${stage}" gives it to ${holder} and then to ${next} below: leave out the second`,
        steps,
        ending: `${holder} loses it to ${next}`,
      });
    }
  }
}

function isAbove({ people }: Rules, person: string, junior: string): boolean {
  return people.ask('isAbove', { person, holders: { people: [junior], pool: null }, aside: NOBODY_LEFT_OUT });
}

/** Time alone must come to rest: silence that leads round to the same question asks for ever. */
function checkTimeAlone(space: Space, faults: Faults): void {
  for (const start of space.nodes) {
    const seen = new Set([start.index]);
    const steps = [];
    let node = start;
    for (;;) {
      const way = node.ways.find(
        ({ step, to }) =>
          step.act === null && (to !== node || step.events.some(({ type }) => type === 'stageCompleted')),
      );
      if (!way || way.to.state.status !== 'open') break;
      steps.push(way.step);
      const left = way.step.events.find((event) => event.type === 'stageCompleted');
      if (left && seen.has(way.to.index)) {
        const stage = left.stage ?? '';
        faults.add({
          severity: 'error',
          property: 'held',
          path: ['stages', stage, 'outcomes', left.outcome],
          message: `when nobody acts "${stage}" comes round again and again: lead "${left.outcome}" to a person or to an end`,
          world: space.world,
          steps: [...stepsTo(start), ...steps],
          ending: `"${way.to.state.stage?.key ?? ''}" again, and so on for ever`,
        });
        return;
      }
      if (seen.has(way.to.index)) break;
      seen.add(way.to.index);
      node = way.to;
    }
  }
}

/** Who stands higher is read from the ladders: of two, the one that is turned to later. */
export function checkLadderOrder(
  procedure: Procedure,
): readonly { readonly stage: string; readonly given: string; readonly then: string }[] {
  const ladders = Object.entries(procedure.stages).flatMap(([stage, rule]) =>
    [...new Set(tasksOf(rule).map(({ ladder }) => ladder))].map((ladder) => ({ stage, ladder })),
  );
  const comesAfter = (later: string, earlier: string, except: readonly RungRule[]): boolean =>
    ladders.some(({ ladder }) => {
      if (JSON.stringify(ladder) === JSON.stringify(except)) return false;
      const first = ladder.findIndex(({ to }) => to === earlier);
      return first >= 0 && ladder.slice(first + 1).some(({ to }) => to === later);
    });
  return ladders.flatMap(({ stage, ladder }) => {
    const given = ladder.flatMap(({ action, to }) => (action === 'give' ? [to] : []));
    return given.flatMap((then, at) =>
      given
        .slice(0, at)
        .filter((before) => before !== then && comesAfter(before, then, ladder))
        .map((before) => ({ stage, given: before, then })),
    );
  });
}
