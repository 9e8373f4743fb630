import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../tools/project-root';

const STUBBORN = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up');";
const MEEK = 'setInterval(() => {}, 1000);';

function startWatchdog(): { readonly watchdog: ChildProcess; tell(...words: string[]): void } {
  const watchdog = spawn(process.execPath, [join(PROJECT_ROOT, 'tools/watchdog.mjs'), '1000'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return { watchdog, tell: (...words) => watchdog.stdin?.write(`${words.join('\t')}\n`) };
}

function startProcess(script: string): ChildProcess {
  return spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
}

function ended(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
}

test('when its owner is gone it ends what it guards, and removes what it was told to', async () => {
  const { watchdog, tell } = startWatchdog();
  const [first, second] = [startProcess(MEEK), startProcess(MEEK)];
  const folder = mkdtempSync(join(tmpdir(), 'redress-watchdog-'));
  const over = Promise.all([first, second, watchdog].map(ended));
  tell('+', String(first.pid), 'SIGTERM');
  tell('+', String(second.pid), 'SIGINT');
  tell('rm', folder);
  watchdog.stdin?.end();
  expect(await over).toEqual(['SIGTERM', 'SIGINT', 0]);
  expect(existsSync(folder)).toBe(false);
});

test('a process that does not listen is killed', async () => {
  const { watchdog, tell } = startWatchdog();
  const child = spawn(process.execPath, ['-e', STUBBORN], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const over = Promise.all([child, watchdog].map(ended));
  tell('+', String(child.pid), 'SIGTERM');
  watchdog.stdin?.end();
  expect(await over).toEqual(['SIGKILL', 0]);
});

test('a process that was let go is left alone', async () => {
  const { watchdog, tell } = startWatchdog();
  const child = startProcess(MEEK);
  const over = ended(watchdog);
  tell('+', String(child.pid), 'SIGTERM');
  tell('-', String(child.pid));
  watchdog.stdin?.end();
  await over;
  expect(child.exitCode ?? child.signalCode).toBeNull();
  const gone = ended(child);
  child.kill('SIGKILL');
  await gone;
});
