import { processTerminal, runProgram } from './client/cli';
import { checkCommand } from './rehearsal/check-command';
import { rehearseCommand } from './rehearsal/command';

/** The command line: what speaks to the API, and what needs a Temporal server of its own. */
const input = { terminal: processTerminal(), extraCommands: [rehearseCommand, checkCommand] };
runProgram(input, process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
