import { isGrpcServiceError } from '@temporalio/client';

export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Where it happened, without its message: messages may quote what people wrote. */
export function traceOf(error: unknown): { error: string; code?: unknown; trace?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const trace = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const cause = error.cause instanceof Error ? `${error.name} < ${error.cause.name}` : error.name;
  return { error: cause, code: property(error, 'code'), trace: trace.slice(0, 12) };
}

export const POSTGRES_AWAY = /^(08|53|57P|58)/;
export const SOCKET_ERRORS = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
];
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

/** The gRPC status code of an error of Temporal's client or of its cause. */
export function grpcCode(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  const cause = property(error, 'cause');
  return isGrpcServiceError(cause) ? cause.code : undefined;
}
