import { ACT_NAMES, type ActName } from './model/act';
import type { Instant } from './calendar/calendar';
import { gate } from './decide';
import { Draft } from './draft';
import { mayDecline } from './acts/people-acts';
import { isRemedies } from './model/form-values';
import { kindOf, outcomesOf } from './kinds/table';
import { PARTLY, type Form, type WaitingRule } from './model/procedure';
import { mayRecuse } from './acts/recusal';
import type { Rules } from './model/rules';
import { mayReopen } from './acts/record-acts';
import { formOf, openWaiting } from './stages/stages';
import type { ComplaintState } from './model/state';
import { mayApprove } from './acts/task-acts';
import { openTasks } from './model/tasks';
import { mayExtend, mayPause } from './acts/time-acts';

/** An act that somebody may do now, with what it needs. */
export interface AllowedAct {
  readonly act: ActName;
  readonly task: string | null;
  readonly outcomes?: readonly string[];
  readonly form?: Form;
}

/** The acts that this actor may do as the complaint stands, or of some of them; by the same rules that decide on them. */
export function actsFor(
  rules: Rules,
  state: ComplaintState,
  actor: string,
  now: Instant = state.lastAt,
  names: readonly ActName[] = ACT_NAMES,
): readonly AllowedAct[] {
  const draft = new Draft(rules, state, now, { actor, via: 'api' });
  const tasks = openTasks(state).map(({ id }) => id);
  return names.flatMap((name) => {
    const meant = OF_ONE_TASK.includes(name) ? tasks : [undefined];
    return meant.flatMap((task) =>
      gate(draft, name, task) === null && isPossible(draft, name) ? [describe(draft, name)] : [],
    );
  });
}

/** Acts that are about one task; the others are about the complaint. */
const OF_ONE_TASK: readonly ActName[] = [
  'complete',
  'approve',
  'return',
  'reject',
  'choose',
  'acceptHandover',
  'declineHandover',
  'assign',
  'extend',
  'answerSurvey',
];

/** Leaves out what would be refused for the state of a detail, not of a permission. */
function isPossible(draft: Draft, name: ActName): boolean {
  const { state, rules } = draft;
  const task = openTasks(state).find(({ id }) => id === draft.focus);
  switch (name) {
    case 'resume':
      return state.pausedUntil !== null;
    case 'pause':
      return mayPause(draft) === null;
    case 'extend':
      return mayExtend(draft) === null;
    case 'recuse':
      return mayRecuse(draft);
    case 'acceptHandover':
      return task?.taken === false;
    case 'declineHandover':
      return mayDecline(draft) === null;
    case 'approve':
      return mayApprove(draft);
    case 'reopen':
      return mayReopen(draft);
    case 'return':
    case 'reject':
      return Object.hasOwn(openOutcomes({ rules, state }), name === 'return' ? 'returned' : 'rejected');
    case 'setSeverity':
      return rules.procedure.severities.length > 0;
    case 'refer':
      return rules.procedure.outsideRoutes.length > 0;
    default:
      return true;
  }
}

function openOutcomes({ rules, state }: { rules: Rules; state: ComplaintState }): Readonly<Record<string, unknown>> {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  return rule ? outcomesOf(rule) : {};
}

function describe(draft: Draft, act: ActName): AllowedAct {
  if (!OF_ONE_TASK.includes(act)) return { act, task: null };
  const { rule, task } = openWaiting(draft);
  switch (act) {
    case 'complete':
      return {
        act,
        task: task.id,
        outcomes: kindOf(rule).completes(rule),
        form: formOf(draft),
      };
    case 'answerSurvey':
      return { act, task: task.id, form: formOf(draft) };
    case 'choose':
      return { act, task: task.id, outcomes: choicesOf(draft, rule) };
    default:
      return { act, task: task.id };
  }
}

/** A part can be accepted of two or more remedies. */
function choicesOf({ state }: Draft, rule: WaitingRule): readonly string[] {
  const { offer, lapse } = kindOf(rule);
  const offered = state.facts[offer(rule)?.field ?? ''];
  const hasParts = isRemedies(offered) && offered.length > 1;
  return Object.keys(rule.outcomes).filter((outcome) => outcome !== lapse && (hasParts || outcome !== PARTLY));
}
