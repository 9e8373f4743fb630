import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';
import { eventually } from '../../tools/eventually';

/** What a test file may not leave open: connections, servers, processes, watched files. */
const WATCHED = /^(TCPSocketWrap|TCPServerWrap|TLSWrap|ProcessWrap|FSEventWrap|StatWatcher)$/;

/** Fails a test file that leaves something open, once all its own hooks have run. */
export default class LeakEnvironment extends TestEnvironment {
  private readonly before = countOpen();

  handleTestEvent(event: Circus.AsyncEvent | Circus.SyncEvent, state: Circus.State): void {
    if (event.name !== 'run_start') return;
    state.rootDescribeBlock.hooks.push({
      type: 'afterAll',
      fn: () => this.expectNothingLeft(),
      parent: state.rootDescribeBlock,
      seenDone: false,
      timeout: 15_000,
      asyncError: new Error('something is left open'),
    });
  }

  private async expectNothingLeft(): Promise<void> {
    try {
      await eventually(() => this.left().length === 0, { limitMs: 8_000, everyMs: 20 });
    } catch {
      throw new Error(`this file leaves open what it opened: ${this.left().join(', ')}`);
    }
  }

  private left(): readonly string[] {
    return Object.entries(countOpen()).flatMap(([kind, number]) => {
      const more = number - (this.before[kind] ?? 0);
      return more > 0 ? [`${more} ${kind}`] : [];
    });
  }
}

function countOpen(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (WATCHED.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
