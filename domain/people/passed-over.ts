import type { Aside, Found, LeftOut } from '../model/question';
import { look, type Person, type Search } from './lookup';
import { unique, withMore } from './presence';

/** How many are told by name where several are found; more than so many are not worth a list. */
export const MOST_NAMED = 10;

/** Who was passed over while people were looked for. */
export class Passed {
  #leftOut: readonly LeftOut[] = [];
  #full = false;
  readonly #absent = new Set<string>();
  readonly #homes = new Set<string>();

  constructor(private readonly aside: Aside) {}

  over(people: readonly Person[]): void {
    for (const person of people) {
      this.#homes.add(person.department);
      const out = this.aside.people.find((one) => one.person === person.id);
      if (out) this.leftOut([out]);
      else if (person.interested) this.leftOut([{ person: person.id, why: 'interest' }]);
      else if (person.away) this.#absent.add(person.id);
    }
  }

  leftOut(people: readonly LeftOut[]): void {
    this.#leftOut = withMore(this.#leftOut, people);
  }

  full(): void {
    this.#full = true;
  }

  /** Their departments, by id. */
  get homes(): readonly string[] {
    return [...this.#homes].sort();
  }

  get found(): Pick<Found, 'leftOut' | 'absent' | 'full'> {
    const { people } = this.aside;
    const place = ({ person }: LeftOut): number => {
      const index = people.findIndex((one) => one.person === person);
      return index < 0 ? people.length : index;
    };
    const inOrder = [...this.#leftOut].sort(
      (one, other) => place(one) - place(other) || (one.person < other.person ? -1 : 1),
    );
    return {
      leftOut: inOrder.slice(0, people.length + MOST_NAMED),
      absent: this.#absent.size,
      ...(this.#full ? { full: true } : {}),
    };
  }
}

/** People found by name, with where they are of. */
export function* foundByName(people: readonly string[], passed: Passed): Search<Found> {
  return { people, pool: null, department: yield* departmentOf(people), ...passed.found };
}

/** The department that all of them are of, if it is one. */
function* departmentOf(people: readonly string[]): Search<string | null> {
  if (people.length === 0) return null;
  const known = yield* look('persons', { ids: people, sight: { at: null, about: [] } });
  const homes = unique(known.map(({ department }) => department));
  return homes.length === 1 ? (homes[0] ?? null) : null;
}
