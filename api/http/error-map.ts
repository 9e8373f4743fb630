import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { Problem, PROBLEMS } from '../../contract/problems';
import type { ProblemDocument } from '../../contract/problem';
import { problemOfFailure } from '../../services/failures';
import { property, traceOf } from '../../services/trace';

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

/** What an error means to a caller; undefined for what nobody foresaw. */
export function problemOf(error: unknown): Problem | undefined {
  return problemOfFailure(error) ?? problemOfRequest(error);
}

function problemOfRequest(error: unknown): Problem | undefined {
  if (error instanceof URIError) return new Problem({ type: 'not-found', detail: 'The address cannot be read.' });
  const type = property(error, 'type');
  return typeof type === 'string' ? BODY_ERRORS[type] : undefined;
}

/** RFC 9457. `type` is the stable name, a relative URI reference. */
export function problemDocument(problem: Problem): ProblemDocument {
  const { status, title } = PROBLEMS[problem.type];
  const errors = problem.errors.length > 0 ? { errors: [...problem.errors] } : {};
  const findings = problem.findings.length > 0 ? { findings: [...problem.findings] } : {};
  return { type: problem.type, title, status, detail: problem.detail, ...errors, ...findings };
}

/** A call that broke may have been done or not; nobody is told what nobody knows. */
const UNKNOWN =
  'Something went wrong here, and whether this was done is not known: look, or send it again with its Idempotency-Key.';

/** The one error map: every error under the API ends here, none of its words go out unless it is a `Problem`. */
export function errorMap(logger: Logger, onRefusal: (type: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = problemOf(error);
    const problem = known ?? new Problem({ type: 'internal', detail: UNKNOWN });
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
