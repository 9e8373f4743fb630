import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { processTerminal, runProgram, type Terminal } from './client/cli';
import { checkCommand } from './operations/check-command';

/** The command line: what speaks to the API, the check, and, where they are installed, rehearsals. */
const extraCommands = [checkCommand, ...rehearsals()];

/** Not in the image: a rehearsal needs a Temporal server of its own. */
function rehearsals(): readonly ((terminal: Terminal) => Command)[] {
  if (!existsSync(join(__dirname, 'rehearsal'))) return [];
  const { rehearseCommand } = require('./rehearsal/command') as typeof import('./rehearsal/command');
  return [rehearseCommand];
}

runProgram({ terminal: processTerminal(), extraCommands }, process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
