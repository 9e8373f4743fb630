import type { FormValues } from '../model/act';
import type { EventOf } from '../model/event';
import { withDeadline, withTask } from './fold-budgets';
import { factsOf, offeredField, offersRemedies } from '../model/form-values';
import { KINDS } from '../kinds/table';
import { COMPLAINANT, sourceOf, SYSTEM, TIME } from '../model/people';
import type { ComplaintState, Explanation, StageState, TaskState } from '../model/state';
import { formTexts } from '../model/texts';

export function opened(state: ComplaintState, event: EventOf<'taskOpened'>): ComplaintState {
  const task: TaskState = {
    id: event.task,
    part: event.part,
    owner: event.owner,
    budget: { startedAt: event.at, limit: event.limit, extensions: [], pausable: event.pausable, dueAt: event.dueAt },
    step: event.step,
    level: 0,
    rungsReached: [],
    missed: false,
    declined: [],
    offer: 0,
    offeredAt: event.at,
    taken: false,
    failedAttempts: 0,
    ...(event.turn === undefined ? {} : { turn: event.turn }),
    ...(event.until === undefined ? {} : { until: event.until }),
  };
  const { openedAt = event.at, tasks = [], parts = {}, offers = [] } = state.stage ?? {};
  const stage = { key: event.stage ?? '', kind: event.kind, openedAt, tasks: [...tasks, task], parts, offers };
  return { ...state, stage };
}

export function completed(state: ComplaintState, event: EventOf<'taskCompleted'>): ComplaintState {
  const { stage } = state;
  if (!stage) return state;
  const { work, carriesOut } = KINDS[stage.kind];
  const part = stage.tasks.find(({ id }) => id === event.task)?.part ?? null;
  const before = Object.keys(stage.parts).length > 0 ? state.proposedBy : [];
  return {
    ...afterOffer(state, stage, event),
    stage: {
      ...stage,
      tasks: stage.tasks.filter(({ id }) => id !== event.task),
      parts: part === null ? stage.parts : { ...stage.parts, [part]: event.outcome },
      offers: offersOf(stage, event.form),
    },
    facts: { ...state.facts, ...factsOf(event.form) },
    ...(carriesOut ? { carriedOut: true } : {}),
    ...(isPerson(event.actor) ? { handledBy: handled(state, stage.key, event.actor) } : {}),
    proposedBy: work === 'proposes' ? [...new Set([...before, event.actor])].sort() : state.proposedBy,
  };
}

/** What a form offers takes the place of what was offered before, beside what other parts of the stage have offered. */
function afterOffer(state: ComplaintState, stage: StageState, event: EventOf<'taskCompleted'>): ComplaintState {
  if (!offersRemedies(event.form)) return state;
  const { carriedOut: _old, alternatives, ...rest } = state;
  const allAre = event.alternatives === true && (stage.offers.length === 0 || alternatives === true);
  return {
    ...rest,
    offered: offersOf(stage, event.form),
    offerTexts: formTexts(event),
    ...(allAre ? { alternatives: true } : {}),
  };
}

function offersOf({ offers }: StageState, form: FormValues): readonly string[] {
  const field = offeredField(form);
  return field === undefined ? offers : [...new Set([...offers, field])].sort();
}

export function passedOn(state: ComplaintState): ComplaintState {
  return { ...state, passedOn: (state.passedOn ?? 0) + 1 };
}

function isPerson(actor: string): boolean {
  return actor !== COMPLAINANT && actor !== TIME && actor !== SYSTEM && sourceOf(actor) === null;
}

function handled({ handledBy = {} }: ComplaintState, stage: string, person: string) {
  return { ...handledBy, [stage]: [...new Set([...(handledBy[stage] ?? []), person])].sort() };
}

export function rungReached(state: ComplaintState, event: EventOf<'rungReached'>): ComplaintState {
  const climbed = withDeadline(state, event.of, (waiting) => ({
    ...waiting,
    level: Math.max(waiting.level, event.level),
    rungsReached: [...waiting.rungsReached, event.rung],
  }));
  const given =
    event.owner && 'task' in event.of
      ? withTask(climbed, event.of.task, (task) => ({ ...task, taken: true, owner: event.owner ?? task.owner }))
      : climbed;
  if (event.explain.length === 0) return given;
  const owed: Explanation = {
    stage: event.stage ?? '',
    round: event.round,
    task: 'task' in event.of ? event.of.task : null,
    owedBy: event.explain,
    since: event.at,
    givenBy: null,
  };
  return { ...given, explanations: [...given.explanations, owed] };
}

/** Whoever owes explanations of a task gives their own; anybody else who may explain it gives all that are open. */
export function explained(owing: readonly Explanation[], event: EventOf<'delayExplained'>): readonly Explanation[] {
  const open = owing.filter(({ givenBy, task }) => givenBy === null && task === event.task);
  const own = open.filter(({ owedBy }) => owedBy.includes(event.actor));
  const given = own.length > 0 ? own : open;
  return owing.map((owed) => (given.includes(owed) ? { ...owed, givenBy: event.actor } : owed));
}
