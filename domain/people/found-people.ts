import type { Directory, StaffEntry } from '../model/people';

type FindPeople = (directory: Directory, word: string) => readonly string[];

/** Everybody of a role, ids in a fixed order. */
export const staffWithRole = finder(({ roles }) => roles);

/** Everybody who has declared an interest by that mark, ids in a fixed order. */
export const staffInterestedIn = finder(({ interests = [] }) => interests);

/** Everybody who has that manager, ids in a fixed order. */
export const staffManagedBy = finder(({ manager }) => (manager === undefined ? [] : [manager]));

/** Everybody who has named them to stand in at any time, ids in a fixed order. */
export const standsInFor = finder(({ absences = [] }) => absences.flatMap(({ standIn }) => standIn ?? []));

/** Goes through a directory once, however many people it has and however often it is asked: it never changes. */
function finder(wordsOf: (member: StaffEntry) => readonly string[]): FindPeople {
  const known = new WeakMap<Directory, ReadonlyMap<string, readonly string[]>>();
  return (directory, word) => {
    const found = known.get(directory) ?? grouped(directory, wordsOf);
    known.set(directory, found);
    return found.get(word) ?? [];
  };
}

function grouped(
  { staff }: Directory,
  wordsOf: (member: StaffEntry) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const people = Object.entries(staff).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [id, member] of people) {
    for (const word of new Set(wordsOf(member))) {
      const ids = found.get(word);
      if (ids) ids.push(id);
      else found.set(word, [id]);
    }
  }
  return found;
}
