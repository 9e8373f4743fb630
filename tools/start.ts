import { ConfigError, readConfig, type Config } from '../config';
import { createPool } from '../db/pool';
import { TemporalUnreachable } from '../temporal';
import { endWith } from './ending';
import { requireFreePort } from './free-port';
import {
  localSecrets,
  readCredentials,
  stateFile,
  writeCredentials,
  writeSettings,
  type Credentials,
} from './local-state';
import { plantDemo } from './plant-demo';
import { succeed } from './predecessor';
import { ProcessGuard } from './process-guard';
import { startProgram } from './program';
import { prepareDatabase, prepareTemporal, provideDatabase, provideTemporal, type StartPorts } from './services';
import { StartFailure } from './start-failure';

const say = (line: string) => process.stdout.write(`${line}\n`);
const guard = new ProcessGuard();
const ending = endWith(guard, 0);

/** `--demo`: the demo organisation and its keys also in a database that `DATABASE_URL` names. */
async function start(env: NodeJS.ProcessEnv, words: readonly string[]): Promise<void> {
  const wantsDemo = demoWanted(env, words);
  await succeed(guard.watchdogId);
  const ports = await freePorts(env);
  const services = { guard, env, ports, log: say };
  const [databaseUrl, temporalAddress] = await Promise.all([
    provideDatabase(services).then(async (url) => {
      await prepareDatabase(url);
      return url;
    }),
    provideTemporal(services),
  ]);
  const settings = withDefaults(env, { databaseUrl, temporalAddress, port: ports.api });
  const config = readConfig(settings);
  writeSettings(settings);
  if (env['TEMPORAL_ADDRESS']) await prepareTemporal(config.temporal);
  const credentials = {
    api: `http://127.0.0.1:${config.port}`,
    temporal: config.temporal.address,
    temporalUi: env['TEMPORAL_ADDRESS'] ? null : `http://127.0.0.1:${ports.temporalUi}`,
    ...(await demoKeys(config, wantsDemo)),
  };
  writeCredentials(credentials);
  await startPrograms(settings, credentials.api);
  announce(credentials);
}

function demoWanted(env: NodeJS.ProcessEnv, words: readonly string[]): boolean {
  const unknown = words.find((word) => word !== '--demo');
  if (unknown !== undefined) throw new StartFailure(`npm start knows "--demo" only, not "${unknown}".`);
  return words.includes('--demo') || !env['DATABASE_URL'];
}

/** Settings that are given stay; the rest is filled in for this checkout. */
function withDefaults(
  env: NodeJS.ProcessEnv,
  given: { readonly databaseUrl: string; readonly temporalAddress: string; readonly port: number },
): NodeJS.ProcessEnv {
  const secrets = localSecrets();
  return {
    ...env,
    TZ: 'UTC',
    DATABASE_URL: given.databaseUrl,
    TEMPORAL_ADDRESS: given.temporalAddress,
    PORT: String(given.port),
    TRACKING_SECRET: env['TRACKING_SECRET'] || secrets.trackingSecret,
    HASH_SECRET: env['HASH_SECRET'] || secrets.hashSecret,
    WEBHOOK_SECRET: env['WEBHOOK_SECRET'] || secrets.webhookSecret,
    MAIL_FOLDER: env['MAIL_FOLDER'] || stateFile('mail'),
  };
}

/** Keys of the demo organisation, which is planted where it is wanted. An organisation's own database is left as it is. */
async function demoKeys({ databaseUrl }: Config, wantsDemo: boolean): Promise<Pick<Credentials, 'intake' | 'staff'>> {
  if (!wantsDemo) return { staff: [] };
  const pool = createPool({ url: databaseUrl, max: 2 });
  try {
    return await plantDemo(pool, readCredentials());
  } finally {
    await pool.end();
  }
}

async function startPrograms(env: NodeJS.ProcessEnv, api: string): Promise<void> {
  const common = { guard, env, onExit: (failure: StartFailure) => void fail(failure) };
  const entries = [
    {
      name: 'worker',
      entry: 'worker.js',
      logFile: stateFile('logs', 'worker.log'),
      ready: { message: 'worker ready' },
    },
    { name: 'API', entry: 'server.js', logFile: stateFile('logs', 'api.log'), ready: { url: `${api}/readyz` } },
  ];
  await Promise.all(entries.map((entry) => startProgram({ ...common, ...entry })));
}

function announce({ api, temporal, temporalUi, staff }: Credentials): void {
  say(`API            ${api}   (description: ${api}/docs)`);
  say(`Temporal       ${temporal}${temporalUi ? `   UI: ${temporalUi}` : ''}`);
  say(`Logs           ${stateFile('logs')}`);
  say(
    staff.length > 0
      ? `Keys           ${stateFile('credentials.json')} (the demo organisation's, for this user alone)`
      : 'Keys           none: DATABASE_URL is a database of yours, and npm start -- --demo gives it a demo organisation',
  );
  say('Ctrl-C ends everything.');
  say('ready');
}

async function freePorts(env: NodeJS.ProcessEnv): Promise<StartPorts> {
  const ports = {
    api: portOf(env, 'PORT', 3000),
    temporal: portOf(env, 'TEMPORAL_PORT', 7233),
    temporalUi: portOf(env, 'TEMPORAL_UI_PORT', 8233),
    ...(env['POSTGRES_PORT'] ? { postgres: portOf(env, 'POSTGRES_PORT', 5432) } : {}),
  };
  await requireFreePort(ports.api, 'the API', 'PORT');
  if (ports.postgres !== undefined && !env['DATABASE_URL']) {
    await requireFreePort(ports.postgres, 'Postgres', 'POSTGRES_PORT');
  }
  if (!env['TEMPORAL_ADDRESS']) {
    await requireFreePort(ports.temporal, 'Temporal', 'TEMPORAL_PORT');
    await requireFreePort(ports.temporalUi, "Temporal's UI", 'TEMPORAL_UI_PORT');
  }
  return ports;
}

function portOf(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const port = env[name] ? Number(env[name]) : usual;
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StartFailure(`${name} is "${env[name]}": it must be a port number.`);
}

function fail(error: unknown): Promise<void> {
  return ending.fail(
    error,
    error instanceof StartFailure || error instanceof ConfigError || error instanceof TemporalUnreachable,
  );
}

start(process.env, process.argv.slice(2)).catch((error: unknown) => void fail(error));
