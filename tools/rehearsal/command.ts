import { resolve } from 'node:path';
import { Command } from 'commander';
import { CommandFailed, printJson, UsageError, type Terminal } from '../../client/cli';
import { readInput } from '../../client/document-file';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadCatalogue } from '../../procedures/catalogue';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import { loadRuleBookFile } from '../../procedures/load';
import { formatErrors, type RuleBook } from '../../procedures/rule-book';
import { demoDirectory, demoNames } from './demo-people';
import { formatCheck } from './check-report';
import { coverageJson, formatCoverage, isCovered, rehearsePaths } from './paths';
import { rehearse, type RehearsalResult } from './rehearse';
import { withRehearsalServer } from './server';
import { directoryOf, readScript, ScriptError, type Script } from './script';
import { timelineOf } from './timeline';

interface Options {
  readonly script?: string;
  readonly locale?: string;
  readonly json?: boolean;
  readonly paths?: boolean;
}

/** `redress rehearse PROCEDURE`: a shipped procedure by key, or the YAML file of one. */
export function rehearseCommand(terminal: Terminal): Command {
  return new Command('rehearse')
    .description('plays a procedure on a real Temporal server in virtual time; without a script nobody acts')
    .argument('<procedure>', 'key of a shipped procedure, or a YAML file')
    .option('--script <file>', 'YAML file: complaint, start, people, acts')
    .option('--locale <language>', 'zh-CN or en', 'en')
    .option('--paths', 'plays a shortest path to every stage and outcome; exit code 1 when one is not reached')
    .action(async (procedure: string, _options: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const ruleBook = await findRuleBook(procedure, terminal.folder);
      if (options.paths) return playPaths(ruleBook, options, terminal);
      const script = options.script === undefined ? null : await scriptFrom(terminal, options.script);
      const result = await play(ruleBook, script, terminal);
      if (options.json) return printJson(terminal, jsonOf(result));
      const calendar = compileCalendar(ruleBook.procedure.calendar);
      const locale = options.locale ?? 'en';
      const title = ruleBook.texts.title[locale] ?? ruleBook.procedure.key;
      terminal.out(timelineOf(result, { title, texts: ruleBook.texts, calendar, locale, nameOf: demoNames }));
    });
}

/** `redress check FILE...`: everything that is wrong with rule books, by line and column, each with its story. */
export function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('checks rule books: every path is walked, every error and warning printed with line, column and story')
    .argument('<files...>')
    .action(async (files: string[]) => {
      let faults = 0;
      for (const file of files) {
        const loaded = await loadRuleBookFile(resolve(terminal.folder, file)).catch(unreadable(file));
        if (!loaded.ok) {
          faults += loaded.errors.length;
          terminal.error(`${formatErrors(loaded.errors.map((error) => ({ ...error, file })))}\n`);
          continue;
        }
        const began = performance.now();
        const result = checkProcedure(loaded.ruleBook, compileCalendar(loaded.ruleBook.procedure.calendar));
        const errors = result.findings.filter(({ severity }) => severity === 'error');
        faults += errors.length;
        const told = formatCheck(file, loaded.ruleBook.procedure.key, result, performance.now() - began);
        if (errors.length > 0) terminal.error(`${told.findings}\n`);
        else if (told.findings !== '') terminal.out(`${told.findings}\n`);
        terminal.out(`${told.summary}\n`);
      }
      if (faults > 0) throw new CommandFailed('');
    });
}

async function findRuleBook(name: string, folder: string): Promise<RuleBook> {
  if (!/\.ya?ml$/.test(name)) {
    const { ruleBooks } = await loadCatalogue();
    const shipped = ruleBooks.get(name);
    if (shipped) return shipped;
    throw new UsageError(`There is no shipped procedure "${name}"; there are: ${[...ruleBooks.keys()].join(', ')}.`);
  }
  const loaded = await loadRuleBookFile(resolve(folder, name)).catch(unreadable(name));
  if (loaded.ok) return loaded.ruleBook;
  throw new CommandFailed(formatErrors(loaded.errors));
}

function unreadable(name: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw new UsageError(`${name} cannot be read (${error.code ?? error.message}).`);
  };
}

async function scriptFrom(terminal: Terminal, file: string): Promise<Script> {
  const text = await readInput(terminal, file);
  return inPlainWords(() => readScript(text, file));
}

/** Faults of a script are the writer's to mend, not ours. */
function inPlainWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ScriptError ? new CommandFailed(error.message) : error;
  }
}

async function play(ruleBook: RuleBook, script: Script | null, terminal: Terminal): Promise<RehearsalResult> {
  const calendar = compileCalendar(ruleBook.procedure.calendar);
  const people = script?.people ? { version: 'script', ...directoryOf(script.people) } : demoDirectory();
  try {
    return await withRehearsalServer(terminal.environment, (server) =>
      rehearse({ procedure: ruleBook.procedure, calendar, people, script, server }),
    );
  } catch (error) {
    throw error instanceof ScriptError ? new CommandFailed(error.message) : error;
  }
}

async function playPaths(ruleBook: RuleBook, options: Options, terminal: Terminal): Promise<void> {
  if (options.script !== undefined) throw new UsageError('--paths plays its own acts: leave out --script.');
  const coverage = await withRehearsalServer(terminal.environment, (server) => rehearsePaths({ ruleBook, server }));
  if (options.json) printJson(terminal, coverageJson(coverage));
  else terminal.out(formatCoverage(coverage, options.locale ?? 'en'));
  if (!isCovered(coverage)) throw new CommandFailed('');
}

function jsonOf({ events, ended, clocks, notices, refusals }: RehearsalResult) {
  return { events, ended, clocks, notices, refusals };
}
