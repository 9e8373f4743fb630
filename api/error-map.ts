import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { isGrpcServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { InvalidCursor } from '../db/page';
import { REFUSED } from '../workflows/messages';
import { isRefusal, Problem, PROBLEMS, refused, unavailable } from './problem';
import type { ProblemDocument } from './schemas/problem';

const BODY_ERRORS: Readonly<Record<string, Problem>> = {
  'entity.parse.failed': new Problem({ type: 'malformed-json', detail: 'The body is not valid JSON in UTF-8.' }),
  'encoding.unsupported': new Problem({
    type: 'unsupported-media-type',
    detail: 'Send the body without this encoding.',
  }),
  'charset.unsupported': new Problem({ type: 'unsupported-media-type', detail: 'Send the body in UTF-8.' }),
  'entity.too.large': new Problem({ type: 'content-too-large', detail: 'The body is larger than this call takes.' }),
  'request.size.invalid': new Problem({ type: 'malformed-json', detail: 'The body is not as long as announced.' }),
  'request.aborted': new Problem({ type: 'malformed-json', detail: 'The body ended before its end.' }),
};

/** gRPC status codes of Temporal that callers may meet. */
const GRPC = { cancelled: 1, deadline: 4, exhausted: 8, unavailable: 14 } as const;
const POSTGRES_AWAY = /^(08|53|57P|58)/;
const SOCKET_ERRORS = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];

/** What an error means to a caller; undefined for what nobody foresaw. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidCursor) {
    return new Problem({ type: 'invalid-cursor', detail: 'Start again without a cursor.' });
  }
  return problemOfRequest(error) ?? problemOfTemporal(error) ?? problemOfPostgres(error);
}

function problemOfRequest(error: unknown): Problem | undefined {
  if (error instanceof URIError) return new Problem({ type: 'not-found', detail: 'The address cannot be read.' });
  const type = property(error, 'type');
  return typeof type === 'string' ? BODY_ERRORS[type] : undefined;
}

function problemOfTemporal(error: unknown): Problem | undefined {
  const refusal = refusalIn(error);
  if (refusal) return refusal;
  if (error instanceof WorkflowNotFoundError) return notRunning();
  switch (grpcCode(error)) {
    case GRPC.exhausted:
      return new Problem({
        type: 'too-many-requests',
        detail: 'Too much is going on with this complaint; try again shortly.',
        retryAfterSeconds: 1,
      });
    case GRPC.unavailable:
    case GRPC.deadline:
    case GRPC.cancelled:
      return unavailable('The engine');
    default:
      return undefined;
  }
}

function notRunning(): Problem {
  return new Problem({
    type: 'closed',
    detail: 'The complaint is archived or its run is over; it takes no more acts.',
  });
}

function refusalIn(error: unknown): Problem | undefined {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return undefined;
  const { type, details } = error.cause;
  if (type === 'AcceptedUpdateCompletedWorkflow') return notRunning();
  const [refusal] = details ?? [];
  return type === REFUSED && isRefusal(refusal) ? refused(refusal) : undefined;
}

/** The gRPC status code of an error of Temporal's client or of its cause. */
export function grpcCode(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  const cause = property(error, 'cause');
  return isGrpcServiceError(cause) ? cause.code : undefined;
}

function problemOfPostgres(error: unknown): Problem | undefined {
  return isPostgresAway(error) ? unavailable('The database') : undefined;
}

/** The database could not be reached or is going down; not a statement that failed. */
export function isPostgresAway(error: unknown): boolean {
  const code = property(error, 'code');
  if (typeof code === 'string' && (POSTGRES_AWAY.test(code) || SOCKET_ERRORS.includes(code))) return true;
  if (error instanceof AggregateError) return error.errors.some(isPostgresAway);
  return (
    error instanceof Error &&
    /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/.test(
      error.message,
    )
  );
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Where it happened, without its message: messages may quote what people wrote. */
export function traceOf(error: unknown): { error: string; code?: unknown; trace?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const trace = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const cause = error.cause instanceof Error ? `${error.name} < ${error.cause.name}` : error.name;
  return { error: cause, code: property(error, 'code'), trace: trace.slice(0, 12) };
}

/** RFC 9457. `type` is the stable name, a relative URI reference. */
export function problemDocument(problem: Problem): ProblemDocument {
  const { status, title } = PROBLEMS[problem.type];
  const errors = problem.errors.length > 0 ? { errors: [...problem.errors] } : {};
  const findings = problem.findings.length > 0 ? { findings: [...problem.findings] } : {};
  return { type: problem.type, title, status, detail: problem.detail, ...errors, ...findings };
}

/** The one error map: every error under the API ends here, none of its words go out unless it is a `Problem`. */
export function errorMap(logger: Logger, onRefusal: (type: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = problemOf(error);
    const problem = known ?? new Problem({ type: 'internal', detail: 'It is recorded; nothing was lost.' });
    const traceId = known ? {} : { traceId: String(response.getHeader('X-Request-Id') ?? randomUUID()) };
    if (!known) logger.error({ ...traceId, method: request.method, ...traceOf(error) }, 'unforeseen error');
    onRefusal(problem.type);
    if (problem.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(problem.retryAfterSeconds));
    if (problem.allow) response.setHeader('Allow', problem.allow.join(', '));
    if (problem.type === 'unauthenticated') response.setHeader('WWW-Authenticate', 'Bearer realm="redress"');
    response
      .status(PROBLEMS[problem.type].status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...problemDocument(problem), ...traceId }));
  };
}
