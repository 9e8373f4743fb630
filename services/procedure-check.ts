import { Worker } from 'node:worker_threads';
import type { RuleBookInput } from '../db/rule-books';
import { invalidField, Problem } from '../contract/problems';
import type { ProcedureFinding } from '../contract/procedure';

export const MOST_BYTES = 200_000;
const WITHIN_MS = 30_000;
const MOST_MEMORY_MB = 512;

export interface CheckInput {
  /** The YAML as written. */
  readonly text: string;
  /** Keys of the published procedures that are for every intake that names none. */
  readonly defaults: readonly string[];
}

export interface CheckedRuleBook {
  /** In the order of the text. */
  readonly findings: readonly ProcedureFinding[];
  readonly states: number;
  /** There were more states than are searched: what was not found is not proved absent. */
  readonly capped: boolean;
  /** Missing where the loader refuses the text. */
  readonly publishable?: Omit<RuleBookInput, 'by'>;
}

export interface ProcedureCheckInput {
  /** JavaScript file of the thread, for code that does not run from `dist/`. */
  readonly thread?: string;
  /** 30 s unless given. */
  readonly withinMs?: number;
}

/** Checks rule books in a thread of its own, one at a time: living one through takes a second of CPU, or many. */
export class ProcedureCheck {
  readonly #thread: string;
  readonly #withinMs: number;
  #busy = false;

  constructor({ thread, withinMs = WITHIN_MS }: ProcedureCheckInput = {}) {
    this.#thread = thread ?? require.resolve('./procedure-check-thread');
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

  async #run(workerData: CheckInput): Promise<CheckedRuleBook> {
    const worker = new Worker(this.#thread, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    let late: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        late = setTimeout(() => reject(tooMuch()), this.#withinMs);
        worker.once('message', resolve);
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
