import type { ComplaintEvent } from '../domain/model/event';
import { outcomesOf } from '../domain/kinds/table';
import type { Procedure } from '../domain/model/procedure';
import { KnownPeople } from '../domain/people/known-people';
import type { KnownRules } from '../domain/people/pool-members';
import { compileCalendar } from '../procedures/calendars/compile-calendar';
import { checkProcedure } from '../procedures/checker/check-procedure';
import type { ProcedurePath } from '../procedures/checker/finding';
import type { RuleBook } from '../procedures/language/rule-book';
import { shippedLanguage } from '../procedures/words/languages';
import { fill } from '../procedures/words/wording';
import { sharedRehearsalMemory } from './memory-ports';
import { newReference, walk, withRehearsalWorker, type RehearsalServer } from './rehearse';

/** Complaints that are played at the same time. */
const AT_ONCE = 4;

/** One path as it went on the server: what happened, and why it was left early, if it was. */
export interface PlayedPath {
  readonly story: string;
  readonly events: readonly ComplaintEvent[];
  readonly refused: string | null;
}

/** Which stages and outcomes (`stage/outcome`) of a procedure were reached, in its order. */
export interface Coverage {
  readonly runs: number;
  readonly stages: ReadonlyMap<string, boolean>;
  readonly outcomes: ReadonlyMap<string, boolean>;
  /** Paths on which the server refused what the check expects, each with the reason. */
  readonly refused: readonly string[];
}

/** Plays a shortest path to every stage and outcome that the check finds, in virtual time, with the check's own people. */
export async function rehearsePaths({
  ruleBook,
  server,
}: {
  readonly ruleBook: RuleBook;
  readonly server: RehearsalServer;
}): Promise<Coverage> {
  const { procedure } = ruleBook;
  const calendar = compileCalendar(procedure.calendar);
  const { people, paths } = checkProcedure(ruleBook, calendar);
  const played = await playAll({ procedure, calendar, people: new KnownPeople(people) }, longest(paths), server);
  return coverageOf(procedure, played);
}

/** Without the paths that only begin another one. */
export function longest(paths: readonly ProcedurePath[]): readonly ProcedurePath[] {
  const kept = new Map<string, ProcedurePath>();
  for (const path of paths.toSorted((a, b) => b.steps.length - a.steps.length)) {
    const way = [[path.start, path.registration], ...path.steps].map((step) => `${JSON.stringify(step)}\n`).join('');
    if (![...kept.keys()].some((longer) => longer.startsWith(way))) kept.set(way, path);
  }
  return [...kept.values()];
}

/** A stage counts when it was opened or closed the complaint, an outcome when its stage ended with it. */
export function coverageOf(procedure: Procedure, played: readonly PlayedPath[]): Coverage {
  const stages = new Set<string>();
  const outcomes = new Set<string>();
  for (const event of played.flatMap(({ events }) => events)) {
    if (event.type === 'stageOpened') stages.add(event.stage ?? '');
    if (event.type !== 'stageCompleted') continue;
    outcomes.add(`${event.stage ?? ''}/${event.outcome}`);
    if (isEnd(procedure, event.then)) stages.add(event.then);
  }
  const expected = Object.entries(procedure.stages).flatMap(([key, stage]) =>
    Object.keys(outcomesOf(stage)).map((outcome) => `${key}/${outcome}`),
  );
  return {
    runs: played.length,
    stages: new Map(Object.keys(procedure.stages).map((key) => [key, stages.has(key)])),
    outcomes: new Map(expected.map((key) => [key, outcomes.has(key)])),
    refused: played.flatMap(({ story, refused }) => (refused === null ? [] : [`${story}: ${refused}`])),
  };
}

function isEnd({ stages }: Procedure, key: string): boolean {
  const stage = stages[key];
  return stage !== undefined && 'result' in stage;
}

/** Whether everything that the procedure has was reached. */
export function isCovered({ stages, outcomes }: Coverage): boolean {
  return [...stages.values(), ...outcomes.values()].every(Boolean);
}

/** The wire form of `rehearse --paths --json`. */
export function coverageJson({ runs, stages, outcomes }: Coverage) {
  return { runs, stages: Object.fromEntries(stages), outcomes: Object.fromEntries(outcomes) };
}

/** Each stage with its outcomes under it, reached or not, and a line with the counts. */
export function formatCoverage({ runs, stages, outcomes, refused }: Coverage, locale: string): string {
  const words = shippedLanguage(locale).rehearsal;
  const mark = (reached: boolean): string => words[reached ? 'reached' : 'not-reached'];
  const lines = [...stages].flatMap(([stage, reached]) => [
    `${mark(reached)}  ${stage}`,
    ...[...outcomes]
      .filter(([key]) => key.startsWith(`${stage}/`))
      .map(([key, ended]) => `${mark(ended)}    ${key.slice(stage.length + 1)}`),
  ]);
  const share = (all: ReadonlyMap<string, boolean>): readonly [number, number] => [
    [...all.values()].filter(Boolean).length,
    all.size,
  ];
  const [stagesReached, stagesAll] = share(stages);
  const [outcomesReached, outcomesAll] = share(outcomes);
  const summary = fill(words.coverage, {
    runs: String(runs),
    stages: String(stagesReached),
    stagesAll: String(stagesAll),
    outcomes: String(outcomesReached),
    outcomesAll: String(outcomesAll),
  });
  return [...lines, ...refused.map((each) => `! ${each}`), '', summary, ''].join('\n');
}

async function playAll(
  rules: KnownRules,
  paths: readonly ProcedurePath[],
  server: RehearsalServer,
): Promise<readonly PlayedPath[]> {
  const memory = sharedRehearsalMemory(rules.people);
  const waiting = [...paths];
  const played: PlayedPath[] = [];
  return withRehearsalWorker(server, memory.activities, async (worker) => {
    const playInTurn = async (): Promise<void> => {
      for (let path = waiting.shift(); path; path = waiting.shift()) {
        const reference = newReference();
        const events = memory.eventsOf(reference);
        const refusal = await walk(worker, rules, { reference, events }, path);
        const refused = refusal && `${refusal.type}: ${refusal.detail}`;
        played.push({ story: path.story, events, refused });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, playInTurn));
    return played;
  });
}
