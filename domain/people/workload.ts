import type { Choosing } from '../model/question';
import type { Choice } from './lookup';

interface Reserved extends Choice {
  readonly reference: string;
}

/** Who holds how much, and who was given something when: kept by a rehearsal where production has Postgres. */
export class Workload {
  readonly #held = new Map<string, readonly string[]>();
  readonly #reserved = new Map<string, Reserved>();
  readonly #lastNew = new Map<string, number>();
  #clock = 0;

  /** Open tasks that somebody holds by name, and choices that are not recorded yet. */
  open(person: string): number {
    const all = [...[...this.#held.values()].flat(), ...[...this.#reserved.values()].map((one) => one.person)];
    return all.filter((one) => one === person).length;
  }

  /** One of those who are there, by the strategy; the same one for the same task until that complaint is recorded. */
  choose(there: readonly string[], { by, most, for: { reference, task } }: Choosing): Choice | 'full' | null {
    const key = JSON.stringify([reference, task]);
    const before = this.#reserved.get(key);
    if (before && there.includes(before.person)) return { person: before.person, open: before.open };
    this.#reserved.delete(key);
    if (there.length === 0) return null;
    const mayHave = there.filter((person) => most === null || this.open(person) < most);
    const [person] = mayHave.sort((one, other) => this.#order(by, one, other));
    if (person === undefined) return 'full';
    const open = this.open(person);
    this.#reserved.set(key, { person, open, reference });
    this.#lastNew.set(person, ++this.#clock);
    return { person, open };
  }

  /** What a complaint's record says: who holds its open tasks by name, each as often as they hold one. */
  recorded(reference: string, holders: readonly string[]): void {
    const reserved = [...this.#reserved].filter(([, one]) => one.reference === reference);
    const before = [...(this.#held.get(reference) ?? []), ...reserved.map(([, { person }]) => person)];
    reserved.forEach(([key]) => this.#reserved.delete(key));
    this.#held.set(reference, holders);
    this.#clock += 1;
    const times = (people: readonly string[], person: string) => people.filter((one) => one === person).length;
    for (const person of new Set(holders)) {
      if (times(holders, person) > times(before, person)) this.#lastNew.set(person, this.#clock);
    }
  }

  #order(by: Choosing['by'], one: string, other: string): number {
    const load = by === 'least-loaded' ? this.open(one) - this.open(other) : 0;
    const turn = (this.#lastNew.get(one) ?? 0) - (this.#lastNew.get(other) ?? 0);
    return load || turn || (one < other ? -1 : 1);
  }
}
