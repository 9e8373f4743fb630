import { Command, CommanderError } from 'commander';
import { ProblemError, Unreachable } from './client';
import { actCommand } from './commands/act';
import { doctorCommand } from './commands/doctor';
import { fileCommand } from './commands/file';
import { forecastCommand } from './commands/forecast';
import { importCommand } from './commands/import';
import { listCommand } from './commands/list';
import { showCommand } from './commands/show';
import { watchCommand } from './commands/watch';
import { CommandFailed } from './failures';
import type { Terminal } from './terminal';

export { processTerminal, type Terminal } from './terminal';

export interface ProgramInput {
  readonly terminal: Terminal;
  /** Commands that need more than the API, made by the entry. */
  readonly extraCommands?: readonly ((terminal: Terminal) => Command)[];
}

const COMMANDS = [
  fileCommand,
  listCommand,
  showCommand,
  actCommand,
  watchCommand,
  forecastCommand,
  importCommand,
  doctorCommand,
] as const;

/** The `redress` program. */
export function buildProgram({ terminal, extraCommands = [] }: ProgramInput): Command {
  const program = new Command('redress')
    .description('Files, follows and handles complaints.')
    .option('--url <url>', 'where Redress is (else REDRESS_URL, else .redress/credentials.json)')
    .option('--as <id>', 'whose key to use, by staff or source id (else REDRESS_KEY)')
    .option('--json', 'print JSON instead of tables')
    .showHelpAfterError('Use --help to see how it is called.');
  for (const make of [...COMMANDS, ...extraCommands]) program.addCommand(make(terminal));
  for (const command of [program, ...program.commands]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.error(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'redress: ')),
    });
  }
  return program;
}

/** Runs one command line; answers with the exit code: 0 done, 1 failed, 2 called wrongly. `words` are without node and script. */
export async function runProgram(input: ProgramInput, words: readonly string[]): Promise<number> {
  try {
    await buildProgram(input).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const sentence = explain(error);
    if (sentence !== '') input.terminal.error(`redress: ${sentence}\n`);
    return error instanceof CommandFailed ? error.exitCode : 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof ProblemError) {
    const { detail, errors = [], traceId, status } = error.problem;
    const fields = errors.filter((each) => each.detail !== detail).map((each) => `${each.field} ${each.detail}`);
    const trace = traceId === undefined ? '' : ` Trace ${traceId}.`;
    const hint = status === 401 ? ' Check REDRESS_KEY or --as.' : '';
    return `${[detail, ...fields].join('\n  ')}${trace}${hint}`;
  }
  if (error instanceof CommandFailed || error instanceof Unreachable) return error.message;
  return error instanceof Error ? `something went wrong here: ${error.message}` : String(error);
}
