import { actRow, type Act, type ActName, type Input, type Registration } from './model/act';
import type { ActRule } from './acts/act-rule';
import { ACT_RULES } from './acts/act-rules';
import type { Instant } from './calendar/calendar';
import { changeCalendar } from './calendar-change';
import { assess } from './stages/assessment';
import { reachMilestone } from './time/clocks';
import { Draft, type Decided } from './draft';
import { passTime } from './passing-time';
import { BY_TIME, type Origin } from './model/origin';
import { COMPLAINANT, sourceOf, SYSTEM } from './model/people';
import { type Refusal, refuse } from './model/refusal';
import { ACTS_OF_KINDS, KINDS } from './kinds/table';
import type { StageKind } from './model/procedure';
import type { Rules } from './model/rules';
import { isStaff } from './people/leaving-out';
import { openStage } from './stages/stages';
import { passOnFromLeavers } from './stages/successor';
import type { ComplaintState } from './model/state';
import { openTasks } from './model/tasks';

export type Decision = Decided | { readonly refusal: Refusal };

export function isRefused(decision: Decision): decision is { readonly refusal: Refusal } {
  return 'refusal' in decision;
}

/**
 * What an input brings about by these rules, at this instant, and the state that this leads to. Whatever fell due before
 * `now` happens first; what an act brings forward to before `now` happens right after it; an act at the very instant of a
 * deadline is in time. Pure: the same arguments give the same events for ever. Refusals are values; it throws only where
 * a procedure is unsound.
 */
export function decide(rules: Rules, state: ComplaintState | null, input: Input, now: Instant): Decision {
  if (input.type === 'register') return register(rules, state, input.registration, now);
  if (state === null) return { refusal: refuse('not-found', 'no complaint is registered here') };
  const draft = new Draft(rules, state, now, originOf(input));
  passTime(draft, draft.now, input.type === 'timePassed' ? 'included' : 'excluded');
  if (input.type === 'calendarChanged') return changeCalendar(draft, input);
  if (input.type === 'staffLeft') passOnFromLeavers(draft);
  if (input.type === 'badSignal' && draft.state.status !== 'archived')
    draft.emit({ type: 'signalIgnored', refusal: input.refusal });
  const refusal = input.type === 'act' ? perform(draft, input.act) : null;
  if (refusal === null) passTime(draft, draft.now, 'excluded');
  return refusal === null ? draft.decided() : { refusal };
}

function originOf(input: Exclude<Input, { type: 'register' }>): Origin {
  switch (input.type) {
    case 'act':
      return { actor: input.act.by, via: input.via, ...named(input.act) };
    case 'calendarChanged':
    case 'staffLeft':
      return { actor: SYSTEM, via: 'signal' };
    case 'badSignal':
      return { actor: input.by, via: 'signal', ...named(input) };
    case 'timePassed':
      return BY_TIME;
  }
}

function named({ id }: { readonly id?: string }): Pick<Origin, 'act'> {
  return id === undefined ? {} : { act: id };
}

/** Why an act is not possible for this actor now, whatever its fields say; null when it is. */
export function gate(draft: Draft, name: ActName, task?: string): Refusal | null {
  const { state, actor } = draft;
  const rule: ActRule<ActName> = ACT_RULES[name] as ActRule<ActName>;
  if (!isKnown(draft, name)) {
    return refuse('forbidden', `"${actor}" is nobody of this organisation`);
  }
  if (state.status === 'archived') return refuse('closed', 'this complaint is archived');
  if (!(rule.statuses ?? ['open']).includes(state.status)) return statusRefusal(state.status);
  const open = openTasks(state).map(({ id }) => id);
  if (task !== undefined && !open.includes(task) && !rule.ofFormerTasks) {
    return refuse('stale', `task ${task} is no longer open; open are: ${open.join(', ') || 'none'}`);
  }
  if (!isOfStage(name, state.stage?.kind)) {
    const where = isOurs(draft) ? `in stage "${state.stage?.key ?? 'none'}"` : 'now';
    return refuse('wrong-stage', `"${name}" is not possible ${where}`);
  }
  return permit(draft, rule, task === undefined ? open : [task]);
}

/** Staff, the complainant, and for what systems may do those that file complaints. */
function isKnown(draft: Draft, name: ActName): boolean {
  const { actor } = draft;
  if (sourceOf(actor) !== null) return actRow(name).sources === true;
  return actor === COMPLAINANT || isStaff(draft, actor);
}

/** Who may be told where in our own work a complaint is. */
function isOurs({ actor }: Draft): boolean {
  return actor !== COMPLAINANT && sourceOf(actor) === null;
}

/** Acts that some kinds of stages have are possible in those alone; the others in any. */
function isOfStage(name: ActName, kind: StageKind | undefined): boolean {
  return !ACTS_OF_KINDS.has(name) || (kind !== undefined && KINDS[kind].acts.includes(name));
}

/** Of several open tasks the first that the actor may do this with is meant. */
function permit(draft: Draft, rule: ActRule<ActName>, tasks: readonly string[]): Refusal | null {
  const refusals: Refusal[] = [];
  for (const focus of tasks) {
    draft.focus = focus;
    const refusal = rule.who(draft);
    if (refusal === null) return null;
    refusals.push(refusal);
  }
  draft.focus = tasks[0] ?? null;
  return refusals[0] ?? rule.who(draft);
}

function statusRefusal(status: 'open' | 'closed'): Refusal {
  return status === 'closed'
    ? refuse('closed', 'this complaint is closed; reopen it first')
    : refuse('wrong-stage', 'this complaint is not closed');
}

/** Does an act as the draft stands, or says why not: `decide` without the time before it. */
export function perform(draft: Draft, act: Act): Refusal | null {
  const rule = ACT_RULES[act.act] as ActRule<ActName>;
  return gate(draft, act.act, act.task) ?? rule.apply(draft, act);
}

function register(rules: Rules, state: ComplaintState | null, registration: Registration, now: Instant): Decision {
  if (state !== null) return { refusal: refuse('stale', `${state.reference} is registered already`) };
  const draft = new Draft(rules, null, now, { actor: SYSTEM, via: 'intake' });
  const { procedure, calendar } = rules;
  draft.emit({
    type: 'registered',
    procedure: { key: procedure.key, hash: procedure.hash },
    calendar: { id: calendar.id, hash: calendar.hash },
    registration,
  });
  assess(draft, { before: null });
  reachMilestone(draft, 'received');
  reachMilestone(draft, 'registered');
  draft.emit({ type: 'acknowledged' });
  openStage(draft, rules.procedure.first);
  passTime(draft, draft.now, 'included');
  return draft.decided();
}
