import type { Pool } from '../model/people';
import type { Aside, LeftOut } from '../model/question';
import { look, type Person, type Search, type Sight } from './lookup';

export function sightOf({ at, about }: Pick<Aside, 'at' | 'about'>): Sight {
  return { at, about };
}

/** Whether somebody must stand aside. */
export function isOut({ id, interested }: Pick<Person, 'id' | 'interested'>, { people }: Aside): boolean {
  return interested || people.some(({ person }) => person === id);
}

export function isMember({ roles, department }: Pick<Person, 'roles' | 'department'>, pool: Pool): boolean {
  return roles.includes(pool.role) && (pool.department === null || pool.department === department);
}

/** Of people named who is there to do it: they themselves, or for the absent their stand-ins. */
export function* presentOf(named: readonly Person[], aside: Aside): Search<readonly string[]> {
  const there: string[] = [];
  for (const person of named) {
    if (isOut(person, aside)) continue;
    const one = person.away === null ? person.id : yield* standInFor(person, aside);
    if (one !== null) there.push(one);
  }
  return there;
}

/**
 * Who takes the place of somebody absent: their stand-in, or where that one is away as well, the stand-in's own, and so
 * on. Null when the line ends with nobody, with somebody who is not free, or in a circle.
 */
function* standInFor(person: Person, aside: Aside): Search<string | null> {
  const seen = new Set([person.id]);
  let next = person;
  while (next.away !== null) {
    const { standIn } = next.away;
    if (standIn === null || seen.has(standIn)) return null;
    const [known] = yield* look('persons', { ids: [standIn], sight: sightOf(aside) });
    if (!known || !isFree(known, aside)) return null;
    seen.add(standIn);
    next = known;
  }
  return next.id;
}

function isFree(person: Person, aside: Aside): boolean {
  const { people, pool } = aside.noStandIns;
  return !isOut(person, aside) && !people.includes(person.id) && !(pool !== null && isMember(person, pool));
}

/** Everybody absent whose place somebody takes now. */
export function* representedBy(standIn: string, aside: Aside): Search<readonly string[]> {
  const { at } = aside;
  if (at === null) return [];
  const seen = new Set<string>([standIn]);
  const found: string[] = [];
  let nearest: readonly string[] = [standIn];
  while (nearest.length > 0) {
    const further: string[] = [];
    for (const one of nearest) further.push(...(yield* look('represented', { standIn: one, at })));
    nearest = unique(further).filter((one) => !seen.has(one));
    nearest.forEach((one) => seen.add(one));
    for (const person of yield* look('persons', { ids: nearest, sight: sightOf(aside) })) {
      if (person.away !== null && (yield* standInFor(person, aside)) === standIn) found.push(person.id);
    }
  }
  return unique(found);
}

/** Whether somebody takes the place of somebody absent who is such a one. */
export function* isDeputy(standIn: string, aside: Aside, isSuch: (person: Person) => boolean): Search<boolean> {
  const ids = yield* representedBy(standIn, aside);
  if (ids.length === 0) return false;
  return (yield* look('persons', { ids, sight: sightOf(aside) })).some(isSuch);
}

/** Those listed, and of the others who is not yet. */
export function withMore(listed: readonly LeftOut[], others: readonly LeftOut[]): readonly LeftOut[] {
  return others.reduce<readonly LeftOut[]>(
    (all, other) => (all.some(({ person }) => person === other.person) ? all : [...all, other]),
    listed,
  );
}

/** Each id once, in a fixed order. */
export function unique(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id): id is string => id !== null))].sort();
}
