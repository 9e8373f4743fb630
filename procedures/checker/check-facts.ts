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
  if (stage === undefined || stage.kind === 'close') return [];
  switch (event.type) {
    case 'stageCompleted': {
      const route = stage.outcomes[event.outcome];
      const worn = route?.most !== undefined && (routes[`${key}/${event.outcome}`] ?? 0) >= route.most;
      const facts = worn ? [] : factsOf(route?.cases ?? []);
      return [
        { path: ['stages', key, 'outcomes', event.outcome], facts, what: `"${event.outcome}" of stage "${key}"` },
      ];
    }
    case 'stageOpened':
      return whenOpened(key, stage);
    case 'taskOpened': {
      const place = event.part === null ? [] : ['parts', event.part];
      return [
        {
          path: ['stages', key, ...place, stage.kind === 'approval' ? 'chain' : 'owner'],
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
function whenOpened(key: string, stage: Exclude<StageRule, { kind: 'close' }>): readonly Reading[] {
  const path = ['stages', key];
  switch (stage.kind) {
    case 'grant':
      return [];
    case 'parallel':
      return Object.entries(stage.parts).map(([part, { when = {} }]) => ({
        path: [...path, 'parts', part, 'when'],
        facts: Object.keys(when),
        what: `part "${part}" of stage "${key}"`,
      }));
    default: {
      const chain = stage.kind === 'approval' ? (stage.chainWhen ?? []) : [];
      return [
        { path: [...path, 'owner-if'], facts: factsOf(stage.ownerIf ?? []), what: `the owner of stage "${key}"` },
        { path: [...path, 'within-if'], facts: factsOf(stage.withinIf ?? []), what: `the limit of stage "${key}"` },
        ...(stage.kind === 'consent'
          ? [{ path: [...path, 'offer'], facts: [stage.offer], what: `what "${key}" offers` }]
          : []),
        ...chain.flatMap((when, step) =>
          when === null
            ? []
            : [{ path: [...path, 'chain', step, 'when'], facts: Object.keys(when), what: `who approves in "${key}"` }],
        ),
      ];
    }
  }
}

function factsOf(cases: readonly { readonly when: Condition }[]): readonly string[] {
  return cases.flatMap(({ when }) => Object.keys(when));
}
