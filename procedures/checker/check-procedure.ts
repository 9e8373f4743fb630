import type { Calendar } from '../../domain/calendar/calendar';
import type { Procedure } from '../../domain/model/procedure';
import type { RuleBook } from '../language/rule-book';
import { parseYaml } from '../language/yaml-source';
import { checkAnswers, checkReplies } from './check-answers';
import { checkClocks } from './check-clocks';
import { checkDiscretion } from './check-discretion';
import { checkFacts } from './check-facts';
import { checkLoops } from './check-loops';
import { checkOwnProposals } from './check-own-proposal';
import { checkLadderOrder, checkWaiting } from './check-waiting';
import { checkBreakdowns, checkWays } from './check-ways';
import { explore, type Space, type World } from './explore';
import type { CheckFinding, CheckResult, Fault, ProcedurePath } from './finding';
import { KnownPeople } from '../../domain/people/known-people';
import { organisationsFor } from './organisations';
import { Faults, stepsTo, tell } from './story';
import { zeroRound } from './zero-round';

/** Monday, first thing in the morning of a week without holidays. */
const START = '2026-03-02T02:00:00.000Z';
const MOST_STATES = 20_000;
const RECUSALS = 1;

/**
 * Searches everything that can become of a complaint under a rule book and says what does not hold, each with the
 * shortest story of it. Deterministic: the same rule book and calendar give the same result, stories included. Each
 * organisation is searched for `mostStates` at most; beyond them a warning says that the search was not whole.
 */
export function checkProcedure(
  ruleBook: RuleBook,
  calendar: Calendar,
  { mostStates = MOST_STATES }: { readonly mostStates?: number } = {},
): CheckResult {
  const { procedure } = ruleBook;
  const faults = new Faults();
  const worlds = worldsFor(procedure, calendar).map((world) => ({ ...world, mostStates }));
  const stuck = zeroRound(procedure);
  const spaces = stuck ? [] : worlds.map(explore);
  const [main, ...others] = spaces;
  if (main) {
    checkWaiting(main, faults);
    checkWays(main, faults);
    checkLoops(main, faults);
    checkAnswers(main, faults);
    checkReplies(procedure, main, faults);
    checkFacts(main, faults);
    checkClocks(main, faults);
    checkOwnProposals(main, faults);
    checkDiscretion(main, faults);
    checkRanks(procedure, main, faults);
  }
  for (const space of spaces.filter(({ capped }) => capped)) faults.add(tooLarge(space));
  for (const space of others) {
    checkBreakdowns(space, faults);
    checkWaiting(space, faults);
    checkAnswers(space, faults);
    checkFacts(space, faults);
    checkOwnProposals(space, faults);
    checkDiscretion(space, faults);
  }
  return {
    findings: placed(ruleBook, stuck ? [stuck] : faults.all),
    states: sum(spaces.map(({ nodes }) => nodes.length)),
    transitions: sum(spaces.map(({ ways }) => ways.length)),
    bounded: {
      mostStates,
      capped: spaces.some(({ capped }) => capped),
      depth: Math.max(0, ...spaces.flatMap(({ nodes }) => nodes.map(({ depth }) => depth))),
      organisations: worlds.map(({ name }) => name),
      recusals: RECUSALS,
    },
    people: worlds[0]?.rules.people.directory ?? { version: '', staff: {}, departments: {} },
    paths: main ? pathsOf(main) : [],
  };
}

/** The first counts how often each limited way was taken; the others look at people: offers, pauses, standing aside. */
export function worldsFor(procedure: Procedure, calendar: Calendar): readonly World[] {
  const [all, ...small] = organisationsFor(procedure);
  const world = { start: START, mostStates: MOST_STATES };
  if (!all) return [];
  const rules = { procedure, calendar, people: new KnownPeople(all.people) };
  return [
    { ...world, name: all.name, rules, counting: true, offers: false, pausing: false, recusals: 0 },
    {
      ...world,
      name: `${all.name}, standing aside`,
      rules,
      counting: false,
      offers: true,
      pausing: true,
      recusals: RECUSALS,
    },
    ...small.map(({ name, people }, at) => ({
      ...world,
      name,
      rules: { procedure, calendar, people: new KnownPeople(people) },
      counting: false,
      offers: false,
      pausing: false,
      recusals: at === 0 ? RECUSALS : 0,
    })),
  ];
}

function tooLarge({ world }: Space): Parameters<Faults['add']>[0] {
  return {
    severity: 'warning',
    property: 'ends',
    path: ['stages'],
    on: 'key',
    message: `there is more to it than the ${world.mostStates} states that are searched where there is ${world.name}: what is not found is not proved absent; fewer conditions or a smaller "most" make it less`,
    world,
    steps: [],
  };
}

function checkRanks(procedure: Procedure, { world, ways, standstills }: Space, faults: Faults): void {
  for (const { stage, given, then } of checkLadderOrder(procedure)) {
    const lost = standstills.find(({ state }) => state.stage?.key === stage);
    const opened = ways.find(({ to }) => to.state.stage?.key === stage);
    faults.add({
      severity: 'error',
      property: 'ladder',
      path: ['stages', stage, 'ladder'],
      message: `the ladder of "${stage}" gives it to "${given}" and then to "${then}", who stands lower on another ladder: leave out the second`,
      world,
      steps: lost ? [...stepsTo(lost.from), ...(lost.step ? [lost.step] : [])] : opened ? stepsTo(opened.to) : [],
      ending: `"${given}" loses it to "${then}"`,
    });
  }
}

function pathsOf({ world, ways }: Space): readonly ProcedurePath[] {
  const paths = new Map<string, ProcedurePath>();
  for (const { from, step } of ways) {
    const steps = [...stepsTo(from), step];
    const add = (stage: string, outcome: string | null): void => {
      const key = `${stage}/${outcome ?? ''}`;
      const registration = steps[0]?.registration;
      if (paths.has(key) || !registration) return;
      const acts = steps.slice(1).map(({ at, act }) => ({ at, act }));
      paths.set(key, { stage, outcome, registration, start: world.start, steps: acts, story: tell(world, steps) });
    };
    for (const event of step.events) {
      if (event.type === 'stageOpened') add(event.stage ?? '', null);
      if (event.type !== 'stageCompleted') continue;
      add(event.stage ?? '', event.outcome);
      if (step.events.some(({ type }) => type === 'closed')) add(event.then, null);
    }
  }
  return [...paths.values()];
}

function placed({ procedure, source }: RuleBook, faults: readonly Fault[]): readonly CheckFinding[] {
  if (faults.length === 0) return [];
  const parsed = parseYaml(source, procedure.key);
  return faults
    .map(({ path, message, on, ...fault }): CheckFinding => {
      const at = parsed.ok
        ? parsed.source.error({ path, message, on: on ?? 'value' })
        : { line: 1, column: 1, path: path.join('.') };
      return { ...fault, message, path: at.path, line: at.line, column: at.column };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
