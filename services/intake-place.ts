import type { IntakeBody } from '../contract/intake';
import { invalidField } from '../contract/problems';
import { findPlace, placeOfStaff } from '../db/places';
import type { Pool } from '../db/pool';
import type { IntakeSource } from '../db/sources';
import type { Place } from '../domain/people/places';

/**
 * The place that a complaint is of, once and for all: the one that it names, else that of whoever received it, else that of
 * its source. Throws `Problem` where what it names is none.
 */
export async function placeOf(
  pool: Pool,
  { place, receivedBy }: Pick<IntakeBody, 'place' | 'receivedBy'>,
  source: IntakeSource | null,
): Promise<Place | null> {
  if (place !== undefined) {
    const named = await findPlace(pool, place);
    if (named) return named;
    throw invalidField('place', 'must be the id of a place: a department that has a kind');
  }
  const received = receivedBy === undefined ? null : await placeOfStaff(pool, receivedBy);
  if (received || source?.place === undefined) return received;
  return findPlace(pool, source.place);
}
