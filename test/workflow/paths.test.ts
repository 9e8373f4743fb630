import { runProgram } from '../../client/cli';
import type { ComplaintEvent } from '../../domain/model/event';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { loadCatalogue } from '../../procedures/reading/catalogue';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import type { RuleBook } from '../../procedures/language/rule-book';
import { rehearseCommand } from '../../rehearsal/command';
import { coverageJson, coverageOf, formatCoverage, isCovered, longest, rehearsePaths } from '../../rehearsal/paths';
import { shippedRuleBooks } from '../support/shipped-books';
import { rehearsalStage, type RehearsalStage } from '../support/rehearsals';
import { recordedTerminal } from '../unit/client-samples';

let stage: RehearsalStage;
let ruleBook: RuleBook;
beforeAll(async () => {
  stage = await rehearsalStage();
  const { ruleBooks } = await loadCatalogue();
  ruleBook = ruleBooks.get('property-developer') as RuleBook;
});
afterAll(() => stage.close());

test.each(shippedRuleBooks().map((each) => [each.procedure.key, each] as const))(
  'every stage and outcome of %s is reached on the real server',
  async (_, each) => {
    const coverage = await rehearsePaths({ ruleBook: each, server: stage });
    const { stages, outcomes } = coverageJson(coverage);
    const missing = [...Object.entries(stages), ...Object.entries(outcomes)].filter(([, reached]) => !reached);
    expect({ missing, refused: coverage.refused, covered: isCovered(coverage) }).toEqual({
      missing: [],
      refused: [],
      covered: true,
    });
    expect(Object.keys(stages)).toEqual(Object.keys(each.procedure.stages));
  },
  240_000,
);

test('what no path came to is reported as not reached, and a refused path with its reason', () => {
  const { procedure } = ruleBook;
  const events = [
    { type: 'stageOpened', stage: 'investigate' },
    { type: 'stageCompleted', stage: 'investigate', outcome: 'unfounded', then: 'reply-unfounded' },
    { type: 'stageOpened', stage: 'reply-unfounded' },
    { type: 'stageCompleted', stage: 'reply-unfounded', outcome: 'sent', then: 'closed-unfounded' },
  ] as unknown as readonly ComplaintEvent[];
  const coverage = coverageOf(procedure, [
    { story: 'unfounded', events, refused: null },
    { story: 'founded', events: [], refused: 'stale: T5 is done' },
  ]);
  const { runs, stages, outcomes } = coverageJson(coverage);
  expect(isCovered(coverage)).toBe(false);
  expect(runs).toBe(2);
  expect(Object.keys(stages).filter((key) => stages[key])).toEqual([
    'investigate',
    'reply-unfounded',
    'closed-unfounded',
  ]);
  expect(Object.keys(outcomes).filter((key) => outcomes[key])).toEqual([
    'investigate/unfounded',
    'reply-unfounded/sent',
  ]);
  const told = formatCoverage(coverage, 'en');
  expect(told).toMatch(/^reached {6}investigate\nreached {8}unfounded\nnot reached {4}founded\n/);
  expect(told).toMatch(/\n! founded: stale: T5 is done\n\n2 runs: 3 of 13 stages and 2 of \d+ outcomes reached\n$/);
});

test('a path that only begins another one is not played', () => {
  const { paths } = checkProcedure(ruleBook, compileCalendar(ruleBook.procedure.calendar));
  const played = longest(paths);
  const reaching = (outcome: string) => played.filter((path) => path.outcome === outcome);
  expect(reaching('founded')).toEqual([]);
  expect(reaching('silent').length + played.filter(({ stage: key }) => key === 'closed-no-answer').length).toBe(1);
  expect(new Set(played).size).toBe(played.length);
  expect(played.length).toBeLessThan(paths.length / 2);
});

test('--paths plays its own acts: with a script it is called wrongly', async () => {
  const terminal = recordedTerminal();
  const words = ['rehearse', 'property-developer', '--paths', '--script', 'story.yaml'];
  expect(await runProgram({ terminal, extraCommands: [rehearseCommand] }, words)).toBe(2);
  expect(terminal.written.error).toMatch(/leave out --script/);
});
