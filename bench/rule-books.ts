import { Client } from '@temporalio/client';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from '../domain/model/act';
import { decide, isRefused } from '../domain/decide';
import type { Rules } from '../domain/model/rules';
import type { ComplaintState } from '../domain/model/state';
import { KnownPeople } from '../domain/people/known-people';
import { compileCalendar } from '../procedures/calendars/compile-calendar';
import { loadCatalogue } from '../procedures/reading/catalogue';
import { checkProcedure } from '../procedures/checker/check-procedure';
import type { ProcedurePath } from '../procedures/checker/finding';
import type { RuleBook } from '../procedures/language/rule-book';
import { PROJECT_ROOT } from '../tools/project-root';
import { castFor } from '../rehearsal/demo-people';
import { historiesOf } from '../rehearsal/history';
import { rehearse, type RehearsalServer } from '../rehearsal/rehearse';
import { directoryOf, readScript } from '../rehearsal/script';
import { withRehearsalServer } from '../rehearsal/server';
import { short } from './figures';

/** A run that grows beyond this is continued too late. */
const MOST_EVENTS = 400;
const DECIDE_MS = 150;

interface BookFigures {
  readonly key: string;
  readonly states: number;
  readonly checkMs: number;
  readonly decidesPerSecond: number;
  /** Of the longest run among its scripts. */
  readonly events: number;
  readonly bytes: number;
}

/** What each rule book that ships costs: to prove, to decide by, and in Temporal's history. As lines to print. */
export async function ruleBookFigures(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { ruleBooks } = await loadCatalogue();
  const figures = await withRehearsalServer(env, async (server) => {
    const all: BookFigures[] = [];
    for (const ruleBook of ruleBooks.values()) all.push(await figuresOf(ruleBook, server));
    return all;
  });
  return reportLines(figures);
}

async function figuresOf(ruleBook: RuleBook, server: RehearsalServer): Promise<BookFigures> {
  const { procedure } = ruleBook;
  const calendar = compileCalendar(procedure.calendar);
  const began = performance.now();
  const { states, people, paths } = checkProcedure(ruleBook, calendar);
  const checkMs = performance.now() - began;
  const decidesPerSecond = decideRate({ procedure, calendar, people: new KnownPeople(people) }, paths);
  return { key: procedure.key, states, checkMs, decidesPerSecond, ...(await longestRun(ruleBook, server)) };
}

/** Decisions a second along the shortest ways to every stage and outcome, each taken again and again. */
function decideRate(rules: Rules, paths: readonly ProcedurePath[]): number {
  const until = performance.now() + DECIDE_MS;
  const began = performance.now();
  let calls = 0;
  while (performance.now() < until) {
    for (const path of paths) calls += walk(rules, path);
  }
  return (calls / (performance.now() - began)) * 1000;
}

function walk(rules: Rules, { registration, start, steps }: ProcedurePath): number {
  const inputs: readonly { readonly at: string; readonly input: Input }[] = [
    { at: start, input: { type: 'register', registration } },
    ...steps.map(({ at, act }) => ({ at, input: act ? ({ type: 'act', act, via: 'update' } as const) : TIME })),
  ];
  let state: ComplaintState | null = null;
  for (const { at, input } of inputs) {
    const decision = decide(rules, state, input, at);
    if (isRefused(decision)) throw new Error(`${rules.procedure.key}: ${decision.refusal.detail}`);
    state = decision.state;
  }
  return inputs.length;
}

const TIME: Input = { type: 'timePassed' };

/** The longest run of any of its scripts, played on the real server to the end. */
async function longestRun(
  { procedure }: RuleBook,
  server: RehearsalServer,
): Promise<{ readonly events: number; readonly bytes: number }> {
  const folder = join(PROJECT_ROOT, 'examples/rehearsals', procedure.key);
  const client = new Client({ connection: server.connection, namespace: server.namespace });
  let longest = { events: 0, bytes: 0 };
  for (const file of readdirSync(folder)) {
    const script = readScript(readFileSync(join(folder, file), 'utf8'), file);
    const people = script.people ? { version: 'script', ...directoryOf(script.people) } : castFor(procedure);
    const calendar = compileCalendar(procedure.calendar);
    const { state } = await rehearse({ procedure, calendar, people, script, server });
    for (const history of await historiesOf(client, state.reference)) {
      const { events } = JSON.parse(history) as { readonly events: readonly unknown[] };
      if (events.length > longest.events) longest = { events: events.length, bytes: history.length };
    }
  }
  return longest;
}

function reportLines(figures: readonly BookFigures[]): readonly string[] {
  const width = Math.max(...figures.map(({ key }) => key.length));
  const rows = figures.map(({ key, states, checkMs, decidesPerSecond, events, bytes }) => {
    const late = events > MOST_EVENTS ? `  more than ${MOST_EVENTS}` : '';
    const checked = `${states} states in ${short(checkMs)} ms, ${short((states / checkMs) * 1000)} a second`;
    return `${key.padEnd(width)}  ${checked}; ${short(decidesPerSecond)} decisions a second; ${events} events, ${bytes} bytes as JSON${late}`;
  });
  const states = sum(figures.map((one) => one.states));
  const checkMs = sum(figures.map((one) => one.checkMs));
  const { maxRSS } = process.resourceUsage();
  return [
    'Every rule book that ships: the check, the core, and the longest run among its scripts',
    ...rows,
    '',
    `Checked in ${short(checkMs / 1000)} s together: ${states} states, ${short((states / checkMs) * 1000)} a second; at most ${short(maxRSS / 1024)} MB of memory`,
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
