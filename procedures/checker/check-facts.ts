import type { Place } from '../../domain/kinds/kind';
import { kindOf, outcomesOf, tasksOf } from '../../domain/kinds/table';
import type { ComplaintEvent } from '../../domain/model/event';
import type { Condition, Procedure, StageRule } from '../../domain/model/procedure';
import type { Space, Way } from './explore';
import { departmentFacts } from './liveness';
import { GIVEN_FACTS, OFFER_FACTS } from './named-facts';
import { stepsTo, type Faults } from './story';

interface Reading {
  readonly path: readonly (string | number)[];
  readonly facts: readonly string[];
  readonly what: string;
}

interface Known {
  readonly facts: Map<string, unknown>;
  readonly routes: Record<string, number>;
}

/** Every fact is asked before something turns on it, on every way. */
export function checkFacts(space: Space, faults: Faults): void {
  for (const way of space.ways) checkWay(space, way, faults);
}

/** Folds the events of one step to see which facts were there when each of them was read. */
function checkWay({ world }: Space, { from, step }: Way, faults: Faults): void {
  const { procedure } = world.rules;
  const known: Known = {
    facts: new Map(Object.entries(step.registration?.facts ?? from?.state.facts ?? {})),
    routes: { ...from?.state.routesTaken },
  };
  for (const event of step.events) {
    learn(known, event);
    for (const { path, facts, what } of readings(procedure, event, known)) {
      const missing = facts.flatMap((fact) => sourcesOf(procedure, fact)).find((fact) => !isKnown(known, fact));
      if (missing === undefined) continue;
      const asked = OFFER_FACTS.includes(missing)
        ? 'before anything is offered'
        : 'which is not asked on every way here';
      faults.add({
        severity: 'error',
        property: 'facts',
        path,
        message: `${what} turns on "${missing}", ${asked}: make it required before`,
        world,
        steps: [...stepsTo(from), step],
        ending: `"${missing}" is not known`,
      });
    }
    if (event.type === 'stageCompleted') {
      const route = `${event.stage ?? ''}/${event.outcome}`;
      known.routes[route] = (known.routes[route] ?? 0) + 1;
    }
  }
}

function learn({ facts }: Known, event: ComplaintEvent): void {
  if (event.type === 'granted') facts.set(event.field, event.remedies);
  if (event.type === 'assessed') for (const [key, value] of Object.entries(event.facts)) facts.set(key, value);
  if (event.type === 'taskCompleted') for (const [key, value] of Object.entries(event.form)) facts.set(key, value);
}

/** A fact itself, or what the table that gives it is made from. */
function sourcesOf({ derived = {} }: Procedure, fact: string): readonly string[] {
  const table = Object.hasOwn(derived, fact) ? derived[fact] : undefined;
  if (!table) return [fact];
  const inputs = [...new Set(table.lines.flatMap(({ when }) => Object.keys(when)))];
  return inputs.flatMap((input) => (input === fact ? [] : sourcesOf({ derived } as Procedure, input)));
}

function isKnown({ facts }: Known, fact: string): boolean {
  if (GIVEN_FACTS.includes(fact)) return true;
  if (OFFER_FACTS.includes(fact)) return [...facts.values()].some(Array.isArray);
  return (facts.get(fact) ?? null) !== null;
}

function readings(procedure: Procedure, event: ComplaintEvent, { routes }: Known): readonly Reading[] {
  const key = event.stage ?? '';
  const stage = procedure.stages[key];
  if (stage === undefined) return [];
  switch (event.type) {
    case 'stageCompleted': {
      const route = outcomesOf(stage)[event.outcome];
      const worn = route?.most !== undefined && (routes[`${key}/${event.outcome}`] ?? 0) >= route.most;
      const facts = worn ? [] : factsOf(route?.cases ?? []);
      return [
        { path: ['stages', key, 'outcomes', event.outcome], facts, what: `"${event.outcome}" of stage "${key}"` },
      ];
    }
    case 'stageOpened':
      return whenOpened(key, stage);
    case 'taskOpened': {
      const asked = tasksOf(stage).find(({ part, step }) => part === event.part && step === event.step);
      return [
        {
          path: ['stages', key, ...(asked?.at.owner ?? ['owner'])],
          facts: departmentFacts(procedure.owners[event.owner.rule]),
          what: `the owner of stage "${key}"`,
        },
      ];
    }
    default:
      return [];
  }
}

/** What decides on who is asked, and by when, as a stage opens. */
function whenOpened(key: string, stage: StageRule): readonly Reading[] {
  const path = ['stages', key];
  const offer = kindOf(stage).offer(stage);
  const asked = tasksOf(stage).flatMap(({ at, part, when = {}, ownerIf = [], withinIf = [] }): Reading[] => [
    { path: [...path, ...at.when], facts: Object.keys(when), what: `${whoIsAsked(part)} "${key}"` },
    { path: [...path, ...casesAt(at.owner)], facts: factsOf(ownerIf), what: `the owner of stage "${key}"` },
    { path: [...path, ...casesAt(at.within)], facts: factsOf(withinIf), what: `the limit of stage "${key}"` },
  ]);
  const put = offer ? [{ path: [...path, 'offer'], facts: [offer.field], what: `what "${key}" offers` }] : [];
  return [...asked, ...put].filter(({ facts }) => facts.length > 0);
}

/** Cases stand beside what they are exceptions to. */
function casesAt(place: Place): Place {
  return [...place.slice(0, -1), `${place.at(-1) ?? ''}-if`];
}

function whoIsAsked(part: string | null): string {
  return part === null ? 'who is asked in' : `part "${part}" of stage`;
}

function factsOf(cases: readonly { readonly when: Condition }[]): readonly string[] {
  return cases.flatMap(({ when }) => Object.keys(when));
}
