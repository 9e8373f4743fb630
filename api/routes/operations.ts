import { join } from 'node:path';
import type { ApiContext } from '../context';
import { route, type Endpoint, type Route } from '../http/endpoint';
import { pageRoutes } from '../http/page';
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
    plain('/readyz', 'readyz', 'Database, tables and engine are there; and how many things are to be looked at', {
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
  return [openApi, ...documentPage()];
}

/** Shown by Redoc, which writes its styles into the page and searches in a worker of its own making. */
function documentPage(): Route[] {
  return pageRoutes({
    path: '/docs',
    folder: join(__dirname, '../../web/docs'),
    parts: ['docs.css', 'docs.js', 'redoc.js'],
    tag,
    operationId: 'docs',
    summary: 'The OpenAPI document, to read',
    allowed: { 'style-src': "'self' 'unsafe-inline'", 'img-src': "'self' data:", 'worker-src': 'blob:' },
  });
}

function plain(path: string, operationId: string, summary: string, answers: Endpoint['answers']): Endpoint {
  return { method: 'get', path, operationId, tag, summary, access: 'open', answers };
}

async function readiness({ context, isMigrated, isStopping }: OperationsInput): Promise<Readiness> {
  const { health, diagnosis } = context;
  const [database, engine] = await Promise.all([health.databaseAnswers(), health.engineAnswers()]);
  const checks = { database, tables: isMigrated(), engine, serving: !isStopping() };
  const ready = Object.values(checks).every(Boolean);
  // Whoever asks here may be anybody: how much there is to look at, and not what.
  const report = ready ? diagnosis.lastReport() : null;
  const findings = report && { errors: report.errors, warnings: report.warnings };
  return { status: ready ? 'ready' : 'not-ready', checks, findings };
}
