import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Calendar } from '../../domain/calendar/calendar';
import { compileCalendar } from '../calendars/compile-calendar';
import { calendarIds } from '../calendars/definition';
import { loadRuleBook } from './load';
import type { MatchRule, RuleBook } from '../language/rule-book';
import { formatErrors, type RuleBookError } from '../language/yaml-source';

/** Every rule book of a folder with the calendars they name. */
export interface Catalogue {
  /** By key. */
  readonly ruleBooks: ReadonlyMap<string, RuleBook>;
  /** By id. */
  readonly calendars: ReadonlyMap<string, Calendar>;
}

/** Rule books that cannot be used, with everything that is wrong with them. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  constructor(readonly errors: readonly RuleBookError[]) {
    super(`the rule books cannot be used:\n${formatErrors(errors)}`);
  }
}

/** Reads all rule books of a folder, the shipped ones without a folder. Throws CatalogueError with all errors of all files. */
export async function loadCatalogue(folder: string = join(__dirname, '..')): Promise<Catalogue> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const calendars = calendarIds();
  const loaded = await Promise.all(
    files.map(async (file) => loadRuleBook(await readFile(join(folder, file), 'utf8'), file, { calendars })),
  );
  const ruleBooks = loaded.flatMap((one) => (one.ok ? [one.ruleBook] : []));
  const errors = [...loaded.flatMap((one) => (one.ok ? [] : one.errors)), ...clashes(ruleBooks)];
  if (errors.length > 0) throw new CatalogueError(errors);
  const used = [...new Set(ruleBooks.map(({ procedure }) => procedure.calendar))];
  return {
    ruleBooks: new Map(ruleBooks.map((ruleBook) => [ruleBook.procedure.key, ruleBook])),
    calendars: new Map(used.map((id) => [id, compileCalendar(id)])),
  };
}

export interface IntakeFacts {
  readonly channel: string;
  readonly subjectKind?: string | undefined;
  readonly category?: string | undefined;
}

export type Choice =
  | { readonly ok: true; readonly ruleBook: RuleBook }
  /** None or several fit: the intake must name one. */
  | { readonly ok: false; readonly fitting: readonly string[] };

/**
 * The procedure for an intake that names none: of those whose match rules all hold the one with most rules, else the
 * default, else the only one there is.
 */
export function chooseRuleBook(ruleBooks: Iterable<RuleBook>, intake: IntakeFacts): Choice {
  const all = [...ruleBooks];
  const fitting = all.filter(({ match }) => narrowness(match) > 0 && holds(match, intake));
  const most = Math.max(0, ...fitting.map(({ match }) => narrowness(match)));
  const narrowest = fitting.filter(({ match }) => narrowness(match) === most);
  const defaults = all.filter(({ match }) => match.default);
  const candidates = narrowest.length > 0 ? narrowest : defaults.length > 0 ? defaults : all;
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return { ok: true, ruleBook: only };
  return { ok: false, fitting: candidates.map(({ procedure }) => procedure.key) };
}

function narrowness({ channels, subjectKinds, categories }: MatchRule): number {
  return [channels, subjectKinds, categories].filter((list) => list !== undefined).length;
}

function holds({ channels, subjectKinds, categories }: MatchRule, intake: IntakeFacts): boolean {
  const within = (list: readonly string[] | undefined, value: string | undefined): boolean =>
    list === undefined || (value !== undefined && list.includes(value));
  return (
    within(channels, intake.channel) && within(subjectKinds, intake.subjectKind) && within(categories, intake.category)
  );
}

/** Only one rule book may be the default. */
function clashes(ruleBooks: readonly RuleBook[]): RuleBookError[] {
  return ruleBooks
    .filter(({ match }) => match.default)
    .slice(1)
    .map(({ procedure: { key } }) => ({
      file: `${key}.yaml`,
      line: 1,
      column: 1,
      path: 'match.default',
      message: 'another rule book is the default already: remove this one',
    }));
}
