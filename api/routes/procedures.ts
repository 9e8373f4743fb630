import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { requireRight } from './required-right';
import { isError, type VersionEntry } from '../../services/procedure-register';
import {
  procedureCheckSchema,
  procedureListSchema,
  procedureParams,
  procedureQuery,
  procedureSchema,
  publishedProcedureSchema,
  ruleBookIn,
  type ProcedureCheckView,
  type ProcedureList,
  type ProcedureView,
  type PublishedProcedureView,
} from '../../contract/procedure';

const tag = 'Procedures';

/** The published rule books, and the way to become one. */
export function procedureRoutes(context: ApiContext): Route[] {
  return [...readingRoutes(context), checkRoute(context), publishRoute(context)];
}

function readingRoutes({ procedures }: ApiContext): Route[] {
  const list = route(
    {
      method: 'get',
      path: '/v1/procedures',
      operationId: 'listProcedures',
      tag,
      summary: 'The current version of every procedure',
      access: 'holder',
      answers: { 200: { description: 'All of them', schema: procedureListSchema } },
    },
    async () => {
      const body: ProcedureList = { items: (await procedures.list()).map(viewOf) };
      return { status: 200, body };
    },
  );
  const one = route(
    {
      method: 'get',
      path: '/v1/procedures/{key}',
      operationId: 'getProcedure',
      tag,
      summary: 'One procedure: its rules, its texts, and the rule book as written',
      access: 'holder',
      params: procedureParams,
      query: procedureQuery,
      answers: { 200: { description: 'The procedure', schema: procedureSchema } },
    },
    async ({ params: { key }, query: { hash } }) => {
      const found = await procedures.find(key, hash);
      const { procedure, texts, source } = found;
      const body: ProcedureView = { ...viewOf(found), procedure, texts, source };
      return { status: 200, body };
    },
  );
  return [list, one];
}

function checkRoute({ procedures }: ApiContext): Route {
  return route(
    {
      method: 'post',
      path: '/v1/procedures/check',
      operationId: 'checkProcedure',
      tag,
      summary: 'Check a rule book: everything that is wrong with it, by line and column, each with its shortest story',
      access: 'staff',
      body: ruleBookIn,
      answers: { 200: { description: 'Checked, sound or not', schema: procedureCheckSchema } },
    },
    async ({ body: { text } }) => {
      const { findings, search } = await procedures.check(text);
      const { states, capped } = search ?? { states: 0, capped: false };
      const body: ProcedureCheckView = { sound: !findings.some(isError), findings: [...findings], states, capped };
      return { status: 200, body };
    },
  );
}

function publishRoute(context: ApiContext): Route {
  return route(
    {
      method: 'post',
      path: '/v1/procedures',
      operationId: 'publishProcedure',
      tag,
      summary:
        'Publish a rule book for new complaints, by the right `publish-procedures`; open ones go on under the version they began with',
      access: 'staff',
      body: ruleBookIn,
      answers: {
        200: { description: 'These rules were published before; no new version', schema: publishedProcedureSchema },
        201: { description: 'A new version, in force for new complaints', schema: publishedProcedureSchema },
      },
      problems: ['unsound-procedure', 'forbidden'],
    },
    async ({ body: { text }, holder }) => {
      await requireRight(context, holder.id, 'publish-procedures');
      const published = await context.procedures.publish(text, holder.id);
      const body: PublishedProcedureView = { ...published, warnings: [...published.warnings] };
      return { status: published.outcome === 'published' ? 201 : 200, body };
    },
  );
}

function viewOf(entry: VersionEntry): ProcedureList['items'][number] {
  const { key, version, hash, title, publishedAt, publishedBy } = entry;
  return { key, version, hash, title: { ...title }, publishedAt: publishedAt.toISOString(), publishedBy };
}
