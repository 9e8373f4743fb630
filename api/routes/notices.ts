import { listNotices, type NoticeEntry } from '../../db/notices';
import { languageRead } from '../../procedures/customs/compile-customs';
import { renderNotice } from '../../procedures/words/render';
import type { ApiContext } from '../context';
import { defined } from '../../contract/defined';
import { route, type Route } from '../http/endpoint';
import { noticePageSchema, noticeQuery, type NoticePage, type NoticeView } from '../../contract/notice';

const MASK = '…';

/** Who was told what. */
export function noticeRoutes(context: ApiContext): Route[] {
  const list = route(
    {
      method: 'get',
      path: '/v1/notices',
      operationId: 'listNotices',
      tag: 'Notices',
      summary: 'Notices, newest first, as they read; tracking links are masked',
      access: 'staff',
      query: noticeQuery,
      answers: { 200: { description: 'One page', schema: noticePageSchema } },
      problems: ['invalid-cursor'],
    },
    async ({ query }) => {
      const { limit, ...wanted } = query;
      const page = await listNotices(context.pool, { ...defined(wanted), limit });
      const body: NoticePage = {
        items: await Promise.all(page.items.map((entry) => viewOf(context, entry))),
        next: page.next,
      };
      return { status: 200, body };
    },
  );
  return [list];
}

/** The link opens the complainant's page to whoever holds it: staff see that there was one. */
async function viewOf({ library, links }: ApiContext, { subject, deliveries }: NoticeEntry): Promise<NoticeView> {
  const ruleBook = await library.ruleBook(subject.state.procedure.hash);
  const calendar = await library.calendar(ruleBook.procedure.calendar);
  const masked = `${links.publicUrl}/track#${MASK}`;
  const read = { ...subject, locale: languageRead(subject.locale, ruleBook.texts) };
  const text = renderNotice(read, { ruleBook, calendar, trackingUrl: masked });
  const { id, template, to, event, at } = subject.notice;
  return {
    ...{ id, reference: subject.reference, template, to, event, at, locale: subject.locale },
    subject: text.subject,
    body: text.body,
    deliveries: deliveries.map(({ channel, status, attempts, notBefore, sentAt }) => ({
      channel,
      status,
      attempts,
      notBefore: notBefore?.toISOString() ?? null,
      sentAt: sentAt?.toISOString() ?? null,
    })),
  };
}
