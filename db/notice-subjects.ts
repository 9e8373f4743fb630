import type { Moment } from '../domain/record/moment';
import type { NoticeSubject } from '../domain/record/notice';
import type { NoticeTemplate } from '../domain/model/notice-template';
import { recipientsOf } from './addresses';
import type { Queryable } from './pool';

/** A notice as stored, joined with who receives it and the moment that it is made from. */
export interface NoticeRow {
  readonly id: string;
  readonly reference: string;
  readonly event: number;
  readonly template: NoticeTemplate;
  readonly recipient: string;
  readonly at: Date;
  readonly recipientName: string;
  readonly locale: string;
  readonly moment: Moment;
}

/** Columns of a NoticeRow; to be used with SUBJECTS. */
export const NOTICE_COLUMNS = `n.id, n.reference, n.event, n.template, n.recipient, n.at,
  coalesce(s.name, k.name, n.recipient) as "recipientName", coalesce(s.locale, c.locale, 'en') as locale,
  json_build_object('event', m.body, 'state', m.state, 'texts', m.texts) as moment`;

/** Joins notices `n` with their moment and their recipient, of complainants with the complaint `c`. */
export const SUBJECTS = `join moments m on m.reference = n.reference and m.event = n.event
  ${recipientsOf('n')}
  left join complaints c on n.recipient = 'complainant' and c.reference = n.reference`;

/** What each notice is about, in the order of the rows. */
export async function subjectsOf(db: Queryable, rows: readonly NoticeRow[]): Promise<readonly NoticeSubject[]> {
  const refs = rows.flatMap(({ moment }) => Object.values(moment.texts).map(({ content }) => content));
  const contents = await textsOf(db, refs);
  return rows.map((row) => subjectOf(row, contents));
}

function subjectOf(row: NoticeRow, contents: ReadonlyMap<string, string>): NoticeSubject {
  const { id, template, recipient, event, at, reference, locale, recipientName, moment } = row;
  const texts = Object.entries(moment.texts).flatMap(([name, { content }]) => {
    const text = contents.get(content);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    notice: { id, template, to: recipient, event, at: at.toISOString() },
    reference,
    locale,
    recipientName,
    event: moment.event,
    state: moment.state,
    texts: Object.fromEntries(texts),
  };
}

async function textsOf(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; text: string }>(
    'select id, text from content where id = any($1) and text is not null',
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, text }) => [id, text]));
}
