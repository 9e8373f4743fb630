import { remembered, type HandledAct, type RememberedActs } from '../domain/record/handled-acts';

/** The acts that a run knows to be done: its own, and the latest of the runs before it. */
export class ActMemory {
  readonly #known: Map<string, HandledAct['events']>;
  readonly #olderActs: boolean;

  constructor({ handled, olderActs }: RememberedActs = { handled: [], olderActs: false }) {
    this.#known = new Map(handled.map(({ id, events }) => [id, events]));
    this.#olderActs = olderActs;
  }

  /** First and last event of an act that is done; null for one that is not, or that only the ledger knows. */
  find(id: string): HandledAct['events'] | null {
    return this.#known.get(id) ?? null;
  }

  /** What one act has brought may come in parts. */
  add({ id, events: [first, last] }: HandledAct): void {
    const [earliest = first] = this.#known.get(id) ?? [];
    this.#known.set(id, [earliest, last]);
  }

  /** Whether an act may be done that is not found here. */
  get isPartial(): boolean {
    return this.#olderActs;
  }

  carry(): RememberedActs {
    return remembered(
      [...this.#known].map(([id, events]) => ({ id, events })),
      this.#olderActs,
    );
  }
}
