import type { Logger } from 'pino';
import type { ComplaintStarter } from './start-complaint';
import { trackingToken, trackingUrl, type TrackingLinks } from './tracking-link';
import type { AcceptedComplaint } from '../activities/ports';
import { prepareContent } from '../db/content';
import { acceptComplaint, findIntake, ReferenceTaken, storeAnswer, type AcceptResult } from '../db/intake';
import type { BareRules } from '../domain/model/rules';
import type { Place } from '../domain/people/places';
import { knowing } from '../domain/people/asking';
import type { Pool } from '../db/pool';
import { tokenHash } from '../db/tracking';
import { contentHash } from '../procedures/language/content-hash';
import type { RuleBook } from '../procedures/language/rule-book';
import type { Receipt, ReceiptClock } from '../domain/record/receipt';
import { defined } from '../contract/defined';
import { DEFAULT_LANGUAGE } from '../contract/language';
import { placeOf } from './intake-place';
import { traceOf } from './trace';
import type { KeyedHash } from './keyed-hash';
import type { Library } from './library';
import { checkBody, checkSource, registrationOf } from './registration';
import { invalidField, notFound, Problem } from '../contract/problems';
import type { IntakeAnswer, IntakeBody } from '../contract/intake';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LENGTH = 12;
const REFERENCE_ATTEMPTS = 5;

export interface IntakeServiceInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly starter: ComplaintStarter;
  readonly links: TrackingLinks;
  readonly hash: KeyedHash;
  readonly logger: Logger;
  readonly now?: () => Date;
}

export interface FileInput {
  /** The caller's source. */
  readonly source: string;
  /** The caller's idempotency key. */
  readonly key: string;
  readonly intake: IntakeBody;
  /** The body as it was sent, parsed; what "the same body" means. */
  readonly sent: unknown;
  /** How long to wait for the engine; 0 leaves the start to the sweep. */
  readonly withinMs: number;
}

export interface Filed {
  /** 202: accepted for good, the engine was away and the promise follows. */
  readonly status: 201 | 202;
  readonly replayed: boolean;
  readonly answer: IntakeAnswer;
}

/** What a body was taken by. */
interface Taken {
  readonly rules: BareRules;
  readonly locale: string;
  readonly place: Place | null;
  readonly acceptedAt: Date;
}

/** Files complaints exactly once: Postgres first, then the run. Knows nothing of HTTP. */
export class IntakeService {
  constructor(private readonly input: IntakeServiceInput) {}

  /** Throws `Problem` for what cannot be accepted; whatever was accepted stays so. */
  async file(filing: FileInput): Promise<Filed> {
    const taken = await this.#taken(filing);
    const accepted = await this.#accept(filing, taken);
    if (accepted.outcome === 'key-reused') {
      const detail = 'This Idempotency-Key came with another body before; use a new one for another complaint.';
      throw new Problem({ type: 'idempotency-key-reused', detail });
    }
    const replayed = accepted.outcome === 'repeated';
    const receipt = (accepted.answer as Receipt | null) ?? (await this.#receive(accepted, filing, taken));
    return { status: receipt ? 201 : 202, replayed, answer: this.#answer(accepted, receipt) };
  }

  /** What the caller is told; without a receipt, only what is certain already. */
  #answer({ registration }: AcceptedComplaint, receipt: Receipt | null): IntakeAnswer {
    const { reference } = registration;
    const known = {
      reference,
      trackingUrl: trackingUrl(this.input.links, reference),
      receivedAt: registration.receivedAt,
    };
    if (!receipt) return known;
    const { promise, clocks } = receipt;
    return { ...known, promise: promise && { replyBy: promise.replyBy }, clocks: clocks.map(inOrder) };
  }

  /** What was answered to the intake, for the source that filed it. To another source there is none: throws `not-found`. */
  async receipt(reference: string, source: string): Promise<IntakeAnswer> {
    const accepted = await findIntake(this.input.pool, reference);
    if (accepted?.registration.source !== source) throw notFound('complaint');
    return this.#answer(accepted, accepted.answer as Receipt | null);
  }

  async #accept(filing: FileInput, taken: Taken): Promise<AcceptResult> {
    const { pool, library, links, hash } = this.input;
    const { source, key, intake, sent } = filing;
    const { rules, locale, acceptedAt } = taken;
    const body = prepareContent(JSON.stringify({ ...intake, locale }));
    const entry = {
      ...{ source, body, acceptedAt },
      keyHash: hash.of('idempotency-key', source, key),
      bodyHash: hash.of('body', contentHash(sent)),
      procedureHash: rules.procedure.hash,
      calendarHash: rules.calendar.hash,
      complainant: defined(intake.complainant),
      searchable: [intake.narrative, intake.subject?.text, intake.subject?.reference].filter(isThere),
      evidence: intake.evidence.map((item) => defined(item)),
    };
    for (let attempt = 0; ; attempt += 1) {
      const reference = referenceFor(hash, filing, attempt);
      const given = { ...taken, intake, hash, source, reference, content: body.ref };
      const registration = await knowing(library, rules, (known) => registrationOf({ ...given, rules: known }));
      const trackingHash = tokenHash(trackingToken(links.secret, reference));
      try {
        return await acceptComplaint(pool, { ...entry, registration, trackingHash });
      } catch (error) {
        if (!(error instanceof ReferenceTaken) || attempt >= REFERENCE_ATTEMPTS) throw error;
      }
    }
  }

  /** The rules that a body is taken by. Throws `Problem` for what they do not take. */
  async #taken({ source, intake }: FileInput): Promise<Taken> {
    const { library, pool } = this.input;
    const from = await library.source(source);
    const { procedure } = await this.#ruleBookFor(intake);
    checkSource(procedure.key, from?.procedures);
    const acceptedAt = this.input.now?.() ?? new Date();
    const locale = intake.locale ?? from?.locale ?? procedure.locales[0] ?? DEFAULT_LANGUAGE;
    const rules = await library.rules(procedure.hash, locale);
    await knowing(library, rules, (known) => checkBody(intake, known, acceptedAt));
    return { rules, locale, acceptedAt, place: await placeOf(pool, intake, from) };
  }

  async #ruleBookFor({ procedure, channel, category, subject }: IntakeBody): Promise<RuleBook> {
    const { library } = this.input;
    if (procedure !== undefined) {
      const named = await library.currentRuleBook(procedure);
      if (named) return named;
      throw invalidField('procedure', 'There is no procedure of this name.');
    }
    const chosen = await library.choose({ channel, category, subjectKind: subject?.kind });
    if (chosen.ok) return chosen.ruleBook;
    throw invalidField('procedure', `Name the procedure; possible here: ${chosen.fitting.join(', ') || 'none'}.`);
  }

  /** The receipt, stored; null when the engine could not take the complaint in time: the sweep starts its run then. */
  async #receive(accepted: AcceptResult, { withinMs }: FileInput, { rules }: Taken): Promise<Receipt | null> {
    if (withinMs <= 0) return null;
    const { starter, pool, logger } = this.input;
    const { reference } = accepted.registration;
    try {
      const isNew = accepted.outcome === 'accepted';
      const receipt = await starter.receive(accepted, { withinMs, ...(isNew ? { rules } : {}) });
      await storeAnswer(pool, reference, receipt);
      return receipt;
    } catch (error) {
      logger.warn({ reference, ...traceOf(error) }, 'accepted, and no receipt yet');
      return null;
    }
  }
}

/** Fields in one order, so that the answer reads the same after it was stored. */
function inOrder({ clock, kind, startedAt, limit: { count, unit }, dueAt }: ReceiptClock): ReceiptClock {
  return { clock, kind, startedAt, limit: { count, unit }, dueAt };
}

function isThere(text: string | undefined): text is string {
  return text !== undefined;
}

/** Twelve characters that people can read out; the same source and key give the same reference. */
export function referenceFor(hash: KeyedHash, { source, key }: Pick<FileInput, 'source' | 'key'>, attempt = 0): string {
  const digest = hash.bytes('reference', source, key, attempt);
  const letters = [...digest.subarray(0, REFERENCE_LENGTH)].map((byte) => CROCKFORD[byte & 31]);
  return `C-${letters.join('')}`;
}
