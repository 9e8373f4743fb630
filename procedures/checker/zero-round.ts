import { kindOf, outcomesOf, tasksOf } from '../../domain/kinds/table';
import type { Procedure } from '../../domain/model/procedure';
import type { Fault } from './finding';

/** Silence that leads from question to question in no time at all would never let go: found before anything is walked. */
export function zeroRound({ stages }: Procedure): Fault | null {
  for (const start of Object.keys(stages)) {
    const seen: string[] = [];
    for (let key: string | undefined = start; key !== undefined;) {
      const stage: Procedure['stages'][string] | undefined = stages[key];
      const lapse: string | null = stage ? kindOf(stage).lapse : null;
      if (!stage || lapse === null || tasksOf(stage).some(({ within }) => within.count > 0)) break;
      if (seen.includes(key)) {
        return {
          severity: 'error',
          property: 'held',
          path: ['stages', start, 'within'],
          message: `stage "${start}" comes round again in no time when nobody acts: give it a limit`,
          story: `${[...seen, key].map((one) => `"${one}", at once`).join(' · ')} · and so on for ever`,
        };
      }
      seen.push(key);
      key = outcomesOf(stage)[lapse]?.then;
    }
  }
  return null;
}
