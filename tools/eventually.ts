export interface EventuallyOptions {
  /** 10 s when not given. */
  readonly limitMs?: number;
  readonly everyMs?: number;
  /** The error after the limit. */
  readonly failure?: () => Error;
}

/** Asks again and again until the answer is neither undefined, null nor false; an error ends it at once. */
export async function eventually<T>(
  ask: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  { limitMs = 10_000, everyMs = 25, failure }: EventuallyOptions = {},
): Promise<T> {
  const giveUp = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > giveUp) throw failure?.() ?? new Error(`nothing within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
