import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '../../db/pool';
import { migrate } from '../../db/migrate';
import { ensureDatabase, startPostgres, type PostgresServer } from '../../tools/embedded-postgres';
import { startTemporal } from '../../tools/embedded-temporal';
import { ProcessGuard } from '../../tools/process-guard';
import { PROJECT_ROOT } from '../../tools/project-root';
import { findTemporalBinary } from '../../tools/temporal-binary';
import { publishEngine } from './engine';

const TEMPLATE = 'redress_template';
/** A test database may be lost with the machine. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/** One Postgres, one Temporal and one workflow bundle for all engine tests of the run. */
export default async function setUp(): Promise<void> {
  const guard = new ProcessGuard();
  const folder = mkdtempSync(join(tmpdir(), 'redress-test-'));
  chmodSync(folder, 0o755);
  guard.removeAtEnd(folder);
  Object.assign(globalThis, { redressTestGuard: guard });
  try {
    buildBundle();
    const binary = await findTemporalBinary({ log: (line) => process.stderr.write(`${line}\n`) });
    const [postgres, temporal] = await Promise.all([
      startPostgres({
        guard,
        dataDirectory: join(folder, 'postgres'),
        id: 'test',
        password: 'test',
        logFile: join(folder, 'postgres.log'),
        settings: FAST,
      }),
      startTemporal({ guard, binary, logFile: join(folder, 'temporal.log') }),
    ]);
    await makeTemplate(postgres);
    publishEngine({ databaseUrl: postgres.url('postgres'), template: TEMPLATE, temporalAddress: temporal.address });
  } catch (error) {
    await guard.endAll();
    throw error;
  }
}

async function makeTemplate(postgres: PostgresServer): Promise<void> {
  await ensureDatabase(postgres, TEMPLATE);
  const pool = createPool({ url: postgres.url(TEMPLATE), max: 2 });
  await migrate(pool);
  await pool.end();
}

function buildBundle(): void {
  const { status } = spawnSync(process.execPath, [join(PROJECT_ROOT, 'tools/build.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the build failed');
}
