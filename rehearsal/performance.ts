import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CommandFailed, UsageError } from '../client/failures';
import { printJson, type Terminal } from '../client/terminal';
import { readInput } from '../client/document-file';
import { compileCalendar } from '../procedures/calendars/compile-calendar';
import { loadCatalogue } from '../procedures/reading/catalogue';
import { loadRuleBookFile } from '../procedures/reading/load';
import { translated } from '../procedures/reading/translate';
import { drawFlow } from '../procedures/picture/flow-picture';
import { stacked } from '../procedures/picture/svg';
import { drawTimeline } from '../procedures/picture/timeline-picture';
import { formatErrors, type ProcedureTexts, type RuleBook } from '../procedures/language/rule-book';
import { languageRead } from '../procedures/customs/compile-customs';
import { DEFAULT_LANGUAGE } from '../procedures/locales/language-tag';
import { shippedLanguage } from '../procedures/words/languages';
import { inLanguage } from '../procedures/words/wording';
import { castFor, demoNames } from './demo-people';
import { unmet } from './expectations';
import { coverageJson, formatCoverage, isCovered, rehearsePaths } from './paths';
import { rehearse, type RehearsalResult } from './rehearse';
import { withRehearsalServer } from './server';
import { directoryOf, readScript, ScriptError, type Script } from './script';
import { timelineOf } from './timeline';
import { whyLines } from './why-lines';

export interface PerformanceOptions {
  readonly script?: string;
  readonly locale?: string;
  readonly json?: boolean;
  readonly paths?: boolean;
  readonly picture?: string;
  readonly why?: boolean;
}

/** Plays a procedure as it was asked for and tells what happened. Throws CommandFailed where it did not go as the script says. */
export async function perform(terminal: Terminal, procedure: string, options: PerformanceOptions): Promise<void> {
  const ruleBook = await findRuleBook(procedure, terminal.folder);
  if (options.paths) return playPaths(ruleBook, options, terminal);
  const script = options.script === undefined ? null : await scriptFrom(terminal, options.script);
  const result = await play(ruleBook, script, terminal);
  if (options.picture !== undefined) await drawTo(resolve(terminal.folder, options.picture), ruleBook, result, options);
  const missing = unmet(script?.expect ?? [], result.events);
  if (options.json) printJson(terminal, jsonOf(result));
  else terminal.out(`${told(ruleBook, result, options)}${options.why ? whyTold(ruleBook, result, options) : ''}`);
  const refused = unexpectedRefusal(result);
  if (refused !== null || missing !== null) throw new CommandFailed(refused ?? missing ?? '');
}

/** An act that was refused, or accepted, against what the script says; what follows it is another story. */
function unexpectedRefusal({ refusals }: RehearsalResult): string | null {
  const odd = refusals.find(({ refusal, expected }) => (refusal?.type ?? null) !== expected);
  if (!odd) return null;
  const { at, by, act, refusal, expected } = odd;
  const what = refusal === null ? `was accepted, not refused as ${expected ?? ''}` : `was refused: ${refusal.detail}`;
  return `${act} by ${by} at ${at} ${what}`;
}

function languageOf({ locale = DEFAULT_LANGUAGE }: PerformanceOptions, texts: ProcedureTexts): string {
  return languageRead(locale, texts);
}

async function drawTo(
  file: string,
  ruleBook: RuleBook,
  result: RehearsalResult,
  options: PerformanceOptions,
): Promise<void> {
  const { texts, procedure } = ruleBook;
  const locale = languageOf(options, texts);
  const title = inLanguage(texts.title, locale, texts.locales) ?? procedure.key;
  const { owners } = procedure;
  const input = { texts, owners, calendar: compileCalendar(procedure.calendar), locale, nameOf: demoNames };
  const drawings = [
    drawFlow(ruleBook, locale),
    drawTimeline(result.events, input, shippedLanguage(locale).picture.story),
  ];
  await writeFile(file, stacked(drawings, title)).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be written (${error.code ?? error.message}).`);
  });
}

function told(ruleBook: RuleBook, result: RehearsalResult, options: PerformanceOptions): string {
  const { texts, procedure } = ruleBook;
  const locale = languageOf(options, texts);
  const calendar = compileCalendar(procedure.calendar);
  return timelineOf(result, {
    title: inLanguage(texts.title, locale, texts.locales) ?? procedure.key,
    texts,
    calendar,
    locale,
    owners: procedure.owners,
    nameOf: demoNames,
  });
}

function whyTold(ruleBook: RuleBook, { events }: RehearsalResult, options: PerformanceOptions): string {
  const locale = languageOf(options, ruleBook.texts);
  const calendar = compileCalendar(ruleBook.procedure.calendar);
  return `\n${whyLines({ events, ruleBook, calendar, locale })}`;
}

async function findRuleBook(name: string, folder: string): Promise<RuleBook> {
  if (!/\.ya?ml$/.test(name)) {
    const { ruleBooks } = await loadCatalogue();
    const shipped = ruleBooks.get(name);
    if (shipped) return translated(shipped);
    throw new UsageError(`There is no shipped procedure "${name}"; there are: ${[...ruleBooks.keys()].join(', ')}.`);
  }
  const loaded = await loadRuleBookFile(resolve(folder, name)).catch(unreadable(name));
  if (loaded.ok) return translated(loaded.ruleBook);
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
  const people = script?.people ? { version: 'script', ...directoryOf(script.people) } : castFor(ruleBook.procedure);
  try {
    return await withRehearsalServer(terminal.environment, (server) =>
      rehearse({ procedure: ruleBook.procedure, calendar, people, script, server }),
    );
  } catch (error) {
    throw error instanceof ScriptError ? new CommandFailed(error.message) : error;
  }
}

async function playPaths(ruleBook: RuleBook, options: PerformanceOptions, terminal: Terminal): Promise<void> {
  if (options.script !== undefined) throw new UsageError('--paths plays its own acts: leave out --script.');
  const coverage = await withRehearsalServer(terminal.environment, (server) => rehearsePaths({ ruleBook, server }));
  if (options.json) printJson(terminal, coverageJson(coverage));
  else terminal.out(formatCoverage(coverage, languageOf(options, ruleBook.texts)));
  if (!isCovered(coverage)) throw new CommandFailed('');
}

function jsonOf({ events, ended, clocks, notices, refusals }: RehearsalResult) {
  return { events, ended, clocks, notices, refusals };
}
