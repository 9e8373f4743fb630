import { nearestTask } from '../domain/tasks';
import { actsFor, type AllowedAct } from '../domain/access';
import { COMPLAINANT } from '../domain/people';
import type { ComplaintEvent } from '../domain/event';
import type { Rules } from '../domain/rules';
import type { ClockState, ComplaintState } from '../domain/state';
import type { RecordedEvent } from '../db/timeline';
import type { RuleBook } from '../procedures/rule-book';
import { inLanguage } from '../procedures/wording';
import { defined } from './defined';
import { COMPLAINANT_ACTS } from './schemas/act';
import type { TrackingView } from './schemas/tracking';
import type { Texts } from './texts';
import { trackingWords, type HistoryEntry, type TrackingWords } from './tracking-words';

export interface TrackingViewInput {
  readonly state: ComplaintState;
  readonly rules: Rules;
  readonly ruleBook: RuleBook;
  readonly events: readonly RecordedEvent[];
  /** Texts of the events that `addressedToComplainant` names. */
  readonly texts: ReadonlyMap<number, Texts>;
  readonly locale: string;
}

/** What the complainant may see of their complaint: built up field by field, nothing is passed on as it is. */
export function trackingView(input: TrackingViewInput): TrackingView {
  const { state, ruleBook, locale, events } = input;
  const words = trackingWords(locale);
  const closing = state.closings.at(-1);
  const ended = state.status === 'open' ? undefined : closing;
  return {
    reference: state.reference,
    procedure: inLanguage(ruleBook.texts.title, locale, ruleBook.texts.locales) ?? ruleBook.procedure.key,
    locale,
    status: state.status,
    result: ended?.result ?? null,
    receivedAt: state.registration.receivedAt,
    progress: progressOf(state, words),
    next: nextOf(state, words),
    promise: promiseOf(state),
    pausedUntil: state.pausedUntil,
    reopenUntil: state.status === 'closed' ? (closing?.reopenUntil ?? null) : null,
    offers: offersOf(input),
    answer: answerOf(input),
    asked: askedOf(input),
    zone: input.rules.calendar.zone,
    outsideRoutes: outsideRoutesOf(input),
    history: events.flatMap(({ event }) => {
      const entry = historyEntry(event);
      return entry ? [{ at: event.at, words: words.history[entry] }] : [];
    }),
    acts: actsOf(input, words),
  };
}

function progressOf(state: ComplaintState, words: TrackingWords): TrackingView['progress'] {
  if (state.status === 'archived') return { state: 'archived', words: words.progress.archived };
  const closing = state.closings.at(-1);
  if (state.status === 'closed' && closing) return { state: closing.result, words: words.closed[closing.result] };
  if (state.pausedUntil !== null) return { state: 'paused', words: words.progress.paused };
  const kind = state.stage?.kind;
  if (kind === undefined || kind === 'close') return { state: 'between', words: words.progress.between };
  return { state: kind, words: words.progress[kind] };
}

function nextOf(state: ComplaintState, words: TrackingWords): TrackingView['next'] {
  const closing = state.closings.at(-1);
  if (state.status === 'closed' && closing) return { words: words.next.reopen, dueAt: closing.reopenUntil };
  if (state.status !== 'open') return null;
  if (state.pausedUntil !== null) return { words: words.next.information, dueAt: state.pausedUntil };
  const task = nearestTask(state);
  const dueAt = task?.budget.dueAt ?? null;
  if (state.stage?.kind === 'consent') return { words: words.next.choose, dueAt };
  const promise = runningPromise(state);
  if (promise?.missed || (!promise && task?.missed)) return { words: words.next.late, dueAt: null };
  const promised = promise?.budget.dueAt;
  if (promised) return { words: words.next.answer, dueAt: promised };
  if (dueAt === null) return null;
  if (state.stage?.kind === 'execute') return { words: words.next.execute, dueAt };
  if (state.stage?.kind === 'revisit') return { words: words.next.visit, dueAt };
  return { words: words.next.work, dueAt };
}

function runningPromise(state: ComplaintState): ClockState | undefined {
  const running = Object.values(state.clocks).filter(({ kind, stopped }) => kind === 'promise' && stopped === null);
  return running.sort((one, other) => ((one.budget.dueAt ?? '~') < (other.budget.dueAt ?? '~') ? -1 : 1))[0];
}

function promiseOf(state: ComplaintState): TrackingView['promise'] {
  const clock = runningPromise(state) ?? Object.values(state.clocks).find(({ kind }) => kind === 'promise');
  if (!clock) return null;
  return { replyBy: clock.budget.dueAt, kept: clock.stopped ? clock.stopped.met : clock.missed ? false : null };
}

function offersOf({ state, rules, ruleBook, locale }: TrackingViewInput): TrackingView['offers'] {
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  const offered = rule?.kind === 'consent' ? state.facts[rule.offer] : undefined;
  if (typeof offered !== 'object' || offered === null) return [];
  const { texts } = ruleBook;
  return offered.map(({ remedy, amount, currency }) => ({
    remedy,
    title: inLanguage(texts.remedies[remedy], locale, texts.locales) ?? remedy,
    ...defined({ amount, currency }),
  }));
}

/** Events whose texts the complainant may read: the latest answer to them, and what they are asked for. */
export function addressedToComplainant(
  state: ComplaintState,
  events: readonly RecordedEvent[],
): readonly ComplaintEvent[] {
  return [...answers(state, events), ...questions(state, events)];
}

/** What a running pause waits for. */
function questions({ pausedUntil }: ComplaintState, events: readonly RecordedEvent[]): readonly ComplaintEvent[] {
  if (pausedUntil === null) return [];
  return events
    .map(({ event }) => event)
    .filter(({ type }) => type === 'paused')
    .slice(-1);
}

/** Replies, and what is proposed once it is put to the complainant. */
function answers(state: ComplaintState, events: readonly RecordedEvent[]): readonly ComplaintEvent[] {
  const asked = state.stage?.kind === 'consent';
  const told = events
    .map(({ event }) => event)
    .filter((event) => {
      if (event.type !== 'taskCompleted') return false;
      return isReply(events, event.task) || (asked && 'answer' in event.form);
    });
  return told.slice(-1);
}

function isReply(events: readonly RecordedEvent[], task: string): boolean {
  return events.some(({ event }) => event.type === 'taskOpened' && event.task === task && event.kind === 'reply');
}

function answerOf({ state, events, texts }: TrackingViewInput): string | null {
  const [event] = answers(state, events);
  return (event && texts.get(event.number)?.['answer']) ?? null;
}

function askedOf({ state, events, texts }: TrackingViewInput): string | null {
  const [event] = questions(state, events);
  return (event && texts.get(event.number)?.['reason']) ?? null;
}

function outsideRoutesOf({ events, ruleBook, locale }: TrackingViewInput): TrackingView['outsideRoutes'] {
  const named = events.some(
    ({ event }) => event.type === 'referred' || (event.type === 'taskCompleted' && event.final),
  );
  if (!named) return [];
  const { outsideRoutes, locales } = ruleBook.texts;
  return Object.entries(outsideRoutes).map(([route, { title, contact }]) => ({
    route,
    title: inLanguage(title, locale, locales) ?? route,
    contact: inLanguage(contact, locale, locales) ?? '',
  }));
}

function historyEntry(event: ComplaintEvent): HistoryEntry | null {
  switch (event.type) {
    case 'registered':
    case 'paused':
    case 'resumed':
    case 'extended':
    case 'withdrawn':
    case 'referred':
    case 'closed':
    case 'reopened':
      return event.type;
    case 'stageOpened':
      return event.kind === 'hand-over' ? 'handed-over' : event.kind === 'consent' ? 'proposed' : null;
    case 'stageCompleted':
      return outcomeEntry(event.outcome);
    case 'surveyAnswered':
      return 'surveyed';
    case 'roundStarted':
      return 'round';
    case 'evidenceAdded':
      return 'evidence';
    case 'noted':
      return event.actor === COMPLAINANT ? 'note' : null;
    default:
      return null;
  }
}

/** Outcomes that stage kinds bring with them; those of a task are the organisation's own business. */
function outcomeEntry(outcome: string): HistoryEntry | null {
  const told: Readonly<Record<string, HistoryEntry>> = {
    agreed: 'agreed',
    disagreed: 'disagreed',
    silent: 'silent',
    done: 'executed',
    sent: 'replied',
  };
  return told[outcome] ?? null;
}

function actsOf(input: TrackingViewInput, words: TrackingWords): TrackingView['acts'] {
  const { rules, state } = input;
  const possible = actsFor(rules, state, COMPLAINANT);
  return possible.flatMap((allowed) => (isForComplainant(allowed) ? [actOf(allowed, input, words)] : []));
}

function isForComplainant({ act }: AllowedAct): boolean {
  return COMPLAINANT_ACTS.some((known) => known === act);
}

function actOf({ act, task, outcomes, form }: AllowedAct, input: TrackingViewInput, words: TrackingWords) {
  const { ruleBook, state, locale } = input;
  const stage = ruleBook.texts.stages[state.stage?.key ?? ''];
  const titled = outcomes?.map((outcome) => {
    const title = inLanguage(stage?.outcomes[outcome], locale, ruleBook.texts.locales);
    return { outcome, title: title ?? words.defaultOutcomes[outcome] ?? outcome };
  });
  return { act, task, ...defined({ outcomes: titled, form, texts: form ? stage?.form : undefined }) };
}
