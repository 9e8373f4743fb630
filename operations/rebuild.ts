import { readLocalConfig } from '../config';
import { createPool } from '../db/pool';
import { rebuildProjections } from '../db/rebuild';

/** Makes complaint rows, tasks and notices anew from the events, and says where they were not what the events say. */
async function rebuild(): Promise<void> {
  const pool = createPool({ url: readLocalConfig().databaseUrl, max: 2 });
  try {
    const { complaints, differences } = await rebuildProjections(pool);
    for (const reference of differences) process.stdout.write(`${reference} was different; it is right now\n`);
    process.stdout.write(`${complaints} complaints rebuilt, ${differences.length} were different\n`);
  } finally {
    await pool.end();
  }
}

rebuild().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
