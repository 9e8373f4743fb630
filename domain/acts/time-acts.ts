import type { ActOf } from '../model/act';
import { budgetDue } from '../calendar/budget';
import { addSpan } from '../calendar/due';
import type { Draft } from '../draft';
import { invalid, type Refusal, refuse } from '../model/refusal';
import { COMPLAINANT, poolNamed } from '../model/people';
import { aboutOf, NOBODY_LEFT_OUT } from '../people/leaving-out';
import { ownerOrAbove, type Permission } from './permissions';
import { leftOf } from '../people/leavers';
import { parseSpan } from '../calendar/span';
import { openWaiting } from '../stages/stages';
import { resume } from '../time/standing-still';
import { openTasks } from '../model/tasks';
import type { Explanation } from '../model/state';

/** The complainant owes us something: our clocks stand still, theirs runs. Who is late already cannot stop the ladder so. */
export function pause(draft: Draft, act: ActOf<'pause'>): Refusal | null {
  const { rules, now } = draft;
  const refusal = pauseRefusal(draft);
  if (refusal) return refusal;
  draft.emit({ type: 'paused', reason: act.reason, until: addSpan(rules.calendar, now, rules.procedure.pause.within) });
  return null;
}

/** Whether the complaint can be paused as it stands: not while it is, and not once the task is due. */
export function mayPause(draft: Draft): boolean {
  return pauseRefusal(draft) === null;
}

function pauseRefusal(draft: Draft): Refusal | null {
  if (isPaused(draft)) return refuse('stale', 'it is paused already');
  const { dueAt } = openWaiting(draft).task.budget;
  return dueAt !== null && dueAt <= draft.now
    ? refuse('forbidden', 'this task is overdue; ask for an extension instead')
    : null;
}

export function isPaused({ state }: Draft): boolean {
  return state.pausedUntil !== null;
}

/** The complainant has answered, or we go on without. */
export function resumeEarly(draft: Draft, act: ActOf<'resume'>): Refusal | null {
  if (!isPaused(draft)) return refuse('wrong-stage', 'it is not paused');
  resume(draft, act.reason);
  return null;
}

/** In any unit: enough for every extension, and too little to leave the calendar. */
const LONGEST = 400;

/** Somebody above gives the task more time; rungs already reached stay reached. */
export function extend(draft: Draft, act: ActOf<'extend'>): Refusal | null {
  const span = parseSpan(act.span);
  if (span === undefined || !(span.count > 0 && span.count <= LONGEST))
    return invalid('span', `must be a span such as 2wd, 4wh, 12h or 3d, of at most ${LONGEST}`);
  if (!mayExtend(draft)) return refuse('wrong-stage', 'its clock stands still; resume it first');
  const { task } = openWaiting(draft);
  const budget = { ...task.budget, extensions: [...task.budget.extensions, span] };
  const dueAt = budgetDue(draft.rules.calendar, budget, draft.state.pauses);
  if (dueAt === null || dueAt <= draft.now) return invalid('span', 'must reach beyond now');
  draft.emit({ type: 'extended', of: { task: task.id }, span, dueAt, reason: act.reason });
  return null;
}

/** Word to the complainant is welcome in any stage; where a rule book sets a rhythm, it counts anew from here. */
export function reportProgress(draft: Draft, act: ActOf<'reportProgress'>): Refusal | null {
  draft.emit({ type: 'progressReported', task: openWaiting(draft).task.id, reason: act.reason });
  return null;
}

/** Whether the task can be given more time as it stands: not while a pause runs, for nobody knows yet from when it would count. */
export function mayExtend(draft: Draft): boolean {
  return !isPaused(draft);
}

/** Who owes an explanation of lateness gives it; before any is owed, nothing is to be explained. */
export function explainDelay(draft: Draft, act: ActOf<'explainDelay'>): Refusal | null {
  const owed = owedBy(draft, act.task);
  if (!owed) return refuse('wrong-stage', 'no explanation is owed');
  draft.emit({ type: 'delayExplained', task: owed.task, reason: act.reason });
  return null;
}

/**
 * Everybody who owes an explanation; the owner of an overdue task may explain for those before, and whoever may act on an
 * open task for those who have left the organisation.
 */
export const mayExplain: Permission = (draft) => {
  const { actor, state } = draft;
  if (actor === COMPLAINANT) return refuse('forbidden', 'this is for staff only');
  const open = state.explanations.filter(({ givenBy }) => givenBy === null);
  if (open.length === 0) return refuse('wrong-stage', 'no explanation is owed');
  return owedBy(draft)
    ? null
    : refuse('not-owner', `an explanation is owed by ${open.flatMap((owed) => owersNow(draft, owed)).join(', ')}`);
};

function owedBy(draft: Draft, task?: string) {
  const { actor, state } = draft;
  return state.explanations.find(
    (owed) =>
      owed.givenBy === null &&
      (task === undefined || owed.task === task) &&
      (owes(draft, owed.owedBy) ||
        openTasks(state).some((task) => owed.task === task.id && task.owner.person === actor) ||
        mayGiveForLeavers(draft, owed)),
  );
}

/** Those who owe it and have not left the organisation. */
function owersNow(draft: Draft, { owedBy: names }: Explanation): readonly string[] {
  const people = names.filter((name) => poolNamed(name) === null);
  const left = leftOf(draft, { people, pool: null });
  const there = names.filter((name) => !left.includes(name));
  return there.length > 0 ? there : ['people who have left'];
}

function mayGiveForLeavers(draft: Draft, { owedBy: names }: Explanation): boolean {
  if (openTasks(draft.state).length === 0 || names.some((name) => poolNamed(name) !== null)) return false;
  const haveLeft = leftOf(draft, { people: names, pool: null }).length === names.length;
  return haveLeft && ownerOrAbove(draft) === null;
}

/** Somebody by name, or one of a pool that owes it together. */
function owes({ actor, rules, state }: Draft, names: readonly string[]): boolean {
  if (names.includes(actor)) return true;
  const aside = { ...NOBODY_LEFT_OUT, about: aboutOf(state) };
  const pools = names.flatMap((name) => poolNamed(name) ?? []);
  return pools.some((pool) => rules.people.ask('mayTake', { person: actor, holders: { people: [], pool }, aside }));
}
