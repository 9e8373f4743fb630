import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { readInput } from '../client/document-file';
import { CommandFailed } from '../client/failures';
import type { Terminal } from '../client/terminal';
import type { CheckedRuleBook, CheckInput } from '../services/checking/check-rule-book';
import { findingLines, summaryLine } from './check-report';

const THREAD = join(__dirname, '../services/checking/check-thread.js');

/** `redress check FILE...`: everything that is wrong with rule books, by line and column, each with its story. */
export function checkCommand(terminal: Terminal, thread = THREAD): Command {
  return new Command('check')
    .description('checks rule books: every path is walked, every error and warning printed with line, column and story')
    .argument('<files...>')
    .action(async (names: string[]) => {
      const inputs = await Promise.all(names.map(async (name) => ({ name, text: await readInput(terminal, name) })));
      let faults = 0;
      for (const [index, checking] of checkAll(inputs, thread).entries()) {
        const checked = await checking;
        tell(terminal, names[index] ?? '', checked);
        faults += checked.findings.filter(({ severity }) => severity === 'error').length;
      }
      if (faults > 0) throw new CommandFailed('');
    });
}

function tell(terminal: Terminal, name: string, checked: CheckedRuleBook): void {
  const { findings } = checked;
  const isSound = findings.every(({ severity }) => severity !== 'error');
  const lines = findings.length === 0 ? '' : `${findingLines(name, findings)}\n`;
  if (isSound) terminal.out(lines);
  else terminal.error(lines);
  const summary = summaryLine(name, checked);
  if (summary !== undefined) terminal.out(`${summary}\n`);
}

/** The checks of all files, in their order; several at a time where the machine has the cores. */
function checkAll(inputs: readonly CheckInput[], thread: string): readonly Promise<CheckedRuleBook>[] {
  const threads = Math.min(inputs.length, availableParallelism());
  if (threads < 2) return inputs.map(checkHere);
  const left: { readonly input: CheckInput; readonly settle: Settle }[] = [];
  const checks = inputs.map(
    (input) =>
      new Promise<CheckedRuleBook>((checked, failed) => {
        left.push({ input, settle: { checked, failed } });
      }),
  );
  const next = (worker: Worker): void => {
    const one = left.shift();
    if (one === undefined) return void worker.terminate();
    worker.removeAllListeners().once('error', one.settle.failed);
    worker.once('message', (checked: CheckedRuleBook) => {
      one.settle.checked(checked);
      next(worker);
    });
    worker.postMessage(one.input);
  };
  for (let count = 0; count < threads; count += 1) next(new Worker(thread));
  return checks;
}

interface Settle {
  readonly checked: (checked: CheckedRuleBook) => void;
  readonly failed: (error: Error) => void;
}

/** The checker is loaded only now: other commands do without it. */
async function checkHere(input: CheckInput): Promise<CheckedRuleBook> {
  const module =
    require('../services/checking/check-rule-book') as typeof import('../services/checking/check-rule-book');
  return module.checkRuleBook(input);
}
