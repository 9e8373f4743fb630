import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { createComplaintStarter } from '../services/start-complaint';
import type { TrackingLinks } from '../services/tracking-link';
import { createCalendarBacklog } from '../db/calendars';
import { createContentStore, type PostgresContentStore } from '../db/content';
import { createLedger } from '../db/ledger';
import { createPeopleSource } from '../db/people';
import type { Pool } from '../db/pool';
import { createRuleBooks } from '../db/rule-books';
import { customsOf } from '../procedures/customs/compile-customs';
import { Acting } from '../services/acting';
import { Authentication } from './http/authentication';
import { Figures } from './http/figures';
import { IntakeService } from '../services/intake';
import { Library } from '../services/library';
import { ProcedureCheck, type ProcedureCheckInput } from '../services/checking/procedure-check';
import type { RateLimit } from './http/rate-limit';

export interface ApiSettings {
  readonly links: TrackingLinks;
  readonly taskQueue: string;
  /** How long an intake waits for its receipt before it answers 202; 5 s unless given. */
  readonly receiptWithinMs?: number;
  /** How long an act waits to be recorded before it answers 202; 10 s unless given. */
  readonly actWithinMs?: number;
  /** Of one key, or of one address without a key. */
  readonly rateLimit?: RateLimit;
  readonly procedureCheck?: ProcedureCheckInput;
}

export interface ContextInput {
  readonly pool: Pool;
  readonly client: Client;
  readonly logger: Logger;
  readonly settings: ApiSettings;
  readonly now?: () => Date;
}

/** What the routes work with. */
export interface ApiContext {
  readonly pool: Pool;
  readonly client: Client;
  readonly library: Library;
  readonly contents: PostgresContentStore;
  readonly intake: IntakeService;
  readonly acting: Acting;
  readonly authentication: Authentication;
  readonly figures: Figures;
  readonly procedureCheck: ProcedureCheck;
  readonly links: TrackingLinks;
  readonly logger: Logger;
  readonly receiptWithinMs: number;
  readonly now: () => Date;
}

/** Far above what one process serves: stops a caller that runs wild, not a busy one. */
const GENEROUS: RateLimit = { perSecond: 2_000, burst: 10_000 };

export function createContext({ pool, client, logger, settings, now = () => new Date() }: ContextInput): ApiContext {
  const { links, taskQueue, receiptWithinMs = 5_000, actWithinMs = 10_000, rateLimit = GENEROUS } = settings;
  const library = new Library({ pool, ruleBooks: createRuleBooks(pool), people: createPeopleSource(pool) });
  const contents = createContentStore(pool);
  const starter = createComplaintStarter({
    client,
    taskQueue,
    ruleBooks: library,
    customs: customsOf,
    people: library,
    ledger: createLedger(pool),
    news: createCalendarBacklog(pool),
  });
  return {
    ...{ pool, client, library, contents, links, logger, receiptWithinMs, now },
    intake: new IntakeService({ pool, library, starter, links, logger, now }),
    acting: new Acting({ pool, client, library, contents, withinMs: actWithinMs }),
    authentication: new Authentication({ pool, rateLimit }),
    figures: new Figures(pool, logger),
    procedureCheck: new ProcedureCheck(settings.procedureCheck),
  };
}
