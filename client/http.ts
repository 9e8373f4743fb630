import type { ProblemDocument } from '../contract/problem';

const TRIES = 6;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const TIMEOUT_MS = 30_000;
const RETRIED_STATUS: readonly number[] = [429, 502, 503, 504];

/** The API refused: its problem document says what and why. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: ProblemDocument) {
    super(problem.detail);
  }
}

/** The API could not be reached, or something else than it answered. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface ConnectionInput {
  /** Where the API is, without `/v1`. */
  readonly url: string;
  readonly key?: string;
  /** How often a repeatable call is made at most. */
  readonly tries?: number;
  readonly fetch?: typeof fetch;
  /** Waits so many milliseconds before a repeat. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface CallInput {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** Lines that are sent as they are, newline-delimited JSON. */
  readonly lines?: string;
  /** Makes the call repeatable. */
  readonly idempotencyKey?: string;
  /** May be made again although it changes something: what it changes has its own idempotency. */
  readonly repeatable?: boolean;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Call = (input: CallInput) => Promise<Answer>;

/**
 * A way to call the API. Calls that change nothing, and those with an idempotency key, are repeated while it is away or
 * busy, honouring Retry-After. Throws ProblemError for what it refuses, Unreachable otherwise.
 */
export function connect(connection: ConnectionInput): Call {
  const wait = connection.wait ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  return async (input) => {
    const repeatable = input.repeatable ?? (input.method === 'GET' || input.idempotencyKey !== undefined);
    for (let tried = 1; ; tried += 1) {
      const last = !repeatable || tried >= (connection.tries ?? TRIES);
      const response = await attempt(connection, input).catch((error: unknown) => {
        if (last) throw unreachable(connection.url, error);
        return undefined;
      });
      if (response?.ok === true) return answerOf(connection.url, response);
      if (response && (last || !RETRIED_STATUS.includes(response.status)))
        throw await errorOf(connection.url, response);
      await response?.body?.cancel();
      await wait(waitBefore(tried, response?.headers.get('retry-after') ?? null));
    }
  };
}

function attempt({ url, key, fetch: send = fetch }: ConnectionInput, input: CallInput): Promise<Response> {
  const target = new URL(`${url.replace(/\/+$/, '')}${input.path}`);
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) target.searchParams.set(name, String(value));
  }
  const headers: Record<string, string> = { accept: 'application/json' };
  if (key !== undefined) headers.authorization = `Bearer ${key}`;
  if (input.idempotencyKey !== undefined) headers['idempotency-key'] = input.idempotencyKey;
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  if (input.lines !== undefined) headers['content-type'] = 'application/x-ndjson';
  const body = input.lines ?? (input.body === undefined ? undefined : JSON.stringify(input.body));
  return send(target, {
    method: input.method,
    headers,
    redirect: 'error',
    signal: AbortSignal.timeout(input.timeoutMs ?? TIMEOUT_MS),
    ...(body === undefined ? {} : { body }),
  });
}

async function answerOf(url: string, response: Response): Promise<Answer> {
  const text = await response.text().catch((error: unknown) => {
    throw unreachable(url, error);
  });
  return { status: response.status, headers: response.headers, text };
}

async function errorOf(url: string, response: Response): Promise<Error> {
  const problem = await response.json().catch(() => undefined);
  if (isProblem(problem)) return new ProblemError(problem);
  return new Unreachable(`${url} answered ${response.status}, and not as the Redress API does.`);
}

function isProblem(value: unknown): value is ProblemDocument {
  if (typeof value !== 'object' || value === null) return false;
  const { type, detail, status } = value as Partial<ProblemDocument>;
  return typeof type === 'string' && typeof detail === 'string' && typeof status === 'number';
}

function unreachable(url: string, error: unknown): Unreachable {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: unknown } | null)?.code;
  const why = typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause);
  return new Unreachable(`${url} cannot be reached (${why}). Is Redress running?`);
}

function waitBefore(tried: number, retryAfter: string | null): number {
  const asked = retryAfter === null ? NaN : readRetryAfter(retryAfter);
  if (!Number.isNaN(asked)) return Math.min(LONGEST_WAIT_MS, Math.max(0, asked));
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tried - 1)) * (0.5 + Math.random() / 2);
}

function readRetryAfter(value: string): number {
  return /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
}
