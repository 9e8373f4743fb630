import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { createActFinder } from '../db/acts';
import { createCalendarBacklog } from '../db/calendars';
import { createContentStore } from '../db/content';
import { createLedger } from '../db/ledger';
import { createPeopleSource } from '../db/people-answers';
import type { Pool } from '../db/pool';
import { createRuleBooks } from '../db/rule-books';
import { customsOf } from '../procedures/customs/compile-customs';
import { Acting } from './acting';
import { CalendarRegister } from './calendar-register';
import { ComplaintReading } from './complaint-reading';
import { Diagnosis } from './diagnosis/diagnosis';
import { Health } from './health';
import { IntakeService } from './intake';
import { KeyedHash } from './keyed-hash';
import { KeyRing } from './key-ring';
import { Library } from './library';
import { NoticeReading } from './notice-reading';
import { PeopleRegister } from './people-register';
import { ProcedureCheck, type ProcedureCheckInput } from './checking/procedure-check';
import { ProcedureRegister } from './procedure-register';
import { Reporting } from './reporting';
import { createComplaintStarter } from './start-complaint';
import { HolderMarks } from './tracking/holder-marks';
import { Tracking } from './tracking/tracking';
import type { TrackingLinks } from './tracking-link';
import { Worklist } from './worklist';

export interface ServicesInput {
  readonly pool: Pool;
  readonly client: Client;
  readonly logger: Logger;
  readonly links: TrackingLinks;
  /** Key of the hashes that stand for words; the same in every process of an installation. */
  readonly hashSecret: string;
  readonly taskQueue: string;
  /** How long a caller waits for an act to be recorded; 10 s unless given. */
  readonly actWithinMs?: number | undefined;
  readonly procedureCheck?: ProcedureCheckInput | undefined;
  readonly now?: () => Date;
}

export type Services = ReturnType<typeof createServices>;

/** Everything that callers can have done, over one database and one engine. */
export function createServices(input: ServicesInput) {
  const { pool, client, logger, links, taskQueue, actWithinMs = 10_000, now = () => new Date() } = input;
  const library = new Library({ pool, ruleBooks: createRuleBooks(pool), people: createPeopleSource(pool) });
  const contents = createContentStore(pool);
  const hash = new KeyedHash(input.hashSecret);
  const starter = createComplaintStarter({
    client,
    taskQueue,
    ruleBooks: library,
    customs: customsOf,
    people: library,
    ledger: createLedger(pool),
    news: createCalendarBacklog(pool),
  });
  const acting = new Acting({
    pool,
    client,
    library,
    contents,
    acts: createActFinder(pool),
    hash,
    withinMs: actWithinMs,
    now,
  });
  const health = new Health(pool, client, acting);
  return {
    library,
    acting,
    intake: new IntakeService({ pool, library, starter, links, hash, logger, now }),
    complaints: new ComplaintReading({ pool, library, contents }),
    reporting: new Reporting({ pool, library, acting }),
    worklist: new Worklist({ pool, library, now }),
    notices: new NoticeReading({ pool, library, links }),
    people: new PeopleRegister({ pool, library, hash, now }),
    procedures: new ProcedureRegister({ pool, library, check: new ProcedureCheck(input.procedureCheck) }),
    calendars: new CalendarRegister({ pool, library, contents }),
    tracking: new Tracking({ pool, library, contents, acting, marks: new HolderMarks(links.secret), now }),
    keys: new KeyRing(pool),
    health,
    diagnosis: new Diagnosis({
      ...{ pool, client, taskQueue, library, health, hash, logger, now },
      publicUrl: links.publicUrl,
    }),
  };
}
