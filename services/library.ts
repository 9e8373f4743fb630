import { LRUCache } from 'lru-cache';
import { chooseRuleBook, type Choice, type IntakeFacts } from '../procedures/reading/catalogue';
import { withCustoms } from '../procedures/customs/compile-customs';
import type { RuleBook } from '../procedures/language/rule-book';
import type { RuleBooks } from '../activities/ports';
import type { Calendar } from '../domain/calendar/calendar';
import type { Answer, Question } from '../domain/model/question';
import type { Right } from '../domain/model/rights';
import type { BareRules } from '../domain/model/rules';
import type { AnswerSource } from '../domain/people/asking';
import type { Pool } from '../db/pool';
import { currentProcedure, listProcedures, procedureByHash, type PublishedProcedure } from '../db/rule-books';
import { rolesWithRight } from '../db/rights';
import { findSource, type IntakeSource } from '../db/sources';

/** What changes rarely is looked up again after this. */
const FRESH_MS = 3_000;
const MAX_KEPT = 500;

/** Remembers what a look-up found, for a while; look-ups of the same thing at the same time are one. */
class Shelf<T> {
  readonly #kept: LRUCache<string, Promise<T>>;

  constructor(
    private readonly lookUp: (key: string) => Promise<T>,
    freshMs: number = FRESH_MS,
  ) {
    this.#kept = new LRUCache({ max: MAX_KEPT, ttl: freshMs });
  }

  get(key: string): Promise<T> {
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const value = this.lookUp(key);
    this.#kept.set(key, value);
    void value.then(
      (found) => found === null && this.#kept.delete(key),
      () => this.#kept.delete(key),
    );
    return value;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}

export interface LibraryInput {
  readonly pool: Pool;
  readonly ruleBooks: RuleBooks;
  readonly people: AnswerSource;
}

/** Rule books and sources as the API needs them on every call, a few seconds old at most; people as they are now. */
export class Library implements RuleBooks, AnswerSource {
  readonly #current: Shelf<RuleBook | null>;
  readonly #byHash: Shelf<RuleBook | null>;
  readonly #calendars: Shelf<Calendar>;
  readonly #calendarsByHash: Shelf<Calendar>;
  readonly #published: Shelf<readonly RuleBook[] | null>;
  readonly #people: AnswerSource;
  readonly #rights: Shelf<readonly string[]>;
  readonly #sources: Shelf<IntakeSource | null>;

  constructor({ pool, ruleBooks, people }: LibraryInput) {
    this.#current = new Shelf(async (key) => asRuleBook(await currentProcedure(pool, key)));
    this.#byHash = new Shelf(async (hash) => asRuleBook(await procedureByHash(pool, hash)), 60_000);
    this.#calendars = new Shelf((id) => ruleBooks.calendar(id), 30_000);
    this.#calendarsByHash = new Shelf((hash) => ruleBooks.calendarByHash(hash), 600_000);
    this.#published = new Shelf<readonly RuleBook[] | null>(async () => {
      const entries = await listProcedures(pool);
      const found = await Promise.all(entries.map(({ key }) => this.#current.get(key)));
      return found.length === 0 ? null : found.filter((ruleBook) => ruleBook !== null);
    });
    this.#people = people;
    this.#rights = new Shelf((right) => rolesWithRight(pool, right as Right), 1_000);
    this.#sources = new Shelf((id) => findSource(pool, id));
  }

  /** The rule book that new complaints of that key go by. */
  currentRuleBook(key: string): Promise<RuleBook | null> {
    return this.#current.get(key);
  }

  /** The rule books that new complaints go by. */
  async currentRuleBooks(): Promise<readonly RuleBook[]> {
    return (await this.#published.get('')) ?? [];
  }

  /** The rule book for an intake that names none, by the match rules of the published ones. */
  async choose(intake: IntakeFacts): Promise<Choice> {
    return chooseRuleBook(await this.currentRuleBooks(), intake);
  }

  /** The rule book that a complaint goes by. Throws for a hash that was never published. */
  async ruleBook(hash: string): Promise<RuleBook> {
    const found = await this.#byHash.get(hash);
    if (found === null) throw new Error(`procedure ${hash} was never published`);
    return found;
  }

  async procedure(hash: string) {
    return (await this.ruleBook(hash)).procedure;
  }

  calendar(id: string): Promise<Calendar> {
    return this.#calendars.get(id);
  }

  calendarByHash(hash: string): Promise<Calendar> {
    return this.#calendarsByHash.get(hash);
  }

  /** This process goes by a calendar's new version at once; others do within half a minute. */
  calendarChanged(id: string): void {
    this.#calendars.forget(id);
  }

  /** By the organisation as it is now. */
  answer(questions: readonly Question[]): Promise<readonly Answer[]> {
    return questions.length === 0 ? Promise.resolve([]) : this.#people.answer(questions);
  }

  /** The roles that hold a right. */
  rolesWithRight(right: Right): Promise<readonly string[]> {
    return this.#rights.get(right);
  }

  source(id: string): Promise<IntakeSource | null> {
    return this.#sources.get(id);
  }

  /** The rules of a procedure, with the customs of a complaint's locale and the calendar it counts by. */
  async rules(hash: string, locale?: string, calendarHash?: string): Promise<BareRules> {
    const procedure = await this.procedure(hash);
    const calendar = calendarHash === undefined ? this.calendar(procedure.calendar) : this.calendarByHash(calendarHash);
    const rules = { procedure, calendar: await calendar };
    return locale === undefined ? rules : withCustoms(rules, locale);
  }
}

function asRuleBook(published: PublishedProcedure | null): RuleBook | null {
  if (published === null) return null;
  const { procedure, source } = published;
  // Written by `publishRuleBook`, as the loader made them.
  const { texts, match, limits } = published as Pick<RuleBook, 'texts' | 'match' | 'limits'>;
  return { procedure, texts, match, limits, source };
}
