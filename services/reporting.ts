import { actsFor } from '../domain/access';
import { sourceActor } from '../domain/model/people';
import type { Rules } from '../domain/model/rules';
import { knowing } from '../domain/people/asking';
import { findComplaint } from '../db/complaints';
import { findIntake } from '../db/intake';
import type { Pool } from '../db/pool';
import type { ReportBody } from '../contract/act';
import { notFound } from '../contract/problems';
import type { Acting, Performed } from './acting';
import type { Library } from './library';

export interface ReportingInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly acting: Acting;
}

export interface ReportInput {
  readonly reference: string;
  /** Id of the system that files complaints. */
  readonly source: string;
  readonly body: ReportBody;
  /** The caller's idempotency key. */
  readonly key: string | undefined;
}

/** What systems that file complaints record of what a complaint waits for from outside. */
export class Reporting {
  constructor(private readonly input: ReportingInput) {}

  /**
   * Sent again with its key it is answered as before. Who neither filed the complaint nor may record anything in it now
   * does not learn that there is one, started or not: throws `not-found`, else as `Acting.perform` does.
   */
  async perform({ reference, source, body, key }: ReportInput): Promise<Performed> {
    const by = sourceActor(source);
    const accepted = await findIntake(this.input.pool, reference);
    const isStarted = accepted !== null && (await findComplaint(this.input.pool, reference)) !== null;
    if (!isStarted && accepted?.registration.source !== source) throw notFound('complaint');
    const before = await this.input.acting.repeated({ reference, by, key });
    if (before) return before;
    if (!(await this.#isTheirs(reference, source))) throw notFound('complaint');
    return this.input.acting.perform({ reference, by, via: 'api', body, key });
  }

  async #isTheirs(reference: string, source: string): Promise<boolean> {
    const { pool, library } = this.input;
    const record = await findComplaint(pool, reference);
    if (!record) return false;
    const { state } = record;
    if (state.registration.source === source) return true;
    const rules = await library.rules(state.procedure.hash, state.registration.locale, state.calendar.hash);
    const mayReport = (known: Rules): boolean =>
      actsFor(known, state, sourceActor(source), state.lastAt, ['report']).length > 0;
    return knowing(library, rules, mayReport);
  }
}
