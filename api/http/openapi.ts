import { z } from 'zod';
import type { AnswerSpec, Endpoint } from './endpoint';
import { PROBLEMS, type ProblemType } from '../../contract/problems';
import { problemSchema } from '../../contract/problem';

type Json = Record<string, unknown>;

const COMMON_PROBLEMS: readonly ProblemType[] = ['internal', 'unavailable', 'too-many-requests'];

/** The OpenAPI 3.1 document of these endpoints, made from the schemas that check them. */
export function openApiDocument(endpoints: readonly Endpoint[], publicUrl: string): Json {
  const named = namedSchemas();
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Redress API',
      version: '1',
      description:
        'Complaints, filed and handled. Problems are RFC 9457 documents whose `type` is a stable name; times are RFC 3339.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: named,
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of a source or of staff.' } },
    },
  };
}

/** Schemas with an id, each once under `components`; the rest is written where it is used. */
function namedSchemas(): Record<string, Json> {
  const options = { uri: refTo, io: 'input', target: 'draft-2020-12', unrepresentable: 'any', override } as const;
  const { schemas } = z.toJSONSchema(z.globalRegistry, options);
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, cleaned(schema as Json)]));
}

function idOf(schema: z.ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.id;
}

function refTo(id: string): string {
  return `#/components/schemas/${id}`;
}

function override({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema['format'] === 'date-time' || jsonSchema['format'] === 'email') delete jsonSchema['pattern'];
}

function cleaned(schema: Json): Json {
  const { $schema: _schema, $id: _id, id: _own, ...rest } = schema;
  return inlined(rest, rest['$defs']) as Json;
}

/** Nested schemas with an id come as `$defs`; they are written out where they stand. */
function inlined(value: unknown, defs: unknown): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => inlined(part, defs));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, $defs: _defs, ...rest } = value as Json;
  if (typeof $ref === 'string' && $ref.startsWith('#/$defs/')) {
    return inlined({ ...((defs as Json)[$ref.slice('#/$defs/'.length)] as Json), ...rest, id: undefined }, defs);
  }
  const entries = Object.entries($ref === undefined ? rest : { $ref, ...rest });
  return Object.fromEntries(
    entries.filter(([, part]) => part !== undefined).map(([key, part]) => [key, inlined(part, defs)]),
  );
}

function operation(endpoint: Endpoint): Json {
  const { operationId, tag, summary, access } = endpoint;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(access === 'open' ? { security: [] } : { security: [{ key: [] }] }),
    ...(access === 'intake' ? { description: 'For keys of sources.' } : {}),
    ...(access === 'staff' ? { description: 'For keys of staff.' } : {}),
    ...(access === 'operator' ? { description: 'From this machine itself, or with a key of staff.' } : {}),
    parameters: parameters(endpoint),
    ...requestBody(endpoint),
    responses: responses(endpoint),
  };
}

function parameters({ params, query, idempotencyKey }: Endpoint): Json[] {
  const header = {
    name: 'Idempotency-Key',
    in: 'header',
    required: idempotencyKey === 'required',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
    description: 'The same for everything that is the same; scoped to the caller.',
  };
  return [...fieldsOf(params, 'path'), ...fieldsOf(query, 'query'), ...(idempotencyKey ? [header] : [])];
}

function fieldsOf(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...field }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: field,
  }));
}

function jsonSchema(schema: z.ZodType): Json {
  return cleaned(z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any', override }));
}

function content(schema: z.ZodType | undefined, mediaType: string): Json {
  if (!schema) return { content: { [mediaType]: { schema: { type: 'string' } } } };
  const id = idOf(schema);
  return { content: { [mediaType]: { schema: id === undefined ? jsonSchema(schema) : { $ref: refTo(id) } } } };
}

function requestBody({ body, bodyType = 'application/json' }: Endpoint): Json {
  return body ? { requestBody: { required: true, ...content(body, bodyType) } } : {};
}

function responses(endpoint: Endpoint): Json {
  const answers = Object.entries(endpoint.answers).map(([status, answer]) => [status, response(answer)] as const);
  return { ...Object.fromEntries([...answers, ...problemResponses(endpoint)]) };
}

function response({ description, schema, mediaType = 'application/json' }: AnswerSpec): Json {
  return { description, ...content(schema, mediaType) };
}

function problemResponses(endpoint: Endpoint): (readonly [string, Json])[] {
  const types = new Set<ProblemType>([...(endpoint.problems ?? []), ...COMMON_PROBLEMS, ...impliedProblems(endpoint)]);
  const taken = new Set(Object.keys(endpoint.answers));
  const byStatus = new Map<string, ProblemType[]>();
  for (const type of types) {
    const status = String(PROBLEMS[type].status);
    if (!taken.has(status)) byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  return [...byStatus].map(([status, names]) => [
    status,
    {
      description: names.map((name) => `\`${name}\``).join(', '),
      ...content(problemSchema, 'application/problem+json'),
    },
  ]);
}

function impliedProblems({ access, params, query, body, idempotencyKey }: Endpoint): ProblemType[] {
  return [
    ...(access === 'open' ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(params ? (['not-found'] as const) : []),
    ...(query || body ? (['invalid-field'] as const) : []),
    ...(body ? (['missing-field', 'malformed-json', 'content-too-large', 'unsupported-media-type'] as const) : []),
    ...(idempotencyKey === 'required' ? (['missing-idempotency-key'] as const) : []),
  ];
}
