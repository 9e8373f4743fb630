import type { CheckResult } from '../procedures/checker/check-procedure';

/** What a check found, as `file:line:column  message` with the story below, and one line that says how far it went. */
export function formatCheck(
  file: string,
  key: string,
  { findings, states, transitions, bounded }: CheckResult,
  milliseconds: number,
): { readonly findings: string; readonly summary: string } {
  const lines = findings.map(({ line, column, severity, message, story }) => {
    const said = `${file}:${line}:${column}  ${severity === 'warning' ? 'warning: ' : ''}${message}`;
    return story === '' ? said : `${said}\n  shortest story: ${story}`;
  });
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const verdict = count('error') === 0 ? 'sound' : counted(count('error'), 'error');
  const speed = Math.round((states / Math.max(1, milliseconds)) * 1000);
  const limit = bounded.capped ? `, stopped at ${bounded.mostStates} states an organisation` : '';
  return {
    findings: lines.join('\n'),
    summary:
      `${file}: ${verdict} (${key}), ${counted(count('warning'), 'warning')}; ${states} states and ${transitions} ` +
      `steps in ${bounded.organisations.length} organisations${limit}, ${speed} states a second`,
  };
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
