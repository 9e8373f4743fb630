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
  writeDatabaseUrl,
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

async function start(env: NodeJS.ProcessEnv): Promise<void> {
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
  writeDatabaseUrl(databaseUrl);
  if (env['TEMPORAL_ADDRESS']) await prepareTemporal(config.temporal);
  const credentials = await handOutKeys(config, env['TEMPORAL_ADDRESS'] ? null : ports.temporalUi);
  await startPrograms(settings, credentials.api);
  announce(credentials);
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
    WEBHOOK_SECRET: env['WEBHOOK_SECRET'] || secrets.webhookSecret,
    MAIL_FOLDER: env['MAIL_FOLDER'] || stateFile('mail'),
  };
}

async function handOutKeys(config: Config, temporalUi: number | null): Promise<Credentials> {
  const pool = createPool({ url: config.databaseUrl, max: 2 });
  try {
    const keys = await plantDemo(pool, readCredentials());
    const credentials: Credentials = {
      api: `http://127.0.0.1:${config.port}`,
      temporal: config.temporal.address,
      temporalUi: temporalUi === null ? null : `http://127.0.0.1:${temporalUi}`,
      ...keys,
    };
    writeCredentials(credentials);
    return credentials;
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

function announce({ api, temporal, temporalUi, intake, staff }: Credentials): void {
  const width = Math.max(...staff.map(({ id }) => id.length));
  say(`API            ${api}   (description: ${api}/docs)`);
  say(`Temporal       ${temporal}${temporalUi ? `   UI: ${temporalUi}` : ''}`);
  say(`Logs           ${stateFile('logs')}`);
  say(`Intake key     ${intake.source}  ${intake.key}`);
  say('Staff keys');
  for (const { id, role, department, key } of staff) say(`  ${id.padEnd(width)}  ${key}  ${role}, ${department}`);
  say(`The same in ${stateFile('credentials.json')}. Ctrl-C ends everything.`);
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

start(process.env).catch((error: unknown) => void fail(error));
