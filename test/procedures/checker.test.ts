import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Procedure, StageRule } from '../../domain/model/procedure';
import { decide, isRefused } from '../../domain/decide';
import { KnownPeople } from '../../domain/people/known-people';
import { evolve } from '../../domain/record/evolve';
import type { ComplaintEvent } from '../../domain/model/event';
import type { ComplaintState } from '../../domain/model/state';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { checkProcedure } from '../../procedures/checker/check-procedure';
import { PROPERTIES, type CheckFinding, type CheckResult } from '../../procedures/checker/finding';
import { loadRuleBook } from '../../procedures/reading/load';
import type { RuleBook } from '../../procedures/language/rule-book';
import { PLANTS, type Edit } from './checker-plants';

const NAME = 'property-developer.yaml';
const SHIPPED = readFileSync(join(__dirname, '../../procedures', NAME), 'utf8');
const calendar = compileCalendar('cn');

function load(text: string): RuleBook {
  const loaded = loadRuleBook(text, NAME);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 1));
  return loaded.ruleBook;
}

const shipped = load(SHIPPED);
const sound = checkProcedure(shipped, calendar);

function edited(edits: readonly Edit[]): { text: string; line: number; column: number } {
  const marked = edits.reduce((text, [from, to]) => {
    expect(text.split(from)).toHaveLength(2);
    return text.replace(from, () => to);
  }, SHIPPED);
  expect(marked.split('§')).toHaveLength(2);
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  return { text: marked.replace('§', ''), line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

describe('the checker finds, at its line and with its shortest story,', () => {
  test.each(PLANTS)('$property: $rule', ({ edits, property, severity, message, story }) => {
    const { text, line, column } = edited(edits);
    const { findings } = checkProcedure(load(text), calendar);
    const there = findings.filter((one) => one.line === line && one.column === column && one.property === property);
    expect({ findings, there }).toEqual({
      findings,
      there: expect.arrayContaining([
        expect.objectContaining({
          severity: severity ?? 'error',
          message: expect.stringMatching(message),
          story: expect.stringMatching(story),
        }),
      ]),
    });
  });
});

/** The shipped rules changed where the loader would already refuse the text. */
function changed(change: (stages: Record<string, StageRule>) => void): CheckResult {
  const procedure = structuredClone(shipped.procedure) as Procedure & { stages: Record<string, StageRule> };
  change(procedure.stages);
  return checkProcedure({ ...shipped, procedure }, calendar);
}

type Changed = Record<string, unknown>;
const withLadder = (stage: string, keep: (rung: { action: string }) => boolean): CheckResult =>
  changed((stages) => {
    const rule = stages[stage];
    if (rule && 'ladder' in rule) (rule as unknown as Changed)['ladder'] = rule.ladder.filter(keep);
  });

function find({ findings }: CheckResult, property: string, path: string): CheckFinding | undefined {
  return findings.find((one) => one.property === property && one.path === path);
}

describe('held: a stage that nobody is given in the end', () => {
  const told = ({ action }: { action: string }): boolean => action !== 'give';
  test.each([
    ['investigate', /^registered, day 0 · nobody acts · day \d+: still waiting, nobody named$/],
    ['management', /answered \(speaks-for-company: no\), day 0 · nobody acts · day \d+: still waiting, nobody named$/],
    ['execute', /agreed, day 0 · nobody acts · day \d+: still waiting, nobody named$/],
    ['hand-over', /taken, day 0 · nobody acts · day \d+: still waiting for who has not acted$/],
  ])('%s', (stage, story) => {
    const finding = find(withLadder(stage, told), 'held', `stages.${stage}.ladder`);
    expect(finding).toMatchObject({ severity: 'error', story: expect.stringMatching(story) });
  });

  test('even where no rung at all stands on the ladder', () => {
    const finding = find(
      withLadder('mediation', () => false),
      'held',
      'stages.mediation.ladder',
    );
    expect(finding?.story).toMatch(/disagreed, day 0 · nobody acts · day \d+: still waiting/);
  });

  test('silence that goes round in no time at all is told and not lived', () => {
    const result = changed((stages) => {
      const consent = stages['consent'] as unknown as Changed & { outcomes: Changed };
      consent['within'] = { count: 0, unit: 'h' };
      consent.outcomes['silent'] = { cases: [], then: 'consent', newRound: false };
    });
    expect(result.findings).toMatchObject([
      { property: 'held', path: 'stages.consent.within', message: expect.stringContaining('in no time') },
    ]);
  });
});

describe('outcomes: one that leads nowhere', () => {
  test.each([
    ['consent', 'silent', /nobody acts.* · day \d+: it leads nowhere$/],
    ['revisit', 'unreachable', /unreachable, day 0 · day 0: it leads nowhere$/],
    ['revisit', 'dissatisfied', /visited \(satisfaction: dissatisfied\), day 0 · day 0: it leads nowhere$/],
    ['revisit', 'satisfied', /visited \(satisfaction: very-satisfied\), day 0 · day 0: it leads nowhere$/],
  ])('%s without "%s"', (stage, outcome, story) => {
    const result = changed((stages) => {
      const rule = stages[stage] as unknown as { outcomes: Changed };
      delete rule.outcomes[outcome];
    });
    expect(find(result, 'outcomes', `stages.${stage}.outcomes`)).toMatchObject({
      severity: 'error',
      message: `outcome "${outcome}" of stage "${stage}" leads nowhere: add it`,
      story: expect.stringMatching(story),
    });
  });

  test('to a stage that does not exist', () => {
    const result = changed((stages) => {
      const rule = stages['investigate'] as unknown as { outcomes: Changed };
      rule.outcomes['founded'] = { cases: [], then: 'nowhere', newRound: false };
    });
    expect(result.findings).toContainEqual(
      expect.objectContaining({ property: 'outcomes', message: expect.stringContaining('"nowhere"') }),
    );
  });
});

describe('departments side by side', () => {
  const answer = { answer: { kind: 'text', required: true }, solution: { kind: 'remedies', required: true } };
  const sideBySide = (outcomes: Changed, ladder = 'all'): CheckResult =>
    changed((stages) => {
      const handOver = stages['hand-over'] as unknown as { ladder: readonly { action: string }[]; within: unknown };
      const part = (owner: string): Changed => ({
        owner,
        within: handOver.within,
        ladder: handOver.ladder.filter(({ action }) => ladder === 'all' || action !== 'give'),
        form: answer,
      });
      const parts = { works: part('department'), office: part('customer-service-head') };
      const to = (then: string): Changed => ({ cases: [], then, newRound: false });
      const routes = Object.fromEntries(Object.entries(outcomes).map(([outcome, then]) => [outcome, to(String(then))]));
      (stages as unknown as Changed)['hand-over'] = { kind: 'parallel', parts, outcomes: routes };
    });

  test('are walked in every order, whether they agree or not', () => {
    const result = sideBySide({ agreed: 'management', refused: 'final-reply', mixed: 'final-reply' });
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.paths.find(({ stage, outcome }) => stage === 'hand-over' && outcome === 'mixed')?.story).toBe(
      'registered, day 0 · founded (responsible: works), day 0 · agreed, day 0 · refused, day 0',
    );
  });

  test('who do not agree must lead somewhere', () => {
    const result = sideBySide({ agreed: 'management', refused: 'final-reply' });
    expect(find(result, 'outcomes', 'stages.hand-over.outcomes')).toMatchObject({
      message: 'outcome "mixed" of stage "hand-over" leads nowhere: add it',
      story: expect.stringMatching(/agreed, day 0 · refused, day 0 · day 0: it leads nowhere$/),
    });
  });

  test('are each given to somebody in the end', () => {
    const result = sideBySide({ agreed: 'management', refused: 'final-reply', mixed: 'mediation' }, 'told only');
    const held = result.findings.filter(({ property }) => property === 'held');
    expect(held.map(({ path }) => path).sort()).toEqual([
      'stages.hand-over.parts.office.ladder',
      'stages.hand-over.parts.works.ladder',
    ]);
    for (const { story } of held)
      expect(story).toMatch(/founded.* · nobody acts · day \d+: still waiting, nobody named$/);
  });

  test('where all agree never come to be mixed if there is one outcome only', () => {
    const result = sideBySide({ agreed: 'management', mixed: 'final-reply' });
    expect(find(result, 'reachable', 'stages.hand-over.outcomes.mixed')?.message).toMatch(/never ends with "mixed"/);
  });
});

describe('the shipped rule book', () => {
  test('has no error, and exactly these warnings', () => {
    expect(sound.findings.map(({ severity, path, message, story }) => ({ severity, path, message, story }))).toEqual([
      {
        severity: 'warning',
        path: 'clocks.reply.within',
        message: 'promise "reply" (5wd) cannot be kept if every stage uses its limit',
        story:
          'registered, day 0 · founded (responsible: works), day 3 · answered (speaks-for-company: yes), day 8 · day 8: "reply" stops only now, it was due before',
      },
      {
        severity: 'warning',
        path: 'stages.management.outcomes.returned',
        message:
          '"returned" of stage "management" can go round without end and nobody above hears of it (hand-over → management → hand-over): give it "most" and "after"',
        story: expect.stringMatching(
          /disagreed, day 0 · .*returned, day 0 · day 0: "hand-over" again, and so on without end$/,
        ),
      },
    ]);
  });

  test('keeps its promise on every way once that is eight working days', () => {
    const longer = load(SHIPPED.replace('    within: 5wd\n    source: step 1', '    within: 8wd\n    source: step 1'));
    expect(checkProcedure(longer, calendar).findings.map(({ property }) => property)).toEqual(['loops']);
  });

  test('has no endless loop once what is returned is counted', () => {
    const counted = load(
      SHIPPED.replace(
        'returned: hand-over',
        'returned: { then: hand-over, most: 2, after: final-reply, assumed: true }',
      ),
    );
    expect(checkProcedure(counted, calendar).findings.map(({ property }) => property)).toEqual(['clocks']);
  });

  test('is searched whole, and the bounds say how far', () => {
    expect(sound.bounded).toMatchObject({ capped: false, recusals: 1 });
    expect(sound.bounded.organisations).toHaveLength(4);
    expect(sound.states).toBeGreaterThan(1000);
    expect(sound.transitions).toBeGreaterThan(sound.states);
  });

  test('gives the same result again, every story and path the same', () => {
    expect(checkProcedure(load(SHIPPED), calendar)).toEqual(sound);
  });

  test('has a shortest way to every stage and every outcome, and the core accepts each of them', () => {
    const { procedure } = shipped;
    const wanted = Object.entries(procedure.stages).flatMap(([key, stage]) =>
      stage.kind === 'close' ? [[key, null]] : [null, ...Object.keys(stage.outcomes)].map((outcome) => [key, outcome]),
    );
    expect(sound.paths.map(({ stage, outcome }) => [stage, outcome]).sort()).toEqual(wanted.sort());
    for (const path of sound.paths) expect(walked(path)).toContain(`${path.stage}/${path.outcome ?? ''}`);
  });
});

function walked({ registration, start, steps }: CheckResult['paths'][number]): readonly string[] {
  const rules = { procedure: shipped.procedure, calendar, people: new KnownPeople(sound.people) };
  const events: ComplaintEvent[] = [];
  let state: ComplaintState | null = null;
  const inputs = [{ at: start, input: { type: 'register', registration } as const }];
  for (const { at, input } of [
    ...inputs,
    ...steps.map(({ at, act }) => ({
      at,
      input: act === null ? ({ type: 'timePassed' } as const) : ({ type: 'act', act, via: 'update' } as const),
    })),
  ]) {
    const decision = decide(rules, state, input, at);
    if (isRefused(decision)) throw new Error(decision.refusal.detail);
    state = decision.events.reduce<ComplaintState | null>(evolve, state);
    events.push(...decision.events);
  }
  return events.flatMap((event) => {
    if (event.type === 'stageOpened') return [`${event.stage ?? ''}/`];
    return event.type === 'stageCompleted' ? [`${event.stage ?? ''}/${event.outcome}`, `${event.then}/`] : [];
  });
}

test('every property that a rule book can break is planted at least four times', () => {
  const often = (property: string): number => PLANTS.filter((plant) => plant.property === property).length;
  const byText = PROPERTIES.filter((property) => property !== 'outcomes' && property !== 'owned');
  for (const property of byText) expect([property, often(property) >= 4]).toEqual([property, true]);
});
