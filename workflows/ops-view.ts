import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { localTime } from '../domain/calendar/due';
import type { Instant } from '../domain/calendar/calendar';
import { namesOf } from '../domain/model/people';
import type { BareRules } from '../domain/model/rules';
import { schedule, type Timed } from '../domain/time/schedule';
import type { ComplaintState, TaskState } from '../domain/model/state';
import { SEARCH_ATTRIBUTES, searchAttributesOf } from './messages/search-attributes';

/** What ops see of a complaint in the Temporal UI: ids and enums only, never personal data. */
export class OpsView {
  #shown: readonly SearchAttributeUpdatePair[] = startedWith();

  /** Costs a history event only when an attribute has changed. */
  show(rules: BareRules, state: ComplaintState): void {
    const wanted = searchAttributesOf(state);
    const changed = wanted.filter((pair, index) => !sameValue(pair, this.#shown[index]));
    if (changed.length > 0) upsertSearchAttributes(changed);
    this.#shown = wanted;
    setCurrentDetails(detailsOf(rules, state));
  }
}

/** What the run was started with: the starter, or the run before it, has set the attributes already. */
function startedWith(): readonly SearchAttributeUpdatePair[] {
  const { typedSearchAttributes } = workflowInfo();
  return SEARCH_ATTRIBUTES.map(
    (key) => ({ key, value: typedSearchAttributes.get(key) ?? null }) as SearchAttributeUpdatePair,
  );
}

/** What a timer waits for, in one line. */
export function timerSummary(rules: BareRules, state: ComplaintState): string {
  const next = schedule(rules, state)[0];
  return next ? `${state.stage?.key ?? state.status}: ${describe(next)}` : state.status;
}

function sameValue(a: SearchAttributeUpdatePair, b: SearchAttributeUpdatePair | undefined): boolean {
  const before = b?.value ?? null;
  return a.value instanceof Date && before instanceof Date
    ? a.value.getTime() === before.getTime()
    : (a.value ?? null) === before;
}

function detailsOf(rules: BareRules, state: ComplaintState): string {
  const at = (instant: Instant | null): string => (instant === null ? 'stands still' : local(rules, instant));
  const { channel } = state.registration;
  const about = [state.procedure.key, channel, state.category, state.severity].filter((part) => part !== null);
  const lines = [`**${state.reference}** · ${about.join(' · ')} · round ${state.round} · ${state.status}`];
  if (state.pausedUntil !== null) lines.push(`- **Paused** until ${at(state.pausedUntil)} at the latest`);
  const { stage } = state;
  if (stage) {
    lines.push(`- Stage: **${stage.key}** since ${at(stage.openedAt)}`);
    for (const task of stage.tasks) lines.push(...taskLines(task, at));
  }
  const closing = state.closings.at(-1);
  if (state.status !== 'open' && closing) lines.push(`- Closed: ${closing.result} at ${at(closing.at)}`);
  const next = schedule(rules, state)[0];
  lines.push(next ? `- Next: ${describe(next)} at ${at(next.at)}` : '- Next: nothing; whoever owns it holds it');
  return lines.join('\n');
}

function taskLines(
  { id, part, step, owner, budget, missed, level }: TaskState,
  at: (due: Instant | null) => string,
): string[] {
  const which = part ?? (step > 1 ? `step ${step}` : null);
  return [
    `- Task ${id}${which === null ? '' : ` (${which})`}: ${namesOf(owner).join(', ')}${owner.department ? ` (${owner.department})` : ''}`,
    `- Due: ${at(budget.dueAt)}${missed ? ' — **overdue**' : ''}; level ${level}`,
  ];
}

function describe(timed: Timed): string {
  switch (timed.what) {
    case 'rung':
      return `rung ${timed.rung + 1}, ${timed.rule.action} ${timed.rule.to}${'clock' in timed.of ? ` (clock ${timed.of.clock})` : ''}`;
    case 'limit':
      return 'clock' in timed.of ? `clock ${timed.of.clock} is due` : 'due';
    case 'offerEnds':
      return 'hand-over not taken';
    case 'lapse':
      return 'the choice expires';
    case 'pauseEnds':
      return 'the pause ends';
    case 'archive':
      return 'archive';
    case 'progressDue':
      return 'word to the complainant is due';
    default:
      return '';
  }
}

function local(rules: BareRules, instant: Instant): string {
  const { date, minute } = localTime(rules.calendar, instant);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)} (${rules.calendar.zone})`;
}
