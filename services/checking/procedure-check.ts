import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { invalidField, Problem } from '../../contract/problems';
import type { CheckedRuleBook, CheckInput } from './check-rule-book';

export const MOST_BYTES = 200_000;
const WITHIN_MS = 30_000;
const MOST_MEMORY_MB = 512;

/** JavaScript file of a thread that answers each `CheckInput` with a `CheckedRuleBook`. */
export const CHECK_THREAD = join(__dirname, 'check-thread.js');

export interface ProcedureCheckInput {
  /** For code that does not run from `dist/`. */
  readonly thread?: string;
  /** 30 s unless given. */
  readonly withinMs?: number;
}

/** Checks rule books in a thread of its own, one at a time: living one through takes a second of CPU, or many. */
export class ProcedureCheck {
  readonly #thread: string;
  readonly #withinMs: number;
  #busy = false;

  constructor({ thread = CHECK_THREAD, withinMs = WITHIN_MS }: ProcedureCheckInput = {}) {
    this.#thread = thread;
    this.#withinMs = withinMs;
  }

  /** Throws `Problem`: 413 for a text that is too long, 429 while another is checked, 422 when it takes too much. */
  async check(input: CheckInput): Promise<CheckedRuleBook> {
    if (Buffer.byteLength(input.text) > MOST_BYTES) {
      throw new Problem({ type: 'content-too-large', detail: 'A rule book has at most 200 kB.' });
    }
    if (this.#busy) {
      const detail = 'Another rule book is being checked; try again shortly.';
      throw new Problem({ type: 'too-many-requests', detail, retryAfterSeconds: 2 });
    }
    this.#busy = true;
    try {
      return await this.#run(input);
    } finally {
      this.#busy = false;
    }
  }

  async #run(input: CheckInput): Promise<CheckedRuleBook> {
    const worker = new Worker(this.#thread, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
    let late: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        late = setTimeout(() => reject(tooMuch()), this.#withinMs);
        worker.once('message', resolve);
        worker.postMessage(input);
        worker.once('error', (error: NodeJS.ErrnoException) =>
          reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error),
        );
        worker.once('exit', () => reject(new Error('the thread of the check ended without a word')));
      });
    } finally {
      clearTimeout(late);
      await worker.terminate();
    }
  }
}

function tooMuch(): Problem {
  return invalidField('text', 'has more possible lives than can be checked here: make it smaller');
}
