import type { FormValues } from './act';
import { budgetDue } from './budget';
import { addSpan } from './calendar';
import type { Text } from './content';
import type { Draft } from './draft';
import type { ClockOwner } from './event';
import { excludedFrom, resolveOwner } from './owners';
import type { CloseResult, Condition, Form, Milestone, ParallelRule, Route, StageKind, WaitingRule } from './procedure';
import { taskRule, waitingRule } from './schedule';
import type { Span } from './span';
import type { ComplaintState, TaskState } from './state';
import { openTasks } from './tasks';

/** Opens a stage, or closes the complaint when the stage is a closing one. */
export function openStage(draft: Draft, key: string): void {
  const rule = draft.rules.procedure.stages[key];
  if (rule?.kind === 'close') return close(draft, rule.result);
  const waiting = waitingRule(draft.rules, key);
  draft.emit({ type: 'stageOpened', kind: waiting.kind }, key);
  if (waiting.kind === 'parallel') openParts(draft, key, waiting);
  else openTask(draft, key, 1);
  if (waiting.kind === 'consent') reach(draft, 'replied');
}

/** Opens the task of a stage: the only one, the next of a chain of approvers, or the next visit. */
export function openTask(draft: Draft, key: string, step: number): void {
  const rule = waitingRule(draft.rules, key);
  if (rule.kind === 'parallel') throw new Error(`stage "${key}" has parts, not steps`);
  const ownerKey = rule.kind === 'approval' ? (rule.chain[step - 1] ?? rule.owner) : rule.owner;
  const budget = rule.kind === 'revisit' && step > 1 ? rule.againWithin : rule.within;
  emitTask(draft, { key, kind: rule.kind, ownerKey, budget, step, part: null });
}

function openParts(draft: Draft, key: string, { kind, parts }: ParallelRule): void {
  for (const [part, { owner, within }] of Object.entries(parts)) {
    emitTask(draft, { key, kind, ownerKey: owner, budget: within, step: 1, part });
  }
}

interface Opening {
  readonly key: string;
  readonly kind: StageKind;
  readonly ownerKey: string;
  readonly budget: Span;
  readonly step: number;
  readonly part: string | null;
}

function emitTask(draft: Draft, { key, kind, ownerKey, budget, step, part }: Opening): void {
  const { rules, state, now } = draft;
  const owner = resolveOwner(rules, state, ownerKey, excludedFrom(state, kind, null));
  const task = `T${state.lastNumber + 1}`;
  const dueAt = addSpan(rules.calendar, now, budget);
  draft.emit({ type: 'taskOpened', task, part, kind, owner, budget, dueAt, step, pausable: kind !== 'consent' }, key);
  draft.focus = task;
}

interface Completion {
  readonly outcome: string;
  readonly form?: FormValues;
  readonly reason?: Text | undefined;
  readonly onBehalf?: boolean;
}

/** Completes the open task and goes where its outcome leads. A pause goes on while others still work. */
export function completeTask(draft: Draft, { outcome, form = {}, reason, onBehalf }: Completion): void {
  if (openTasks(draft.state).length === 1) resume(draft);
  const { key, rule, task } = openWaiting(draft);
  draft.emit({
    type: 'taskCompleted',
    task: task.id,
    outcome,
    form,
    ...(reason === undefined ? {} : { reason }),
    ...(onBehalf ? { onBehalf } : {}),
    ...(rule.kind === 'reply' ? { final: rule.final } : {}),
  });
  if (rule.kind === 'approval' && outcome === 'approved' && task.step < rule.chain.length) {
    return openTask(draft, key, task.step + 1);
  }
  if (rule.kind === 'parallel') return joinParts(draft, rule);
  if (rule.kind === 'reply') reach(draft, 'replied');
  if (rule.kind === 'execute') reach(draft, 'executed');
  leaveStage(draft, outcome);
}

/** The outcome of a parallel stage whose parts do not agree. */
export const MIXED = 'mixed';

/** When the last part is done: what all agree on is the outcome, otherwise `mixed`. */
function joinParts(draft: Draft, rule: ParallelRule): void {
  const { stage } = draft.state;
  if (!stage || stage.tasks.length > 0) return;
  const [outcome = MIXED, ...others] = Object.keys(rule.parts).map((part) => stage.parts[part]);
  leaveStage(draft, others.every((other) => other === outcome) ? outcome : MIXED);
}

/** Leaves the open stage by one of its outcomes. */
export function leaveStage(draft: Draft, outcome: string): void {
  const { key, rule } = openStageRule(draft);
  const route = rule.outcomes[outcome];
  if (!route) throw new Error(`stage "${key}" has no outcome "${outcome}"`);
  const { then, newRound } = follow(route, `${key}/${outcome}`, draft.state);
  draft.emit({ type: 'stageCompleted', outcome, then });
  if (newRound) draft.emit({ type: 'roundStarted', newRound: draft.state.round + 1, because: outcome });
  openStage(draft, then);
}

/** What is asked of whoever completes the open task. */
export function formOf(draft: Draft): Form {
  return taskRule(draft.rules, draft.state, openWaiting(draft).task.id).form;
}

/** The open task that the draft is about, with its stage's rule. Only to be called while one is open. */
export function openWaiting(draft: Draft): { key: string; rule: WaitingRule; task: TaskState } {
  const { stage } = draft.state;
  const task = stage?.tasks.find(({ id }) => id === draft.focus) ?? stage?.tasks[0];
  if (!task) throw new Error('no task is open');
  return { ...openStageRule(draft), task };
}

function openStageRule({ rules, state }: Draft): { key: string; rule: WaitingRule } {
  if (!state.stage) throw new Error('no stage is open');
  return { key: state.stage.key, rule: waitingRule(rules, state.stage.key) };
}

function follow(route: Route, name: string, state: ComplaintState): { then: string; newRound: boolean } {
  const worn = route.most !== undefined && (state.routesTaken[name] ?? 0) >= route.most;
  if (worn && route.after !== undefined) return { then: route.after, newRound: false };
  const then = route.cases.find(({ when }) => holds(when, state))?.then ?? route.then;
  return { then, newRound: route.newRound };
}

/** Whether every fact that the condition names has one of its values. */
export function holds(condition: Condition, state: ComplaintState): boolean {
  const facts: Readonly<Record<string, unknown>> = {
    ...state.facts,
    category: state.category,
    severity: state.severity,
    channel: state.registration.channel,
    round: state.round,
  };
  return Object.entries(condition).every(([fact, values]) => values.some((value) => value === facts[fact]));
}

/** Closes the complaint; it can be reopened until the procedure's limit ends, then it is archived. */
export function close(draft: Draft, result: CloseResult): void {
  resume(draft);
  reach(draft, 'closed');
  const reopenUntil = addSpan(draft.rules.calendar, draft.now, draft.rules.procedure.reopen.within);
  draft.emit({ type: 'closed', result, reopenUntil });
}

/** Starts and stops the complaint's clocks at a milestone. Closing stops every clock. */
export function reach(draft: Draft, milestone: Milestone): void {
  for (const [key, clock] of Object.entries(draft.state.clocks)) {
    const rule = draft.rules.procedure.clocks[key];
    if (clock.stopped || (rule?.until !== milestone && milestone !== 'closed')) continue;
    draft.emit({ type: 'clockStopped', clock: key, met: !clock.missed });
  }
  for (const [key, rule] of Object.entries(draft.rules.procedure.clocks)) {
    const running = draft.state.clocks[key]?.stopped === null;
    if (rule.from === milestone && !running) startClock(draft, key, milestone === 'received');
  }
}

/** A reopened complaint is answered anew: what counts from its beginning counts from now once more. */
export function restartClocks(draft: Draft): void {
  for (const [key, rule] of Object.entries(draft.rules.procedure.clocks)) {
    if (rule.from === 'received' || rule.from === 'registered') startClock(draft, key, false);
  }
}

/**
 * A clock that counts from receipt may count from a date in the past (a letter). What would be over already is counted
 * from now instead: nobody can promise the past. A statutory limit is what it is.
 */
function startClock(draft: Draft, key: string, fromReceipt: boolean): void {
  const { rules, state } = draft;
  const rule = rules.procedure.clocks[key];
  if (!rule) return;
  const wanted = fromReceipt ? state.registration.receivedAt : draft.now;
  const over = rule.kind === 'promise' && addSpan(rules.calendar, wanted, rule.within) <= draft.now;
  const startedAt = over ? draft.now : wanted;
  const dueAt = addSpan(rules.calendar, startedAt, rule.within);
  draft.emit({ type: 'clockStarted', clock: key, kind: rule.kind, startedAt, budget: rule.within, dueAt });
}

/** Ends a pause, if one is running: every clock that stood still gets its new due instant. */
export function resume(draft: Draft, reason?: Text): void {
  const { state, rules } = draft;
  if (state.pausedUntil === null) return;
  const pauses = state.pauses.map((pause) => (pause.to === null ? { ...pause, to: draft.now } : pause));
  const waiting: { of: ClockOwner; budget: ComplaintState['clocks'][string]['budget'] }[] = Object.entries(state.clocks)
    .filter(([, clock]) => !clock.stopped)
    .map(([clock, { budget }]) => ({ of: { clock }, budget }));
  for (const { id, budget } of openTasks(state)) waiting.push({ of: { task: id }, budget });
  const dues = waiting.flatMap(({ of, budget }) => {
    const due = budget.pausable ? budgetDue(rules.calendar, budget, pauses) : null;
    return due === null ? [] : [{ of, dueAt: due }];
  });
  draft.emit({ type: 'resumed', ...(reason === undefined ? {} : { reason }), dues });
}
