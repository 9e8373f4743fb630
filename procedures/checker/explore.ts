import type { Act, Input, Registration } from '../../domain/act';
import type { Instant } from '../../domain/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/event';
import { evolve } from '../../domain/evolve';
import type { Rules } from '../../domain/rules';
import { nextInstant } from '../../domain/schedule';
import type { ComplaintState } from '../../domain/state';
import { approvers } from './organisations';
import { registrations, type FillingInput } from './fillings';
import { liveFacts } from './liveness';
import { NOTHING_YET, remember, type Memory } from './memory';
import { acts, type MovesInput } from './moves';
import { namedFacts } from './named-facts';
import { keyOf, type KeyInput } from './state-key';

/** Most things that time does between two states that differ. */
const MOST_TICKS = 500;

/** One organisation and what is let happen in it. */
export interface World {
  readonly name: string;
  readonly rules: Rules;
  readonly start: Instant;
  readonly counting: boolean;
  readonly offers: boolean;
  readonly pausing: boolean;
  readonly recusals: number;
  readonly mostStates: number;
}

/** What happened between two states: a registration, an act, or time (`act: null`). */
export interface Step {
  readonly at: Instant;
  readonly act: Act | null;
  readonly registration: Registration | null;
  readonly events: readonly ComplaintEvent[];
}

export interface Node {
  readonly index: number;
  readonly state: ComplaintState;
  readonly now: Instant;
  readonly memory: Memory;
  readonly depth: number;
  /** The first way here, a shortest one. */
  readonly from: { readonly node: Node | null; readonly step: Step };
  readonly ways: Way[];
}

export interface Way {
  readonly from: Node | null;
  readonly step: Step;
  readonly to: Node;
}

/** Nothing is left that time would do, and the complaint is open. */
export interface Standstill {
  readonly from: Node;
  /** The time that passed since; null when nothing was left from the first. */
  readonly step: Step | null;
  readonly state: ComplaintState;
}

/** An input on which the core found the procedure unsound. */
export interface Breakdown {
  readonly from: Node;
  readonly step: Step;
  readonly message: string;
}

export interface Space {
  readonly world: World;
  readonly nodes: readonly Node[];
  readonly ways: readonly Way[];
  readonly standstills: readonly Standstill[];
  readonly breakdowns: readonly Breakdown[];
  readonly capped: boolean;
}

/** Everything that can come of a complaint in a world, breadth first: each state by a shortest way. */
export function explore(world: World): Space {
  return new Exploration(world).run();
}

/** Events after which everybody may do what they might before. */
function onlyTells(event: ComplaintEvent): boolean {
  return event.type === 'deadlineMissed' || (event.type === 'rungReached' && event.owner === undefined);
}

class Exploration {
  readonly #nodes: Node[] = [];
  readonly #known = new Map<string, Node>();
  readonly #ways: Way[] = [];
  readonly #standstills: Standstill[] = [];
  readonly #breakdowns: Breakdown[] = [];
  readonly #key: KeyInput;
  readonly #moves: MovesInput;
  #capped = false;

  constructor(readonly world: World) {
    const { rules } = world;
    const { procedure, people } = rules;
    const named = namedFacts(procedure);
    const filling: FillingInput = { procedure, people, named, visits: world.counting };
    const roles = approvers(procedure);
    const mayApprove = (person: string): boolean =>
      people.staff[person]?.roles.some((role) => roles.includes(role)) ?? false;
    this.#key = { procedure, named, live: liveFacts(procedure), mayApprove, counting: world.counting };
    this.#moves = { rules, filling };
  }

  run(): Space {
    const { world } = this;
    for (const registration of registrations(this.#moves.filling, world.start)) this.register(registration);
    for (let next = 0; next < this.#nodes.length; next += 1) {
      const node = this.#nodes[next];
      if (node) this.leave(node);
    }
    return {
      world,
      nodes: this.#nodes,
      ways: this.#ways,
      standstills: this.#standstills,
      breakdowns: this.#breakdowns,
      capped: this.#capped,
    };
  }

  private register(registration: Registration): void {
    const { start: at, rules } = this.world;
    const decision = decide(rules, null, { type: 'register', registration }, at);
    if (!isRefused(decision)) this.arrive(null, { at, act: null, registration, events: decision.events });
  }

  private leave(node: Node): void {
    const { counting, offers, pausing, recusals } = this.world;
    const { state } = node;
    if (state.status === 'archived') return;
    const liberties = {
      offers,
      withdrawing: counting,
      pausing: pausing && state.recused.length === 0,
      recusing: state.recused.length < recusals,
    };
    for (const act of acts(this.#moves, state, liberties)) this.act(node, act);
    this.letTimePass(node);
  }

  private act(node: Node, act: Act): void {
    const events = this.tried(node, { type: 'act', act }, node.now, act);
    if (events) this.arrive(node, { at: node.now, act, registration: null, events });
  }

  /** Until something has changed that tells states apart; what only a clock of the complaint does is not enough. */
  private letTimePass(node: Node): void {
    const { rules } = this.world;
    const before = keyOf(this.#key, node.state, node.memory);
    const events: ComplaintEvent[] = [];
    let { state } = node;
    let at = nextInstant(rules, state);
    for (let ticks = 0; at !== null && ticks < MOST_TICKS; ticks += 1) {
      const passed = this.tried({ ...node, state }, { type: 'deadlinePassed' }, at, null);
      if (!passed) return;
      state = passed.reduce<ComplaintState>(evolve, state);
      events.push(...passed);
      if (passed.some(({ type }) => type === 'stageCompleted')) break;
      if (passed.every(onlyTells)) {
        at = nextInstant(rules, state);
        continue;
      }
      if (keyOf(this.#key, state, remember(rules.procedure, node.memory, passed)) !== before) break;
      at = nextInstant(rules, state);
    }
    const step = { at: state.lastAt, act: null, registration: null, events };
    if (events.length > 0) this.arrive(node, step);
    if (at === null && state.status === 'open') {
      this.#standstills.push({ from: node, step: events.length > 0 ? step : null, state });
    }
  }

  private tried(node: Node, input: Input, at: Instant, act: Act | null): readonly ComplaintEvent[] | null {
    try {
      const decision = decide(this.world.rules, node.state, input, at);
      return isRefused(decision) ? null : decision.events;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#breakdowns.push({ from: node, step: { at, act, registration: null, events: [] }, message });
      return null;
    }
  }

  private arrive(from: Node | null, step: Step): void {
    const { procedure } = this.world.rules;
    const state = step.events.reduce<ComplaintState | null>(evolve, from?.state ?? null);
    if (state === null) return;
    const memory = remember(procedure, from?.memory ?? NOTHING_YET, step.events);
    const key = keyOf(this.#key, state, memory);
    const to = this.#known.get(key) ?? this.add(key, { from, step, state, memory });
    if (to === null) return;
    const way = { from, step, to };
    this.#ways.push(way);
    from?.ways.push(way);
  }

  private add(
    key: string,
    { from, step, state, memory }: Pick<Node, 'state' | 'memory'> & { from: Node | null; step: Step },
  ): Node | null {
    if (this.#nodes.length >= this.world.mostStates) {
      this.#capped = true;
      return null;
    }
    const depth = (from?.depth ?? -1) + 1;
    const node: Node = {
      index: this.#nodes.length,
      state,
      now: step.at,
      memory,
      depth,
      from: { node: from, step },
      ways: [],
    };
    this.#nodes.push(node);
    this.#known.set(key, node);
    return node;
  }
}
