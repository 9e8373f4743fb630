import { TIME } from './people';

/**
 * Ways by which something reaches a complaint: filed with the intake, over the HTTP API, by the tracking link, straight
 * through Temporal as an Update or as a Signal, or with time alone.
 */
export const WAYS = ['intake', 'api', 'tracking', 'update', 'signal', 'time'] as const;

export type Via = (typeof WAYS)[number];

/** Who brings something about, by which way, and the id of the act that it comes with. */
export interface Origin {
  readonly actor: string;
  readonly via: Via;
  readonly act?: string;
}

export const BY_TIME: Origin = { actor: TIME, via: 'time' };
