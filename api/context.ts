import type { Logger } from 'pino';
import type { Services } from '../services';
import { Authentication } from './http/authentication';
import { Figures } from './http/figures';
import type { RateLimit } from './http/rate-limit';

export interface ApiSettings {
  /** Where people reach the service from outside, without a slash at the end. */
  readonly publicUrl: string;
  /** How long an intake waits for its receipt before it answers 202; 5 s unless given. */
  readonly receiptWithinMs?: number;
  /** Of one key, or of one address without a key. */
  readonly rateLimit: RateLimit;
}

export interface ContextInput {
  readonly services: Services;
  readonly logger: Logger;
  readonly settings: ApiSettings;
  readonly now?: () => Date;
}

/** What the routes work with. */
export interface ApiContext extends Services {
  readonly authentication: Authentication;
  readonly figures: Figures;
  readonly logger: Logger;
  readonly publicUrl: string;
  readonly receiptWithinMs: number;
  readonly now: () => Date;
}

export function createContext({ services, logger, settings, now = () => new Date() }: ContextInput): ApiContext {
  const { publicUrl, receiptWithinMs = 5_000, rateLimit } = settings;
  return {
    ...services,
    ...{ logger, publicUrl, receiptWithinMs, now },
    authentication: new Authentication({ keys: services.keys, rateLimit }),
    figures: new Figures(services.health, logger),
  };
}
