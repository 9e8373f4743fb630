import { parentPort, workerData } from 'node:worker_threads';
import { compileCalendar } from '../procedures/calendars/compile-calendar';
import { checkProcedure } from '../procedures/checker/check-procedure';
import { loadRuleBook } from '../procedures/reading/load';
import type { RuleBook } from '../procedures/reading/rule-book';
import { parseYaml } from '../procedures/language/yaml-source';
import type { CheckedRuleBook, CheckInput } from './procedure-check';
import type { ProcedureFinding } from '../contract/procedure';

/** Without the ending of a file: what comes in has no file whose name its key could contradict. */
const NAME = 'rule-book';

function check({ text, defaults }: CheckInput): CheckedRuleBook {
  const loaded = loadRuleBook(text, NAME);
  if (!loaded.ok) return { findings: loaded.errors.map(unlivedFinding), states: 0, capped: false };
  const { ruleBook } = loaded;
  const calendar = compileCalendar(ruleBook.procedure.calendar);
  const { findings, states, bounded } = checkProcedure(ruleBook, calendar);
  return {
    findings: [...secondDefault(ruleBook, defaults), ...findings].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    ),
    states,
    capped: bounded.capped,
    publishable: { ...ruleBook, calendar },
  };
}

/** Only one rule book may be the default, or an intake that names none finds two. */
function secondDefault({ procedure, match, source }: RuleBook, defaults: readonly string[]): ProcedureFinding[] {
  const others = defaults.filter((key) => key !== procedure.key);
  const parsed = parseYaml(source, NAME);
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

parentPort?.postMessage(check(workerData as CheckInput));
