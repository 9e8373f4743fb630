import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Instant } from '../domain/calendar/calendar';

/** The one armed timer of a run. Arming it for the instant it is armed for already costs nothing. */
export class WakeUp {
  #armed: { readonly at: Instant; readonly scope: CancellationScope } | null = null;
  #passed: Instant | null = null;

  /** `now` is the run's own time; `summary` is what the Temporal UI shows for the timer. */
  arm(input: { readonly at: Instant | null; readonly now: Instant; readonly summary: string }): void {
    if (this.#armed?.at === input.at || this.#passed !== null) return;
    this.disarm();
    if (input.at === null) return;
    const { at } = input;
    const scope = new CancellationScope();
    this.#armed = { at, scope };
    const length = Math.max(1, Date.parse(at) - Date.parse(input.now));
    scope
      .run(() => sleep(length, { summary: input.summary }))
      .then(() => this.#pass(at))
      .catch((reason: unknown) => {
        if (!isCancellation(reason)) throw reason;
      });
  }

  disarm(): void {
    this.#armed?.scope.cancel();
    this.#armed = null;
  }

  get hasPassed(): boolean {
    return this.#passed !== null;
  }

  /** The instant that has passed, once. */
  take(): Instant | null {
    const passed = this.#passed;
    this.#passed = null;
    return passed;
  }

  #pass(at: Instant): void {
    if (this.#armed?.at !== at) return;
    this.#armed = null;
    this.#passed = at;
  }
}
