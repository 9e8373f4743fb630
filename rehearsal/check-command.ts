import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { CommandFailed, UsageError, type Terminal } from '../client/cli';
import { PROJECT_ROOT } from '../tools/project-root';
import { checkFile, type CheckedFile, type FileToCheck } from './check-file';

const THREAD = join(PROJECT_ROOT, 'dist/rehearsal/check-thread.js');

/** `redress check FILE...`: everything that is wrong with rule books, by line and column, each with its story. */
export function checkCommand(terminal: Terminal): Command {
  return new Command('check')
    .description('checks rule books: every path is walked, every error and warning printed with line, column and story')
    .argument('<files...>')
    .action(async (names: string[]) => {
      const files = names.map((file) => ({ file, path: resolve(terminal.folder, file) }));
      let faults = 0;
      for (const checking of checkAll(files)) {
        const checked = await checking;
        if (checked.unreadable) throw new UsageError(`${checked.file} cannot be read (${checked.unreadable}).`);
        tell(terminal, checked);
        faults += checked.faults;
      }
      if (faults > 0) throw new CommandFailed('');
    });
}

function tell(terminal: Terminal, { faults, findings, summary }: CheckedFile): void {
  if (faults > 0) terminal.error(`${findings}\n`);
  else if (findings !== '') terminal.out(`${findings}\n`);
  if (summary !== undefined) terminal.out(`${summary}\n`);
}

/** The checks of all files, in their order; several at a time where the machine has the cores. */
function checkAll(files: readonly FileToCheck[]): readonly Promise<CheckedFile>[] {
  const threads = Math.min(files.length, availableParallelism());
  if (threads < 2) return files.map((file) => checkFile(file));
  const left: { readonly file: FileToCheck; readonly settle: Settle }[] = [];
  const checks = files.map(
    (file) =>
      new Promise<CheckedFile>((checked, failed) => {
        left.push({ file, settle: { checked, failed } });
      }),
  );
  const next = (worker: Worker): void => {
    const one = left.shift();
    if (one === undefined) return void worker.terminate();
    worker.removeAllListeners().once('error', one.settle.failed);
    worker.once('message', (checked: CheckedFile) => {
      one.settle.checked(checked);
      next(worker);
    });
    worker.postMessage(one.file);
  };
  for (let thread = 0; thread < threads; thread += 1) next(new Worker(THREAD));
  return checks;
}

interface Settle {
  readonly checked: (checked: CheckedFile) => void;
  readonly failed: (error: Error) => void;
}
