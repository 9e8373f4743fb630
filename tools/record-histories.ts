import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { decide, isRefused } from '../domain/decide';
import { KnownPeople } from '../domain/people/known-people';
import type { KnownRules } from '../domain/people/pool-members';
import { handledActs, remembered } from '../domain/record/handled-acts';
import { compileCalendar } from '../procedures/calendars/compile-calendar';
import { loadCatalogue } from '../procedures/reading/catalogue';
import { actSignal, actUpdate, COMPLAINT_WORKFLOW, receiptUpdate } from '../workflows/messages/messages';
import { PROJECT_ROOT } from './project-root';
import { demoDirectory } from '../rehearsal/demo-people';
import { historiesOf } from '../rehearsal/history';
import { rehearsalMemory } from '../rehearsal/memory-ports';
import { rehearse, type RehearsalServer } from '../rehearsal/rehearse';
import { directoryOf, readScript, registrationOf } from '../rehearsal/script';
import { withRehearsalServer } from '../rehearsal/server';
import { advanceTo, virtualNow } from '../rehearsal/virtual-time';

const FOLDER = join(PROJECT_ROOT, 'test/replay/histories');
const SCRIPTS = join(PROJECT_ROOT, 'examples/rehearsals');
const FIRST = 'property-developer';
const DAY_MS = 86_400_000;

/**
 * Records what the workflow of today does, for replaying on the workflows of all days to come: the scripts that are named
 * (`PROCEDURE/SCRIPT`), or else one life for each script of the first procedure, one where nobody acts, and one as
 * production runs it. `name` goes before each file; what is recorded stays.
 */
async function record(name: string, scripts: readonly string[]): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  if (readdirSync(FOLDER).some((file) => file.startsWith(`${name}-`))) {
    throw new Error(`there are histories named ${name} already, and they are for ever: choose another name`);
  }
  const { ruleBooks } = await loadCatalogue();
  const rulesOf = (key: string): KnownRules => {
    const procedure = ruleBooks.get(key)?.procedure;
    if (!procedure) throw new Error(`${key} is not shipped`);
    return { procedure, calendar: compileCalendar(procedure.calendar), people: new KnownPeople(demoDirectory()) };
  };
  const own = readdirSync(join(SCRIPTS, FIRST)).map((file) => `${FIRST}/${basename(file, '.yaml')}`);
  await withRehearsalServer(process.env, async (server) => {
    for (const named of scripts.length > 0 ? scripts : own) {
      const [key = '', story = ''] = named.split('/');
      const script = readScript(readFileSync(join(SCRIPTS, `${named}.yaml`), 'utf8'), named);
      const people = script.people ? { version: 'script', ...directoryOf(script.people) } : demoDirectory();
      const { procedure, calendar } = rulesOf(key);
      const { state } = await rehearse({ procedure, calendar, people, script, server });
      await save(server, state.reference, `${name}-${key === FIRST ? story : `${key}-${story}`}`);
    }
    if (scripts.length > 0) return;
    const { procedure, calendar } = rulesOf(FIRST);
    const people = demoDirectory();
    const { state } = await rehearse({ procedure, calendar, people, script: null, server });
    await save(server, state.reference, `${name}-nobody-acts`);
    await save(server, await liveAsInProduction(server, rulesOf(FIRST)), `${name}-production`);
  });
}

/** A run started from its ledger, with the clock of the server: people asked about before a rung, signals good and bad. */
async function liveAsInProduction(server: RehearsalServer, { people, ...rules }: KnownRules): Promise<string> {
  const memory = rehearsalMemory(people);
  const taskQueue = `recording-${randomUUID()}`;
  const reference = `C-${randomUUID()}`;
  const client = new Client({ connection: server.connection, namespace: server.namespace });
  const worker = await Worker.create({
    connection: server.nativeConnection,
    namespace: server.namespace,
    workflowBundle: server.workflowBundle,
    dataConverter: { payloadConverterPath: require.resolve('../workflows/payload-converter') },
    activities: memory.activities,
    taskQueue,
  });
  await worker.runUntil(async () => {
    const registration = registrationOf(undefined, { ...rules, people }, reference, new Date().toISOString());
    const registered = decide({ ...rules, people }, null, { type: 'register', registration }, registration.receivedAt);
    if (isRefused(registered)) throw new Error(registered.refusal.detail);
    const { events, state } = registered;
    await memory.activities.recordEvents({ reference, events });
    const carried = { state, ...remembered(handledActs(events)) };
    const handle = await client.workflow.start(COMPLAINT_WORKFLOW, {
      workflowId: reference,
      taskQueue,
      args: [{ rules, carried }],
    });
    await handle.executeUpdate(receiptUpdate);
    await handle.executeUpdate(actUpdate, { args: [{ act: 'note', by: 'demo-customer-service-1', reason: 'inline' }] });
    await handle.signal(actSignal, { act: 'approve', by: 'demo-general-manager' });
    await handle.signal('act', 'rubbish');
    await advanceTo(client, reference, (await virtualNow(client, reference)) + 14 * DAY_MS);
    await handle.executeUpdate(actUpdate, { args: [{ act: 'withdraw', by: 'complainant' }] });
    await handle.executeUpdate(actUpdate, { args: [{ act: 'reopen', by: 'complainant' }] });
    await handle.executeUpdate(actUpdate, { args: [{ act: 'withdraw', by: 'complainant' }] });
    await advanceTo(client, reference, (await virtualNow(client, reference)) + 31 * DAY_MS);
    await handle.result();
  });
  return reference;
}

async function save(server: RehearsalServer, reference: string, name: string): Promise<void> {
  const client = new Client({ connection: server.connection, namespace: server.namespace });
  const histories = await historiesOf(client, reference);
  for (const [index, history] of histories.entries()) {
    const file = join(FOLDER, `${name}-${index + 1}.json`);
    if (!existsSync(file)) writeFileSync(file, history);
    process.stdout.write(`${basename(file)}\n`);
  }
}

const [name, ...scripts] = process.argv.slice(2);
if (name === undefined) throw new Error('usage: npm run record -- NAME [PROCEDURE/SCRIPT...]');
record(name, scripts).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
