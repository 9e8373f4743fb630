import { createServer, type Server } from 'node:http';
import pino, { type Logger } from 'pino';
import { createApp } from './api/app';
import { createContext } from './api/context';
import { createServices } from './services';
import { KeyedHash } from './services/keyed-hash';
import { OtherHashSecret, requireSameHashSecret } from './services/secret-check';
import { traceOf } from './services/trace';
import { ConfigError, readConfig, type Config } from './config';
import { migrate } from './db/migrate';
import { createPool, type Pool } from './db/pool';
import { createClient, lazyConnection } from './temporal';

const DRAIN_MS = 10_000;
const MIGRATE_AGAIN_MS = 2_000;
/** Imports of many complaints are one request. */
const LONGEST_REQUEST_MS = 15 * 60_000;

/** Serves the HTTP API. It starts while Postgres or Temporal is away, and says so at `/readyz`. */
async function serve(config: Config): Promise<void> {
  const logger = pino({ level: config.logLevel, base: { program: 'api' } });
  const pool = createPool({ url: config.databaseUrl, max: config.databasePool });
  const client = createClient(lazyConnection(config.temporal), config.temporal);
  const links = { secret: config.trackingSecret, publicUrl: config.publicUrl };
  const { hashSecret } = config;
  const services = createServices({ pool, client, logger, links, hashSecret, taskQueue: config.temporal.taskQueue });
  const { publicUrl, rateLimit, trustProxy } = config;
  const context = createContext({ services, logger, settings: { publicUrl, rateLimit } });

  let migrated = false;
  let stopping = false;
  const app = createApp({ context, trustProxy, isMigrated: () => migrated, isStopping: () => stopping });
  const server = createServer({ requestTimeout: LONGEST_REQUEST_MS, headersTimeout: 20_000 }, app);
  await listen(server, config);
  logger.info({ host: config.host, port: config.port }, 'api listening');

  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info('api stopping');
    await drain(server);
    await pool.end();
    // Calls to Temporal that were given up may still wait for another try: they end with the process.
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

  await untilReady({ pool, logger, hash: new KeyedHash(hashSecret), isStopping: () => stopping });
  migrated = true;
  if (!stopping) logger.info('api ready');
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Lets calls under way end, for a while. */
function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

interface ReadinessInput {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly hash: KeyedHash;
  readonly isStopping: () => boolean;
}

/** Until the tables are up to date, however long Postgres is away. Throws OtherHashSecret. */
async function untilReady({ pool, logger, hash, isStopping }: ReadinessInput): Promise<void> {
  while (!isStopping()) {
    try {
      await migrate(pool);
      await requireSameHashSecret(pool, hash);
      return;
    } catch (error) {
      if (error instanceof OtherHashSecret) throw error;
      logger.warn(traceOf(error), 'tables not up to date yet');
      await new Promise((resolve) => setTimeout(resolve, MIGRATE_AGAIN_MS));
    }
  }
}

function main(): void {
  try {
    serve(readConfig()).catch((error: unknown) => {
      pino().fatal({ ...traceOf(error) }, error instanceof OtherHashSecret ? error.message : 'api cannot start');
      process.exit(1);
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    pino().fatal(error.message);
    process.exitCode = 1;
  }
}

main();
