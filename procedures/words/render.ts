import type { NoticeSubject } from '../../domain/record/notice';
import { NOTICE_TEMPLATES } from '../../domain/model/notice-template';
import { COMPLAINANT } from '../../domain/model/people';
import { shippedLanguage, type Language } from './languages';
import { placeholderValues, type RenderContext, type Values } from './placeholders';
import type { Audience } from './schema-messages';
import { fill } from './wording';

export type { RenderContext } from './placeholders';

/** What somebody is told by one notice, in words. */
interface Statement {
  readonly notice: NoticeSubject;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly link: string;
}

/**
 * What one person is told about one complaint, as one message: each thing once, and under the weightiest subject. A line
 * whose placeholder has nothing to show is left out. Throws RangeError when there is no such text for the recipient, or no
 * such language.
 */
export function renderMessage(
  told: readonly [NoticeSubject, ...NoticeSubject[]],
  context: RenderContext,
): { subject: string; body: string } {
  const [first] = told;
  const language = shippedLanguage(first.locale);
  const audience = first.notice.to === COMPLAINANT ? 'complainant' : 'staff';
  const statements = told.map((notice) => statementOf(notice, { audience, context, language }));
  const byWeight = statements.toSorted((one, other) => weight(one) - weight(other));
  // To the complainant it is told as it happened; to staff what is most pressing comes first.
  const said = audience === 'complainant' ? statements : byWeight;
  const greeting = fill(language.greetings[audience], placeholderValues(first, context, language));
  const link = byWeight.map((one) => one.link).find((one) => one !== '');
  const paragraphs = [greeting, ...paragraphsOf(said.filter((one) => !isSaidBy(one, statements))), link ?? ''];
  return { subject: byWeight[0]?.subject ?? '', body: paragraphs.filter((one) => one !== '').join('\n\n') };
}

interface Wording {
  readonly audience: Audience;
  readonly context: RenderContext;
  readonly language: Language;
}

function statementOf(notice: NoticeSubject, { audience, context, language }: Wording): Statement {
  const { template } = notice.notice;
  const message = language.messages[template][audience];
  if (message === undefined) throw new RangeError(`template "${template}" has no text for ${audience}`);
  const values = placeholderValues(notice, context, language);
  return {
    notice,
    subject: fill(message.subject, values).replace(/\s+/g, ' ').trim(),
    paragraphs: fillParagraphs(message.body, values),
    link: fillParagraphs(message.link ?? '', values).join(''),
  };
}

function fillParagraphs(body: string, values: Values): readonly string[] {
  const known = values as Readonly<Record<string, string | undefined>>;
  const kept = body.split('\n').filter((line) => {
    const asked = [...line.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => known[word]);
    return asked.every((value) => value !== undefined && value !== '');
  });
  const paragraphs = kept.join('\n').split(/\n{2,}/);
  return paragraphs.map((paragraph) => fill(paragraph.trim(), known)).filter((paragraph) => paragraph !== '');
}

/**
 * Two that say the same are said once. Of two in a row that begin alike the second goes on with its details; one about the
 * details that were just named does not repeat them.
 */
function paragraphsOf(statements: readonly Statement[]): readonly string[] {
  const said = new Set<string>();
  let before = { lead: '', details: '' };
  return statements.flatMap(({ paragraphs }) => {
    const whole = paragraphs.join('\n\n');
    if (said.has(whole)) return [];
    said.add(whole);
    const [lead = '', ...rest] = paragraphs;
    const details = rest.join('\n\n');
    const isAlike = details !== '' && lead === before.lead;
    const isAboutTheSame = details !== '' && details === before.details;
    before = { lead, details };
    return [...(isAlike ? [] : [lead]), ...(isAboutTheSame ? [] : rest)];
  });
}

/** A limit that is over needs no reminder. */
function isSaidBy({ notice: { notice, event } }: Statement, all: readonly Statement[]): boolean {
  if (notice.template !== 'reminder' || event.type !== 'rungReached') return false;
  const { of } = event;
  return all.some(({ notice: other }) => other.event.type === 'deadlineMissed' && isSame(other.event.of, of));
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function weight({ notice }: Statement): number {
  return NOTICE_TEMPLATES.indexOf(notice.notice.template);
}
