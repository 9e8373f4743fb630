import { kindOf } from '../../domain/kinds/table';
import type { Calendar } from '../../domain/calendar/calendar';
import type { DeadlineRef, ComplaintEvent } from '../../domain/model/event';
import type { NoticeSubject } from '../../domain/record/notice';
import { COMPLAINANT } from '../../domain/model/people';
import { isRemedies } from '../../domain/model/form-values';
import type { ComplaintState } from '../../domain/model/state';
import { nearestTask, taskById } from '../../domain/model/tasks';
import { ownTexts } from '../../domain/model/texts';
import type { Language } from './languages';
import type { RuleBook } from '../language/rule-book';
import type { Placeholder } from './schema-messages';
import { fill, inLanguage, writeRemedies, writeSpan, writeTexts, writeTime } from './wording';

export interface RenderContext {
  readonly ruleBook: RuleBook;
  readonly calendar: Calendar;
  /** The complainant's link; null leaves it out. */
  readonly trackingUrl: string | null;
}

export type Values = Readonly<Record<Placeholder, string | undefined>>;

/** What the words of a notice may name; what has nothing to show is undefined. */
export function placeholderValues(subject: NoticeSubject, context: RenderContext, language: Language): Values {
  const { event, state, reference } = subject;
  const { ruleBook, calendar, trackingUrl } = context;
  const { texts } = ruleBook;
  const { language: locale, dates, phrases } = language;
  const title = (text: Parameters<typeof inLanguage>[0]): string | undefined => inLanguage(text, locale, texts.locales);
  const time = (instant: string | null | undefined): string | undefined =>
    instant == null ? undefined : writeTime(dates, calendar, instant);
  const stage = state.stage?.key ?? event.stage;
  const asked = askedOf(subject, ruleBook);
  const closing = state.status === 'open' ? undefined : state.closings.at(-1);
  return {
    reference,
    procedure: title(texts.title),
    recipient: subject.recipientName,
    at: time(event.at),
    round: String(event.type === 'roundStarted' ? event.newRound : state.round),
    stage: stage === null ? undefined : title(texts.stages[stage]?.title),
    matter: title(matterOf(subject, ruleBook)),
    due: time(dueOf(event, state)),
    owner: title(texts.owners[nearestTask(state)?.owner.rule ?? '']),
    category: title(texts.categories[state.category ?? '']),
    severity: title(texts.severities[state.severity ?? '']),
    receivedAt: time(state.registration.receivedAt),
    replyBy: time(promisedBy(state)),
    resumeBy: time(event.type === 'paused' ? event.until : state.pausedUntil),
    reopenUntil: time(event.type === 'closed' ? event.reopenUntil : closing?.reopenUntil),
    answer: answerOf(subject, ruleBook, language),
    reason: subject.texts['reason'],
    instructions: title(asked?.instructions),
    contact: title(asked?.contact),
    solution: solutionOf(stage, subject, ruleBook, language),
    result: event.type === 'closed' ? phrases.results[event.result] : closing && phrases.results[closing.result],
    satisfaction:
      event.type === 'surveyAnswered' ? satisfactionOf(event.satisfaction, event.stage, ruleBook, title) : undefined,
    visit: event.type === 'surveyAnswered' ? String(event.visit) : undefined,
    extension: event.type === 'extended' ? writeSpan(dates, event.span) : undefined,
    routes: routesOf(ruleBook, language),
    trackingUrl: trackingUrl ?? undefined,
  };
}

/** The stage whose instructions and contact are meant for the recipient. */
function askedOf({ notice, event, state }: NoticeSubject, { procedure, texts }: RuleBook) {
  const stage = state.stage?.key ?? event.stage ?? '';
  const rule = procedure.stages[stage];
  const owed = rule !== undefined && kindOf(rule).turn(rule) === 'complainant';
  return notice.to !== COMPLAINANT || owed ? texts.stages[stage] : undefined;
}

function clockOwner(event: ComplaintEvent): DeadlineRef | undefined {
  return 'of' in event ? event.of : undefined;
}

/** What a reminder is about: a clock of the complaint, else the open stage. */
function matterOf({ event, state }: NoticeSubject, { texts }: RuleBook) {
  const of = clockOwner(event);
  if (of !== undefined && 'clock' in of) return texts.clocks[of.clock];
  return texts.stages[event.stage ?? state.stage?.key ?? '']?.title;
}

function dueOf(event: ComplaintEvent, state: ComplaintState): string | null | undefined {
  if ('dueAt' in event) return event.dueAt;
  const of = clockOwner(event);
  if (of !== undefined && 'clock' in of) return state.clocks[of.clock]?.budget.dueAt;
  if (of !== undefined) return taskById(state, of.task)?.budget.dueAt;
  if (event.type === 'progressDue') return taskById(state, event.task)?.budget.dueAt;
  return nearestTask(state)?.budget.dueAt;
}

function promisedBy(state: ComplaintState): string | undefined {
  const running = Object.values(state.clocks).filter(({ kind, stopped }) => kind === 'promise' && stopped === null);
  return running.flatMap(({ budget }) => budget.dueAt ?? []).sort()[0];
}

/** The texts of the event's form; more than one are told apart by their titles. */
function answerOf({ event, state, texts }: NoticeSubject, ruleBook: RuleBook, { language, phrases }: Language) {
  const own = ownTexts(event);
  const written = Object.fromEntries(Object.entries(texts).filter(([field]) => !Object.hasOwn(own, field)));
  const stage = event.stage ?? state.stage?.key ?? '';
  return writeTexts(written, { texts: ruleBook.texts, locale: language, stage, labelled: phrases.labelled });
}

/** What is granted or put to the complainant; alternatives are told apart from what belongs together. */
function solutionOf(
  stage: string | null,
  { event, state }: NoticeSubject,
  { procedure, texts }: RuleBook,
  { language: locale, phrases }: Language,
): string | undefined {
  if (event.type === 'granted') return writeRemedies(event.remedies, { texts, locale, joint: phrases.list });
  const rule = procedure.stages[stage ?? ''];
  const put = rule ? kindOf(rule).offer(rule) : null;
  const offered = state.facts[put?.field ?? ''];
  if (!isRemedies(offered)) return undefined;
  const joint = put?.alternatives ? phrases.either : phrases.list;
  return writeRemedies(offered, { texts, locale, joint });
}

function satisfactionOf(
  level: string,
  stage: string | null,
  { texts }: RuleBook,
  title: (text: Parameters<typeof inLanguage>[0]) => string | undefined,
): string {
  return title(texts.stages[stage ?? '']?.form.fields['satisfaction']?.options?.[level]) ?? level;
}

function routesOf({ texts }: RuleBook, { language: locale, phrases }: Language): string | undefined {
  const lines = Object.values(texts.outsideRoutes).map(({ title, contact }) => {
    const text = inLanguage(contact, locale, texts.locales);
    return `- ${fill(phrases.labelled, { label: inLanguage(title, locale, texts.locales), text })}`;
  });
  return lines.length === 0 ? undefined : lines.join('\n');
}
