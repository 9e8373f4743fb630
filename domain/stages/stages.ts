import type { FormValues } from '../model/act';
import { holdAccountable } from './accountability';
import { assess } from './assessment';
import { addSpan } from '../calendar/due';
import { reachMilestone } from '../time/clocks';
import type { Text } from '../model/content';
import type { Draft } from '../draft';
import { offersRemedies } from '../model/form-values';
import { holds, limitFor, ownerFor } from '../rules/facts';
import { offersAlternatives } from '../rules/discretion';
import { excludedFrom } from '../people/leaving-out';
import { resolveOwner } from '../people/owners';
import type {
  ApprovalRule,
  CloseResult,
  Form,
  GrantRule,
  ParallelRule,
  Route,
  StageKind,
  WaitingRule,
} from '../model/procedure';
import { taskRule, waitingRule } from '../rules/asked';
import type { Span } from '../calendar/span';
import { endWait, resume, startWait } from '../time/standing-still';
import type { ComplaintState, TaskState } from '../model/state';
import { openTasks } from '../model/tasks';

/** Opens a stage; one that nobody works on, a grant or a closing, is gone through at once. */
export function openStage(draft: Draft, key: string): void {
  const rule = draft.rules.procedure.stages[key];
  if (rule?.kind === 'close') return close(draft, rule.result);
  if (rule?.kind === 'grant') return grant(draft, key, rule);
  const waiting = waitingRule(draft.rules, key);
  draft.emit({ type: 'stageOpened', kind: waiting.kind }, key);
  reachMilestone(draft, `entered:${key}`);
  switch (waiting.kind) {
    case 'parallel':
      return openParts(draft, key, waiting);
    case 'approval':
      return openApproval(draft, { key, rule: waiting, after: 0 });
    case 'consent':
      openTask(draft, key, 1);
      reachMilestone(draft, 'replied');
      return startWait(draft);
    default:
      return openTask(draft, key, 1);
  }
}

/** What the rule book grants by itself the complainant is told at once. */
function grant(draft: Draft, key: string, { field, remedies }: GrantRule): void {
  draft.emit({ type: 'stageOpened', kind: 'grant' }, key);
  reachMilestone(draft, `entered:${key}`);
  draft.emit({ type: 'granted', field, remedies }, key);
  reachMilestone(draft, 'replied');
  leaveStage(draft, 'granted', key);
}

/** Opens the task of a stage: the only one, the next of a chain of approvers, or the next visit. */
export function openTask(draft: Draft, key: string, step: number): void {
  const { rules, state } = draft;
  const rule = waitingRule(rules, key);
  if (rule.kind === 'parallel') throw new Error(`stage "${key}" has parts, not steps`);
  const later = step > 1;
  const usual = ownerFor(rules, state, rule);
  const ownerKey = rule.kind === 'approval' ? (rule.chain[step - 1] ?? usual) : usual;
  const limit = rule.kind === 'revisit' && later ? rule.againWithin : limitFor(rules, state, rule);
  emitTask(draft, { key, kind: rule.kind, ownerKey, limit, step, part: null });
}

function openParts(draft: Draft, key: string, { kind, parts }: ParallelRule): void {
  const asked = Object.entries(parts).filter(([, { when = {} }]) => holds(draft.rules, draft.state, when));
  for (const [part, rule] of asked) {
    const ownerKey = ownerFor(draft.rules, draft.state, rule);
    emitTask(draft, { key, kind, ownerKey, limit: limitFor(draft.rules, draft.state, rule), step: 1, part });
  }
}

interface Approval {
  readonly key: string;
  readonly rule: ApprovalRule;
  /** Steps done so far. */
  readonly after: number;
}

/** The next approver whom this complaint needs; without any left it is approved. */
function openApproval(draft: Draft, { key, rule, after }: Approval): void {
  const next = nextApproval(draft, rule, after);
  return next === null ? leaveStage(draft, 'approved', key) : openTask(draft, key, next);
}

/** The next step of the chain, from 1, that this complaint needs; null after the last. */
export function nextApproval(
  { rules, state }: Draft,
  { chain, chainWhen }: ApprovalRule,
  after: number,
): number | null {
  const next = chain.findIndex((_, step) => step >= after && holds(rules, state, chainWhen?.[step] ?? {}));
  return next < 0 ? null : next + 1;
}

interface Opening {
  readonly key: string;
  readonly kind: StageKind;
  readonly ownerKey: string;
  readonly limit: Span;
  readonly step: number;
  readonly part: string | null;
}

function emitTask(draft: Draft, { key, kind, ownerKey, limit, step, part }: Opening): void {
  const { rules, state, now } = draft;
  const owner = resolveOwner(rules, state, ownerKey, excludedFrom(draft, kind, null));
  const task = `T${state.lastNumber + 1}`;
  const dueAt = addSpan(rules.calendar, now, limit);
  draft.emit({ type: 'taskOpened', task, part, kind, owner, limit, dueAt, step, pausable: kind !== 'consent' }, key);
  draft.focus = task;
}

interface Completion {
  readonly outcome: string;
  readonly form?: FormValues;
  readonly reason?: Text | undefined;
  readonly onBehalf?: boolean;
}

/** A task that is done, with its stage's rule. */
export interface Finished {
  readonly key: string;
  readonly rule: WaitingRule;
  readonly task: TaskState;
  readonly outcome: string;
}

/** Completes the open task and goes where its outcome leads. */
export function completeTask(draft: Draft, completion: Completion): void {
  goOn(draft, finishTask(draft, completion));
}

/** Completes the open task and leads nowhere yet. A pause goes on while others still work. */
export function finishTask(draft: Draft, { outcome, form = {}, reason, onBehalf }: Completion): Finished {
  if (openTasks(draft.state).length === 1) resume(draft);
  endWait(draft);
  const { key, rule, task } = openWaiting(draft);
  const asked = taskRule(draft.rules, draft.state, task.id).form;
  const before = draft.state;
  draft.emit({
    type: 'taskCompleted',
    task: task.id,
    outcome,
    form,
    ...(reason === undefined ? {} : { reason }),
    ...(onBehalf ? { onBehalf } : {}),
    ...(rule.kind === 'reply' ? { final: rule.final } : {}),
    ...(offersRemedies(form) && offersAlternatives(draft.rules.procedure, key, outcome) ? { alternatives: true } : {}),
  });
  assess(draft, { before, asked, form });
  return { key, rule, task, outcome };
}

/** Goes where the outcome of a task that is done leads: to the next step of its stage, or out of it. */
export function goOn(draft: Draft, { key, rule, task, outcome }: Finished): void {
  if (rule.kind === 'approval' && outcome === 'approved') return openApproval(draft, { key, rule, after: task.step });
  if (openTasks(draft.state).length > 0) return;
  if (rule.kind === 'reply') reachMilestone(draft, 'replied');
  if (rule.kind === 'execute') reachMilestone(draft, 'executed');
  leaveStage(draft, stageOutcome(draft.state, outcome));
}

/** The outcome of a parallel stage whose parts do not agree. */
export const MIXED = 'mixed';

/** What a stage ends with once its last task is done: what all parts agree on, otherwise `mixed`. */
export function stageOutcome({ stage }: ComplaintState, outcome: string): string {
  return Object.values(stage?.parts ?? {}).every((other) => other === outcome) ? outcome : MIXED;
}

/** Leaves a stage, the open one unless it is named, by one of its outcomes. */
export function leaveStage(draft: Draft, outcome: string, key = openStageRule(draft).key): void {
  const { then, newRound } = routeOf(draft, key, outcome);
  draft.emit({ type: 'stageCompleted', outcome, then }, key);
  reachMilestone(draft, `left:${key}`);
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

/** Where an outcome of a stage leads as the complaint stands. */
export function routeOf(
  { rules, state }: Pick<Draft, 'rules' | 'state'>,
  key: string,
  outcome: string,
): { then: string; newRound: boolean } {
  const rule = rules.procedure.stages[key];
  const route: Route | undefined = rule && rule.kind !== 'close' ? rule.outcomes[outcome] : undefined;
  if (!route) throw new Error(`stage "${key}" has no outcome "${outcome}"`);
  const worn = route.most !== undefined && (state.routesTaken[`${key}/${outcome}`] ?? 0) >= route.most;
  if (worn && route.after !== undefined) return { then: route.after, newRound: false };
  const then = route.cases.find(({ when }) => holds(rules, state, when))?.then ?? route.then;
  return { then, newRound: route.newRound };
}

/** Closes the complaint; it can be reopened until the procedure's limits end, then it is archived. */
export function close(draft: Draft, result: CloseResult): void {
  const { calendar, procedure } = draft.rules;
  resume(draft);
  endWait(draft);
  reachMilestone(draft, 'closed');
  holdAccountable(draft);
  const reopenUntil = addSpan(calendar, draft.now, procedure.reopen.within);
  const guaranteed = result === 'resolved' ? procedure.guarantee : undefined;
  const guarantee = guaranteed && { guaranteeUntil: addSpan(calendar, draft.now, guaranteed.within) };
  draft.emit({ type: 'closed', result, reopenUntil, ...guarantee });
}
