import type { Instant } from '../calendar/calendar';
import type { Absence, Directory } from '../model/people';

/** Whether somebody is away at an instant; nobody is where absence does not count. */
export function isAbsent(directory: Directory, person: string, now: Instant | null): boolean {
  return absencesAt(directory, person, now).length > 0;
}

/**
 * Who takes the place of somebody absent: their stand-in, or where that one is away as well, the stand-in's own, and so
 * on. Null when the line ends with nobody, with somebody who is not free, or in a circle.
 */
export function standInFor(
  directory: Directory,
  person: string,
  { now, isFree }: { readonly now: Instant | null; readonly isFree: (person: string) => boolean },
): string | null {
  const seen = new Set<string>();
  let next = person;
  while (isAbsent(directory, next, now)) {
    seen.add(next);
    const standIn = namedStandIn(directory, next, now);
    if (standIn === undefined || seen.has(standIn) || !isFree(standIn)) return null;
    next = standIn;
  }
  return next === person ? null : next;
}

/** Everybody absent whose place somebody takes now, whatever the matter. */
export function absentRepresentedBy(directory: Directory, standIn: string, now: Instant): readonly string[] {
  return Object.keys(directory.staff).filter(
    (person) => standInFor(directory, person, { now, isFree: () => true }) === standIn,
  );
}

/** Whoever has left the organisation stands in for nobody. */
function namedStandIn(directory: Directory, person: string, now: Instant | null): string | undefined {
  return absencesAt(directory, person, now)
    .map(({ standIn }) => standIn)
    .find((standIn) => standIn !== undefined && Object.hasOwn(directory.staff, standIn));
}

function absencesAt(directory: Directory, person: string, now: Instant | null): readonly Absence[] {
  if (now === null || !Object.hasOwn(directory.staff, person)) return [];
  return (directory.staff[person]?.absences ?? []).filter(({ from, to }) => from <= now && now < to);
}
