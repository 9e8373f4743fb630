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

export interface DigestPart<L extends DigestLine = DigestLine> {
  readonly lines: readonly L[];
  /** How many there are, the named among them. */
  readonly count: number;
  /** There are as many or more. */
  readonly isOpenEnded: boolean;
}

export interface DigestInput {
  readonly recipientName: string;
  /** One that ships. */
  readonly language: string;
  readonly pooled: DigestPart;
  /** Each with the name of whoever is away and holds it. */
  readonly inherited: DigestPart<DigestLine & { readonly person: string }>;
  readonly now: Instant;
}

/** A digest in the recipient's words: first what they inherit, then what waits in their pools. Throws RangeError when there is no such language. */
export function renderDigest({ pooled, inherited, ...input }: DigestInput): { subject: string; body: string } {
  const language = shippedLanguage(input.language);
  const { digest } = language;
  const listed = (lines: readonly DigestLine[]) => lines.map((line) => lineOf(line, language, input.now)).join('\n');
  const people = [...new Set(inherited.lines.map(({ person }) => person))];
  const body = [
    fill(digest.greeting, { recipient: input.recipientName }),
    ...people.flatMap((person) => [
      fill(digest.inherited, { person }),
      listed(inherited.lines.filter((line) => line.person === person)),
    ]),
    ...restOf(inherited, digest),
    ...(pooled.count > 0 ? [inAll(digest.lead, pooled, digest), listed(pooled.lines)] : []),
    ...restOf(pooled, digest),
  ];
  const all = { count: pooled.count + inherited.count, isOpenEnded: pooled.isOpenEnded || inherited.isOpenEnded };
  return { subject: inAll(digest.subject, all, digest), body: body.join('\n\n') };
}

type DigestWords = Language['digest'];
type Counted = Pick<DigestPart, 'count' | 'isOpenEnded'>;

function inAll(texts: DigestWords['more'], { count, isOpenEnded }: Counted, { many }: DigestWords): string {
  return isOpenEnded ? fill(texts.other, { count: fill(many, { count: String(count) }) }) : inNumber(texts, count);
}

function restOf({ lines, count, isOpenEnded }: DigestPart, words: DigestWords): readonly string[] {
  const rest = count - lines.length;
  return rest > 0 ? [inAll(words.more, { count: rest, isOpenEnded }, words)] : [];
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
