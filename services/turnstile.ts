import { Problem } from '../contract/problems';

interface Queue {
  inside: number;
  readonly waiting: (() => void)[];
}

/**
 * Lets so many callers a name in at a time, the others wait in order. A run takes ten updates at once and turns more
 * away for seconds: it is quicker to wait here.
 */
export class Turnstile {
  readonly #queues = new Map<string, Queue>();

  constructor(private readonly most: number) {}

  /** Throws `too-many-requests` when the turn does not come in time. */
  async pass<T>(name: string, withinMs: number, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(name) ?? { inside: 0, waiting: [] };
    this.#queues.set(name, queue);
    if (queue.inside >= this.most) await turnIn(queue, withinMs);
    else queue.inside += 1;
    try {
      return await work();
    } finally {
      const next = queue.waiting.shift();
      if (next) next();
      else queue.inside -= 1;
      if (queue.inside === 0) this.#queues.delete(name);
    }
  }
}

/** Whoever leaves hands their place to the first who waits. */
function turnIn({ waiting }: Queue, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = (): void => {
      clearTimeout(late);
      resolve();
    };
    const late = setTimeout(() => {
      waiting.splice(waiting.indexOf(enter), 1);
      const detail = 'Too much is going on with this complaint; try again shortly.';
      reject(new Problem({ type: 'too-many-requests', detail, retryAfterSeconds: 1 }));
    }, withinMs);
    waiting.push(enter);
  });
}
