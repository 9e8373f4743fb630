import type { ApiContext } from '../context';
import { route, type Route } from '../http/endpoint';
import { fileLines } from '../bulk';
import { bulkLineSchema, bulkResultSchema, intakeAnswerSchema, intakeSchema } from '../../contract/intake';

const tag = 'Intake';

/** How complaints come in: one by one, or many. */
export function intakeRoutes({ intake, receiptWithinMs }: ApiContext): Route[] {
  const one = route(
    {
      method: 'post',
      path: '/v1/complaints',
      operationId: 'fileComplaint',
      tag,
      summary: 'File a complaint, exactly once per Idempotency-Key',
      access: 'intake',
      body: intakeSchema,
      idempotencyKey: 'required',
      answers: {
        201: {
          description: 'Filed. Again with the same key: the same, and `Idempotency-Replayed: true`',
          schema: intakeAnswerSchema,
        },
        202: { description: 'Accepted; the promise follows when the engine is back', schema: intakeAnswerSchema },
      },
      problems: ['idempotency-key-reused'],
    },
    async ({ body, holder, idempotencyKey: key = '', request }) => {
      const filing = { source: holder.id, key, intake: body, sent: request.body as unknown, withinMs: receiptWithinMs };
      const { status, replayed, answer } = await intake.file(filing);
      return { status, body: answer, ...(replayed ? { headers: { 'Idempotency-Replayed': 'true' } } : {}) };
    },
  );
  const many = route(
    {
      method: 'post',
      path: '/v1/complaints/bulk',
      operationId: 'importComplaints',
      tag,
      summary: 'File many: one JSON object a line, one result a line, in the same order; send it all again to go on',
      access: 'intake',
      body: bulkLineSchema,
      bodyType: 'application/x-ndjson',
      answers: {
        200: { description: 'One result a line', schema: bulkResultSchema, mediaType: 'application/x-ndjson' },
      },
    },
    async ({ holder, request, response }) => {
      response.status(200).type('application/x-ndjson');
      await fileLines({ intake, source: holder.id, withinMs: receiptWithinMs, lines: request, results: response });
      return undefined;
    },
  );
  return [many, one];
}
