import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ApiContext } from '../context';
import { route, type Endpoint, type Route } from '../http/endpoint';
import { healthSchema, readinessSchema, type Readiness } from '../../contract/health';

const tag = 'Operations';

export interface OperationsInput {
  readonly context: ApiContext;
  /** True once the database has this program's tables. */
  readonly isMigrated: () => boolean;
  /** True once the process has begun to stop. */
  readonly isStopping: () => boolean;
}

/** For those who run it. Health says nothing but its state and needs no key. */
export function operationsRoutes(input: OperationsInput): Route[] {
  const { context } = input;
  const health = route(
    plain('/healthz', 'healthz', 'The process is alive', { 200: { description: 'Alive', schema: healthSchema } }),
    async () => ({ status: 200, body: { status: 'ok' } }),
  );
  const ready = route(
    plain('/readyz', 'readyz', 'Database, tables and engine are there', {
      200: { description: 'Ready', schema: readinessSchema },
      503: { description: 'Not ready', schema: readinessSchema },
    }),
    async () => {
      const body = await readiness(input);
      return { status: body.status === 'ready' ? 200 : 503, body };
    },
  );
  const metrics = route(
    {
      ...plain('/metrics', 'metrics', 'Figures for Prometheus', {
        200: { description: 'Exposition text', mediaType: 'text/plain' },
      }),
      access: 'operator',
    },
    async () => ({
      status: 200,
      body: await context.figures.text(),
      headers: { 'Content-Type': context.figures.registry.contentType },
    }),
  );
  return [health, ready, metrics];
}

/** The OpenAPI document and a page to read it, served from here. */
export function documentRoutes(document: () => unknown): Route[] {
  const openApi = route(
    plain('/openapi.json', 'openapi', 'This document', {
      200: { description: 'OpenAPI 3.1', mediaType: 'application/json' },
    }),
    async () => ({ status: 200, body: document() }),
  );
  const page = route(
    plain('/docs', 'docs', 'This document, to read and try', {
      200: { description: 'A page', mediaType: 'text/html' },
    }),
    async () => ({
      status: 200,
      body: PAGE,
      headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': PAGE_CSP },
    }),
  );
  const assets = Object.entries(ASSETS).map(([path, { type, load }]) =>
    route(
      plain(`/docs/${path}`, `docs-${path.replace(/\W/g, '-')}`, 'Part of the page', {
        200: { description: 'A file', mediaType: type },
      }),
      async () => ({
        status: 200,
        body: await load(),
        headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'public, max-age=3600' },
      }),
    ),
  );
  return [openApi, page, ...assets];
}

function plain(path: string, operationId: string, summary: string, answers: Endpoint['answers']): Endpoint {
  return { method: 'get', path, operationId, tag, summary, access: 'open', answers };
}

async function readiness({ context: { health }, isMigrated, isStopping }: OperationsInput): Promise<Readiness> {
  const [database, engine] = await Promise.all([health.databaseAnswers(), health.engineAnswers()]);
  const checks = { database, tables: isMigrated(), engine, serving: !isStopping() };
  return { status: Object.values(checks).every(Boolean) ? 'ready' : 'not-ready', checks };
}

const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Redress API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="page"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;

const START = `window.SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true, validatorUrl: null });\n`;

const ASSETS = {
  'swagger-ui.css': { type: 'text/css', load: () => shipped('swagger-ui.css') },
  'swagger-ui-bundle.js': { type: 'text/javascript', load: () => shipped('swagger-ui-bundle.js') },
  'start.js': { type: 'text/javascript', load: () => Promise.resolve(START) },
};

function shipped(file: string): Promise<string> {
  return readFile(join(dirname(require.resolve('swagger-ui-dist/package.json')), file), 'utf8');
}
