import { outcomesOf } from '../../domain/kinds/table';
import { isRemedies } from '../../domain/model/form-values';
import { factOf } from '../../domain/rules/facts';
import { amountOffered, mayGrant } from '../../domain/rules/discretion';
import type { ClockRule, FactValue, Procedure } from '../../domain/model/procedure';
import { namesOf } from '../../domain/model/people';
import type { KnownRules } from '../../domain/people/pool-members';
import type { ComplaintState, TaskState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { AMOUNT, AUTHOR, BEYOND, HANDLED, isFormFact, KNOWN, PROPOSER, RECEIVER } from './liveness';
import type { Memory } from './memory';
import { thresholds, type NamedFacts } from './named-facts';

export interface KeyInput {
  readonly procedure: Procedure;
  readonly named: NamedFacts;
  /** What can still be read at each stage. */
  readonly live: ReadonlyMap<string, ReadonlySet<string>>;
  /** What reopening a closed complaint reads. */
  readonly closed: ReadonlySet<string>;
  /** The roles that may still be looked for from each stage on. */
  readonly ahead: ReadonlyMap<string, ReadonlySet<string>>;
  /** Roles whose people may approve: only of them it matters what they proposed. */
  readonly mayApprove: (person: string) => boolean;
  /** How often limited routes were taken counts, and which clocks run. */
  readonly counting: boolean;
  /** Who stood aside counts while the stage is open in which they did: others of their role come after them. */
  readonly forgetting: boolean;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * A state without its instants: two complaints with the same key can come to the same ends. Being told or reminded
 * changes nothing that anybody may do, and who acts late comes to where who acts in time comes: so of a ladder only
 * who holds the task is told apart, and a task that was given or passed on does not count the routes taken before.
 */
export function keyOf(input: KeyInput, rules: KnownRules, state: ComplaintState, memory: Memory): string {
  const closing = state.closings.at(-1);
  const live = liveIn(input, state);
  const facts = factsIn(live, state);
  if (state.status !== 'open') {
    const { result, guaranteeUntil } = closing ?? {};
    return JSON.stringify([state.status, result, guaranteeUntil !== undefined, facts]);
  }
  const tasks = openTasks(state);
  const missing = live.has('deadlines-missed') ? mostNamed(input.named, 'deadlines-missed') : 0;
  const passing = live.has('passed-on') ? mostNamed(input.named, 'passed-on') : 0;
  return JSON.stringify([
    state.stage?.key,
    tasks.map((task) => taskKey(task, missing > 0)),
    Object.entries(state.stage?.parts ?? {}),
    facts,
    tasks.some(hasClimbed) ? [] : travelled(input, live, state),
    given(input, rules, live, state),
    Math.min(missing, state.deadlinesMissed ?? 0),
    Math.min(passing, state.passedOn ?? 0),
    state.pausedUntil !== null,
    aside(input, rules, state, memory),
    live.has(PROPOSER)
      ? [...state.proposedBy, ...memory.proposers].map((one) => approver(input, rules, { person: one, live, state }))
      : [],
    live.has(AUTHOR) && !input.counting ? memory.authors.map((one) => (input.mayApprove(one) ? one : '')) : [],
    input.counting ? memory.approvedBy : [],
    live.has(BEYOND) ? Object.keys(memory.beyond).sort() : [],
    memory.answered,
    memory.assigned,
  ]);
}

function liveIn({ live, closed }: KeyInput, state: ComplaintState): ReadonlySet<string> {
  return state.stage ? (live.get(state.stage.key) ?? NOTHING) : closed;
}

/** Who has stood aside: those of earlier stages as long as somebody of their role may still be looked for. */
function aside(
  { ahead, forgetting }: KeyInput,
  { people }: KnownRules,
  state: ComplaintState,
  memory: Memory,
): readonly string[] {
  if (forgetting || state.recused.length === 0) return memory.asideHere;
  const roles = ahead.get(state.stage?.key ?? '') ?? NOTHING;
  return state.recused.filter(
    (person) =>
      memory.asideHere.includes(person) || people.directory.staff[person]?.roles.some((role) => roles.has(role)),
  );
}

/** How it came here: left out once a task has climbed. */
function travelled(input: KeyInput, live: ReadonlySet<string>, state: ComplaintState): unknown {
  const { counting, procedure } = input;
  return [
    live.has('category') ? state.category : null,
    counting ? [counts(procedure, state), running(procedure.clocks, state)] : [],
    live.has('round') ? round(input.named, state) : 0,
  ];
}

/** What was given from outside, or follows from what was: each only while something still turns on it. */
function given(
  { procedure, counting }: KeyInput,
  rules: KnownRules,
  live: ReadonlySet<string>,
  state: ComplaintState,
): unknown {
  const { registration } = state;
  return [
    live.has('severity') ? state.severity : null,
    ...COMING.map((fact) => (live.has(fact) ? (factOf(rules, state, fact) ?? null) : null)),
    live.has(RECEIVER) ? (registration.receivedBy ?? null) : null,
    live.has(AMOUNT) ? amountOffered(procedure, state) : 0,
    counting ? [] : [...live].flatMap((fact) => (fact.startsWith(HANDLED) ? [handled(rules, state, fact)] : [])),
  ];
}

/** Of who has completed tasks of a stage, those whose role another stage keeps them out of. */
function handled({ procedure, people }: KnownRules, state: ComplaintState, fact: string): readonly string[] {
  const stage = fact.slice(HANDLED.length);
  const roles = Object.values(procedure.owners).flatMap(({ role, otherThan = [] }) =>
    otherThan.includes(stage) ? [role] : [],
  );
  const kept = (id: string): boolean => people.directory.staff[id]?.roles.some((role) => roles.includes(role)) ?? false;
  return (state.handledBy?.[stage] ?? []).filter(kept);
}

const COMING = ['channel', 'locale', 'subject-kind', 'place', 'place-kind', 'apologiser'] as const;

interface Proposer {
  readonly person: string;
  readonly live: ReadonlySet<string>;
  readonly state: ComplaintState;
}

/** Of those who cannot approve it makes no difference what they proposed, beyond what they may grant. */
function approver({ mayApprove, counting }: KeyInput, rules: KnownRules, { person, live, state }: Proposer): string {
  if (mayApprove(person) && !counting) return person;
  return live.has(AMOUNT) && mayGrant(rules, person, amountOffered(rules.procedure, state)) ? 'may grant' : '';
}

/** Whether it stands for states that came here after different numbers of rounds. */
export function isMerged({ state }: { readonly state: ComplaintState }): boolean {
  return openTasks(state).some(hasClimbed);
}

function hasClimbed({ level, owner, offer, taken }: TaskState): boolean {
  return offer > 0 || (level > 0 && taken && owner.person !== null);
}

function taskKey(task: TaskState, counted: boolean): unknown {
  const { part, step, owner, offer, taken, declined, failedAttempts, missed } = task;
  return [part, step, owner.rule, namesOf(owner), offer, taken, declined.length, failedAttempts, counted && missed];
}

function factsIn(live: ReadonlySet<string>, state: ComplaintState): readonly (readonly [string, unknown])[] {
  return [...live].flatMap((key) => {
    if (key.startsWith(KNOWN))
      return (state.facts[key.slice(KNOWN.length)] ?? null) === null ? [] : [[key, true] as const];
    if (!isFormFact(key)) return [];
    const value: FactValue | undefined = state.facts[key];
    return value === undefined ? [] : [[key, isRemedies(value) ? 'given' : value] as const];
  });
}

function counts({ stages }: Procedure, { routesTaken }: ComplaintState): readonly number[] {
  return Object.entries(stages).flatMap(([key, stage]) =>
    Object.entries(outcomesOf(stage)).flatMap(([outcome, { most }]) =>
      most === undefined ? [] : [Math.min(most, routesTaken[`${key}/${outcome}`] ?? 0)],
    ),
  );
}

/** Clocks that do not run in every complaint from its first moment. */
function running(clocks: Readonly<Record<string, ClockRule>>, state: ComplaintState): readonly string[] {
  return Object.entries(clocks).flatMap(([key, { when, from }]) => {
    const always = when === undefined && (from === 'received' || from === 'registered');
    return !always && state.clocks[key]?.stopped === null ? [key] : [];
  });
}

/** Rounds that are told apart at most. */
const MOST_ROUNDS = 12;

/** Rounds beyond the last that a condition names are alike. */
function round({ values }: NamedFacts, state: ComplaintState): number {
  const told = thresholds(values.get('round') ?? []);
  return told.length === 0 ? 0 : Math.min(state.round, Math.max(...told) + 1, MOST_ROUNDS);
}

/** What is counted beyond the most that a condition names is alike. */
function mostNamed({ values }: NamedFacts, fact: string): number {
  return Math.max(0, ...thresholds(values.get(fact) ?? []).map((one) => one + 1));
}
