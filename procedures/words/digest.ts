import type { Calendar, Instant } from '../../domain/calendar/calendar';
import type { RuleBook } from '../language/rule-book';
import { shippedLanguage, type Language } from './languages';
import { fill, inLanguage, inNumber, writeTime } from './wording';

/** A task that somebody may take, with what its words come from. */
export interface DigestLine {
  readonly reference: string;
  readonly stage: string;
  /** Null while it stands still. */
  readonly dueAt: Instant | null;
  readonly ruleBook: RuleBook;
  readonly calendar: Calendar;
}

export interface DigestInput {
  readonly recipientName: string;
  /** One that ships. */
  readonly language: string;
  readonly lines: readonly DigestLine[];
  /** How many there are, the named among them. */
  readonly count: number;
  /** There are as many or more. */
  readonly isOpenEnded: boolean;
  readonly now: Instant;
}

/** A digest in the recipient's words. Throws RangeError when there is no such language. */
export function renderDigest({ lines, count, isOpenEnded, ...input }: DigestInput): { subject: string; body: string } {
  const language = shippedLanguage(input.language);
  const { digest } = language;
  const inAll = (texts: Language['digest']['more'], number: number): string =>
    isOpenEnded ? fill(texts.other, { count: fill(digest.many, { count: String(number) }) }) : inNumber(texts, number);
  const rest = count - lines.length;
  const body = [
    `${fill(digest.greeting, { recipient: input.recipientName })}\n\n${inAll(digest.lead, count)}`,
    lines.map((line) => lineOf(line, language, input.now)).join('\n'),
    ...(rest > 0 ? [inAll(digest.more, rest)] : []),
  ];
  return { subject: inAll(digest.subject, count), body: body.join('\n\n') };
}

function lineOf({ reference, stage, dueAt, ruleBook, calendar }: DigestLine, language: Language, now: Instant): string {
  const { digest, dates } = language;
  const { texts } = ruleBook;
  const title = (text: Parameters<typeof inLanguage>[0]) => inLanguage(text, language.language, texts.locales);
  const known = { reference, stage: title(texts.stages[stage]?.title) ?? stage, procedure: title(texts.title) };
  if (dueAt === null) return fill(digest.still, known);
  const due = writeTime(dates, calendar, dueAt);
  return fill(dueAt <= now ? digest.overdue : digest.task, { ...known, due });
}
