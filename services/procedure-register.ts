import type { ProcedureFinding } from '../contract/procedure';
import { notFound, Problem } from '../contract/problems';
import type { Pool } from '../db/pool';
import {
  currentProcedure,
  listProcedures,
  procedureByHash,
  publishRuleBook,
  type ProcedureEntry,
  type PublishedProcedure,
  type PublishResult,
} from '../db/rule-books';
import type { Procedure } from '../domain/model/procedure';
import type { ProcedureTexts } from '../procedures/language/rule-book';
import { translated } from '../procedures/reading/translate';
import type { Library } from './library';
import { rolesUnheld, unheldRoleFindings } from './unheld-roles';
import type { CheckedRuleBook } from './checking/check-rule-book';
import type { ProcedureCheck } from './checking/procedure-check';

export interface ProcedureRegisterInput {
  readonly pool: Pool;
  readonly library: Library;
  readonly check: ProcedureCheck;
}

/** One published version, by what people read of it. */
export interface VersionEntry extends Omit<ProcedureEntry, 'texts'> {
  readonly title: ProcedureTexts['title'];
}

export interface ReadProcedure extends VersionEntry {
  readonly procedure: Procedure;
  readonly texts: ProcedureTexts;
  readonly source: string;
}

export interface PublishedRuleBook extends PublishResult {
  readonly warnings: readonly ProcedureFinding[];
}

/** The published rule books, and the way to become one. */
export class ProcedureRegister {
  constructor(private readonly input: ProcedureRegisterInput) {}

  /** The current version of every procedure. */
  async list(): Promise<readonly VersionEntry[]> {
    return (await listProcedures(this.input.pool)).map(entryOf);
  }

  /** The current version, or the one of that hash. Throws `not-found`. */
  async find(key: string, hash: string | undefined): Promise<ReadProcedure> {
    const { pool } = this.input;
    const found = await (hash === undefined ? currentProcedure(pool, key) : procedureByHash(pool, hash));
    if (!found || found.key !== key) throw notFound('procedure');
    return readOf(found);
  }

  /** Everything that is wrong with a rule book. Throws `Problem` as `ProcedureCheck` does. */
  async check(text: string): Promise<CheckedRuleBook> {
    const { pool, library, check } = this.input;
    const published = await Promise.all((await listProcedures(pool)).map(({ key }) => library.currentRuleBook(key)));
    const defaults = published.flatMap((ruleBook) => (ruleBook?.match.default ? [ruleBook.procedure.key] : []));
    return check.check({ text, defaults });
  }

  /**
   * Puts a sound rule book in force for new complaints; roles that it names and nobody holds are among the warnings. Throws
   * `unsound-procedure` with what is wrong.
   */
  async publish(text: string, by: string): Promise<PublishedRuleBook> {
    const { findings, publishable } = await this.check(text);
    if (!publishable || findings.some(isError)) throw unsound(findings);
    const { pool } = this.input;
    const published = await publishRuleBook(pool, { ...translated(publishable), by });
    const unheld = unheldRoleFindings(publishable, await rolesUnheld(pool, publishable.procedure));
    return { ...published, warnings: [...findings, ...unheld] };
  }
}

export function isError({ severity }: ProcedureFinding): boolean {
  return severity === 'error';
}

function unsound(findings: readonly ProcedureFinding[]): Problem {
  const errors = findings.filter(isError).length;
  const detail = `The rule book has ${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was published.`;
  return new Problem({ type: 'unsound-procedure', detail, findings });
}

function entryOf({ key, version, hash, texts, publishedAt, publishedBy }: ProcedureEntry): VersionEntry {
  return { key, version, hash, title: (texts as ProcedureTexts).title, publishedAt, publishedBy };
}

function readOf(published: PublishedProcedure): ReadProcedure {
  const { procedure, texts, source } = published;
  return { ...entryOf(published), procedure, texts: texts as ProcedureTexts, source };
}
