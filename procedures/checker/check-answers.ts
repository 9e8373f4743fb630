import { formsOf, kindOf } from '../../domain/kinds/table';
import type { Procedure } from '../../domain/model/procedure';
import { remember } from './memory';
import type { Space, Way } from './explore';
import { stepsTo, type Faults } from './story';

/** The complainant is acknowledged and answered. */
export function checkAnswers(space: Space, faults: Faults): void {
  for (const way of space.ways) {
    checkAcknowledged(space, way, faults);
    checkAnswered(space, way, faults);
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
  if (remember(world.rules, from.memory, step.events).answered) return;
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
    if (kindOf(stage).lastWord(stage) === null) continue;
    const said = formsOf(stage)
      .flatMap((form) => Object.values(form))
      .some(({ kind, required, requiredIf }) => kind === 'text' && (required || (requiredIf ?? []).includes('sent')));
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
