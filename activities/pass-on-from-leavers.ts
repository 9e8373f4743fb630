import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { forEachLimited } from './concurrency';
import type { Log } from './notices';
import type { LeaverBacklog, LeaverMessenger } from './ports';

const BATCH = 200;
const PARALLEL = 8;
const LONGEST_MS = 4 * 60_000;
/** Who has been told needs a moment to record it. */
const AGAIN_MS = 60_000;
const MOST_TIMES = 5;

export interface LeaverPorts {
  readonly backlog: LeaverBacklog;
  readonly messenger: LeaverMessenger;
  readonly log: Log;
}

interface Told {
  readonly times: number;
  readonly at: number;
}

/**
 * Tells every complaint with an open task of somebody who has left, a few times at most; answers how many. What has gone
 * on to somebody else is found no more, so whatever is cut off half-way is taken up again, and telling twice changes
 * nothing. A run that is not there hears of it once it is.
 */
export function passOnFromLeaversActivity({ backlog, messenger, log }: LeaverPorts) {
  const told = new Map<string, Told>();
  const tell = async (reference: string): Promise<boolean> => {
    const { times, at } = told.get(reference) ?? { times: 0, at: 0 };
    if (times >= MOST_TIMES || (times > 0 && Date.now() - at < AGAIN_MS)) return false;
    try {
      const isThere = await messenger.tell(reference);
      told.set(reference, { times: isThere ? times + 1 : times, at: Date.now() });
      return isThere;
    } catch (error) {
      log.warn({ reference, reason: error instanceof Error ? error.name : 'unknown' }, 'not told who has left yet');
      return false;
    }
  };
  return async function passOnFromLeavers(): Promise<number> {
    const until = Date.now() + LONGEST_MS;
    const signal = cancellationSignal();
    const isStopping = (): boolean => signal.aborted || Date.now() > until;
    let count = 0;
    let found = 0;
    for await (const person of paged((after) => backlog.leaving({ after, limit: BATCH }))) {
      let held = 0;
      for (let after: string | undefined = ''; after !== undefined && !isStopping();) {
        const batch: readonly string[] = await backlog.heldBy({ person, after, limit: BATCH });
        await forEachLimited(batch, PARALLEL, async (reference) => {
          if (await tell(reference)) count += 1;
        });
        held += batch.length;
        heartbeat(count);
        after = batch.at(-1);
      }
      if (isStopping()) return count;
      found += held;
      if (held === 0) await backlog.markPassedOn(person);
    }
    if (found === 0) told.clear();
    return count;
  };
}

/** All that there is, page by page. */
async function* paged(page: (after: string) => Promise<readonly string[]>): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const batch = await page(after);
    yield* batch;
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last;
  }
}
