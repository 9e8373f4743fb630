import { REFUSAL_TYPES, type Refusal, type RefusalType } from '../domain/model/refusal';
import type { ProcedureFinding } from './procedure';

const REFUSALS = {
  'wrong-stage': { status: 409, title: 'The complaint is at another stage' },
  stale: { status: 409, title: 'Somebody acted first' },
  closed: { status: 409, title: 'The complaint is closed' },
  'not-owner': { status: 403, title: 'The task is somebody else’s' },
  recused: { status: 403, title: 'You stand aside from this complaint' },
  'own-proposal': { status: 403, title: 'Nobody approves their own proposal' },
  'over-limit': { status: 403, title: 'Beyond your limit' },
  forbidden: { status: 403, title: 'Not allowed' },
  'missing-field': { status: 422, title: 'A field is missing' },
  'invalid-field': { status: 422, title: 'A field is not valid' },
  malformed: { status: 422, title: 'The act cannot be read' },
  'not-found': { status: 404, title: 'Not found' },
} as const satisfies Record<RefusalType, ProblemKind>;

const TRANSPORT = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'missing-idempotency-key': { status: 400, title: 'Idempotency-Key is missing' },
  'invalid-cursor': { status: 422, title: 'The cursor is not of this list' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'unsound-procedure': { status: 422, title: 'The rule book is not sound' },
  unauthenticated: { status: 401, title: 'A valid key is needed' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'content-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body has another type than expected' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not available for the moment' },
} as const satisfies Record<string, ProblemKind>;

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

export const PROBLEMS = { ...REFUSALS, ...TRANSPORT };
export type ProblemType = keyof typeof PROBLEMS;

/** One field that is wrong: its path in the body, query or headers, and why. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

export interface ProblemInput {
  readonly type: ProblemType;
  /** A sentence for the caller; holds names of fields and ids, never what was sent or an error of ours. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** What is wrong with a rule book, with `unsound-procedure` only. */
  readonly findings?: readonly ProcedureFinding[];
  readonly retryAfterSeconds?: number;
  readonly allow?: readonly string[];
}

/** Thrown anywhere under a route; the error map writes it as RFC 9457. */
export class Problem extends Error {
  readonly type: ProblemType;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly findings: readonly ProcedureFinding[];
  readonly retryAfterSeconds: number | undefined;
  readonly allow: readonly string[] | undefined;

  constructor(input: ProblemInput) {
    super(input.type);
    this.name = 'Problem';
    this.type = input.type;
    this.detail = input.detail;
    this.errors = input.errors ?? [];
    this.findings = input.findings ?? [];
    this.retryAfterSeconds = input.retryAfterSeconds;
    this.allow = input.allow;
  }
}

export function refused(refusal: Refusal): Problem {
  const { type, detail, field } = refusal;
  return new Problem({ type, detail, ...(field === undefined ? {} : { errors: [{ field, detail }] }) });
}

export function isRefusal(value: unknown): value is Refusal {
  if (typeof value !== 'object' || value === null) return false;
  const { type, detail } = value as Partial<Refusal>;
  return REFUSAL_TYPES.some((known) => known === type) && typeof detail === 'string';
}

export function notFound(what: string): Problem {
  return new Problem({ type: 'not-found', detail: `There is no such ${what}.` });
}

export function unavailable(what: string, retryAfterSeconds = 5): Problem {
  return new Problem({
    type: 'unavailable',
    detail: `${what} cannot be reached; try again shortly.`,
    retryAfterSeconds,
  });
}

export function invalidField(field: string, detail: string): Problem {
  return new Problem({ type: 'invalid-field', detail, errors: [{ field, detail }] });
}
