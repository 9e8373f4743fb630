import { z } from 'zod';
import { CHANNEL_NAMES } from '../domain/model/channel';
import { cursor, instant, key, limit, pageOf } from './values';

export const noticeSchema = z
  .object({
    id: z.string(),
    reference: z.string(),
    template: z.string(),
    to: z.string(),
    event: z.int(),
    at: instant,
    locale: z.string(),
    subject: z.string(),
    body: z.string(),
    deliveries: z.array(
      z.object({
        channel: z.enum(CHANNEL_NAMES),
        status: z.enum(['pending', 'sent', 'failed', 'not-needed']),
        attempts: z.int(),
        notBefore: instant.nullable().meta({
          description:
            'While it is pending, when it is tried at the earliest: a retry, or the beginning of the hours in which they may be contacted.',
        }),
        sentAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Notice', description: 'Who was told what, and whether it went out. Tracking links are masked.' });

export const noticePageSchema = pageOf(noticeSchema).meta({ id: 'NoticePage' });
export type NoticeView = z.output<typeof noticeSchema>;
export type NoticePage = z.output<typeof noticePageSchema>;

export const noticeQuery = z.strictObject({
  reference: key.optional(),
  to: key.optional().meta({ description: 'A staff id, or `complainant`.' }),
  cursor: cursor.optional(),
  limit,
});
export type NoticeQuery = z.input<typeof noticeQuery>;
