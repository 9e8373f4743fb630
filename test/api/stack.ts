import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { createActivities } from '../../activities';
import { createApp, groups, type AppInput } from '../../api/app';
import { createContext, type ApiContext, type ApiSettings } from '../../api/context';
import type { Endpoint } from '../../api/http/endpoint';
import { openApiDocument } from '../../api/http/openapi';
import { problemSchema } from '../../contract/problem';
import { createActFinder } from '../../db/acts';
import { createCalendarBacklog } from '../../db/calendars';
import { createLeaverBacklog } from '../../db/leavers';
import { createContentStore } from '../../db/content';
import { createDigestStore } from '../../db/digests';
import { createIntakeBacklog } from '../../db/intake';
import { issueKey } from '../../db/keys';
import { createLedger } from '../../db/ledger';
import { createOutbox } from '../../db/notices';
import { saveOrganisation, type Organisation } from '../../db/people';
import { createChoosingSource } from '../../db/people-answers';
import type { Pool } from '../../db/pool';
import { createRuleBooks } from '../../db/rule-books';
import { saveSource } from '../../db/sources';
import { createServices, type ServicesInput } from '../../services';
import { publishShippedRuleBooks } from '../../services/publishing';
import { freshDatabase } from '../support/database';
import { samplePeople } from '../support/sample-people';
import { createVirtualWorld, type VirtualWorld } from '../support/temporal';

/** Another one in each test file: references name runs, and all files share one Temporal. */
export const HASH_SECRET = `another secret for tests, ${randomUUID()}`;
export const LINKS = { secret: 'a secret for tests, long enough for them', publicUrl: 'http://redress.test' };

/** What a test may set of the API and of the services under it. */
export type StackSettings = Partial<Omit<ApiSettings, 'publicUrl'>> &
  Partial<Pick<ServicesInput, 'taskQueue' | 'actWithinMs' | 'procedureCheck'>>;

export interface ContextOver {
  readonly pool: Pool;
  readonly client: Client;
  readonly settings?: StackSettings;
}

const RATE_LIMIT = { perSecond: 2_000, burst: 10_000 };

/** The context of an API over that database and that engine. */
export function contextOver({ pool, client, settings = {} }: ContextOver): ApiContext {
  const { taskQueue = 'none', actWithinMs, procedureCheck, ...api } = settings;
  const logger = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  const services = createServices({
    ...{ pool, client, logger, links: LINKS, hashSecret: HASH_SECRET },
    ...{ taskQueue, actWithinMs, procedureCheck },
  });
  return createContext({ services, logger, settings: { rateLimit: RATE_LIMIT, ...api, publicUrl: LINKS.publicUrl } });
}

export interface Stack {
  readonly url: string;
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly client: Client;
  readonly taskQueue: string;
  readonly endpoints: readonly Endpoint[];
  /** Keys by holder: `web`, `portal` are sources, the rest staff. */
  readonly keys: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface StackInput {
  /** Without it, nothing answers at Temporal's address. */
  readonly temporal: boolean;
  readonly settings?: StackSettings;
}

/** The API on a database of its own and, if asked for, on Temporal with a worker. */
export async function startStack({ temporal, settings = {} }: StackInput): Promise<Stack> {
  const database = await freshDatabase();
  const { pool } = database;
  const keys = await plant(pool);
  const engine = temporal ? await createVirtualWorld({ activities: activitiesOver(pool) }) : nowhere();
  const { client, taskQueue } = engine;
  const served = await serve(contextOver({ pool, client, settings: { taskQueue, ...settings } }));
  return {
    ...{ url: served.url, endpoints: served.endpoints, pool, databaseUrl: database.url, client, taskQueue, keys },
    async close() {
      await served.close();
      await engine.close();
      await database.close();
    },
  };
}

/** A client of an address where nothing answers. It tries once: a try still to come would outlive the test. */
export function nowhere(): Pick<VirtualWorld, 'client' | 'taskQueue' | 'close'> {
  const connection = Connection.lazy({ address: '127.0.0.1:9', interceptors: [] });
  return { client: new Client({ connection }), taskQueue: 'none', close: () => connection.close() };
}

function activitiesOver(pool: Pool) {
  return createActivities({
    ledger: createLedger(pool),
    ruleBooks: createRuleBooks(pool),
    acts: createActFinder(pool),
    contents: createContentStore(pool),
    people: createChoosingSource(pool),
    calendars: createCalendarBacklog(pool),
    messenger: { tell: async () => false },
    leavers: createLeaverBacklog(pool),
    leaverMessenger: { tell: async () => false },
    backlog: createIntakeBacklog(pool),
    runs: { start: async () => {} },
    outbox: createOutbox(pool),
    renderNotices: () => ({ subject: '', body: '' }),
    senders: {},
    contactableFrom: (_subject, instant) => instant,
    digests: {
      store: createDigestStore(pool),
      calendars: async () => [],
      render: () => ({ subject: '', body: '' }),
      sender: undefined,
    },
    log: { warn: () => {} },
  });
}

/** The sample people as an organisation. */
export const ORGANISATION: Organisation = {
  departments: Object.entries(samplePeople.departments).map(([id, entry]) => ({ ...entry, id, name: `Demo ${id}` })),
  staff: Object.entries(samplePeople.staff).map(([id, entry]) => ({
    ...{ ...entry, id, name: 'Demo', locale: 'en' },
    roles: [...entry.roles],
  })),
  rights: {
    'publish-procedures': ['general-manager'],
    'keep-calendars': ['general-manager'],
    diagnose: ['general-manager'],
  },
};

export async function plant(pool: Pool): Promise<Record<string, string>> {
  await publishShippedRuleBooks(pool);
  await saveOrganisation(pool, ORGANISATION);
  const keys: Record<string, string> = {};
  for (const id of ['web', 'portal']) {
    await saveSource(pool, { id, name: id, locale: 'zh-CN' });
    keys[id] = await issueKey(pool, { kind: 'intake', id, label: 'test' });
  }
  for (const id of Object.keys(samplePeople.staff))
    keys[id] = await issueKey(pool, { kind: 'staff', id, label: 'test' });
  return keys;
}

export interface Served {
  readonly url: string;
  readonly endpoints: readonly Endpoint[];
  close(): Promise<void>;
}

/** The API of a context, listening on a free port. */
export async function serve(
  context: ApiContext,
  { trustProxy = false, isMigrated = () => true }: Partial<Pick<AppInput, 'trustProxy' | 'isMigrated'>> = {},
): Promise<Served> {
  const app = { context, trustProxy, isMigrated, isStopping: () => false };
  const server = createServer(createApp(app));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    endpoints: groups(app).flatMap((routes) => routes.map(({ endpoint }) => endpoint)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface CallInput {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at field by field
  readonly body: any;
}

/** The endpoint that a call is for. */
export function endpointFor(endpoints: readonly Endpoint[], method: string, path: string): Endpoint | undefined {
  const [address = ''] = path.split('?');
  const fits = (endpoint: Endpoint): boolean =>
    new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(address);
  return endpoints.find((endpoint) => endpoint.method === method.toLowerCase() && fits(endpoint));
}

/** Every answer must be one that its endpoint documents, by status and schema. */
function checkDocumented(endpoint: Endpoint, { status, body, headers }: Reply): void {
  const documented = endpoint.answers[status];
  if (!documented) {
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(problemSchema.safeParse(body).error).toBeUndefined();
    expect(problemStatuses(endpoint)).toContain(status);
  } else if (documented.schema && documented.mediaType === undefined) {
    expect(documented.schema.safeParse(body).error).toBeUndefined();
  }
}

function problemStatuses(endpoint: Endpoint): number[] {
  const document = openApiDocument([endpoint], '') as { paths: Record<string, Record<string, { responses: object }>> };
  return Object.keys(document.paths[endpoint.path]?.[endpoint.method]?.responses ?? {}).map(Number);
}

/** Calls the API; a body that is not a string is sent as JSON. */
export async function call({ url, endpoints }: Pick<Stack, 'url' | 'endpoints'>, input: CallInput): Promise<Reply> {
  const { method = input.body === undefined ? 'GET' : 'POST', path, key, body, headers = {} } = input;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson =
    /json/.test(response.headers.get('content-type') ?? '') &&
    !/ndjson/.test(response.headers.get('content-type') ?? '');
  const reply = {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
  const endpoint = endpointFor(endpoints, method, path);
  if (endpoint) checkDocumented(endpoint, reply);
  return reply;
}

/** An intake body that the shipped procedure accepts. Demo data. */
export const COMPLAINT = {
  procedure: 'property-developer',
  channel: 'web',
  locale: 'en',
  complainant: { name: 'Demo Person', email: 'demo@example.com' },
  subject: { kind: 'flat', reference: 'Demo 1-101' },
  category: 'service-quality',
  severity: 'general',
  narrative: 'The lift in the demo building stands still.',
};
