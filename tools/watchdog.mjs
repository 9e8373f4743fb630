import { readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Ends processes when the one that started this one is gone, however it went: standard input closes then.
 * One that does not listen is killed after so many milliseconds (the argument, else 10 s). Lines: `+ PID SIGNAL` guards a process, `- PID` lets it go, `rm PATH` removes a folder at the end.
 */
const guarded = new Map();
const leftovers = [];
const GRACE_MS = Number(process.argv[2] ?? 10_000);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [verb, first, signal] = line.split('\t');
  if (verb === '+') guarded.set(Number(first), signal);
  if (verb === '-') guarded.delete(Number(first));
  if (verb === 'rm') leftovers.push(first);
});
lines.on('close', () => void endAll());

async function endAll() {
  for (const [pid, signal] of [...guarded].reverse()) await end(pid, signal);
  for (const path of leftovers) rmSync(path, { recursive: true, force: true });
  process.exit(0);
}

async function end(pid, signal) {
  const giveUp = Date.now() + GRACE_MS;
  send(pid, signal);
  while (isAlive(pid)) {
    if (Date.now() > giveUp) send(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (Date.now() > giveUp + GRACE_MS) return;
  }
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

/** One that has ended but that nobody has taken note of yet is not alive. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
