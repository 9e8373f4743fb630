import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { eventually } from './eventually';
import { stateFile } from './local-state';
import { StartFailure } from './start-failure';

const FILE = 'running';
const LIMIT_MS = 60_000;

/**
 * Waits for what a killed start left behind to be gone: its watchdog is ending it. Throws StartFailure when this
 * checkout is started already. `watchdog` is that of this start.
 */
export async function succeed(watchdog: number): Promise<void> {
  const path = stateFile(FILE);
  const [start, before] = existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').map(Number) : [];
  if (start !== undefined && start !== process.pid && runs(start, 'start.mjs')) {
    throw new StartFailure(`This checkout is started already, as process ${start}: end that one first.`);
  }
  if (before !== undefined) {
    const failure = () =>
      new StartFailure(`What the last start left behind does not end: end process ${before} yourself.`);
    await eventually(() => !runs(before, 'watchdog.mjs'), { limitMs: LIMIT_MS, everyMs: 100, failure });
  }
  writeFileSync(path, `${process.pid} ${watchdog}\n`, { mode: 0o600 });
}

/** Whether the process is there and runs that file; false where the system does not tell. */
function runs(pid: number, file: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file);
  } catch {
    return false;
  }
}
