import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { KeyHolder } from '../../services/key-ring';
import type { ProblemType } from '../../contract/problems';

/** Who may call: anybody, intake keys, staff keys, either, or (metrics) a staff key or this machine itself. */
export type Access = 'open' | 'intake' | 'staff' | 'holder' | 'operator';

export interface AnswerSpec {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** `application/json` unless given. */
  readonly mediaType?: string;
}

type Fields = z.ZodType<object>;

/** One call of the API: what it takes, what it answers, who may. The router and the OpenAPI document both read it. */
export interface Endpoint<P extends Fields = Fields, Q extends Fields = Fields, B extends z.ZodType = z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As OpenAPI writes it: `/v1/complaints/{reference}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** `application/json` unless given; another one is handed to the handler unread. */
  readonly bodyType?: string;
  /** `Idempotency-Key`, where the call takes one. */
  readonly idempotencyKey?: 'required' | 'optional';
  readonly answers: Readonly<Record<number, AnswerSpec>>;
  readonly problems?: readonly ProblemType[];
}

export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Never null where the access is not `open`. */
  readonly holder: KeyHolder;
  readonly idempotencyKey: string | undefined;
  readonly request: Request;
  readonly response: Response;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Without an answer the handler has written the response itself. */
export type Handler<P, Q, B> = (call: Call<P, Q, B>) => Promise<Answer | undefined>;

export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: Handler<object, object, unknown>;
}

/** Ties a handler to its endpoint; what the handler gets has passed the endpoint's schemas. */
export function route<P extends Fields, Q extends Fields, B extends z.ZodType>(
  endpoint: Endpoint<P, Q, B>,
  handle: Handler<z.output<P>, z.output<Q>, z.output<B>>,
): Route {
  return { endpoint, handle: handle as unknown as Handler<object, object, unknown> };
}
