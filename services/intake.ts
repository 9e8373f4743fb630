import type { Logger } from 'pino';
import type { ComplaintStarter } from './start-complaint';
import { trackingToken, trackingUrl, type TrackingLinks } from './tracking-link';
import type { FormValues, Registration } from '../domain/model/act';
import { checkForm, isFactIn, type FormRules } from '../domain/rules/forms';
import type { FactValue } from '../domain/model/procedure';
import {
  acceptComplaint,
  findIntake,
  ReferenceTaken,
  storeAnswer,
  type AcceptInput,
  type AcceptResult,
  type Intake as AcceptedIntake,
} from '../db/intake';
import type { Pool } from '../db/pool';
import { tokenHash } from '../db/tracking';
import { contentHash } from '../procedures/language/content-hash';
import type { RuleBook } from '../procedures/language/rule-book';
import type { Receipt, ReceiptClock } from '../domain/record/receipt';
import { defined } from '../contract/defined';
import { DEFAULT_LANGUAGE } from '../contract/language';
import { traceOf } from './trace';
import type { KeyedHash } from './keyed-hash';
import type { Library } from './library';
import { invalidField, notFound, Problem, refused } from '../contract/problems';
import type { Intake, IntakeAnswer } from '../contract/intake';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LENGTH = 12;
const REFERENCE_ATTEMPTS = 5;
const CLOCK_SKEW_MS = 5_000;
/** The subject kind of complaints about a member of staff. */
const STAFF = 'staff';
const CODE = /^[a-z0-9][a-z0-9-]*$/;

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
  readonly intake: Intake;
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

/** Files complaints exactly once: Postgres first, then the run. Knows nothing of HTTP. */
export class IntakeService {
  constructor(private readonly input: IntakeServiceInput) {}

  /** Throws `Problem` for what cannot be accepted; whatever was accepted stays so. */
  async file(filing: FileInput): Promise<Filed> {
    const accepted = await this.#accept(filing);
    if (accepted.outcome === 'key-reused') {
      const detail = 'This Idempotency-Key came with another body before; use a new one for another complaint.';
      throw new Problem({ type: 'idempotency-key-reused', detail });
    }
    const replayed = accepted.outcome === 'repeated';
    const receipt = (accepted.answer as Receipt | null) ?? (await this.#receive(accepted, filing.withinMs));
    return { status: receipt ? 201 : 202, replayed, answer: this.#answer(accepted, receipt) };
  }

  /** What the caller is told; without a receipt, only what is certain already. */
  #answer({ reference, registration }: AcceptedIntake, receipt: Receipt | null): IntakeAnswer {
    const known = {
      reference,
      trackingUrl: trackingUrl(this.input.links, reference),
      receivedAt: registration.receivedAt,
    };
    if (!receipt) return known;
    const { promise, clocks } = receipt;
    return { ...known, promise: promise && { replyBy: promise.replyBy }, clocks: clocks.map(inOrder) };
  }

  /** What was answered to the intake, for the source that filed it. Throws `not-found`, `forbidden` to another source. */
  async receipt(reference: string, source: string): Promise<IntakeAnswer> {
    const accepted = await findIntake(this.input.pool, reference);
    if (!accepted) throw notFound('complaint');
    if (accepted.registration.source !== source) {
      throw new Problem({ type: 'forbidden', detail: 'This complaint came from another source.' });
    }
    return this.#answer(accepted, accepted.answer as Receipt | null);
  }

  async #accept(filing: FileInput): Promise<AcceptResult> {
    const { pool, links, hash } = this.input;
    const entry = await this.#entry(filing);
    for (let attempt = 0; ; attempt += 1) {
      const reference = referenceFor(hash, filing, attempt);
      const trackingHash = tokenHash(trackingToken(links.secret, reference));
      try {
        const registration = { ...entry.registration, reference };
        return await acceptComplaint(pool, { ...entry, registration, trackingHash });
      } catch (error) {
        if (!(error instanceof ReferenceTaken) || attempt >= REFERENCE_ATTEMPTS) throw error;
      }
    }
  }

  async #entry({ source, key, intake, sent }: FileInput): Promise<Omit<AcceptInput, 'trackingHash'>> {
    const { hash } = this.input;
    const from = await this.input.library.source(source);
    const ruleBook = await this.#ruleBookFor(intake, from?.procedures);
    const { procedure } = ruleBook;
    checkKnown(intake, ruleBook);
    const facts = await this.#factsOf(intake, ruleBook);
    await this.#checkReceiver(intake);
    const acceptedAt = this.input.now?.() ?? new Date();
    const locale = intake.locale ?? from?.locale ?? procedure.locales[0] ?? DEFAULT_LANGUAGE;
    const registration: Omit<Registration, 'content' | 'reference'> = {
      source,
      channel: intake.channel,
      locale,
      receivedAt: receivedAt(intake, acceptedAt),
      requests: intake.requests.filter((request) => CODE.test(request) && procedure.remedies.includes(request)),
      facts,
      ...defined({ category: intake.category, severity: intake.severity, subjectKind: intake.subject?.kind }),
      ...defined({ receivedBy: intake.receivedBy }),
      ...(await this.#aboutOf(intake)),
    };
    return {
      source,
      keyHash: hash.of('idempotency-key', source, key),
      bodyHash: hash.of('body', contentHash(sent)),
      registration: { ...registration, reference: '' },
      procedureHash: procedure.hash,
      calendarHash: (await this.input.library.calendar(procedure.calendar)).hash,
      body: { ...intake, locale },
      complainant: defined(intake.complainant),
      searchable: [intake.narrative, intake.subject?.text, intake.subject?.reference].filter(
        (text) => text !== undefined,
      ),
      evidence: intake.evidence.map((item) => defined(item)),
      acceptedAt,
    };
  }

  async #ruleBookFor(intake: Intake, allowed: readonly string[] | undefined): Promise<RuleBook> {
    if (intake.procedure !== undefined) {
      const named = await this.input.library.currentRuleBook(intake.procedure);
      if (!named) throw invalidField('procedure', 'There is no procedure of this name.');
      return permitted(named, allowed);
    }
    const { channel, category, subject } = intake;
    const chosen = await this.input.library.choose({ channel, category, subjectKind: subject?.kind });
    if (chosen.ok) return permitted(chosen.ruleBook, allowed);
    throw invalidField('procedure', `Name the procedure; possible here: ${chosen.fitting.join(', ') || 'none'}.`);
  }

  async #factsOf({ facts }: Intake, { procedure }: RuleBook): Promise<Record<string, FactValue>> {
    const rules = { procedure, people: await this.input.library.current() };
    const refusal = checkForm(rules, procedure.intake, facts as FormValues, null);
    if (refusal) throw refused({ ...refusal, ...(refusal.field ? { field: `facts.${refusal.field}` } : {}) });
    return factsIn(rules, facts);
  }

  async #checkReceiver({ receivedBy }: Intake): Promise<void> {
    if (receivedBy === undefined) return;
    const { staff } = await this.input.library.current();
    if (!Object.hasOwn(staff, receivedBy)) throw invalidField('receivedBy', 'must be the id of a member of staff');
  }

  /**
   * Marks of what it is about, as interests have them. Of a complaint about staff the person, where the reference is an id
   * that we know, and the department that they are of; a name is for people to look up, and not for the record.
   */
  async #aboutOf({ subject }: Intake): Promise<Pick<Registration, 'against' | 'about'>> {
    if (subject?.reference === undefined) return {};
    const marks = (...named: string[]) => named.map((name) => this.input.hash.of('interest', name));
    const { kind, reference } = subject;
    if (kind !== STAFF) return { about: marks(`${kind}:${reference}`) };
    const { staff } = await this.input.library.current();
    const person = Object.hasOwn(staff, reference) ? staff[reference] : undefined;
    return person ? { against: reference, about: marks(`staff:${reference}`, `department:${person.department}`) } : {};
  }

  /** The receipt, stored; null when the engine could not take the complaint in time: the sweep starts its run then. */
  async #receive(accepted: AcceptResult, withinMs: number): Promise<Receipt | null> {
    if (withinMs <= 0) return null;
    const { starter, pool, logger } = this.input;
    const { reference } = accepted;
    try {
      const receipt = await starter.receive(accepted, withinMs);
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

function permitted(ruleBook: RuleBook, allowed: readonly string[] | undefined): RuleBook {
  if (allowed === undefined || allowed.includes(ruleBook.procedure.key)) return ruleBook;
  throw new Problem({ type: 'forbidden', detail: 'This source may not file under that procedure.' });
}

function checkKnown({ channel, category, severity }: Intake, { procedure }: RuleBook): void {
  const check = (field: string, value: string | undefined, known: readonly string[]): void => {
    if (value === undefined || known.includes(value)) return;
    throw invalidField(field, `must be one of: ${known.join(', ') || 'none, leave it out'}`);
  };
  check('channel', channel, procedure.channels);
  check('category', category, Object.keys(procedure.categories));
  check('severity', severity, procedure.severities);
}

/** What is written freely in the intake form is content, not a fact. */
function factsIn(rules: FormRules, facts: Intake['facts']): Record<string, FactValue> {
  const { intake } = rules.procedure;
  const kept = Object.entries(facts).filter(
    ([field, value]) => typeof value !== 'string' || isFactIn(rules, intake, field, value),
  );
  return Object.fromEntries(kept.map(([field, value]) => [field, Array.isArray(value) ? value.map(defined) : value]));
}

function receivedAt({ receivedAt: given }: Intake, now: Date): string {
  if (given === undefined) return now.toISOString();
  if (Date.parse(given) > now.getTime() + CLOCK_SKEW_MS) throw invalidField('receivedAt', 'must not lie in the future');
  return given < now.toISOString() ? given : now.toISOString();
}

/** Twelve characters that people can read out; the same source and key give the same reference. */
export function referenceFor(hash: KeyedHash, { source, key }: Pick<FileInput, 'source' | 'key'>, attempt = 0): string {
  const digest = hash.bytes('reference', source, key, attempt);
  const letters = [...digest.subarray(0, REFERENCE_LENGTH)].map((byte) => CROCKFORD[byte & 31]);
  return `C-${letters.join('')}`;
}
