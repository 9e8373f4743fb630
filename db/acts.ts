import type { ActFinder } from '../activities/ports';
import type { HandledAct } from '../domain/record/handled-acts';
import type { Pool } from './pool';

/** Looks an act up by the events that carry its id: one complaint has few enough to be read without an index. */
export function createActFinder(pool: Pool): ActFinder {
  return {
    async find(reference, act) {
      const { rows } = await pool.query<{ first: number | null; last: number | null }>(
        `select min(number) as first, max(number) as last from events where reference = $1 and body->>'act' = $2`,
        [reference, act],
      );
      const [{ first, last } = { first: null, last: null }] = rows;
      return first === null || last === null ? null : ({ id: act, events: [first, last] } satisfies HandledAct);
    },
  };
}
