import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';

/** How to reach a Temporal service; the same names as Temporal's own tools read. */
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly apiKey?: string;
  readonly tls?: TlsSettings;
}

export interface TlsSettings {
  readonly serverName?: string;
  readonly serverRootCa?: Buffer;
  readonly clientCertificate?: { readonly crt: Buffer; readonly key: Buffer };
}

export interface Config {
  readonly databaseUrl: string;
  readonly databasePool: number;
  readonly host: string;
  readonly port: number;
  /** Where people reach the service from outside; tracking links begin with it. No slash at the end. */
  readonly publicUrl: string;
  /** Whom to believe about a caller's address, as Express's `trust proxy`: how many proxies, or which; nobody when false. */
  readonly trustProxy: number | readonly string[] | false;
  /** Of one key, or of one address without a key: calls a second that go on for ever, and calls that may come at once. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number };
  readonly logLevel: string;
  readonly temporal: TemporalSettings;
  readonly worker: WorkerSettings;
  /** Key of the HMAC that makes tracking tokens. */
  readonly trackingSecret: string;
  /** Key of the hashes that stand for words: idempotency keys, interests, matters. */
  readonly hashSecret: string;
  /** Standard Webhooks secret (`whsec_...`) that signs what is sent to staff and systems without one of their own. */
  readonly webhookSecret: string;
  /** Without it and without a mail folder, mail is not sent: notices stay readable and are given up after a day. */
  readonly mail?: { readonly url: string; readonly from: string };
  /** Where mails are kept as `.eml` files when there is no mail server; for development. */
  readonly mailFolder?: string;
  /** Webhooks may go to private addresses; for development only. */
  readonly webhooksToPrivateAddresses: boolean;
}

export interface WorkerSettings {
  readonly maxCachedWorkflows: number;
  readonly maxConcurrentActivities: number;
  /** With both, runs are versioned: deployment name and build id. */
  readonly deployment?: { readonly name: string; readonly buildId: string };
  /** Host and port where the worker serves `/healthz` and `/metrics`; none when not given. */
  readonly metricsAddress?: string;
}

/** Everything that is wrong with the environment, one line a setting. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The settings are not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .default('')
  .transform((value) => value === 'true' || value === '1');
const port = z.coerce.number().int().min(1).max(65_535);
const count = z.coerce.number().int().min(1);
const text = z.string().min(1);
const url = (...schemes: string[]) =>
  z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
    error: `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });
const RESERVED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];
const proxies = z.string().transform((value, context) => {
  if (/^[0-9]+$/.test(value)) return Number(value) > 0 && Number(value) <= 10 ? Number(value) : unknownProxies(context);
  const networks = value.split(',').map((network) => network.trim());
  return networks.every(isNetwork) ? networks : unknownProxies(context);
});

function unknownProxies(context: z.RefinementCtx): never {
  const message = `must be how many proxies there are (1 to 10), or their addresses or networks with commas between them (10.0.0.0/8, ${RESERVED_NETWORKS.join(', ')})`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

function isNetwork(written: string): boolean {
  const [address = '', bits, ...more] = written.split('/');
  if (bits === undefined) return RESERVED_NETWORKS.includes(address) || isIP(address) !== 0;
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^[0-9]{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most;
}

const secret = z.string().min(32, { error: 'must have at least 32 random characters' });

const environment = z.object({
  DATABASE_URL: url('postgres', 'postgresql'),
  DATABASE_POOL: count.default(10),
  HOST: text.default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: url('http', 'https').optional(),
  TRUST_PROXY: proxies.optional(),
  // Far above what one process serves: stops a caller that runs wild, not a busy one.
  RATE_LIMIT_PER_SECOND: z.coerce.number().positive().default(2_000),
  RATE_LIMIT_BURST: count.default(10_000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  TEMPORAL_ADDRESS: text.default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: text.default('default'),
  TEMPORAL_TASK_QUEUE: text.default('redress'),
  TEMPORAL_API_KEY: text.optional(),
  TEMPORAL_TLS: flag,
  TEMPORAL_TLS_SERVER_NAME: text.optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: text.optional(),
  TEMPORAL_TLS_CLIENT_CERT_DATA: text.optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: text.optional(),
  TEMPORAL_TLS_CLIENT_KEY_DATA: text.optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: text.optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: text.optional(),
  WORKER_MAX_CACHED_WORKFLOWS: count.default(500),
  WORKER_MAX_CONCURRENT_ACTIVITIES: count.default(50),
  WORKER_DEPLOYMENT_NAME: text.optional(),
  WORKER_BUILD_ID: text.optional(),
  WORKER_METRICS_ADDRESS: text.optional(),
  TRACKING_SECRET: secret,
  HASH_SECRET: secret,
  WEBHOOK_SECRET: z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,}$/, {
    error: 'must be "whsec_" and at least 24 random bytes in base64',
  }),
  WEBHOOKS_TO_PRIVATE_ADDRESSES: flag,
  SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: text.optional(),
  MAIL_FOLDER: text.optional(),
});

type Environment = z.infer<typeof environment>;

/** Names of every setting that the program reads. */
export const SETTINGS: readonly string[] = Object.keys(environment.shape);

/** Reads and freezes the settings. Throws ConfigError with every problem at once. */
export function readConfig(source: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(SETTINGS.flatMap((name) => (source[name] ? [[name, source[name]]] : [])));
  const parsed = environment.safeParse(given);
  const problems = parsed.success ? togetherProblems(parsed.data) : parsed.error.issues.map(issueLine);
  const files = new Map<string, Buffer>();
  for (const name of SETTINGS.filter((setting) => setting.endsWith('_PATH') && given[setting])) {
    try {
      files.set(name, readFileSync(given[name] ?? ''));
    } catch {
      problems.push(`${name}: the file "${given[name]}" cannot be read`);
    }
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(toConfig(parsed.data, files));
}

/** What `npm start` leaves in its folder for commands that are run beside it. */
export const LOCAL_SETTINGS = '.redress/settings.env';

/** As `readConfig`; where no database is set, with the settings of the last `npm start` in this folder. */
export function readLocalConfig(): Config {
  if (!process.env['DATABASE_URL'] && existsSync(LOCAL_SETTINGS)) process.loadEnvFile(LOCAL_SETTINGS);
  return readConfig();
}

const MISSING = /received undefined$/;

function issueLine(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${MISSING.test(issue.message) ? 'is missing' : issue.message}`;
}

function togetherProblems(env: Environment): string[] {
  const problems: string[] = [];
  const both = (a: keyof Environment, b: keyof Environment, why: string) => {
    if (Boolean(env[a]) !== Boolean(env[b])) problems.push(`${env[a] ? b : a}: is missing: ${why}`);
  };
  both('SMTP_URL', 'MAIL_FROM', 'a mail server and a sender address go together');
  both('WORKER_DEPLOYMENT_NAME', 'WORKER_BUILD_ID', 'a versioned worker has both');
  const certificate = env.TEMPORAL_TLS_CLIENT_CERT_PATH ?? env.TEMPORAL_TLS_CLIENT_CERT_DATA;
  const key = env.TEMPORAL_TLS_CLIENT_KEY_PATH ?? env.TEMPORAL_TLS_CLIENT_KEY_DATA;
  if (certificate && !key) problems.push('TEMPORAL_TLS_CLIENT_KEY_PATH: is missing: a certificate needs its key');
  if (key && !certificate) problems.push('TEMPORAL_TLS_CLIENT_CERT_PATH: is missing: a key needs its certificate');
  return problems;
}

function toConfig(env: Environment, files: ReadonlyMap<string, Buffer>): Config {
  return {
    databaseUrl: env.DATABASE_URL,
    databasePool: env.DATABASE_POOL,
    host: env.HOST,
    port: env.PORT,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    trustProxy: env.TRUST_PROXY ?? false,
    rateLimit: { perSecond: env.RATE_LIMIT_PER_SECOND, burst: env.RATE_LIMIT_BURST },
    logLevel: env.LOG_LEVEL,
    temporal: temporalSettings(env, files),
    worker: {
      maxCachedWorkflows: env.WORKER_MAX_CACHED_WORKFLOWS,
      maxConcurrentActivities: env.WORKER_MAX_CONCURRENT_ACTIVITIES,
      ...(env.WORKER_DEPLOYMENT_NAME && env.WORKER_BUILD_ID
        ? { deployment: { name: env.WORKER_DEPLOYMENT_NAME, buildId: env.WORKER_BUILD_ID } }
        : {}),
      ...(env.WORKER_METRICS_ADDRESS ? { metricsAddress: env.WORKER_METRICS_ADDRESS } : {}),
    },
    trackingSecret: env.TRACKING_SECRET,
    hashSecret: env.HASH_SECRET,
    webhookSecret: env.WEBHOOK_SECRET,
    ...(env.SMTP_URL && env.MAIL_FROM ? { mail: { url: env.SMTP_URL, from: env.MAIL_FROM } } : {}),
    ...(env.MAIL_FOLDER ? { mailFolder: env.MAIL_FOLDER } : {}),
    webhooksToPrivateAddresses: env.WEBHOOKS_TO_PRIVATE_ADDRESSES,
  };
}

function temporalSettings(env: Environment, files: ReadonlyMap<string, Buffer>): TemporalSettings {
  const pem = (path: string, data: string | undefined) => files.get(path) ?? (data ? Buffer.from(data) : undefined);
  const crt = pem('TEMPORAL_TLS_CLIENT_CERT_PATH', env.TEMPORAL_TLS_CLIENT_CERT_DATA);
  const key = pem('TEMPORAL_TLS_CLIENT_KEY_PATH', env.TEMPORAL_TLS_CLIENT_KEY_DATA);
  const ca = pem('TEMPORAL_TLS_SERVER_CA_CERT_PATH', env.TEMPORAL_TLS_SERVER_CA_CERT_DATA);
  const secured = env.TEMPORAL_TLS || env.TEMPORAL_API_KEY !== undefined || crt !== undefined || ca !== undefined;
  const tls: TlsSettings = {
    ...(env.TEMPORAL_TLS_SERVER_NAME ? { serverName: env.TEMPORAL_TLS_SERVER_NAME } : {}),
    ...(ca ? { serverRootCa: ca } : {}),
    ...(crt && key ? { clientCertificate: { crt, key } } : {}),
  };
  return {
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    taskQueue: env.TEMPORAL_TASK_QUEUE,
    ...(env.TEMPORAL_API_KEY ? { apiKey: env.TEMPORAL_API_KEY } : {}),
    ...(secured ? { tls } : {}),
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
