import type { ProcedureFinding } from '../contract/procedure';
import type { CheckedRuleBook } from '../services/checking/check-rule-book';

/** What a check found, as `file:line:column  message` with the story below. */
export function findingLines(file: string, findings: readonly ProcedureFinding[]): string {
  return findings.map((finding) => findingLine(file, finding)).join('\n');
}

function findingLine(file: string, { severity, property, path, line, column, message, story }: ProcedureFinding) {
  // What was read and lived has a sentence that names its place; what could not be read is told with its path.
  const place = property === null && path !== '' ? `${path}: ` : '';
  const said = `${file}:${line}:${column}  ${severity === 'warning' ? 'warning: ' : ''}${place}${message}`;
  return story ? `${said}\n  shortest story: ${story}` : said;
}

/** One line that says how far the search went; undefined where there was none. */
export function summaryLine(file: string, { findings, search, publishable }: CheckedRuleBook): string | undefined {
  if (!search || !publishable) return undefined;
  const { states, transitions, organisations, capped, mostStates, milliseconds } = search;
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const verdict = count('error') === 0 ? 'sound' : counted(count('error'), 'error');
  const speed = Math.round((states / Math.max(1, milliseconds)) * 1000);
  const limit = capped ? `, stopped at ${mostStates} states an organisation` : '';
  return (
    `${file}: ${verdict} (${publishable.procedure.key}), ${counted(count('warning'), 'warning')}; ${states} states and ` +
    `${transitions} steps in ${organisations} organisations${limit}, ${speed} states a second`
  );
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
