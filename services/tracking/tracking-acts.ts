import { actsFor, type AllowedAct } from '../../domain/access';
import type { Instant } from '../../domain/calendar/calendar';
import { decide, isRefused } from '../../domain/decide';
import type { Offer } from '../../domain/kinds/kind';
import { kindOf } from '../../domain/kinds/table';
import { COMPLAINANT } from '../../domain/model/people';
import type { RemedyChoice } from '../../domain/model/procedure';
import type { Rules } from '../../domain/model/rules';
import type { ComplaintState, TaskState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import type { RuleBook } from '../../procedures/language/rule-book';
import { inLanguage } from '../../procedures/words/wording';
import { defined } from '../../contract/defined';
import type { HolderMarks } from './holder-marks';
import { COMPLAINANT_ACTS } from '../../contract/act';
import type { TrackingView } from '../../contract/tracking';

export interface ComplainantActsInput {
  readonly state: ComplaintState;
  readonly rules: Rules;
  readonly ruleBook: RuleBook;
  readonly locale: string;
  readonly now: Instant;
  readonly marks: HolderMarks;
}

type ActView = TrackingView['acts'][number];

/** What the complainant may do now, with the titles of what there is to choose. */
export function complainantActs(input: ComplainantActsInput): TrackingView['acts'] {
  const possible = actsFor(input.rules, input.state, COMPLAINANT, input.now, COMPLAINANT_ACTS);
  return possible.flatMap((allowed) => (allowed.act === 'recuse' ? objections(input) : [actOf(allowed, input)]));
}

function actOf({ act, task, outcomes, form }: AllowedAct, { ruleBook, state, locale }: ComplainantActsInput): ActView {
  const stage = ruleBook.texts.stages[state.stage?.key ?? ''];
  const titled = outcomes?.map((outcome) => {
    const title = inLanguage(stage?.outcomes[outcome], locale, ruleBook.texts.locales);
    return { outcome, title: title ?? outcome };
  });
  return { act, task, ...defined({ outcomes: titled, form, texts: form ? stage?.form : undefined }) };
}

/**
 * Objections to whoever holds a task alone, each person once. Who that is stays untold: a mark stands for them, so that
 * nobody else is objected to who holds the task by the time it is sent. Of a pool somebody would have to be named, which no complainant can do without being told
 * who our people are; such an objection is made to us in words, and recorded by their superior.
 */
function objections(input: ComplainantActsInput): ActView[] {
  const { state, ruleBook, locale, marks } = input;
  const tasks = openTasks(state).filter((task) => mayObjectTo(input, task));
  const firstOfEach = tasks.filter(
    (task, index) => tasks.findIndex(({ owner }) => owner.people[0] === task.owner.people[0]) === index,
  );
  return firstOfEach.map((task) => {
    const title = inLanguage(ruleBook.texts.owners[task.owner.rule], locale, ruleBook.texts.locales);
    const owner = holdsItsRole(input, task) ? title : undefined;
    return { act: 'recuse', task: task.id, ...defined({ holder: marks.of(state, task) ?? undefined, owner }) };
  });
}

/** By doing it in thought, without a name: it is refused for a pool, and where nobody else would be left. */
function mayObjectTo({ rules, state, now }: ComplainantActsInput, { id }: TaskState): boolean {
  const act = { act: 'recuse', by: COMPLAINANT, task: id, reason: { content: '', hash: '' } } as const;
  return !isRefused(decide(rules, state, { type: 'act', act, via: 'tracking' }, now));
}

/** What was assigned to somebody else, or has climbed to a superior, is no longer with the people that its title names. */
function holdsItsRole({ rules: { procedure, people } }: ComplainantActsInput, { owner }: TaskState): boolean {
  const role = procedure.owners[owner.rule]?.role ?? '';
  const [person] = owner.people;
  return person !== undefined && people.ask('role', { person, roles: [role] });
}

/** Until when a closed complaint can be opened again, and until when for the same fault; null for what is over. */
export function reopeningUntil({ state, now }: Pick<ComplainantActsInput, 'state' | 'now'>): {
  reopenUntil: Instant | null;
  guaranteeUntil: Instant | null;
} {
  const closing = state.status === 'closed' ? state.closings.at(-1) : undefined;
  const running = (until: Instant | undefined): Instant | null => (until !== undefined && now <= until ? until : null);
  return { reopenUntil: running(closing?.reopenUntil), guaranteeUntil: running(closing?.guaranteeUntil) };
}

/** What the open stage puts to the complainant. */
export function putIn({ state, rules }: Pick<ComplainantActsInput, 'state' | 'rules'>): Offer | null {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  return rule ? kindOf(rule).offer(rule) : null;
}

/** Whether agreeing has to name one of what is offered. */
export function mayChooseOne(
  { state, rules }: Pick<ComplainantActsInput, 'state' | 'rules'>,
  offered: readonly RemedyChoice[],
): boolean {
  return putIn({ state, rules })?.alternatives === true && offered.length > 1;
}
