import type { FactValue, Procedure } from '../../domain/procedure';
import type { ComplaintState, TaskState } from '../../domain/state';
import { openTasks } from '../../domain/tasks';
import { AUTHOR, PROPOSER } from './liveness';
import type { Memory } from './memory';
import type { NamedFacts } from './named-facts';

export interface KeyInput {
  readonly procedure: Procedure;
  readonly named: NamedFacts;
  /** What can still be read at each stage. */
  readonly live: ReadonlyMap<string, ReadonlySet<string>>;
  /** Roles whose people may approve: only of them it matters what they proposed. */
  readonly mayApprove: (person: string) => boolean;
  /** How often limited routes were taken counts. */
  readonly counting: boolean;
}

/**
 * A state without its instants: two complaints with the same key can come to the same ends. Being told or reminded
 * changes nothing that anybody may do, and who acts late comes to where who acts in time comes: so of a ladder only
 * who holds the task is told apart, and a task that was given or passed on does not count the routes taken before.
 */
export function keyOf(input: KeyInput, state: ComplaintState, memory: Memory): string {
  const { named, procedure } = input;
  const closing = state.closings.at(-1);
  const live = input.live.get(state.stage?.key ?? procedure.reopen.then) ?? new Set();
  const facts = factsIn(live, state);
  if (state.status !== 'open') return JSON.stringify([state.status, closing?.result, facts, state.recused]);
  const tasks = openTasks(state);
  return JSON.stringify([
    state.stage?.key,
    tasks.map(taskKey),
    Object.entries(state.stage?.parts ?? {}),
    facts,
    tasks.some(hasClimbed) ? [] : [state.category, input.counting ? counts(procedure, state) : [], round(named, state)],
    state.severity,
    state.registration.channel,
    state.pausedUntil !== null,
    state.recused,
    live.has(PROPOSER) ? [...state.proposedBy, ...memory.proposers].map((one) => approver(input, one)) : [],
    live.has(AUTHOR) ? memory.authors.map((one) => approver(input, one)) : [],
    memory.approvedBy,
    memory.answered,
  ]);
}

/** Of those who cannot approve it makes no difference what they proposed. */
function approver({ mayApprove }: KeyInput, person: string): string {
  return mayApprove(person) ? person : '';
}

/** Whether it stands for states that came here after different numbers of rounds. */
export function isMerged({ state }: { readonly state: ComplaintState }): boolean {
  return openTasks(state).some(hasClimbed);
}

function hasClimbed({ level, owner, offer, taken }: TaskState): boolean {
  return offer > 0 || (level > 0 && taken && owner.person !== null);
}

function taskKey({ part, step, owner, offer, taken, declined, failedAttempts }: TaskState): unknown {
  return [part, step, owner.rule, owner.people, offer, taken, declined.length, failedAttempts];
}

function factsIn(live: ReadonlySet<string>, state: ComplaintState): readonly (readonly [string, unknown])[] {
  return [...live].flatMap((key) => {
    const value: FactValue | undefined = state.facts[key];
    return value === undefined ? [] : [[key, Array.isArray(value) ? 'given' : value] as const];
  });
}

function counts({ stages }: Procedure, { routesTaken }: ComplaintState): readonly number[] {
  return Object.entries(stages).flatMap(([key, stage]) =>
    stage.kind === 'close'
      ? []
      : Object.entries(stage.outcomes).flatMap(([outcome, { most }]) =>
          most === undefined ? [] : [Math.min(most, routesTaken[`${key}/${outcome}`] ?? 0)],
        ),
  );
}

/** Rounds that are told apart at most. */
const MOST_ROUNDS = 12;

/** Rounds beyond the last that a condition names are alike. */
function round({ values }: NamedFacts, state: ComplaintState): number {
  const told = (values.get('round') ?? []).map(Number);
  return told.length === 0 ? 0 : Math.min(state.round, Math.max(...told) + 1, MOST_ROUNDS);
}
