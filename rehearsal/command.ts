import { Command } from 'commander';
import type { Terminal } from '../client/terminal';
import { LANGUAGES } from '../procedures/locales/language-list';
import { DEFAULT_LANGUAGE } from '../procedures/locales/language-tag';
import type { PerformanceOptions } from './performance';

/** `redress rehearse PROCEDURE`: a shipped procedure by key, or the YAML file of one. */
export function rehearseCommand(terminal: Terminal): Command {
  return new Command('rehearse')
    .description('plays a procedure on a real Temporal server in virtual time; without a script nobody acts')
    .argument('<procedure>', 'key of a shipped procedure, or a YAML file')
    .option(
      '--script <file>',
      'YAML file: complaint, start, people, acts, expect; exit code 1 when something expected did not happen',
    )
    .option('--locale <language>', `the language that it is told in: ${LANGUAGES.join(', ')}`, DEFAULT_LANGUAGE)
    .option('--why', 'says why each limit is due when it is, too')
    .option('--picture <file>', 'writes the procedure and what happened as an SVG picture')
    .option('--paths', 'plays a shortest path to every stage and outcome; exit code 1 when one is not reached')
    .action((procedure: string, _options: PerformanceOptions, command: Command) => {
      // Loaded only now: other commands do without Temporal.
      const performance = require('./performance') as typeof import('./performance');
      return performance.perform(terminal, procedure, command.optsWithGlobals<PerformanceOptions>());
    });
}
