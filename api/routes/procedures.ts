import { currentProcedure, listProcedures, procedureByHash, type ProcedureEntry } from '../../db/rule-books';
import type { ProcedureTexts } from '../../procedures/rule-book';
import type { ApiContext } from '../context';
import { route, type Route } from '../endpoint';
import { notFound } from '../problem';
import {
  procedureListSchema,
  procedureParams,
  procedureQuery,
  procedureSchema,
  type ProcedureList,
  type ProcedureView,
} from '../schemas/procedure';

const tag = 'Procedures';

/** The published rule books. */
export function procedureRoutes({ pool }: ApiContext): Route[] {
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
