import { contactableFrom } from '../domain/calendar/customs';
import { openFrom } from '../domain/calendar/opening';
import { COMPLAINANT } from '../domain/model/people';
import type { NoticeSubject } from '../domain/record/notice';
import type { ContactableFrom, NoticeText, RenderNotices, Told } from '../activities/ports';
import { languageRead } from '../procedures/customs/compile-customs';
import { renderMessage } from '../procedures/words/render';
import type { Library } from './library';
import { trackingUrl, type TrackingLinks } from './tracking-link';

/** Notices in words, as one message with that link where it has one. */
export async function messageInWords(library: Library, told: Told, link: string): Promise<NoticeText> {
  const [first, ...rest] = told;
  const ruleBook = await library.ruleBook(first.state.procedure.hash);
  const calendar = await library.calendar(ruleBook.procedure.calendar);
  const read = (subject: NoticeSubject) => ({ ...subject, locale: languageRead(subject.locale, ruleBook.texts) });
  return renderMessage([read(first), ...rest.map(read)], { ruleBook, calendar, trackingUrl: link });
}

/** Puts notices into words by the rule book that each complaint took along, in the language of the recipient. */
export function createNoticeRenderer(library: Library, links: TrackingLinks): RenderNotices {
  return async (told, length) => {
    const [{ reference, notice }] = told;
    const url = trackingUrl(links, reference);
    const text = await messageInWords(library, told, url);
    return length === 'short' ? inOneLine(text, notice.to === COMPLAINANT ? url : null) : text;
  };
}

/** What it is about, and for the complainant the link to all of it. */
function inOneLine({ subject }: NoticeText, url: string | null): NoticeText {
  return { subject, body: url === null ? subject : `${subject} ${url}` };
}

/**
 * When somebody may be contacted, by the calendar of the procedure as it is now: staff in its working hours, complainants
 * outside the quiet hours of the customs that ship now. What a run took along counts for nothing: what was put right since
 * holds for everything not sent yet.
 */
export function createContactHours(library: Library): ContactableFrom {
  return async ({ notice, state }, instant) => {
    const { calendar, customs } = await library.rules(state.procedure.hash, state.registration.locale);
    return notice.to === COMPLAINANT ? contactableFrom(customs, calendar, instant) : openFrom(calendar, instant);
  };
}
