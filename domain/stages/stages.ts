import type { FormValues } from '../model/act';
import { holdAccountable } from './accountability';
import { assess } from './assessment';
import { addSpan, spanToEndOf } from '../calendar/due';
import { reachMilestone } from '../time/clocks';
import type { Text } from '../model/content';
import type { Draft } from '../draft';
import { offersRemedies } from '../model/form-values';
import { holds, limitFor, ownerFor } from '../rules/facts';
import { offersAlternatives } from '../rules/discretion';
import { excludedFrom } from '../people/leaving-out';
import { resolveOwner } from '../people/owners';
import type { AskedTask } from '../kinds/kind';
import { MIXED } from '../kinds/parallel';
import { KINDS, kindOf, outcomesOf, tasksOf } from '../kinds/table';
import type { CloseResult, Form, Route, StageRule, WaitingRule } from '../model/procedure';
import { askedOf, waitingRule } from '../rules/asked';
import { endWait, resume, startWait } from '../time/standing-still';
import type { ComplaintState, TaskState } from '../model/state';
import { openTasks } from '../model/tasks';

/** Opens a stage; one that nobody works on is gone through at once. */
export function openStage(draft: Draft, key: string): void {
  const rule = stageRule(draft, key);
  if ('result' in rule) return close(draft, rule.result);
  const kind = kindOf(rule);
  draft.emit({ type: 'stageOpened', kind: rule.kind }, key);
  reachMilestone(draft, `entered:${key}`);
  const granted = kind.grants(rule);
  if (granted) draft.emit({ type: 'granted', ...granted }, key);
  const asked = openNext(draft, key, 0);
  if (kind.answers(rule) === 'opened') reachMilestone(draft, 'replied');
  if (kind.turn(rule) === 'complainant') startWait(draft);
  if (!asked && kind.through !== null) leaveStage(draft, kind.through, key);
}

/** Opens the tasks of a stage that come after so many steps: all that are to be done side by side, or the next one. */
export function openNext(draft: Draft, key: string, done: number): boolean {
  const asked = nextTasks(draft, key, done);
  for (const task of asked) openTask(draft, key, task);
  return asked.length > 0;
}

/** What is asked for after so many steps of a stage, in this complaint. */
export function nextTasks({ rules, state }: Draft, key: string, done: number): readonly AskedTask[] {
  const rule = stageRule({ rules }, key);
  return kindOf(rule).next(tasksOf(rule), done, (condition) => holds(rules, state, condition));
}

function openTask(draft: Draft, key: string, asked: AskedTask): void {
  const { rules, state, now } = draft;
  const rule = stageRule(draft, key);
  const { kind } = rule;
  const task = `T${state.lastNumber + 1}`;
  const owner = resolveOwner(rules, state, ownerFor(rules, state, asked), excludedFrom(draft, kind, null), { task });
  const until = dayGiven(draft, asked);
  const limit = until === null ? limitFor(rules, state, asked) : spanToEndOf(rules.calendar, now, until);
  const dueAt = addSpan(rules.calendar, now, limit);
  const { part, step } = asked;
  const pausable = KINDS[kind].acts.includes('pause');
  const turn = kindOf(rule).turn(rule);
  const more = { ...(turn === 'ours' ? {} : { turn }), ...(until === null ? {} : { until }) };
  draft.emit({ type: 'taskOpened', task, part, kind, owner, limit, dueAt, step, pausable, ...more }, key);
  draft.focus = task;
}

/** A day further off than this is a slip of the pen. */
const LONGEST_HOURS = 400 * 24;

/** The day that somebody outside gave to wait for; null where none is known, where it is over, or where it is out of all reason. */
function dayGiven({ rules, state, now }: Draft, { until }: AskedTask): string | null {
  const given = until === undefined ? undefined : state.facts[until];
  if (typeof given !== 'string') return null;
  const { count } = spanToEndOf(rules.calendar, now, given);
  return count > 0 && count <= LONGEST_HOURS ? given : null;
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
  const final = kindOf(rule).lastWord(rule);
  const asked = askedOf(draft.rules, draft.state, task.id).form;
  const before = draft.state;
  draft.emit({
    type: 'taskCompleted',
    task: task.id,
    outcome,
    form,
    ...(reason === undefined ? {} : { reason }),
    ...(onBehalf ? { onBehalf } : {}),
    ...(final === null ? {} : { final }),
    ...(offersRemedies(form) && offersAlternatives(draft.rules.procedure, key, outcome) ? { alternatives: true } : {}),
  });
  assess(draft, { before, asked, form });
  return { key, rule, task, outcome };
}

/** Goes where the outcome of a task that is done leads: to the next step of its stage, or out of it. */
export function goOn(draft: Draft, { key, rule, task, outcome }: Finished): void {
  const kind = kindOf(rule);
  if (outcome === kind.through && openNext(draft, key, task.step)) return;
  if (openTasks(draft.state).length > 0) return;
  if (kind.answers(rule) === 'done') reachMilestone(draft, 'replied');
  if (kind.carriesOut) reachMilestone(draft, 'executed');
  leaveStage(draft, stageOutcome(draft.state, outcome));
}

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

/** Leaves the open stage with its tasks as they are, and opens another. */
export function abandonStage(draft: Draft, outcome: string, then: string): void {
  resume(draft);
  endWait(draft);
  const { key } = openStageRule(draft);
  draft.emit({ type: 'stageCompleted', outcome, then }, key);
  reachMilestone(draft, `left:${key}`);
  openStage(draft, then);
}

/** What is asked of whoever completes the open task. */
export function formOf(draft: Draft): Form {
  return askedOf(draft.rules, draft.state, openWaiting(draft).task.id).form;
}

/** The open task that the draft is about, with its stage's rule. Only to be called while one is open. */
export function openWaiting(draft: Draft): { key: string; rule: WaitingRule; task: TaskState } {
  const { stage } = draft.state;
  const task = stage?.tasks.find(({ id }) => id === draft.focus) ?? stage?.tasks[0];
  if (!task) throw new Error('no task is open');
  return { ...openStageRule(draft), task };
}

function stageRule({ rules: { procedure } }: Pick<Draft, 'rules'>, key: string): StageRule {
  const rule = procedure.stages[key];
  if (!rule) throw new Error(`procedure ${procedure.key} has no stage "${key}"`);
  return rule;
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
  const route: Route | undefined = outcomesOf(stageRule({ rules }, key))[outcome];
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
