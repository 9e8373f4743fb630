import type { ProcessGuard } from './process-guard';
import { onOrphaned } from './orphan-watch';

/** How a program that has started others ends: with all of them, once. */
export interface Ending {
  /** Says why and ends with exit code 1; the words alone where the failure speaks for itself. */
  fail(error: unknown, isPlain: boolean): Promise<void>;
  stop(code: number): Promise<void>;
}

/**
 * Ends on a signal (with `signalled` as exit code), when the parent is gone, on failure, or when asked to. Asked again
 * while it ends, it waits for nobody.
 */
export function endWith(guard: ProcessGuard, signalled: number): Ending {
  let ending = false;
  const stop = async (code: number): Promise<void> => {
    if (ending) return guard.killAll();
    ending = true;
    await guard.endAll();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signalled));
  onOrphaned(() => void stop(1));
  return {
    stop,
    async fail(error, isPlain) {
      if (ending) return;
      const told = error instanceof Error ? (isPlain ? error.message : error.stack) : String(error);
      process.stderr.write(`${told ?? ''}\n`);
      await stop(1);
    },
  };
}
