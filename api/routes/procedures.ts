import {
  currentProcedure,
  listProcedures,
  procedureByHash,
  publishRuleBook,
  type ProcedureEntry,
} from '../../db/rule-books';
import type { ProcedureTexts } from '../../procedures/reading/rule-book';
import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { notFound, Problem } from '../../contract/problems';
import { requireRight } from './required-right';
import type { CheckedRuleBook } from '../../services/checking/check-rule-book';
import {
  procedureCheckSchema,
  procedureListSchema,
  procedureParams,
  procedureQuery,
  procedureSchema,
  publishedProcedureSchema,
  ruleBookIn,
  type ProcedureCheckView,
  type ProcedureFinding,
  type ProcedureList,
  type ProcedureView,
  type PublishedProcedureView,
} from '../../contract/procedure';

const tag = 'Procedures';

/** The published rule books, and the way to become one. */
export function procedureRoutes(context: ApiContext): Route[] {
  return [...readingRoutes(context), checkRoute(context), publishRoute(context)];
}

function readingRoutes({ pool }: ApiContext): Route[] {
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
      const body: ProcedureList = { items: (await listProcedures(pool)).map(entryOf) };
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
      const found = await (hash === undefined ? currentProcedure(pool, key) : procedureByHash(pool, hash));
      if (!found || found.key !== key) throw notFound('procedure');
      const { procedure, texts, source } = found;
      const body: ProcedureView = { ...entryOf(found), procedure, texts: texts as ProcedureTexts, source };
      return { status: 200, body };
    },
  );
  return [list, one];
}

function checkRoute(context: ApiContext): Route {
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
      const { findings, search } = await checked(context, text);
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
      const { findings, publishable } = await checked(context, text);
      if (!publishable || findings.some(isError)) throw unsound(findings);
      const published = await publishRuleBook(context.pool, { ...publishable, by: holder.id });
      const body: PublishedProcedureView = { ...published, warnings: [...findings] };
      return { status: published.outcome === 'published' ? 201 : 200, body };
    },
  );
}

async function checked({ pool, library, procedureCheck }: ApiContext, text: string): Promise<CheckedRuleBook> {
  const published = await Promise.all((await listProcedures(pool)).map(({ key }) => library.currentRuleBook(key)));
  const defaults = published.flatMap((ruleBook) => (ruleBook?.match.default ? [ruleBook.procedure.key] : []));
  return procedureCheck.check({ text, defaults });
}

function isError({ severity }: ProcedureFinding): boolean {
  return severity === 'error';
}

function unsound(findings: readonly ProcedureFinding[]): Problem {
  const errors = findings.filter(isError).length;
  const detail = `The rule book has ${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was published.`;
  return new Problem({ type: 'unsound-procedure', detail, findings });
}

function entryOf({
  key,
  version,
  hash,
  texts,
  publishedAt,
  publishedBy,
}: ProcedureEntry): ProcedureList['items'][number] {
  const { title } = texts as Pick<ProcedureTexts, 'title'>;
  return { key, version, hash, title: { ...title }, publishedAt: publishedAt.toISOString(), publishedBy };
}
