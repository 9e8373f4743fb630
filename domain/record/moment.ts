import type { ComplaintEvent } from '../model/event';
import type { ComplaintState } from '../model/state';
import { KINDS } from '../kinds/table';
import { formTexts, ownTexts, type TextRefs } from '../model/texts';

/** A complaint as it stood after an event that somebody is told of: what the words of a notice are made from. */
export interface Moment {
  readonly event: ComplaintEvent;
  readonly state: ComplaintState;
  /** What the event says in words, by form field, `reason` or `evidence`; of a proposal what the form that offered it says. */
  readonly texts: TextRefs;
}

/** `after` is the state with the event folded in. Pure and total. */
export function momentOf(event: ComplaintEvent, after: ComplaintState): Moment {
  return { event, state: after, texts: { ...offerTexts(event, after), ...formTexts(event), ...ownTexts(event) } };
}

/** A proposal says what the form says that offered it. What people wrote elsewhere, findings and opinions among ourselves, is none of the recipient's business. */
function offerTexts(event: ComplaintEvent, after: ComplaintState): TextRefs {
  const proposes =
    event.type === 'taskOpened' && KINDS[event.kind].tells(event.turn ?? 'ours').complainant === 'proposal';
  return proposes ? (after.offerTexts ?? {}) : {};
}
