import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/**
 * Milliseconds of CPU time that a process and all below it have used, those that have ended included. NaN where the
 * system has no `/proc` to read it from.
 */
export function cpuOfTree(pid: number): number {
  try {
    const [own, ...children] = [pid, ...childrenOf(pid)];
    return children.reduce((sum, child) => sum + cpuOfChild(child), ownCpu(own ?? pid));
  } catch {
    return NaN;
  }
}

/** One that has ended since it was listed is counted by its parent. */
function cpuOfChild(pid: number): number {
  const used = cpuOfTree(pid);
  return Number.isNaN(used) ? 0 : used;
}

/** The third field and those behind it follow the name, which may hold anything. */
function ownCpu(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).map(Number);
  return ticks.reduce((sum, count) => sum + count, 0) * TICK_MS;
}

function childrenOf(pid: number): readonly number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}
