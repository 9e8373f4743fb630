import type { Channel } from '../domain/model/channel';
import type { NoticeSubject } from '../domain/record/notice';
import { Conditions } from './conditions';
import { NOTICE_COLUMNS, SUBJECTS, subjectsOf, type NoticeRow } from './notice-subjects';
import { pageOf, readCursor, writeCursor, type Page } from './page';
import type { Pool } from './pool';

export { createOutbox } from './outbox';

export interface Delivery {
  readonly channel: Channel;
  /** `not-needed`: the recipient's address is gone. */
  readonly status: 'pending' | 'sent' | 'failed' | 'not-needed';
  readonly attempts: number;
  /** While it is pending: when it is tried at the earliest. */
  readonly notBefore: Date | null;
  readonly sentAt: Date | null;
  readonly error: string | null;
}

export interface NoticeEntry {
  readonly subject: NoticeSubject;
  /** Empty for a recipient without any address. */
  readonly deliveries: readonly Delivery[];
}

export interface ListNoticesInput {
  readonly reference?: string;
  /** Staff id, or `complainant`. */
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const LIST = 'notices';

/** Newest first. Throws InvalidCursor. */
export async function listNotices(pool: Pool, input: ListNoticesInput): Promise<Page<NoticeEntry>> {
  const query = new Conditions();
  query.compare('n.reference', '=', input.reference);
  query.compare('n.recipient', '=', input.to);
  const after = readCursor(LIST, 1, input.cursor);
  if (after) query.add(`(n.at, n.id) < (${query.value(after.at)}::timestamptz, ${query.value(after.ids[0])})`);
  const { rows } = await pool.query<NoticeRow>(
    `select ${NOTICE_COLUMNS} from notices n ${SUBJECTS} ${query.where()}
     order by n.at desc, n.id desc limit ${query.value(input.limit + 1)}`,
    query.values,
  );
  const page = pageOf({
    rows,
    limit: input.limit,
    cursorAfter: (row) => writeCursor(LIST, { at: row.at.toISOString(), ids: [row.id] }),
    item: (row) => row,
  });
  const subjects = await subjectsOf(pool, page.items);
  const deliveries = await deliveriesOf(pool, page.items);
  const items = subjects.map((subject) => ({ subject, deliveries: deliveries.get(subject.notice.id) ?? [] }));
  return { items, next: page.next };
}

async function deliveriesOf(
  pool: Pool,
  notices: readonly NoticeRow[],
): Promise<ReadonlyMap<string, readonly Delivery[]>> {
  const { rows } = await pool.query<Delivery & { notice: string }>(
    `select notice, channel, status, attempts, sent_at as "sentAt", error,
       case when status = 'pending' then next_attempt_at end as "notBefore"
     from deliveries
     where notice = any($1) order by notice, channel`,
    [notices.map(({ id }) => id)],
  );
  const byNotice = new Map<string, Delivery[]>();
  for (const { notice, ...delivery } of rows) byNotice.set(notice, [...(byNotice.get(notice) ?? []), delivery]);
  return byNotice;
}
