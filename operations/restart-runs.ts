import { createComplaintStarter } from '../services/start-complaint';
import { readLocalConfig } from '../config';
import { createCalendarBacklog } from '../db/calendars';
import { listOpenIntakes } from '../db/intake';
import { createLedger } from '../db/ledger';
import { createPeopleSource } from '../db/people-answers';
import { createPool } from '../db/pool';
import { createRuleBooks } from '../db/rule-books';
import { customsOf } from '../procedures/customs/compile-customs';
import { connectTemporal, createClient } from '../temporal';

/**
 * After Temporal has lost its store: starts a run, from the ledger, for every complaint that is not archived. Those whose
 * run is there are left as they are, so it may be repeated.
 */
async function restartRuns(): Promise<void> {
  const config = readLocalConfig();
  const pool = createPool({ url: config.databaseUrl, max: 4 });
  const connection = await connectTemporal(config.temporal);
  try {
    const starter = createComplaintStarter({
      client: createClient(connection, config.temporal),
      taskQueue: config.temporal.taskQueue,
      ruleBooks: createRuleBooks(pool),
      customs: customsOf,
      people: createPeopleSource(pool),
      ledger: createLedger(pool),
      news: createCalendarBacklog(pool),
    });
    let count = 0;
    for (let after = ''; ;) {
      const page = await listOpenIntakes(pool, { after, limit: 200 });
      for (const accepted of page) await starter.start(accepted);
      count += page.length;
      const last = page.at(-1);
      if (!last) break;
      after = last.registration.reference;
    }
    process.stdout.write(`${count} complaints are not archived; each has its run\n`);
  } finally {
    await connection.close();
    await pool.end();
  }
}

restartRuns().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
