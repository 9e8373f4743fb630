import { createPool } from '../db/pool';
import { migrate } from '../db/migrate';
import type { TemporalSettings } from '../config';
import { connectTemporal } from '../temporal';
import { ensureDatabase, startPostgres } from './embedded-postgres';
import { startTemporal } from './embedded-temporal';
import { localSecrets, stateFile } from './local-state';
import type { ProcessGuard } from './process-guard';
import { ensureSearchAttributes } from './search-attributes';
import { StartFailure } from './start-failure';
import { findTemporalBinary } from './temporal-binary';

export interface StartPorts {
  readonly api: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly postgres?: number;
}

export interface ServicesInput {
  readonly guard: ProcessGuard;
  readonly env: NodeJS.ProcessEnv;
  readonly ports: StartPorts;
  readonly log: (line: string) => void;
}

const DATABASE = 'redress';

/** The URL of the database to use: the given one, or that of an embedded Postgres. */
export async function provideDatabase({ guard, env, ports }: ServicesInput): Promise<string> {
  if (env['DATABASE_URL']) return env['DATABASE_URL'];
  const secrets = localSecrets();
  const server = await startPostgres({
    guard,
    dataDirectory: stateFile('postgres'),
    id: secrets.id,
    password: secrets.databasePassword,
    logFile: stateFile('logs', 'postgres.log'),
    ...(ports.postgres === undefined ? {} : { port: ports.postgres }),
  });
  await ensureDatabase(server, DATABASE);
  return server.url(DATABASE);
}

/** The address of the Temporal service to use: the given one, or that of an embedded server with its UI. */
export async function provideTemporal({ guard, env, ports, log }: ServicesInput): Promise<string> {
  if (env['TEMPORAL_ADDRESS']) return env['TEMPORAL_ADDRESS'];
  const server = await startTemporal({
    guard,
    binary: await findTemporalBinary({ env, log }),
    port: ports.temporal,
    uiPort: ports.temporalUi,
    databaseFile: stateFile('temporal.db'),
    logFile: stateFile('logs', 'temporal.log'),
  });
  return server.address;
}

/** Brings the tables up to date. Throws StartFailure when the database cannot be reached. */
export async function prepareDatabase(url: string): Promise<void> {
  const pool = createPool({ url, max: 2 });
  try {
    await pool.query('select 1').catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new StartFailure(
        `The database cannot be reached (${why}): change DATABASE_URL, or unset it to use an embedded one.`,
      );
    });
    await migrate(pool);
  } finally {
    await pool.end();
  }
}

/** Registers our search attributes with a Temporal service of somebody else's. Throws StartFailure. */
export async function prepareTemporal(settings: TemporalSettings): Promise<void> {
  const connection = await connectTemporal(settings);
  try {
    await ensureSearchAttributes(connection, settings.namespace);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartFailure(
      `The search attributes cannot be registered in the Temporal namespace "${settings.namespace}" (${why}): change TEMPORAL_NAMESPACE, or register them by hand as docs/operations.md says.`,
    );
  } finally {
    await connection.close();
  }
}
