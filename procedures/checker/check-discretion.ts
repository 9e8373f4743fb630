import { kindOf } from '../../domain/kinds/table';
import type { ComplaintEvent } from '../../domain/model/event';
import type { Procedure } from '../../domain/model/procedure';
import type { Space, Way } from './explore';
import { remember, type Memory } from './memory';
import { stepsTo, type Faults } from './story';

/**
 * Nothing is put to the complainant or carried out that is worth more than anybody who has had a hand in it may grant:
 * who wrote it, who approved it, who has looked at it since.
 */
export function checkDiscretion(space: Space, faults: Faults): void {
  if (space.world.rules.procedure.discretion === undefined) return;
  for (const way of space.ways) checkWay(space, way, faults);
}

function checkWay({ world }: Space, { from, step }: Way, faults: Faults): void {
  if (from === null) return;
  const { procedure } = world.rules;
  let { memory } = from;
  let left: { readonly stage: string; readonly outcome: string } | null = null;
  for (const event of step.events) {
    const field = committedBy(procedure, event, memory).find((one) => Object.hasOwn(memory.beyond, one));
    if (field !== undefined) {
      const { stage = event.stage ?? '', outcome = '' } = left ?? {};
      faults.add({
        severity: 'error',
        property: 'discretion',
        path: ['stages', stage, 'outcomes', outcome],
        message: `"${outcome}" of stage "${stage}" leads to "${event.stage ?? ''}" with a "${field}" beyond what anybody who has seen it may grant: lead it to an approval, or by "within-discretion"`,
        world,
        steps: [...stepsTo(from), step],
        ending: `"${event.stage ?? ''}" with ${memory.beyond[field] ?? 0} that nobody might grant`,
      });
    }
    if (event.type === 'stageCompleted') left = { stage: event.stage ?? '', outcome: event.outcome };
    memory = remember(world.rules, memory, [event]);
  }
}

/** The facts whose remedies a stage puts to the complainant, or has carried out, by being opened. */
function committedBy({ stages }: Procedure, event: ComplaintEvent, { offered }: Memory): readonly string[] {
  if (event.type !== 'stageOpened') return [];
  const stage = stages[event.stage ?? ''];
  if (!stage) return [];
  const put = kindOf(stage).offer(stage);
  if (put) return [put.field];
  return kindOf(stage).carriesOut ? offered : [];
}
