import express, { Router, type NextFunction, type Request, type Response } from 'express';
import type { Authentication } from './authentication';
import type { Answer, Endpoint, Route } from './endpoint';
import { Problem } from '../../contract/problems';
import { readRequest } from './reading';
import type { KeyHolder } from '../../services/key-ring';

export const JSON_LIMIT = 256 * 1024;

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;
const NOBODY: KeyHolder = { kind: 'intake', id: '' };
const parseJson = express.json({ limit: JSON_LIMIT });

/** The router of some endpoints: authentication, then reading, then the handler. */
export function routerOf(routes: readonly Route[], authentication: Authentication): Router {
  const router = Router();
  for (const route of routes) {
    router[route.endpoint.method](patternOf(route.endpoint), (...call) => serve(route, authentication, call));
  }
  return router;
}

/** Answers what no endpoint of a known path took: 405 with `Allow`. */
export function otherMethods(endpoints: readonly Endpoint[]): Router {
  const router = Router();
  for (const pattern of new Set(endpoints.map(patternOf))) {
    const here = endpoints.filter((endpoint) => patternOf(endpoint) === pattern);
    const allow = here.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    router.all(pattern, () => {
      throw new Problem({ type: 'method-not-allowed', detail: `Possible here: ${allow.join(', ')}.`, allow });
    });
  }
  return router;
}

function patternOf({ path }: Endpoint): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

async function serve(
  { endpoint, handle }: Route,
  authentication: Authentication,
  [request, response]: [Request, Response, NextFunction],
): Promise<void> {
  response.locals['route'] = endpoint.path;
  const holder = await admit(endpoint, authentication, request);
  if (holder !== NOBODY) response.locals['holder'] = `${holder.kind} ${holder.id}`;
  requireBodyType(endpoint, request);
  if (endpoint.body && endpoint.bodyType === undefined) await readJson(request, response);
  const read = readRequest(endpoint, request);
  const answer = await handle({ ...read, holder, request, response });
  if (answer) send(response, answer);
}

async function admit(endpoint: Endpoint, authentication: Authentication, request: Request): Promise<KeyHolder> {
  if (endpoint.access === 'operator' && isThisMachine(request)) return NOBODY;
  if (endpoint.access !== 'open') return authentication.admit(request, endpoint.access);
  if (endpoint.path.startsWith('/v1/')) authentication.countOpen(request);
  return NOBODY;
}

/** Called on this machine itself, and not through a proxy that runs on it. */
function isThisMachine(request: Request): boolean {
  const proxied = request.get('X-Forwarded-For') !== undefined || request.get('Forwarded') !== undefined;
  return !proxied && LOOPBACK.test(request.socket.remoteAddress ?? '');
}

function requireBodyType({ body, bodyType = 'application/json' }: Endpoint, request: Request): void {
  if (!body) return;
  const type = request.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== bodyType) throw new Problem({ type: 'unsupported-media-type', detail: `Send ${bodyType}.` });
}

function readJson(request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    parseJson(request, response, (error?: Error) => (error === undefined ? resolve() : reject(error)));
  });
}

function send(response: Response, { status, body, headers = {} }: Answer): void {
  response.status(status).set({ ...headers });
  if (typeof body === 'string') response.send(body);
  else response.json(body);
}
