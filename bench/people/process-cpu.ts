import { existsSync, readFileSync } from 'node:fs';

/** Of `/proc`: so long is a tick of the kernel's account, whatever its own clock. */
const TICK_MS = 10;
/** Where the fields after the name begin. */
const AFTER_NAME = /^.*\) /s;
const USER = 11;

/**
 * Milliseconds of CPU that a process, its children and those of them that have ended have used; to 10 ms. Not a number
 * where the machine does not say.
 */
export function processCpuMs(pid: number): number {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return NaN;
  const fields = readFileSync(stat, 'utf8').replace(AFTER_NAME, '').split(' ');
  const ticks = fields.slice(USER, USER + 4).reduce((sum, field) => sum + Number(field), 0);
  return ticks * TICK_MS + childrenOf(pid).reduce((sum, child) => sum + (processCpuMs(child) || 0), 0);
}

function childrenOf(pid: number): readonly number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list) ? readFileSync(list, 'utf8').split(' ').filter(Boolean).map(Number) : [];
}
