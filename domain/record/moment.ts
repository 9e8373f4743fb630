import type { ContentRef } from '../model/content';
import type { ComplaintEvent } from '../model/event';
import type { ComplaintState } from '../model/state';
import { KINDS } from '../kinds/table';
import { textsIn } from '../model/form-values';

/** A complaint as it stood after an event that somebody is told of: what the words of a notice are made from. */
export interface Moment {
  readonly event: ComplaintEvent;
  readonly state: ComplaintState;
  /** What the event says in words, by form field, `reason` or `evidence`; of a proposal what the form that offered it says. */
  readonly texts: Readonly<Record<string, ContentRef>>;
}

/** `after` is the state with the event folded in. Pure and total. */
export function momentOf(event: ComplaintEvent, after: ComplaintState): Moment {
  const { reason, evidence } = event as { readonly reason?: unknown; readonly evidence?: unknown };
  return { event, state: after, texts: { ...formTexts(event, after), ...textsIn({ reason, evidence }) } };
}

/** What people wrote elsewhere, findings and opinions among ourselves, is none of the recipient's business. */
function formTexts(event: ComplaintEvent, after: ComplaintState): Readonly<Record<string, ContentRef>> {
  if ('form' in event) return textsIn(event.form);
  const proposes = event.type === 'taskOpened' && KINDS[event.kind].tells.complainant === 'proposal';
  return proposes ? (after.offerTexts ?? {}) : {};
}
