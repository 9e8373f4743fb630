import type { Procedure } from '../model/procedure';

const PLACE_KIND = 'place-kind';

/** The kinds of places that conditions of a rule book name, each once. */
export function placeKindsNamed(procedure: Procedure): readonly string[] {
  return [...new Set(kindsIn(procedure))].sort();
}

/** Conditions stand wherever something depends on something: as lists of values by fact. */
function kindsIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(kindsIn);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === PLACE_KIND && Array.isArray(value) ? value.filter((kind) => typeof kind === 'string') : kindsIn(value),
  );
}
