import type { ApiContext } from '../context';
import { defined } from '../../contract/defined';
import { route, type Route } from '../http/endpoint';
import { noticePageSchema, noticeQuery, type NoticePage, type NoticeView } from '../../contract/notice';
import type { ReadNotice } from '../../services/notice-reading';

/** Who was told what. */
export function noticeRoutes({ notices }: ApiContext): Route[] {
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
      const page = await notices.list({ ...defined(wanted), limit });
      const body: NoticePage = { items: page.items.map(viewOf), next: page.next };
      return { status: 200, body };
    },
  );
  return [list];
}

function viewOf({ subject, text, deliveries }: ReadNotice): NoticeView {
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
