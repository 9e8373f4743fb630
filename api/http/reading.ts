import type { z } from 'zod';
import type { Request } from 'express';
import type { Endpoint } from './endpoint';
import { Problem, type FieldError } from '../../contract/problems';
import { idempotencyKey } from '../../contract/values';

const MAX_ERRORS = 50;
const MAX_DEPTH = 20;
const UNSTORABLE = /[\u0000\p{Surrogate}]/u;

/** What a caller sent, checked against the endpoint's schemas. Throws `Problem`. */
export function readRequest(endpoint: Endpoint, request: Request) {
  const params = endpoint.params ? endpoint.params.safeParse(request.params) : undefined;
  if (params && !params.success) throw new Problem({ type: 'not-found', detail: 'There is nothing at this address.' });
  const query = endpoint.query ? parse(endpoint.query, request.query) : {};
  const key = readKey(endpoint, request);
  const reads = endpoint.body !== undefined && endpoint.bodyType === undefined;
  const body = reads && endpoint.body ? parse(endpoint.body, request.body as unknown) : undefined;
  return { params: params?.data ?? {}, query, body, idempotencyKey: key };
}

function readKey(endpoint: Endpoint, request: Request): string | undefined {
  if (!endpoint.idempotencyKey) return undefined;
  const sent = request.get('Idempotency-Key');
  if (sent === undefined || sent === '') {
    if (endpoint.idempotencyKey === 'optional') return undefined;
    const detail = 'Send an Idempotency-Key header, the same one whenever you send the same thing again.';
    throw new Problem({ type: 'missing-idempotency-key', detail });
  }
  return parse(idempotencyKey, sent, 'Idempotency-Key');
}

/** Checks a value that came from outside. Throws `Problem` naming every field at fault. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, place = ''): z.output<S> {
  const unstorable = unstorableText(value, place, 0);
  if (unstorable) throw invalid([unstorable]);
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const errors = read.error.issues.flatMap((issue) => fieldErrors(issue, place));
  const missing = read.error.issues.every((issue) => isMissing(issue, value));
  throw invalid(errors.slice(0, MAX_ERRORS), missing);
}

function invalid(errors: readonly FieldError[], missing = false): Problem {
  const [first] = errors;
  const fields = [...new Set(errors.map(({ field }) => field))].join(', ');
  const detail = errors.length === 1 && first ? `${first.field}: ${first.detail}` : `Wrong or missing: ${fields}.`;
  return new Problem({ type: missing ? 'missing-field' : 'invalid-field', detail, errors });
}

function fieldErrors(issue: z.core.$ZodIssue, place: string): FieldError[] {
  const path = [place, ...issue.path.map(String)].filter((part) => part !== '').join('.');
  if (issue.code !== 'unrecognized_keys') return [{ field: path || 'body', detail: issue.message }];
  return issue.keys.map((key) => ({
    field: [path, key.slice(0, 100)].filter((part) => part !== '').join('.'),
    detail: 'is not a field of this call',
  }));
}

function isMissing(issue: z.core.$ZodIssue, value: unknown): boolean {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_union') return false;
  return issue.path.length > 0 && valueAt(value, issue.path) === undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, name) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, name)
        ? (part as Record<PropertyKey, unknown>)[name]
        : undefined,
    value,
  );
}

/** Postgres stores neither NUL nor half a character pair; nothing of ours is nested this deep. */
function unstorableText(value: unknown, place: string, depth: number): FieldError | undefined {
  const field = place || 'body';
  if (typeof value === 'string') {
    return UNSTORABLE.test(value) ? { field, detail: 'holds characters that are not text' } : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return { field: field.split('.')[0] ?? field, detail: 'is nested too deep' };
  for (const [key, part] of Object.entries(value)) {
    if (UNSTORABLE.test(key)) return { field, detail: 'has a field whose name is not text' };
    // Schemas of maps pass over it without a word.
    if (key === '__proto__')
      return { field: place === '' ? key : `${place}.${key}`, detail: 'is not a field of this call' };
    const found = unstorableText(part, place === '' ? key.slice(0, 100) : `${place}.${key.slice(0, 100)}`, depth + 1);
    if (found) return found;
  }
  return undefined;
}
