import { isComplainantsMove, nearestTask } from '../../domain/model/tasks';
import type { Instant } from '../../domain/calendar/calendar';
import type { ComplaintEvent } from '../../domain/model/event';
import { isRemedies, offersRemedies } from '../../domain/model/form-values';
import type { RemedyChoice } from '../../domain/model/procedure';
import type { Rules } from '../../domain/model/rules';
import type { ClockState, ComplaintState } from '../../domain/model/state';
import type { RecordedEvent } from '../../db/timeline';
import type { RuleBook } from '../../procedures/language/rule-book';
import { shippedLanguage, type Language } from '../../procedures/words/languages';
import { inLanguage, writeTexts } from '../../procedures/words/wording';
import { defined } from '../../contract/defined';
import type { HolderMarks } from './holder-marks';
import type { TrackingView } from '../../contract/tracking';
import type { Texts } from '../texts';
import { KINDS, kindOf } from '../../domain/kinds/table';
import { complainantActs, mayChooseOne, putIn, reopeningUntil } from './tracking-acts';
import { historyOf } from './tracking-history';

export interface TrackingViewInput {
  readonly state: ComplaintState;
  readonly rules: Rules;
  readonly ruleBook: RuleBook;
  readonly events: readonly RecordedEvent[];
  /** Texts of the events that `addressedToComplainant` names. */
  readonly texts: ReadonlyMap<number, Texts>;
  /** One of the languages that ship. */
  readonly locale: string;
  readonly now: Instant;
  readonly marks: HolderMarks;
}

/** What the complainant may see of their complaint: built up field by field, nothing is passed on as it is. */
export function trackingView(input: TrackingViewInput): TrackingView {
  const { state, ruleBook, locale } = input;
  const words = shippedLanguage(locale).tracking;
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
    next: nextOf(input, words),
    promise: promiseOf(state),
    pausedUntil: state.pausedUntil,
    ...reopeningUntil(input),
    offers: titledRemedies(input, offeredIn(input)),
    alternatives: mayChooseOne(input, offeredIn(input)),
    answer: answerOf(input),
    asked: askedOf(input),
    report: reportOf(input),
    zone: input.rules.calendar.zone,
    outsideRoutes: outsideRoutesOf(input),
    history: historyOf(input, words).map(({ remedies, ...entry }) => ({
      ...entry,
      ...(remedies.length > 0 ? { remedies: titledRemedies(input, remedies) } : {}),
    })),
    acts: complainantActs(input),
  };
}

function progressOf(state: ComplaintState, words: Language['tracking']): TrackingView['progress'] {
  if (state.status === 'archived') return { state: 'archived', words: words.progress.archived };
  const closing = state.closings.at(-1);
  if (state.status === 'closed' && closing) return { state: closing.result, words: words.closed[closing.result] };
  if (state.pausedUntil !== null) return { state: 'paused', words: words.progress.paused };
  const kind = state.stage?.kind;
  if (kind === undefined || kind === 'close') return { state: 'between', words: words.progress.between };
  return { state: kind, words: words.progress[kind === 'await' && theirMove(state) ? 'asked' : kind] };
}

function theirMove({ stage }: ComplaintState): boolean {
  return stage?.tasks.some(isComplainantsMove) ?? false;
}

function nextOf(input: TrackingViewInput, words: Language['tracking']): TrackingView['next'] {
  const { state, rules } = input;
  if (state.status === 'closed') return nextWhenClosed(input, words);
  if (state.status !== 'open') return null;
  if (state.pausedUntil !== null) return { words: words.next.information, dueAt: state.pausedUntil };
  const task = nearestTask(state);
  const dueAt = task?.budget.dueAt ?? null;
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  const turn = rule && kindOf(rule).turn(rule);
  const next = rule && turn && words.next[kindOf(rule).page(turn).next];
  if (next && turn === 'complainant') return { words: next, dueAt };
  const promise = runningPromise(state);
  if (promise?.missed || (!promise && task?.missed)) return { words: words.next.late, dueAt: null };
  const promised = promise?.budget.dueAt;
  if (promised) return { words: words.next.answer, dueAt: promised };
  return dueAt === null ? null : { words: next ?? words.next.work, dueAt };
}

function nextWhenClosed(input: TrackingViewInput, words: Language['tracking']): TrackingView['next'] {
  const { reopenUntil, guaranteeUntil } = reopeningUntil(input);
  if (reopenUntil !== null) return { words: words.next.reopen, dueAt: reopenUntil };
  return guaranteeUntil === null ? null : { words: words.next.guarantee, dueAt: guaranteeUntil };
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

/** What is put to the complainant now, in the order that choices count by. */
function offeredIn({ state, rules }: TrackingViewInput): readonly RemedyChoice[] {
  const offered = state.facts[putIn({ state, rules })?.field ?? ''];
  return isRemedies(offered) ? offered : [];
}

function titledRemedies(
  { ruleBook: { texts }, locale }: TrackingViewInput,
  remedies: readonly RemedyChoice[],
): TrackingView['offers'] {
  return remedies.map(({ remedy, amount, currency }) => ({
    remedy,
    title: inLanguage(texts.remedies[remedy], locale, texts.locales) ?? remedy,
    ...defined({ amount, currency }),
  }));
}

/** Events whose texts the complainant may read: the latest answer and report to them, and what they are asked for. */
export function addressedToComplainant(
  state: ComplaintState,
  events: readonly RecordedEvent[],
): readonly ComplaintEvent[] {
  return [...answers(state, events), ...questions(state, events), ...reports(state, events)];
}

/** The latest word on how things stand, until the complaint is closed. */
function reports({ status }: ComplaintState, events: readonly RecordedEvent[]): readonly ComplaintEvent[] {
  if (status !== 'open') return [];
  return events
    .map(({ event }) => event)
    .filter(({ type }) => type === 'progressReported')
    .slice(-1);
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
  const asked = state.stage !== null && KINDS[state.stage.kind].tells('complainant').complainant === 'proposal';
  const told = events
    .map(({ event }) => event)
    .filter((event) => {
      if (event.type !== 'taskCompleted') return false;
      return event.final !== undefined || (asked && offersRemedies(event.form));
    });
  return told.slice(-1);
}

function answerOf({ state, events, texts, ruleBook, locale }: TrackingViewInput): string | null {
  const [event] = answers(state, events);
  if (!event) return null;
  const kept = Object.entries(texts.get(event.number) ?? {}).filter(
    (entry): entry is [string, string] => entry[0] !== 'reason' && entry[1] !== null,
  );
  const { labelled } = shippedLanguage(locale).phrases;
  const wording = { texts: ruleBook.texts, locale, stage: event.stage ?? '', labelled };
  return writeTexts(Object.fromEntries(kept), wording) ?? null;
}

/** What a pause waits for; else what the open stage wants done, and where, if it is the complainant's move. */
function askedOf({ state, events, texts, rules, ruleBook, locale }: TrackingViewInput): string | null {
  const [event] = questions(state, events);
  if (event) return texts.get(event.number)?.['reason'] ?? null;
  const rule = rules.procedure.stages[state.stage?.key ?? ''];
  if (!rule || kindOf(rule).turn(rule) !== 'complainant') return null;
  const { instructions, contact } = ruleBook.texts.stages[state.stage?.key ?? ''] ?? {};
  const said = [instructions, contact].flatMap((text) => inLanguage(text, locale, ruleBook.texts.locales) ?? []);
  return said.length === 0 ? null : said.join('\n\n');
}

function reportOf({ state, events, texts }: TrackingViewInput): string | null {
  const [event] = reports(state, events);
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
