import fc from 'fast-check';
import { actsFor } from '../../domain/access';
import type { Act, Input } from '../../domain/model/act';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/model/event';
import { evolve, fold } from '../../domain/record/evolve';
import { forecast } from '../../domain/forecast';
import { noticesFor } from '../../domain/record/notice';
import { KnownPeople } from '../../domain/people/known-people';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';
import { nextInstant, schedule } from '../../domain/time/schedule';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks } from '../../domain/model/tasks';
import { compileCalendar } from '../../procedures/calendars/compile-calendar';
import { organisationsFor } from '../../procedures/checker/organisations';
import { fillings } from '../support/core-fillings';
import { anyStep, budgetsOf, live, rederived, type Moment } from '../support/core-lives';
import { shippedRuleBooks } from '../support/shipped-books';

const RUNS = 10;

const books = shippedRuleBooks().map(({ procedure }) => {
  const [organisation] = organisationsFor(procedure);
  if (!organisation) throw new Error('an organisation can be made up for every procedure');
  const rules: KnownRules = {
    procedure,
    calendar: compileCalendar(procedure.calendar),
    people: new KnownPeople(organisation.people),
  };
  return [procedure.key, rules] as const;
});

describe.each(books)('%s', (_, rules) => {
  const { procedure, people } = rules;
  const anyRegistration = fc.record(
    {
      category: fc.constantFrom(...Object.keys(procedure.categories)),
      channel: fc.constantFrom(...procedure.channels),
      severity: fc.constantFrom(...procedure.severities),
      place: fc.constantFrom(...Object.keys(people.directory.departments)),
    },
    { requiredKeys: ['category', 'channel', 'severity'] },
  );
  const inEveryLife = (check: (moments: readonly Moment[]) => void): void =>
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 4, maxLength: 40 }), anyRegistration, (steps, given) =>
        check(live(rules, steps, 0, given)),
      ),
      { numRuns: RUNS },
    );

  it('keeps every invariant in every random life', () => {
    inEveryLife((moments) => {
      const events = moments.flatMap((moment) => moment.events);
      expect(events.map(({ number }) => number)).toEqual(events.map((_event, index) => index + 1));
      expect(fold(events)).toEqual(moments.at(-1)?.after);
      for (const { after } of moments) {
        expect(after.stage !== null).toBe(after.status === 'open');
        expect(budgetsOf(after).map(({ due }) => due)).toEqual(rederived(rules, after));
        for (const { at } of schedule(rules, after)) expect(at >= after.lastAt).toBe(true);
        for (const task of openTasks(after)) {
          const holders = holdersOf(rules, after, task);
          expect(holders.length).toBeGreaterThan(0);
          expect(task.owner.person === null || task.owner.pool === null).toBe(true);
          expect(task.owner.pool === null || task.owner.people.length === 0).toBe(true);
          expect(holders.filter((person) => after.recused.includes(person))).toEqual([]);
          if (after.stage?.kind === 'approval') {
            expect(holders.filter((person) => after.proposedBy.includes(person))).toEqual([]);
          }
        }
      }
      expect(new Set(noticeIdsOf(events)).size).toBe(noticeIdsOf(events).length);
    });
  });

  it('from wherever a life has come to, nobody acting, it ends or somebody who is named holds it', () => {
    inEveryLife((moments) => {
      const state = moments.at(-1)?.after;
      if (!state) return;
      const { ends } = forecast(rules, state);
      expect(ends.as === 'archived' || ends.by.length > 0).toBe(true);
    });
  });

  it('whoever comes first at a deadline is accepted, in all orders, and each order has one outcome', () => {
    const raced = new Set<string>();
    inEveryLife((moments) => {
      for (const { after } of moments) {
        const instant = nextInstant(rules, after);
        if (instant === null || after.stage === null || raced.has(after.stage.key)) continue;
        raced.add(after.stage.key);
        race(rules, after, instant);
      }
    });
    expect(raced.size).toBeGreaterThan(0);
  });
});

const TIME: Input = { type: 'timePassed' };

/** Time, the owner, the complainant and a withdrawal at the same instant, in all orders. */
function race(rules: KnownRules, state: ComplaintState, instant: string): void {
  const rivals = rivalsAt(rules, state);
  for (const order of orders(rivals)) {
    const once = run(rules, state, { order, instant });
    expect(run(rules, state, { order, instant })).toEqual(once);
    expect(once.accepted[0]).toBe(0);
    const left = once.events.filter(({ type, stage }) => type === 'stageCompleted' && stage === state.stage?.key);
    if (openTasks(state).length === 1 && rivalsName(rivals, openTasks(state)[0]?.id)) {
      const own = once.events.filter(
        (event) => event.type === 'taskCompleted' && event.task === openTasks(state)[0]?.id,
      );
      expect(own.length).toBeLessThanOrEqual(1);
      expect(left.length).toBeLessThanOrEqual(1);
    }
    expect(once.events.filter(({ type }) => type === 'withdrawn').length).toBeLessThanOrEqual(1);
    const { state: settled } = run(rules, state, { order: [...order, TIME], instant });
    expect(decide(rules, settled, TIME, instant)).toEqual({ events: [], state: settled });
  }
}

function rivalsName(rivals: readonly Input[], task: string | undefined): boolean {
  return rivals.every((input) => input.type !== 'act' || input.act.task === undefined || input.act.task === task);
}

/** At most four, each possible by itself: more orders than that tell nothing new. */
function rivalsAt(rules: KnownRules, state: ComplaintState): readonly Input[] {
  const [owner] = openTasks(state).flatMap((task) => holdersOf(rules, state, task));
  const moves = [owner, 'complainant'].flatMap((by) => (by === undefined ? [] : firstMove(rules, state, by)));
  const withdrawal: Act = { act: 'withdraw', by: 'complainant' };
  return [TIME, ...moves, withdrawal].map((input) =>
    'type' in input ? input : { type: 'act', act: input, via: 'update' },
  );
}

const MOVES: readonly string[] = ['complete', 'approve', 'choose', 'answerSurvey'];

function firstMove(rules: KnownRules, state: ComplaintState, by: string): readonly Act[] {
  const task =
    openTasks(state).find((task) => holdersOf(rules, state, task).includes(by))?.id ?? openTasks(state)[0]?.id ?? null;
  const allowed = actsFor(rules, state, by).find(({ act }) => MOVES.includes(act));
  const ways = allowed ? fillings(rules, state, { act: allowed.act, by, task }) : [];
  const way = ways.find((act) => !isRefused(decide(rules, state, { type: 'act', act, via: 'update' }, state.lastAt)));
  return way ? [way] : [];
}

interface Course {
  readonly order: readonly Input[];
  readonly instant: string;
}

function run(rules: KnownRules, start: ComplaintState, { order, instant }: Course) {
  let state = start;
  const events: ComplaintEvent[] = [];
  const accepted: number[] = [];
  order.forEach((input, index) => {
    const decision = decide(rules, state, input, instant);
    if (isRefused(decision)) return;
    accepted.push(index);
    events.push(...decision.events);
    state = decision.state;
  });
  return { state, events, accepted };
}

function orders<T>(of: readonly T[]): readonly (readonly T[])[] {
  if (of.length === 0) return [[]];
  return of.flatMap((one, index) => orders(of.filter((_, at) => at !== index)).map((rest) => [one, ...rest]));
}

function noticeIdsOf(events: readonly ComplaintEvent[]): readonly string[] {
  let state: ComplaintState | null = null;
  return events.flatMap((event) => {
    const before = state;
    state = evolve(before, event);
    return noticesFor(before, event, state).map(({ id }) => id);
  });
}
