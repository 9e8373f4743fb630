import { notFound } from '../contract/problems';
import { listComplaints, type ListComplaintsInput } from '../db/complaint-lists';
import { findComplaint, type ComplaintRecord, type ComplaintRow } from '../db/complaints';
import { evidenceOf, type EvidenceItem, type PostgresContentStore } from '../db/content';
import type { Page } from '../db/page';
import type { Pool } from '../db/pool';
import { deadlineEventsOf, eventsOf, type EventsInput, type RecordedEvent } from '../db/timeline';
import { actsFor, type AllowedAct } from '../domain/access';
import type { Instant } from '../domain/calendar/calendar';
import { forecast, type Forecast } from '../domain/forecast';
import type { DeadlineRef } from '../domain/model/event';
import type { BareRules } from '../domain/model/rules';
import type { ComplaintState } from '../domain/model/state';
import { openTasks } from '../domain/model/tasks';
import { knowing } from '../domain/people/asking';
import { reasonOf, type DeadlineReason } from './deadline-reasons';
import type { Library } from './library';
import { textsOf, type Texts } from './texts';

export type { ComplaintRecord, ComplaintRow } from '../db/complaints';
export type { EvidenceItem } from '../db/content';

export interface ComplaintReadingInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly contents: PostgresContentStore;
}

/** One complaint, with what it counts by and what people have written. */
export interface ReadComplaint {
  readonly record: ComplaintRecord;
  readonly rules: BareRules;
  /** The stored intake body, in JSON; null once erased. */
  readonly intake: string | null;
  readonly evidence: readonly EvidenceItem[];
  /** What the viewer may do now. */
  readonly acts: readonly AllowedAct[];
  /** Of every clock and open task. */
  readonly reasons: readonly DeadlineExplained[];
}

/** Why one deadline is when it is. */
export interface DeadlineExplained extends DeadlineReason {
  readonly of: DeadlineRef;
}

export interface Viewing {
  /** Staff id of whoever looks. */
  readonly viewer: string;
  readonly at: Instant;
}

export interface ReadEvent extends RecordedEvent {
  readonly texts: Texts;
}

/** Complaints as staff read them. */
export class ComplaintReading {
  constructor(private readonly input: ComplaintReadingInput) {}

  /** Throws InvalidCursor. */
  list(wanted: ListComplaintsInput): Promise<Page<ComplaintRow>> {
    return listComplaints(this.input.pool, wanted);
  }

  /** Null until its registration is recorded. */
  async find(reference: string, { viewer, at }: Viewing): Promise<ReadComplaint | null> {
    const { pool, contents, library } = this.input;
    const record = await findComplaint(pool, reference);
    if (!record) return null;
    const { state } = record;
    const intakeId = state.registration.content.content;
    const [rules, ruleBook, events, evidence, stored] = await Promise.all([
      this.#rulesOf(record),
      library.ruleBook(record.procedure.hash),
      deadlineEventsOf(pool, reference),
      evidenceOf(pool, reference),
      contents.get([intakeId]),
    ]);
    const told = { events, texts: await textsOf(contents, events) };
    const [acts, reasons] = await Promise.all([
      knowing(library, rules, (known) => actsFor(known, state, viewer, at)),
      knowing(library, rules, (known) =>
        deadlinesOf(state).map((of) => ({ of, ...reasonOf({ rules: known, state, ruleBook, told }, of) })),
      ),
    ]);
    return { record, rules, intake: stored.get(intakeId)?.text ?? null, evidence, acts, reasons };
  }

  /** What happened, in order, with what was written. Throws `not-found`. */
  async timeline(wanted: EventsInput): Promise<readonly ReadEvent[]> {
    const { pool, contents } = this.input;
    await this.#record(wanted.reference);
    const recorded = await eventsOf(pool, wanted);
    const texts = await textsOf(
      contents,
      recorded.map(({ event }) => event),
    );
    return recorded.map((one) => ({ ...one, texts: texts.get(one.event.number) ?? {} }));
  }

  /** What will happen, and when, if nobody acts. Throws `not-found`. */
  async forecast(reference: string): Promise<Forecast> {
    const record = await this.#record(reference);
    return knowing(this.input.library, await this.#rulesOf(record), (rules) => forecast(rules, record.state));
  }

  async #record(reference: string): Promise<ComplaintRecord> {
    const record = await findComplaint(this.input.pool, reference);
    if (!record) throw notFound('complaint');
    return record;
  }

  #rulesOf({ procedure, locale, state }: ComplaintRecord): Promise<BareRules> {
    return this.input.library.rules(procedure.hash, locale, state.calendar.hash);
  }
}

function deadlinesOf(state: ComplaintState): readonly DeadlineRef[] {
  const clocks = Object.keys(state.clocks).map((clock) => ({ clock }));
  return [...clocks, ...openTasks(state).map(({ id }) => ({ task: id }))];
}
