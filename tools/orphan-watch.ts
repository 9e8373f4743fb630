import { readFileSync } from 'node:fs';

/**
 * Calls back when npm, or the shell between npm and this process, is gone without having told: killed, it cannot. Only
 * where npm started this process, for others may leave it running on purpose.
 */
export function onOrphaned(callback: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const ancestors = chain();
  const timer = setInterval(() => {
    if (chain().join() === ancestors.join()) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}

/** The parent, and the parent's parent when the parent is a shell that npm runs scripts with. */
function chain(): readonly number[] {
  const parent = process.ppid;
  const status = statusOf(parent);
  return status && /^(sh|dash|bash|ash|busybox)$/.test(status.name) ? [parent, status.parent] : [parent];
}

function statusOf(pid: number): { readonly name: string; readonly parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
    return { name: field('Name'), parent: Number(field('PPid')) };
  } catch {
    return undefined;
  }
}
