import { COMPLAINANT } from '../../domain/model/people';
import type { Node, Space, Way } from './explore';
import { isMerged } from './state-key';
import { stepsTo, type Faults } from './story';

/** Acts that may go round and round by their nature, and end nothing that we promise. */
const ASIDE: ReadonlySet<string> = new Set(['withdraw', 'reopen', 'pause', 'resume', 'recuse']);

/**
 * Whatever comes round again is limited in number, or climbs: a clock whose ladder tells somebody runs through it. Each
 * way back that does neither is found once; one that our own people alone can take is a warning.
 */
export function checkLoops(space: Space, faults: Faults): void {
  const cut = new Set<string>();
  const depths = firstDepths(space);
  for (;;) {
    const inLoops = components(space.nodes, cut);
    const round = firstRound(space, inLoops, cut);
    if (round === null) return;
    const back = wayBack(round, depths);
    cut.add(back);
    report(space, round, back, faults);
  }
}

type Components = ReadonlyMap<Node, number>;

function counts({ from, step }: Way, cut: ReadonlySet<string>): boolean {
  if (from === null || (step.act && ASIDE.has(step.act.act)) || isMerged(from)) return false;
  return !routesOf(step).some((route) => cut.has(route));
}

function routesOf({ events }: Way['step']): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'stageCompleted' ? [`${event.stage ?? ''}/${event.outcome}/${event.then}`] : [],
  );
}

function leavesStage({ step }: Way): boolean {
  return routesOf(step).length > 0;
}

function waysWithin(node: Node, inLoops: Components, cut: ReadonlySet<string>): readonly Way[] {
  return node.ways.filter(
    (way) => counts(way, cut) && (way.to !== node || leavesStage(way)) && inLoops.get(node) === inLoops.get(way.to),
  );
}

/** Strongly connected components, by Tarjan's way without recursion. */
function components(nodes: readonly Node[], cut: ReadonlySet<string>): Components {
  const found = new Map<Node, number>();
  const low = new Map<Node, number>();
  const order = new Map<Node, number>();
  const stack: Node[] = [];
  const open = new Set<Node>();
  for (const root of nodes) {
    if (order.has(root)) continue;
    const calls = [{ node: root, next: 0 }];
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const { node } = call;
      if (call.next === 0) {
        order.set(node, order.size);
        low.set(node, order.get(node) ?? 0);
        stack.push(node);
        open.add(node);
      }
      const way = node.ways[call.next];
      call.next += 1;
      if (way) {
        if (!counts(way, cut)) continue;
        if (!order.has(way.to)) calls.push({ node: way.to, next: 0 });
        else if (open.has(way.to)) low.set(node, Math.min(low.get(node) ?? 0, order.get(way.to) ?? 0));
        continue;
      }
      calls.pop();
      const parent = calls.at(-1)?.node;
      if (parent) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(node) ?? 0));
      if (low.get(node) === order.get(node)) close(node, { stack, open, found });
    }
  }
  return found;
}

function close(root: Node, { stack, open, found }: { stack: Node[]; open: Set<Node>; found: Map<Node, number> }): void {
  for (let node = stack.pop(); node; node = stack.pop()) {
    open.delete(node);
    found.set(node, root.index);
    if (node === root) return;
  }
}

function firstRound(space: Space, inLoops: Components, cut: ReadonlySet<string>): readonly Way[] | null {
  for (const node of space.nodes) {
    const way = waysWithin(node, inLoops, cut).find((one) => leavesStage(one) && !climbs(space, one));
    if (way) return shortestRound(way, inLoops, cut);
  }
  return null;
}

/** From a way on and back to where it begins. */
function shortestRound(first: Way, inLoops: Components, cut: ReadonlySet<string>): readonly Way[] {
  const came = new Map<Node, Way>([[first.to, first]]);
  const queue = [first.to];
  for (const node of queue) {
    if (node === first.from) break;
    for (const way of waysWithin(node, inLoops, cut)) {
      if (came.has(way.to)) continue;
      came.set(way.to, way);
      queue.push(way.to);
    }
  }
  return trace(came, first);
}

function trace(came: ReadonlyMap<Node, Way>, first: Way): readonly Way[] {
  const round: Way[] = [];
  for (let node = first.from; node;) {
    const way = came.get(node);
    if (!way) break;
    round.unshift(way);
    if (way === first) break;
    node = way.from;
  }
  return round;
}

/** How far each stage is from registration. */
function firstDepths({ nodes }: Space): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const { state, depth } of nodes) {
    const key = state.stage?.key ?? '';
    depths.set(key, Math.min(depth, depths.get(key) ?? depth));
  }
  return depths;
}

/** Of a round the route that leads to the stage which is reached first. */
function wayBack(round: readonly Way[], depths: ReadonlyMap<string, number>): string {
  const depthOf = (way: Way): number => depths.get(way.to.state.stage?.key ?? '') ?? 0;
  const [first, ...others] = round.filter(leavesStage);
  const back = others.reduce((best, way) => (best && depthOf(way) >= depthOf(best) ? best : way), first);
  return back ? (routesOf(back.step)[0] ?? '') : '';
}

/** A clock of the complaint runs all along this way, and its ladder tells somebody. */
function climbs({ world }: Space, { from, to }: Way): boolean {
  const { clocks } = world.rules.procedure;
  return Object.entries(clocks).some(([key, { ladder }]) => {
    const tells = ladder.some(
      ({ action, to: whom }) => action !== 'remind' && whom !== 'owner' && whom !== COMPLAINANT,
    );
    return tells && from?.state.clocks[key]?.stopped === null && to.state.clocks[key]?.stopped === null;
  });
}

function report(space: Space, round: readonly Way[], back: string, faults: Faults): void {
  const start = round[0]?.from;
  if (!start) return;
  const [stage = '', outcome = ''] = back.split('/');
  const ours = round.every(({ step }) => step.act !== null && step.act.by !== COMPLAINANT);
  const stages = round.flatMap(({ step }) => routesOf(step).map((route) => route.split('/')[0] ?? ''));
  const first = stages[0] ?? '';
  const way = [...stages, first].join(' → ');
  faults.add({
    severity: ours ? 'warning' : 'error',
    property: 'loops',
    path: ['stages', stage, 'outcomes', outcome],
    message: `"${outcome}" of stage "${stage}" can go round without end and nobody above hears of it (${way}): give it "most" and "after"`,
    world: space.world,
    steps: [...stepsTo(start), ...round.map(({ step }) => step)],
    ending: `"${start.state.stage?.key ?? ''}" again, and so on without end`,
  });
}
