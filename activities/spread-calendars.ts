import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { forEachLimited } from './concurrency';
import type { Log } from './notices';
import type { CalendarBacklog, CalendarMessenger, CalendarNews } from './ports';

const BATCH = 200;
const PARALLEL = 8;
const LONGEST_MS = 4 * 60_000;
/** Who has been told needs a moment to record it; somebody who told an older version in between is put right later. */
const AGAIN_MS = 60_000;
const MOST_TIMES = 5;

export interface CalendarPorts {
  readonly backlog: CalendarBacklog;
  readonly messenger: CalendarMessenger;
  readonly log: Log;
}

interface Told {
  readonly number: number;
  readonly times: number;
  readonly at: number;
}

/**
 * Tells every complaint that counts by a former version of its calendar; answers how many. Who has heard says so in the
 * complaint's own record, so whatever is cut off half-way is taken up again, and telling twice changes nothing.
 */
export function spreadCalendarsActivity({ backlog, messenger, log }: CalendarPorts) {
  const told = new Map<string, Told>();
  return async function spreadCalendars(): Promise<number> {
    const until = Date.now() + LONGEST_MS;
    const signal = cancellationSignal();
    const news = await backlog.unspread();
    if (news.length === 0) told.clear();
    let count = 0;
    for (const one of news) {
      const pass = new Pass({ backlog, messenger, log }, one, told);
      const finished = await pass.run(() => signal.aborted || Date.now() > until);
      count += pass.count;
      if (finished && !pass.waiting) await backlog.markSpread(one);
    }
    return count;
  };
}

/** One way through all who are behind with one calendar. */
class Pass {
  count = 0;
  /** Somebody is still to be told, or has not recorded it yet. */
  waiting = false;

  constructor(
    private readonly ports: CalendarPorts,
    private readonly news: CalendarNews,
    private readonly told: Map<string, Told>,
  ) {}

  async run(isStopping: () => boolean): Promise<boolean> {
    for (let after = ''; !isStopping();) {
      const batch = await this.ports.backlog.behind({ calendar: this.news.calendar, after, limit: BATCH });
      await forEachLimited(batch, PARALLEL, (reference) => this.#tell(reference));
      heartbeat(this.count);
      const last = batch.at(-1);
      if (last === undefined) return true;
      after = last;
    }
    return false;
  }

  async #tell(reference: string): Promise<void> {
    const { number } = this.news;
    const before = this.told.get(reference);
    const times = before?.number === number ? before.times : 0;
    if (times >= MOST_TIMES) return;
    this.waiting = true;
    if (before && times > 0 && Date.now() - before.at < AGAIN_MS) return;
    try {
      const isThere = await this.ports.messenger.tell(reference, this.news);
      // A run that is not there is just being started, or hears of it whenever it is.
      this.told.set(reference, { number, times: times + 1, at: Date.now() });
      if (isThere) this.count += 1;
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      this.ports.log.warn({ reference, reason }, 'not told of the calendar yet');
    }
  }
}
