import type { ComplaintEvent } from '../../domain/event';
import type { Procedure } from '../../domain/procedure';
import { departmentFacts } from './liveness';
import { remember } from './memory';
import { GIVEN_FACTS } from './named-facts';
import type { Space, Way } from './explore';
import { stepsTo, type Faults } from './story';

/** The complainant is acknowledged and answered, and every fact is asked before something turns on it. */
export function checkAnswers(space: Space, faults: Faults): void {
  for (const way of space.ways) {
    checkAcknowledged(space, way, faults);
    checkAnswered(space, way, faults);
    checkFacts(space, way, faults);
  }
}

function checkAcknowledged({ world }: Space, { step }: Way, faults: Faults): void {
  if (!step.registration || step.events.some(({ type }) => type === 'acknowledged')) return;
  faults.add({
    severity: 'error',
    property: 'answered',
    path: ['first'],
    message: 'the complainant gets no acknowledgement',
    world,
    steps: [step],
  });
}

/** A consent that was put or a reply that was sent, on every way to an end but withdrawing. */
function checkAnswered({ world }: Space, { from, step }: Way, faults: Faults): void {
  const closed = step.events.find((event) => event.type === 'closed');
  if (!closed || closed.result === 'withdrawn' || from === null) return;
  if (remember(world.rules.procedure, from.memory, step.events).answered) return;
  const left = step.events.findLast((event) => event.type === 'stageCompleted');
  faults.add({
    severity: 'error',
    property: 'answered',
    path: ['stages', left?.stage ?? '', 'outcomes', left?.outcome ?? ''],
    message: `"${left?.outcome ?? ''}" of stage "${left?.stage ?? ''}" closes a complaint that was never answered: lead it to a reply first`,
    world,
    steps: [...stepsTo(from), step],
    ending: `closed as ${closed.result}, never answered`,
  });
}

/** A reply whose form makes nobody write anything can be sent empty. */
export function checkReplies({ stages }: Procedure, spaces: Space, faults: Faults): void {
  for (const [key, stage] of Object.entries(stages)) {
    if (stage.kind !== 'reply') continue;
    const said = Object.values(stage.form).some(
      ({ kind, required, requiredIf }) => kind === 'text' && (required || (requiredIf ?? []).includes('sent')),
    );
    const way = spaces.ways.find(({ step }) =>
      step.events.some((event) => event.type === 'taskCompleted' && event.stage === key),
    );
    if (said || !way) continue;
    faults.add({
      severity: 'error',
      property: 'answered',
      path: ['stages', key, 'form'],
      on: 'key',
      message: `the reply of stage "${key}" can be sent empty: ask a text that is required`,
      world: spaces.world,
      steps: [...stepsTo(way.from), way.step],
      ending: 'sent without a word',
    });
  }
}

interface Reading {
  readonly path: readonly (string | number)[];
  readonly facts: readonly string[];
  readonly what: string;
}

/** Folds the events of one step to see which facts were there when each of them was read. */
function checkFacts({ world }: Space, { from, step }: Way, faults: Faults): void {
  const { procedure } = world.rules;
  const known = new Map<string, unknown>(Object.entries(step.registration?.facts ?? from?.state.facts ?? {}));
  const counts: Record<string, number> = { ...from?.state.routesTaken };
  for (const event of step.events) {
    if (event.type === 'taskCompleted') for (const [key, value] of Object.entries(event.form)) known.set(key, value);
    for (const { path, facts, what } of readings(procedure, event, counts)) {
      const missing = facts.find((fact) => !GIVEN_FACTS.includes(fact) && (known.get(fact) ?? null) === null);
      if (missing === undefined) continue;
      faults.add({
        severity: 'error',
        property: 'facts',
        path,
        message: `${what} turns on "${missing}", which is not asked on every way here: make it required before`,
        world,
        steps: [...stepsTo(from), step],
        ending: `"${missing}" is not known`,
      });
    }
    if (event.type === 'stageCompleted') {
      const route = `${event.stage ?? ''}/${event.outcome}`;
      counts[route] = (counts[route] ?? 0) + 1;
    }
  }
}

function readings(
  procedure: Procedure,
  event: ComplaintEvent,
  counts: Readonly<Record<string, number>>,
): readonly Reading[] {
  const key = event.stage ?? '';
  const stage = procedure.stages[key];
  if (stage === undefined || stage.kind === 'close') return [];
  if (event.type === 'stageCompleted') {
    const route = stage.outcomes[event.outcome];
    const worn = route?.most !== undefined && (counts[`${key}/${event.outcome}`] ?? 0) >= route.most;
    const facts = worn ? [] : (route?.cases.flatMap(({ when }) => Object.keys(when)) ?? []);
    return [{ path: ['stages', key, 'outcomes', event.outcome], facts, what: `"${event.outcome}" of stage "${key}"` }];
  }
  if (event.type === 'stageOpened' && stage.kind === 'consent') {
    return [{ path: ['stages', key, 'offer'], facts: [stage.offer], what: `what "${key}" offers` }];
  }
  if (event.type !== 'taskOpened') return [];
  const place = event.part === null ? [] : ['parts', event.part];
  return [
    {
      path: ['stages', key, ...place, stage.kind === 'approval' ? 'chain' : 'owner'],
      facts: departmentFacts(procedure.owners[event.owner.rule]),
      what: `the owner of stage "${key}"`,
    },
  ];
}
