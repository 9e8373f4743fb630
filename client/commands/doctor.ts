import { Command } from 'commander';
import type { DiagnosisView, FindingView } from '../../contract/doctor';
import { CommandFailed } from '../failures';
import { openSession, type GlobalOptions } from '../session';
import { languageOf, printJson, type Terminal } from '../terminal';

export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .description('what is wrong with this installation and what to do about it; exit code 1 if there are errors')
    .action(async (_options: object, command: Command) => {
      const diagnosis = await openSession(terminal, command, 'look').doctor();
      if (command.optsWithGlobals<GlobalOptions>().json) printJson(terminal, diagnosis);
      else print(terminal, diagnosis);
      if (diagnosis.errors > 0) throw new CommandFailed('');
    });
}

function print(terminal: Terminal, { checks, errors, warnings, findings }: DiagnosisView): void {
  for (const finding of findings) printFinding(terminal, finding);
  const found =
    findings.length === 0 ? 'nothing found' : `${inNumber(errors, 'error')}, ${inNumber(warnings, 'warning')}`;
  terminal.out(`${inNumber(checks, 'check')}: ${found}.\n`);
}

function printFinding(terminal: Terminal, { severity, code, says, remedy }: FindingView): void {
  const language = languageOf(terminal, Object.keys(says));
  terminal.out(`${severity}  ${code}\n  ${says[language] ?? ''}\n  ${remedy[language] ?? ''}\n\n`);
}

function inNumber(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
