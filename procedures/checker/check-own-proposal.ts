import { KINDS, kindOf } from '../../domain/kinds/table';
import { decide, isRefused } from '../../domain/decide';
import type { EventOf } from '../../domain/model/event';
import { openTasks } from '../../domain/model/tasks';
import type { Node, Space, Way } from './explore';
import { stepsTo, type Faults } from './story';

/** Nobody approves what they proposed or wrote, nobody approves twice, and who stands aside holds nothing. */
export function checkOwnProposals(space: Space, faults: Faults): void {
  for (const way of space.ways) {
    for (const event of way.step.events) {
      if (event.type === 'taskCompleted') checkApproval(space, way, event, faults);
    }
  }
  for (const node of space.nodes) checkHolders(space, node, faults);
}

function checkApproval({ world }: Space, { from, step }: Way, event: EventOf<'taskCompleted'>, faults: Faults): void {
  const stage = event.stage ?? '';
  const rule = world.rules.procedure.stages[stage];
  if (from === null || !rule || kindOf(rule).work !== 'judges' || event.outcome !== kindOf(rule).through) return;
  const { proposers, authors, approvedBy } = from.memory;
  const fault = {
    property: 'own-proposal',
    path: ['stages', stage],
    on: 'key',
    world,
    steps: [...stepsTo(from), step],
  } as const;
  if ([...proposers, ...authors].includes(event.actor)) {
    faults.add({
      ...fault,
      severity: 'error',
      message: `in stage "${stage}" somebody can approve what they proposed: let it follow the proposal at once, or name others`,
      ending: `${event.actor} approved their own proposal`,
    });
  }
  if (approvedBy.includes(event.actor) && world.counting) {
    faults.add({
      ...fault,
      severity: 'warning',
      message: `in stage "${stage}" one person can approve at two steps of the chain: name different roles`,
      ending: `${event.actor} approved twice`,
    });
  }
}

function checkHolders({ world }: Space, node: Node, faults: Faults): void {
  const { state } = node;
  const proposers = state.stage && KINDS[state.stage.kind].work === 'judges' ? state.proposedBy : [];
  const mayApprove = (by: string, task: string): boolean =>
    !isRefused(decide(node.rules, state, { type: 'act', act: { act: 'approve', by, task }, via: 'update' }, node.now));
  for (const { id, owner } of openTasks(state)) {
    const aside = [...proposers, ...state.recused].filter((person) => owner.people.includes(person));
    const [wrong] = [...aside, ...proposers.filter((person) => mayApprove(person, id))];
    if (wrong === undefined) continue;
    const stage = state.stage?.key ?? '';
    faults.add({
      severity: 'error',
      property: 'own-proposal',
      path: ['stages', stage],
      on: 'key',
      message: `stage "${stage}" can fall to somebody who must stand aside`,
      world,
      steps: stepsTo(node),
      ending: `${wrong} holds it`,
    });
  }
}
