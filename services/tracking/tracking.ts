import type { ComplainantActBody, ObjectionBody } from '../../contract/act';
import { notFound, Problem } from '../../contract/problems';
import type { TrackingView } from '../../contract/tracking';
import { findComplaint } from '../../db/complaints';
import type { PostgresContentStore } from '../../db/content';
import { findIntake } from '../../db/intake';
import type { Pool } from '../../db/pool';
import { eventsOf } from '../../db/timeline';
import { referenceOfToken } from '../../db/tracking';
import { COMPLAINANT } from '../../domain/model/people';
import { knowing } from '../../domain/people/asking';
import { languageRead } from '../../procedures/customs/compile-customs';
import type { Acting, Performed } from '../acting';
import { problemOfFailure } from '../failures';
import type { Library } from '../library';
import { textsOf } from '../texts';
import type { HolderMarks } from './holder-marks';
import { addressedToComplainant, trackingView } from './tracking-view';

const MAX_EVENTS = 2_000;

export interface TrackingInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly contents: PostgresContentStore;
  readonly acting: Acting;
  readonly marks: HolderMarks;
  readonly now: () => Date;
}

export interface TrackedActInput<Body> {
  readonly reference: string;
  readonly body: Body;
  /** The caller's idempotency key. */
  readonly key: string | undefined;
}

/** What the complainant sees and does with the token of their link, which is all they have. */
export class Tracking {
  constructor(private readonly input: TrackingInput) {}

  /** The complaint of a token. Unknown, wrong and foreign tokens are answered alike: throws `not-found`. */
  async referenceOf(token: string): Promise<string> {
    const reference = await referenceOfToken(this.input.pool, token);
    if (reference === null) throw notFound('tracking link');
    return reference;
  }

  /** Null while the complaint is accepted and its run has recorded nothing yet. */
  async view(reference: string, locale: string | undefined): Promise<TrackingView | null> {
    const { pool, library, contents, marks, now } = this.input;
    const record = await findComplaint(pool, reference);
    if (!record) {
      if (await findIntake(pool, reference)) return null;
      throw notFound('tracking link');
    }
    const { state } = record;
    const events = await eventsOf(pool, { reference, limit: MAX_EVENTS });
    const [rules, ruleBook, texts] = await Promise.all([
      library.rules(state.procedure.hash, state.registration.locale, state.calendar.hash),
      library.ruleBook(state.procedure.hash),
      textsOf(contents, addressedToComplainant(state, events)),
    ]);
    const read = languageRead(locale ?? record.locale, ruleBook.texts);
    const seen = { state, ruleBook, events, texts, locale: read, now: now().toISOString(), marks };
    return knowing(library, rules, (known) => trackingView({ ...seen, rules: known }));
  }

  /** Throws `Problem` as `Acting.perform` does. */
  act({ body, ...sent }: TrackedActInput<ComplainantActBody>): Promise<Performed> {
    if (body.act === 'recuse') return this.#object({ body, ...sent });
    return this.input.acting.perform({ ...sent, by: COMPLAINANT, via: 'tracking', body });
  }

  /**
   * To the person who was meant, also when the task moves on before the run takes it. Sent again with its key it is
   * answered as before. The core's own words on a stale act may name staff.
   */
  async #object({ body, ...sent }: TrackedActInput<ObjectionBody>): Promise<Performed> {
    const { acting, pool, marks } = this.input;
    const { holder, ...said } = body;
    const by = COMPLAINANT;
    const record = await findComplaint(pool, sent.reference);
    const person = record && marks.holder(record.state, holder);
    try {
      if (person) return await acting.perform({ ...sent, by, via: 'tracking', body: { ...said, person } });
      const before = await acting.repeated({ ...sent, by });
      if (before) return before;
    } catch (error) {
      if (problemOfFailure(error)?.type !== 'stale') throw error;
    }
    throw new Problem({ type: 'stale', detail: 'Somebody else handles it by now; look at the complaint again.' });
  }
}
