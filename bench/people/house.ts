import { join } from 'node:path';
import type { Client, Connection } from '@temporalio/client';
import { issueKey } from '../../db/keys';
import { migrate } from '../../db/migrate';
import { saveOrganisation } from '../../db/people';
import { createPool, databaseError, type Pool } from '../../db/pool';
import { saveSource } from '../../db/sources';
import { publishShippedRuleBooks } from '../../services/publishing';
import { connectTemporal, createClient } from '../../temporal';
import { DEMO_SOURCE } from '../../tools/demo-organisation';
import { freePort } from '../../tools/free-port';
import { startMetered, type MeteredProgram } from '../metered-program';
import { REDRESS_QUEUE, settings } from '../stand';
import { Caller } from './caller';
import { castOf, GENERAL_MANAGER, organisationOf, poolsOf, type GeneratedOrganisation } from './organisation';
import { publishPoolBook } from './pool-book';
import type { Ground } from './ground';

/** What an organisation is: its size, and a name of its own, since the smallest is there twice. */
export interface HousePlan {
  /** Its database and its namespace. */
  readonly id: string;
  readonly size: number;
}

/** One organisation with a database, a namespace, a worker and an API of its own. */
export interface House extends HousePlan {
  readonly pool: Pool;
  readonly client: Client;
  readonly caller: Caller;
  readonly programs: Readonly<Record<'worker' | 'api', MeteredProgram>>;
  readonly saved: SavedSeconds;
  close(): Promise<void>;
}

/** How long it takes to save the whole organisation. */
export interface SavedSeconds {
  readonly first: number;
  /** With nothing changed. */
  readonly again: number;
}

/** An organisation that the product does not take. */
export interface RefusedHouse extends HousePlan {
  readonly refused: string;
}

/** Throws StartFailure when a program does not start. */
export async function openHouse(ground: Ground, plan: HousePlan): Promise<House | RefusedHouse> {
  const databaseUrl = await ground.database(plan.id);
  const pool = createPool({ url: databaseUrl, max: 4 });
  await migrate(pool);
  await publishShippedRuleBooks(pool);
  for (const size of poolsOf(plan.size)) await publishPoolBook(pool, size);
  await saveSource(pool, DEMO_SOURCE);
  const saved = await savedOrganisation(pool, organisationOf(plan.size, new Date()));
  if ('refused' in saved) {
    await pool.end();
    return { ...plan, ...saved };
  }
  await pool.query('analyze');
  const keys = await issueKeys(pool, plan.size);
  return { ...plan, pool, saved, ...(await openDoors(ground, { ...plan, databaseUrl, pool, keys })) };
}

interface Indoors extends Pick<House, 'id' | 'pool'> {
  readonly databaseUrl: string;
  /** By staff id; the intake source's by its id. */
  readonly keys: ReadonlyMap<string, string>;
}

async function openDoors(ground: Ground, { id, databaseUrl, pool, keys }: Indoors) {
  const port = await freePort();
  const env = { ...settings(databaseUrl, ground.address, port), TEMPORAL_NAMESPACE: id };
  const start = (name: string, entry: string, ready: string) =>
    startMetered({
      ...{ guard: ground.guard, name: `${name} of ${id}`, entry, ready, env },
      logFile: join(ground.folder, `${name}-${id}.log`),
    });
  const [worker, api] = await Promise.all([
    start('worker', 'worker.js', 'worker ready'),
    start('api', 'server.js', 'api ready'),
  ]);
  const temporal = { address: ground.address, namespace: id, taskQueue: REDRESS_QUEUE };
  const connection: Connection = await connectTemporal(temporal);
  return {
    client: createClient(connection, temporal),
    caller: new Caller(`http://127.0.0.1:${port}`, keys),
    programs: { worker, api },
    close: async () => void (await Promise.allSettled([connection.close(), pool.end()])),
  };
}

async function savedOrganisation(
  pool: Pool,
  { organisation, absences, interests }: GeneratedOrganisation,
): Promise<SavedSeconds | Pick<RefusedHouse, 'refused'>> {
  const save = async () => {
    const begun = performance.now();
    await saveOrganisation(pool, organisation);
    return (performance.now() - begun) / 1000;
  };
  try {
    const first = await save();
    await pool.query(WRITE_ABSENCES, [JSON.stringify(absences)]);
    await pool.query(WRITE_INTERESTS, [JSON.stringify(interests)]);
    return { first, again: await save() };
  } catch (error) {
    if (databaseError(error)) throw error;
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

const WRITE_ABSENCES = `
  insert into absences (id, staff, from_at, to_at, stand_in)
  select id, staff, "from", "to", "standIn"
  from jsonb_to_recordset($1) as a(id text, staff text, "from" timestamptz, "to" timestamptz, "standIn" text)`;

const WRITE_INTERESTS = `
  with declared as (
    insert into interests (id, staff, mark, content, declared_at)
    select id, staff, mark, id, now() from jsonb_to_recordset($1) as i(id text, staff text, mark text)
    returning id, staff
  )
  insert into content (id, reference, kind, salt, hash, text, stored_by)
  select id, staff, 'interest', '', '', 'order:demo', staff from declared`;

async function issueKeys(pool: Pool, size: number): Promise<ReadonlyMap<string, string>> {
  const acting = poolsOf(size).flatMap((one) => [castOf(one).desk, castOf(one).handler]);
  const keys = new Map<string, string>();
  keys.set(DEMO_SOURCE.id, await issueKey(pool, { kind: 'intake', id: DEMO_SOURCE.id, label: 'bench' }));
  for (const id of [GENERAL_MANAGER, ...acting])
    keys.set(id, await issueKey(pool, { kind: 'staff', id, label: 'bench' }));
  return keys;
}
