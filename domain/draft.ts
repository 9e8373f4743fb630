import type { Instant } from './calendar/calendar';
import type { ComplaintEvent, EventBody } from './model/event';
import type { Origin } from './model/origin';
import { evolve } from './record/evolve';
import type { Rules } from './model/rules';
import type { ComplaintState } from './model/state';

/** What was decided: its events, and the state that they lead to. */
export interface Decided {
  readonly events: readonly ComplaintEvent[];
  readonly state: ComplaintState;
}

/**
 * A decision being made: events written so far, and the state that they lead to. Each event is folded in at once, so
 * what follows decides on what has just happened.
 */
export class Draft {
  readonly events: ComplaintEvent[] = [];
  /** The task that an act or a timer is about, where several are open. */
  focus: string | null = null;
  #state: ComplaintState | null;
  /** A stage that has been opened and has no task yet, or never gets one. */
  #entered: string | null = null;

  constructor(
    readonly rules: Rules,
    state: ComplaintState | null,
    public now: Instant,
    public origin: Origin,
  ) {
    this.#state = state;
    this.now = state !== null && state.lastAt > now ? state.lastAt : now;
  }

  get state(): ComplaintState {
    if (this.#state === null) throw new Error('nothing is registered yet');
    return this.#state;
  }

  get actor(): string {
    return this.origin.actor;
  }

  decided(): Decided {
    return { events: this.events, state: this.state };
  }

  /** Time never runs backwards within a complaint: an instant that lies before the last event counts as that one. */
  moveTo(instant: Instant, origin: Origin): void {
    this.now = instant > this.state.lastAt ? instant : this.state.lastAt;
    this.origin = origin;
  }

  emit(body: EventBody, stage: string | null = this.#state?.stage?.key ?? this.#entered): void {
    const event: ComplaintEvent = {
      number: (this.#state?.lastNumber ?? 0) + 1,
      at: this.now,
      stage,
      round: this.#state?.round ?? 1,
      ...this.origin,
      ...body,
    };
    if (body.type === 'stageOpened') this.#entered = stage;
    if (body.type === 'stageCompleted' || body.type === 'closed') this.#entered = null;
    this.#state = evolve(this.#state, event);
    this.events.push(event);
  }
}
