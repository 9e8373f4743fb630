import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { ApiContext } from './context';
import type { Route } from './http/endpoint';
import { errorMap } from './http/error-map';
import { openApiDocument } from './http/openapi';
import { Problem, unavailable } from '../contract/problems';
import { otherMethods, routerOf } from './http/router';
import { calendarRoutes } from './routes/calendars';
import { complaintRoutes } from './routes/complaints';
import { intakeRoutes } from './routes/intake';
import { noticeRoutes } from './routes/notices';
import { doctorRoutes } from './routes/doctor';
import { documentRoutes, operationsRoutes } from './routes/operations';
import { peopleRoutes } from './routes/people';
import { procedureRoutes } from './routes/procedures';
import { taskRoutes } from './routes/tasks';
import { trackingRoutes } from './routes/tracking';
import { trackingPageRoutes } from './routes/tracking-page';

export interface AppInput {
  readonly context: ApiContext;
  readonly isMigrated: () => boolean;
  readonly isStopping: () => boolean;
  /** Whom to believe about the caller's address, as Express's `trust proxy`; nobody unless given. */
  readonly trustProxy?: number | readonly string[] | false;
}

/** The whole API as an Express application; it listens nowhere yet. */
export function createApp(input: AppInput): Express {
  const { context } = input;
  const app = express();
  app
    .disable('x-powered-by')
    .disable('etag')
    .set('trust proxy', input.trustProxy ?? false);
  app.use(named(), securityHeaders(), logged(context));
  app.use('/v1', opened(input));
  const resources = groups(input);
  app.use(...resources.map((routes) => routerOf(routes, context.authentication)));
  app.use(otherMethods(resources.flat().map(({ endpoint }) => endpoint)));
  app.use(() => {
    throw new Problem({ type: 'not-found', detail: 'There is nothing at this address.' });
  });
  app.use(errorMap(context.logger, (type) => context.figures.problem(type)));
  return app;
}

/** Every route of the API, one group a resource; those with a fixed path come before those with a parameter. */
export function groups(input: AppInput): Route[][] {
  const { context } = input;
  const all: Route[][] = [
    intakeRoutes(context),
    complaintRoutes(context),
    taskRoutes(context),
    noticeRoutes(context),
    peopleRoutes(context),
    procedureRoutes(context),
    calendarRoutes(context),
    trackingRoutes(context),
    trackingPageRoutes(),
    doctorRoutes(context),
    operationsRoutes(input),
  ];
  const written = documentRoutes(() => document);
  all.push(written);
  const shown = all.flat().filter(({ endpoint }) => !/^\/(docs|track)\//.test(endpoint.path));
  const document = openApiDocument(
    shown.map(({ endpoint }) => endpoint),
    context.publicUrl,
  );
  return all;
}

function named(): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('X-Request-Id', randomUUID());
    response.setHeader('Cache-Control', 'no-store');
    next();
  };
}

function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** Nothing is read or filed before the tables are there, and known to be filled under our own secret. */
function opened({ isMigrated }: AppInput): RequestHandler {
  return (_request, _response, next) => {
    if (!isMigrated()) throw unavailable('The database');
    next();
  };
}

/** One line a call: the route, never the address, which may hold a token or words searched for. */
function logged({ logger, figures }: ApiContext): RequestHandler {
  return (request, response, next) => {
    const begun = process.hrtime.bigint();
    response.on('close', () => {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      const { route = 'none', holder } = response.locals as { route?: string; holder?: string };
      const { method } = request;
      const status = response.writableFinished ? response.statusCode : 499;
      figures.observe({ method, route, status, seconds });
      const id = response.getHeader('X-Request-Id');
      logger.info({ id, method, route, status, ms: Math.round(seconds * 1000), holder }, 'call');
    });
    next();
  };
}
