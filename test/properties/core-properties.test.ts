import fc from 'fast-check';
import { decide, isRefused } from '../../domain/decide';
import type { ComplaintEvent } from '../../domain/model/event';
import { evolve, fold } from '../../domain/record/evolve';
import { forecast } from '../../domain/forecast';
import { noticesFor } from '../../domain/record/notice';
import { holdersOf, type KnownRules } from '../../domain/people/pool-members';
import { nextInstant, schedule } from '../../domain/time/schedule';
import type { ComplaintState } from '../../domain/model/state';
import { openTasks, taskById } from '../../domain/model/tasks';
import { anyStep, budgetsOf, later, live, rederived, type Moment, type Step } from '../support/core-lives';
import { awaitingRules } from '../support/awaiting';
import { DIFFERENT_RULES } from '../support/core-rules';
import { everyWord, everyWordAway } from '../support/every-word';
import { readersOf } from '../support/holders';
import { wordDue } from '../support/progress-rules';

const RUNS = 24;
const books: readonly (readonly [string, KnownRules])[] = [
  ...DIFFERENT_RULES,
  ['every word of the language', everyWord],
  ['every word, with people away and interests declared', everyWordAway],
  ['word to the complainant at a rhythm', wordDue],
  ['what comes from outside', awaitingRules],
];

const anyLife = fc.tuple(fc.array(anyStep, { minLength: 3, maxLength: 30 }), fc.constantFrom(0, 0, 30, 24 * 20));
const eventsOf = (moments: readonly Moment[]): readonly ComplaintEvent[] => moments.flatMap(({ events }) => events);
/** By an act of people, before its tasks are done. */
const isReferred = (event: ComplaintEvent): boolean => event.type === 'stageCompleted' && event.outcome === 'referred';
const last = (moments: readonly Moment[]): ComplaintState => {
  const moment = moments.at(-1);
  if (!moment) throw new Error('a life has at least its registration');
  return moment.after;
};

const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

describe.each(books)('in every random life by %s', (_, rules) => {
  const inEveryLife = (check: (moments: readonly Moment[]) => void, runs = RUNS): void =>
    fc.assert(
      fc.property(anyLife, ([steps, backdated]: [Step[], number]) => check(live(rules, steps, backdated))),
      { numRuns: runs },
    );

  it('events are numbered without gaps, instants never go back, and the state is their fold', () => {
    inEveryLife((moments) => {
      const events = eventsOf(moments);
      expect(events.map(({ number }) => number)).toEqual(events.map((_event, index) => index + 1));
      events.slice(1).forEach((event, index) => expect(event.at >= (events[index]?.at ?? '')).toBe(true));
      const { after } = moments.at(-1) ?? { after: null };
      expect(fold(events)).toEqual(after);
      expect(JSON.parse(JSON.stringify(after))).toEqual(after);
      expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    });
  });

  it('a stage is open exactly while the complaint is, and the events agree on which', () => {
    inEveryLife((moments) => {
      for (const { after } of moments) expect(after.stage !== null).toBe(after.status === 'open');
      let open: string | null = null;
      for (const event of eventsOf(moments)) {
        if (event.type === 'stageOpened') {
          expect(open).toBeNull();
          open = event.stage;
        } else if (event.type !== 'taskOpened') expect(event.stage).toBe(open);
        if (event.type === 'stageCompleted' || event.type === 'closed') open = null;
      }
    });
  });

  it('a level never falls within a task, and each rung is reached once', () => {
    inEveryLife((moments) => {
      const levels = new Map<string, number>();
      const reached = new Set<string>();
      let started = 0;
      for (const event of eventsOf(moments)) {
        if (event.type === 'clockStarted') started += 1;
        if (event.type !== 'rungReached') continue;
        const of = 'task' in event.of ? event.of.task : `${event.of.clock} ${started}`;
        expect(reached.has(`${of} ${event.rung}`)).toBe(false);
        reached.add(`${of} ${event.rung}`);
        if ('task' in event.of) {
          expect(event.level).toBeGreaterThanOrEqual(levels.get(of) ?? 0);
          levels.set(of, event.level);
        }
        expect(event.to.length).toBeGreaterThan(0);
      }
      for (const { before, after } of moments) {
        for (const task of before ? openTasks(before) : []) {
          expect(taskById(after, task.id)?.level ?? task.level).toBeGreaterThanOrEqual(task.level);
        }
      }
    });
  });

  it('after closing only records, explanations, reopening and archiving come; after archiving nothing', () => {
    const kept = new Set(['noted', 'evidenceAdded', 'delayExplained', 'reopened', 'archived', 'signalIgnored']);
    inEveryLife((moments) => {
      let status = 'open';
      for (const event of eventsOf(moments)) {
        expect(status).not.toBe('archived');
        if (status === 'closed') expect(kept).toContain(event.type);
        if (event.type === 'closed' || event.type === 'archived') status = event.type;
        if (event.type === 'reopened') status = 'open';
      }
    });
  });

  it('every due instant in the state can be derived again from its budget and the pauses', () => {
    inEveryLife((moments) => {
      for (const { after } of moments) expect(budgetsOf(after).map(({ due }) => due)).toEqual(rederived(rules, after));
    });
  });

  it('nothing that is due is left undone', () => {
    inEveryLife((moments) => {
      for (const { after } of moments) {
        for (const { at } of schedule(rules, after)) expect(at >= after.lastAt).toBe(true);
      }
    });
  });

  it('every open task has an owner, no owner stands aside, and nobody approves their own proposal', () => {
    inEveryLife((moments) => {
      for (const { after } of moments) {
        if (after.stage !== null) expect(openTasks(after).length).toBeGreaterThan(0);
        for (const task of openTasks(after)) {
          const { owner, declined, offer, taken } = task;
          const holders = holdersOf(rules, after, task);
          expect(holders.length).toBeGreaterThan(0);
          if (owner.person !== null) expect([owner.people, owner.pool]).toEqual([[owner.person], null]);
          if (owner.pool !== null) expect([owner.people, owner.person]).toEqual([[], null]);
          expect(holders.filter((person) => after.recused.includes(person))).toEqual([]);
          if (offer === 0 && !taken) expect(holders.filter((person) => declined.includes(person))).toEqual([]);
          if (after.stage?.kind === 'approval') {
            expect(holders.filter((person) => after.proposedBy.includes(person))).toEqual([]);
          }
          expect(holders.every((person) => Object.hasOwn(rules.people.directory.staff, person))).toBe(true);
        }
      }
      let proposers: readonly string[] = [];
      let proposedIn = 0;
      let opened = 0;
      const recused = new Set<string>();
      const kinds = new Map<string, string>();
      for (const event of eventsOf(moments)) {
        if (event.type === 'recused') recused.add(event.person);
        if (event.type === 'stageOpened') opened = event.number;
        if (event.type === 'taskOpened') kinds.set(event.task, event.kind);
        if (event.type !== 'taskCompleted') continue;
        const kind = kinds.get(event.task) ?? '';
        expect(recused).not.toContain(event.actor);
        if (kind === 'approval') expect(proposers).not.toContain(event.actor);
        if (!['task', 'parallel', 'hand-over', 'execute', 'reply'].includes(kind)) continue;
        proposers = proposedIn === opened ? [...proposers, event.actor] : [event.actor];
        proposedIn = opened;
      }
    });
  });

  it('each part of a parallel stage is open or done, never both, and elsewhere one task is open at a time', () => {
    inEveryLife((moments) => {
      for (const { after } of moments) {
        if (after.stage === null) continue;
        const rule = rules.procedure.stages[after.stage.key];
        const parts = openTasks(after).map(({ part }) => part);
        if (rule?.kind === 'parallel') {
          expect([...parts, ...Object.keys(after.stage.parts)].sort()).toEqual(Object.keys(rule.parts).sort());
        } else expect([parts, after.stage.parts]).toEqual([[null], {}]);
        expect(new Set(openTasks(after).map(({ id }) => id)).size).toBe(parts.length);
      }
    });
  });

  it('a stage is left once every task that it opened is done, unless the complaint ends or is referred elsewhere', () => {
    inEveryLife((moments) => {
      const open = new Set<string>();
      for (const event of eventsOf(moments)) {
        if (event.type === 'taskOpened') open.add(event.task);
        if (event.type === 'taskCompleted') expect(open.delete(event.task)).toBe(true);
        if (event.type === 'closed' || isReferred(event)) open.clear();
        if (event.type === 'stageCompleted') expect([...open]).toEqual([]);
      }
    });
  });

  it('what is forecast is what happens, whatever the steps in which time passes', () => {
    fc.assert(
      fc.property(
        anyLife,
        fc.array(fc.integer({ min: 1, max: 20 * 24 * 60 }), { minLength: 1, maxLength: 8 }),
        ([steps, backdated], strides) => {
          const start = last(live(rules, steps, backdated));
          const told = forecast(rules, start);
          const end = later(told.events.at(-1)?.at ?? start.lastAt, 1);
          const events: ComplaintEvent[] = [];
          let state = start;
          let now = start.lastAt;
          for (let turn = 0; now < end; turn += 1) {
            now = later(now, strides[turn % strides.length] ?? 1);
            const decision = decide(rules, state, { type: 'timePassed' }, now < end ? now : end);
            if (isRefused(decision)) throw new Error(decision.refusal.detail);
            state = decision.events.reduce<ComplaintState>(evolve, state);
            events.push(...decision.events);
          }
          const leap = decide(rules, start, { type: 'timePassed' }, end);
          expect(events).toEqual(told.events);
          expect(leap).toEqual({ events: told.events, state });
          expect(nextInstant(rules, state)).toBeNull();
          expect(told.ends.as === 'archived' || told.ends.by.length > 0).toBe(true);
        },
      ),
      { numRuns: RUNS / 2 },
    );
  });

  it('an act sees what time did first: late or in two steps, the events are the same', () => {
    inEveryLife((moments) => {
      for (const { before, input, now, events } of moments) {
        if (before === null || input.type !== 'act' || now <= before.lastAt) continue;
        const passed = decide(rules, before, { type: 'timePassed' }, justBefore(now));
        if (isRefused(passed)) throw new Error('time is never refused');
        expect(events.slice(0, passed.events.length)).toEqual(passed.events);
      }
    });
    fc.assert(
      fc.property(anyLife, anyStep, fc.integer({ min: 1, max: 30 * 24 * 60 }), ([steps, backdated], step, wait) => {
        const start = last(live(rules, steps, backdated));
        const act = live(rules, [...steps, { ...step, wait: 0 }], backdated).at(-1);
        if (act?.input.type !== 'act') return;
        const now = later(start.lastAt, wait);
        const passed = decide(rules, start, { type: 'timePassed' }, justBefore(now));
        if (isRefused(passed)) throw new Error('time is never refused');
        const between = passed.events.reduce<ComplaintState>(evolve, start);
        const late = decide(rules, start, act.input, now);
        const then = decide(rules, between, act.input, now);
        expect(late).toEqual(isRefused(then) ? then : { ...then, events: [...passed.events, ...then.events] });
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('each notice has an id of its own, and somebody who exists to read it', () => {
    inEveryLife((moments) => {
      const ids = new Set<string>();
      let before: ComplaintState | null = null;
      for (const event of eventsOf(moments)) {
        const after = evolve(before, event);
        for (const notice of noticesFor(before, event, after)) {
          expect(ids).not.toContain(notice.id);
          ids.add(notice.id);
          expect(readersOf(rules, notice.to)).not.toEqual([]);
        }
        before = after;
      }
    });
  });
});
