import type { NoticeText } from '../activities/ports';
import { listNotices, type Delivery, type ListNoticesInput } from '../db/notices';
import type { Page } from '../db/page';
import type { Pool } from '../db/pool';
import type { NoticeSubject } from '../domain/record/notice';
import type { Library } from './library';
import { messageInWords } from './notice-rendering';
import { maskedTrackingUrl, type TrackingLinks } from './tracking-link';

export interface ReadNotice {
  readonly subject: NoticeSubject;
  readonly text: NoticeText;
  readonly deliveries: readonly Delivery[];
}

export interface NoticeReadingInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly links: TrackingLinks;
}

/** Who was told what. */
export class NoticeReading {
  constructor(private readonly input: NoticeReadingInput) {}

  /**
   * Newest first, as they read. The link opens the complainant's page to whoever holds it: who reads here sees that there
   * was one. Throws InvalidCursor.
   */
  async list(wanted: ListNoticesInput): Promise<Page<ReadNotice>> {
    const { pool, library, links } = this.input;
    const { items, next } = await listNotices(pool, wanted);
    const link = maskedTrackingUrl(links);
    const read = items.map(async ({ subject, deliveries }): Promise<ReadNotice> => {
      return { subject, deliveries, text: await messageInWords(library, [subject], link) };
    });
    return { items: await Promise.all(read), next };
  }
}
