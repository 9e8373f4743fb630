import type { Calendar } from '../../domain/calendar/calendar';
import type { ProcedureFinding } from '../../contract/procedure';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import type { CheckResult } from '../../procedures/checker/finding';
import { parseYaml } from '../../procedures/language/yaml-source';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';

export interface CheckInput {
  /** The YAML as written. */
  readonly text: string;
  /** Of the file that it lies in, which its key must be; a text that came in by itself has none. */
  readonly name?: string;
  /** Keys of the published procedures that are for every intake that names none; without it, only this text is looked at. */
  readonly defaults?: readonly string[];
}

export interface CheckedRuleBook {
  /** In the order of the text. */
  readonly findings: readonly ProcedureFinding[];
  /** Missing where the loader refuses the text, and so is what follows. */
  readonly search?: Search;
  readonly publishable?: RuleBook & { readonly calendar: Calendar };
}

/** How far a rule book was lived through. */
export interface Search extends Pick<CheckResult, 'states' | 'transitions'> {
  readonly organisations: number;
  /** There were more states than are searched in one organisation: what was not found is not proved absent. */
  readonly capped: boolean;
  readonly mostStates: number;
  readonly milliseconds: number;
}

/** Without the ending of a file: what comes in by itself has no file whose name its key could contradict. */
const NAMELESS = 'rule-book';

/** Reads a rule book and lives it through. Never throws for what is wrong with it. Takes a second of CPU, or many. */
export function checkRuleBook({ text, name = NAMELESS, defaults = [] }: CheckInput): CheckedRuleBook {
  const loaded = loadRuleBook(text, name);
  if (!loaded.ok) return { findings: loaded.errors.map(unlivedFinding) };
  const { ruleBook } = loaded;
  const began = performance.now();
  const calendar = compileCalendar(ruleBook.procedure.calendar);
  const { findings, states, transitions, bounded } = checkProcedure(ruleBook, calendar);
  const { capped, mostStates, organisations } = bounded;
  return {
    findings: [...secondDefault(ruleBook, defaults), ...findings].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    ),
    search: {
      ...{ states, transitions, capped, mostStates },
      organisations: organisations.length,
      milliseconds: performance.now() - began,
    },
    publishable: { ...ruleBook, calendar },
  };
}

/** Only one rule book may be the default, or an intake that names none finds two. */
function secondDefault({ procedure, match, source }: RuleBook, defaults: readonly string[]): ProcedureFinding[] {
  const others = defaults.filter((key) => key !== procedure.key);
  const parsed = parseYaml(source, NAMELESS);
  if (!match.default || others.length === 0 || !parsed.ok) return [];
  const message = `"${others.join('", "')}" is the default already: remove this one`;
  return [unlivedFinding(parsed.source.error({ path: ['match', 'default'], message }))];
}

function unlivedFinding({
  path,
  line,
  column,
  message,
}: Omit<ProcedureFinding, 'severity' | 'property' | 'story'>): ProcedureFinding {
  return { severity: 'error', property: null, path, line, column, message, story: null };
}
