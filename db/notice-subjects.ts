import { KINDS } from '../domain/kinds/table';
import type { ContentRef } from '../domain/model/content';
import type { ComplaintEvent } from '../domain/model/event';
import { evolve } from '../domain/record/evolve';
import { offersRemedies } from '../domain/model/form-values';
import type { NoticeSubject } from '../domain/record/notice';
import type { NoticeTemplate } from '../domain/model/notice-template';
import type { ComplaintState } from '../domain/model/state';
import { recipientsOf } from './addresses';
import type { Queryable } from './pool';

/** A notice as stored, joined with who receives it. */
export interface NoticeRow {
  readonly id: string;
  readonly reference: string;
  readonly event: number;
  readonly template: NoticeTemplate;
  readonly recipient: string;
  readonly at: Date;
  readonly recipientName: string;
  readonly locale: string;
}

/** Columns of a NoticeRow; to be used with RECIPIENTS. */
export const NOTICE_COLUMNS = `n.id, n.reference, n.event, n.template, n.recipient, n.at,
  coalesce(s.name, k.name, n.recipient) as "recipientName", coalesce(s.locale, c.locale, 'en') as locale`;

/** Joins notices `n` with their recipient, of complainants with the complaint `c`. */
export const RECIPIENTS = `${recipientsOf('n')}
  left join complaints c on n.recipient = 'complainant' and c.reference = n.reference`;

interface Moment {
  readonly event: ComplaintEvent;
  readonly state: ComplaintState;
  /** The texts of the event's form and its own reason or evidence; of a proposal those of the form that offered it. */
  readonly texts: Readonly<Record<string, ContentRef>>;
}

/** What each notice is about, in the order of the rows. States are folded from the events, not stored a second time. */
export async function subjectsOf(db: Queryable, rows: readonly NoticeRow[]): Promise<readonly NoticeSubject[]> {
  const moments = await momentsOf(db, rows);
  const refs = [...moments.values()].flatMap(({ texts }) => Object.values(texts).map(({ content }) => content));
  const contents = await textsOf(db, refs);
  return rows.flatMap((row) => {
    const moment = moments.get(momentKey(row.reference, row.event));
    return moment ? [subjectOf(row, moment, contents)] : [];
  });
}

function subjectOf(row: NoticeRow, moment: Moment, contents: ReadonlyMap<string, string>): NoticeSubject {
  const texts = Object.entries(moment.texts).flatMap(([name, { content }]) => {
    const text = contents.get(content);
    return text === undefined ? [] : [[name, text] as const];
  });
  const { id, template, recipient, event, at, reference, locale, recipientName } = row;
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

function momentKey(reference: string, event: number): string {
  return `${String(event)} ${reference}`;
}

async function momentsOf(db: Queryable, notices: readonly NoticeRow[]): Promise<ReadonlyMap<string, Moment>> {
  const wanted = new Set(notices.map(({ reference, event }) => momentKey(reference, event)));
  const { rows } = await db.query<{ reference: string; body: ComplaintEvent }>(
    `select e.reference, e.body
     from (select reference, max(event) as last from unnest($1::text[], $2::integer[]) as w(reference, event)
           group by reference) w
     join events e on e.reference = w.reference and e.number <= w.last
     order by e.reference, e.number`,
    [notices.map(({ reference }) => reference), notices.map(({ event }) => event)],
  );
  const moments = new Map<string, Moment>();
  let state: ComplaintState | null = null;
  let offered: Readonly<Record<string, ContentRef>> = {};
  for (const { reference, body } of rows) {
    if (body.number === 1) offered = {};
    state = evolve(body.number === 1 ? null : state, body);
    if (isOffer(body)) offered = formTexts(body);
    const isProposal = body.type === 'taskOpened' && KINDS[body.kind].tells.complainant === 'proposal';
    const key = momentKey(reference, body.number);
    if (wanted.has(key))
      moments.set(key, {
        event: body,
        state,
        texts: { ...(isProposal ? offered : formTexts(body)), ...ownTexts(body) },
      });
  }
  return moments;
}

/** What people wrote elsewhere, findings and opinions among ourselves, is none of the recipient's business. */
function isOffer(event: ComplaintEvent): boolean {
  return 'form' in event && offersRemedies(event.form);
}

function formTexts(event: ComplaintEvent): Record<string, ContentRef> {
  return 'form' in event ? refsAmong(event.form) : {};
}

function ownTexts(event: ComplaintEvent): Record<string, ContentRef> {
  const { reason, evidence } = event as { readonly reason?: unknown; readonly evidence?: unknown };
  return refsAmong({ reason, evidence });
}

function refsAmong(values: Readonly<Record<string, unknown>>): Record<string, ContentRef> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, ContentRef] => isContentRef(entry[1])),
  );
}

function isContentRef(value: unknown): value is ContentRef {
  return typeof value === 'object' && value !== null && 'content' in value && 'hash' in value;
}

async function textsOf(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; text: string }>(
    'select id, text from content where id = any($1) and text is not null',
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, text }) => [id, text]));
}
