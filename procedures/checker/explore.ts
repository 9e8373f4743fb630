import type { Act, Registration } from '../../domain/model/act';
import type { Instant } from '../../domain/calendar/calendar';
import { decide, isRefused, perform } from '../../domain/decide';
import { Draft } from '../../domain/draft';
import type { ComplaintEvent } from '../../domain/model/event';
import { passTime } from '../../domain/passing-time';
import { BY_TIME } from '../../domain/model/origin';
import type { KnownRules } from '../../domain/people/pool-members';
import { nextInstant } from '../../domain/time/schedule';
import type { ComplaintState } from '../../domain/model/state';
import { approvers } from './organisations';
import { fillingInput, type FillingInput } from './fillings';
import { knownAfterClosing, liveFacts, rolesAhead } from './liveness';
import { NOTHING_YET, remember, type Memory } from './memory';
import { acts } from './moves';
import { namedFacts } from './named-facts';
import { registrations, type Arrival } from './registrations';
import { isMerged, keyOf, type KeyInput } from './state-key';

/** Most things that time does between two states that differ. */
const MOST_TICKS = 500;

/** One organisation and what is let happen in it. */
export interface World {
  readonly name: string;
  readonly rules: KnownRules;
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
  /** The world's, with the customs of whoever complains. */
  readonly rules: KnownRules;
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
  readonly property: 'outcomes' | 'held';
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

class Exploration {
  readonly #nodes: Node[] = [];
  readonly #known = new Map<string, Node>();
  readonly #ways: Way[] = [];
  readonly #standstills: Standstill[] = [];
  readonly #breakdowns: Breakdown[] = [];
  readonly #key: KeyInput;
  readonly #filling: FillingInput;
  #capped = false;

  constructor(readonly world: World) {
    const { rules } = world;
    const { procedure } = rules;
    const { directory } = rules.people;
    const named = namedFacts(procedure, { limits: false });
    const filling = fillingInput({ procedure, people: directory, named, visits: world.counting });
    const roles = approvers(procedure);
    const mayApprove = (person: string): boolean =>
      directory.staff[person]?.roles.some((role) => roles.includes(role)) ?? false;
    const live = liveFacts(procedure, named);
    this.#key = {
      procedure,
      named,
      live,
      closed: new Set(knownAfterClosing(procedure, live)),
      ahead: rolesAhead(procedure),
      mayApprove,
      counting: world.counting,
      forgetting: world.offers,
    };
    this.#filling = filling;
  }

  run(): Space {
    const { world } = this;
    for (const arrival of registrations(this.#filling, world.start)) this.register(arrival);
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
      capped: this.#capped || this.#filling.cut.size > 0,
    };
  }

  private register({ registration, customs }: Arrival): void {
    const { start: at } = this.world;
    const rules = customs === null ? this.world.rules : { ...this.world.rules, customs };
    const decision = decide(rules, null, { type: 'register', registration }, at);
    if (isRefused(decision)) return;
    const { events, state } = decision;
    this.arrive({ rules }, { at, act: null, registration, events }, state);
  }

  private leave(node: Node): void {
    const { counting, offers, pausing, recusals } = this.world;
    const { state } = node;
    if (state.status === 'archived') return;
    const liberties = {
      offers,
      referring: true,
      withdrawing: counting,
      pausing: pausing && state.recused.length === 0 && !isMerged(node),
      recusing: state.recused.length < recusals && !node.memory.assigned,
      assigning: pausing && state.recused.length === 0 && !isMerged(node) && !node.memory.assigned,
      assessing: counting && this.#key.named.values.has('severity'),
    };
    const moves = { rules: node.rules, filling: this.#filling };
    if (!counting || !isMerged(node)) for (const act of acts(moves, state, liberties)) this.act(node, act);
    this.letTimePass(node);
  }

  private act(node: Node, act: Act): void {
    const draft = this.tried(node, { at: node.now, act });
    if (draft) this.arrive(node, { at: node.now, act, registration: null, events: draft.events }, draft.state);
  }

  /** Until something has changed that tells states apart; what only a clock of the complaint does is not enough. */
  private letTimePass(node: Node): void {
    const { rules } = node;
    const before = keyOf(this.#key, rules, node.state, node.memory);
    const events: ComplaintEvent[] = [];
    let { state } = node;
    let at = nextInstant(rules, state);
    let ticks = 0;
    for (; at !== null && ticks < MOST_TICKS; ticks += 1) {
      const draft = this.tried({ ...node, state }, { at, act: null });
      if (!draft) return;
      const passed = draft.events;
      state = draft.state;
      events.push(...passed);
      if (passed.some(({ type }) => type === 'stageCompleted')) break;
      if (passed.every((event) => this.onlyTells(event))) {
        at = nextInstant(rules, state);
        continue;
      }
      if (keyOf(this.#key, rules, state, remember(rules, node.memory, passed)) !== before) break;
      at = nextInstant(rules, state);
    }
    const step = { at: state.lastAt, act: null, registration: null, events };
    if (ticks >= MOST_TICKS) {
      const message = `time never comes to rest in stage "${node.state.stage?.key ?? ''}": it does more than ${MOST_TICKS} things while nobody acts`;
      this.#breakdowns.push({ from: node, step, property: 'held', message });
    }
    if (events.length > 0) this.arrive(node, step, state);
    if (at === null && state.status === 'open') {
      this.#standstills.push({ from: node, step: events.length > 0 ? step : null, state });
    }
  }

  /** Events after which everybody may do what they might before. */
  private onlyTells(event: ComplaintEvent): boolean {
    if (event.type === 'deadlineMissed') return !this.#key.named.values.has('deadlines-missed');
    return event.type === 'progressDue' || (event.type === 'rungReached' && event.owner === undefined);
  }

  /** What comes of an act, or of time alone, at an instant before which nothing falls due. */
  private tried(node: Node, { at, act }: Pick<Step, 'at' | 'act'>): Draft | null {
    const draft = new Draft(node.rules, node.state, at, act === null ? BY_TIME : { actor: act.by, via: 'update' });
    try {
      if (act === null) passTime(draft, draft.now, 'included');
      else if (perform(draft, act) !== null) return null;
      return draft;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const step = { at, act, registration: null, events: [] };
      this.#breakdowns.push({ from: node, step, property: 'outcomes', message });
      return null;
    }
  }

  private arrive(from: Node | { readonly rules: KnownRules }, step: Step, state: ComplaintState): void {
    const before = 'index' in from ? from : null;
    const memory = remember(from.rules, before?.memory ?? NOTHING_YET, step.events);
    const key = keyOf(this.#key, from.rules, state, memory);
    const to = this.#known.get(key) ?? this.add(key, { from: before, step, state, rules: from.rules, memory });
    if (to === null) return;
    const way = { from: before, step, to };
    this.#ways.push(way);
    before?.ways.push(way);
  }

  private add(
    key: string,
    { from, step, state, rules, memory }: Pick<Node, 'state' | 'rules' | 'memory'> & { from: Node | null; step: Step },
  ): Node | null {
    if (this.#nodes.length >= this.world.mostStates) {
      this.#capped = true;
      return null;
    }
    const depth = (from?.depth ?? -1) + 1;
    const node: Node = {
      index: this.#nodes.length,
      state,
      rules,
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
