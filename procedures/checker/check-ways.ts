import type { Kind } from '../../domain/kinds/kind';
import { KINDS, kindOf, outcomesOf, tasksOf } from '../../domain/kinds/table';
import type { ComplaintState } from '../../domain/model/state';
import { targetsOf } from './liveness';
import { isMerged } from './state-key';
import type { Node, Space, Way } from './explore';
import { stepsTo, type Faults } from './story';

/** Every path can end, every stage and way is taken by somebody, and the core finds nothing unsound. */
export function checkWays(space: Space, faults: Faults): void {
  checkBreakdowns(space, faults);
  if (space.capped) return;
  checkEnds(space, faults);
  checkReached(space, faults);
  checkAsked(space, faults);
  if (space.world.rules.procedure.discretion) checkApprovable(space, faults);
}

export function checkBreakdowns({ world, breakdowns }: Space, faults: Faults): void {
  for (const { from, step, property, message } of breakdowns) {
    const outcome = /^stage "(.+)" has no outcome "(.+)"$/.exec(message);
    const stage = from.state.stage?.key ?? '';
    faults.add({
      severity: 'error',
      property,
      path: ['stages', stage, ...(outcome ? ['outcomes'] : [])],
      on: 'key',
      message: outcome ? `outcome "${outcome[2] ?? ''}" of stage "${stage}" leads nowhere: add it` : message,
      world,
      steps: [...stepsTo(from), step],
      ending: property === 'held' ? 'and so on' : 'it leads nowhere',
    });
  }
}

/** Withdrawing does not count as an end: nobody can be made to. */
function checkEnds({ world, nodes, ways }: Space, faults: Faults): void {
  const back = new Map<Node, Node[]>();
  for (const { from, to, step } of ways) {
    if (from !== null && step.act?.act !== 'withdraw' && !isMerged(from)) back.set(to, [...(back.get(to) ?? []), from]);
  }
  const ending = new Set(nodes.filter(({ state }) => state.status !== 'open'));
  for (const node of ending) for (const before of back.get(node) ?? []) ending.add(before);
  for (const node of nodes) {
    if (ending.has(node) || isMerged(node)) continue;
    const stage = node.state.stage?.key ?? '';
    faults.add({
      severity: 'error',
      property: 'ends',
      path: ['stages', stage],
      on: 'key',
      message: `from stage "${stage}" on it can never end, whatever anybody does`,
      world,
      steps: stepsTo(node),
      ending: `in "${stage}", and no way leads to an end any more`,
    });
    return;
  }
}

function checkReached(space: Space, faults: Faults): void {
  const { procedure } = space.world.rules;
  const taken = new Set<string>();
  const opened = new Set<string>([procedure.first]);
  for (const { stage, outcome, then } of routesTaken(space.ways)) {
    taken.add(`${stage}/${outcome}`).add(`${stage}/${outcome}/${then}`);
    opened.add(then);
  }
  const unreached = (path: readonly (string | number)[], message: string): void =>
    faults.add({ severity: 'error', property: 'reachable', path, on: 'key', message, world: space.world, steps: [] });
  for (const [key, stage] of Object.entries(procedure.stages)) {
    if (!opened.has(key)) {
      unreached(['stages', key], `no complaint ever comes to stage "${key}"`);
      continue;
    }
    for (const [outcome, route] of Object.entries(outcomesOf(stage))) {
      const path = ['stages', key, 'outcomes', outcome];
      if (!taken.has(`${key}/${outcome}`)) unreached(path, `stage "${key}" never ends with "${outcome}"`);
      else
        for (const then of targetsOf(route).filter((one) => !taken.has(`${key}/${outcome}/${one}`))) {
          unreached(path, `"${outcome}" of stage "${key}" never leads to "${then}"`);
        }
    }
  }
}

/** What is put up for approval can be approved by those whom the rule book asks, whatever it is worth. */
function checkApprovable({ world, nodes, ways }: Space, faults: Faults): void {
  const approvable = new Set<Node>();
  const back = new Map<Node, Node[]>();
  for (const { from, to, step } of ways) {
    const kind = judgedIn(from?.state);
    if (from === null || kind === null) continue;
    const left = step.events.find((event) => event.type === 'stageCompleted');
    if (left?.type === 'stageCompleted' && left.outcome === kind.through) approvable.add(from);
    if (left === undefined) back.set(to, [...(back.get(to) ?? []), from]);
  }
  for (const node of approvable) for (const before of back.get(node) ?? []) approvable.add(before);
  for (const node of nodes) {
    const { state } = node;
    if (judgedIn(state) === null || isMerged(node) || state.pausedUntil !== null || approvable.has(node)) continue;
    const stage = state.stage?.key ?? '';
    faults.add({
      severity: 'error',
      property: 'outcomes',
      path: ['stages', stage, 'chain'],
      message: `what is worth more than its approvers may grant can never be approved in stage "${stage}": end its chain with somebody who may`,
      world,
      steps: stepsTo(node),
      ending: 'nobody who is asked may approve it',
    });
  }
}

/** The open stage's kind, where what others have proposed is judged. */
function judgedIn(state: ComplaintState | undefined): Pick<Kind<never>, 'through'> | null {
  const kind = state?.stage && KINDS[state.stage.kind];
  return kind?.work === 'judges' ? kind : null;
}

/** Every part of a parallel stage and every approver is asked in some complaint. */
function checkAsked(space: Space, faults: Faults): void {
  const asked = new Set<string>();
  for (const { step } of space.ways) {
    for (const event of step.events) {
      if (event.type === 'taskOpened') asked.add(`${event.stage ?? ''}/${event.part ?? event.step}`);
    }
  }
  const never = (path: readonly (string | number)[], message: string): void =>
    faults.add({ severity: 'error', property: 'reachable', path, message, world: space.world, steps: [] });
  for (const [key, stage] of Object.entries(space.world.rules.procedure.stages)) {
    const parts = tasksOf(stage).filter(({ part }) => part !== null && !asked.has(`${key}/${part}`));
    for (const { part, at } of parts)
      never(['stages', key, ...at.when], `part "${part ?? ''}" of stage "${key}" is asked in no complaint`);
    const judges = kindOf(stage).work === 'judges' ? tasksOf(stage) : [];
    for (const { owner, at } of judges.filter(({ step }) => !asked.has(`${key}/${step}`)))
      never(['stages', key, ...at.owner], `"${owner}" is asked for approval in "${key}" in no complaint`);
  }
}

export function routesTaken(ways: readonly Way[]) {
  return ways.flatMap((way) =>
    way.step.events.flatMap((event) =>
      event.type === 'stageCompleted'
        ? [{ way, stage: event.stage ?? '', outcome: event.outcome, then: event.then }]
        : [],
    ),
  );
}
