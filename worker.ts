import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { type NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import pino, { type Logger } from 'pino';
import { createActivities } from './activities';
import { createCalendarMessenger } from './services/calendar-messenger';
import { createLeaverMessenger } from './services/leaver-messenger';
import { dispatchNotices, type Senders } from './activities/notices';
import type { Ledger, LetterSender, Sender } from './activities/ports';
import { createMailSender } from './activities/senders/mail';
import { createMailFolderSender } from './activities/senders/mail-folder';
import { createWebhookSender } from './activities/senders/webhook';
import { createComplaintStarter } from './services/start-complaint';
import { Library } from './services/library';
import { readConfig, type Config } from './config';
import { createActFinder } from './db/acts';
import { createCalendarBacklog } from './db/calendars';
import { createLeaverBacklog } from './db/leavers';
import { createContentStore } from './db/content';
import { createDigestStore } from './db/digests';
import { createIntakeBacklog } from './db/intake';
import { createLedger } from './db/ledger';
import { createOutbox } from './db/notices';
import { createChoosingSource, createPeopleSource } from './db/people-answers';
import { createPool, type Pool } from './db/pool';
import { createRuleBooks } from './db/rule-books';
import { webhookSecretOf } from './db/sources';
import { NoticePump } from './activities/notice-pump';
import { customsOf } from './procedures/customs/compile-customs';
import { createCalendarsInUse, createDigestRenderer } from './services/digest-rendering';
import { createNoticeRenderer, createContactHours } from './services/notice-rendering';
import { scheduleSweep } from './services/sweep-schedule';
import { serveWorkerHealth } from './services/worker-health';
import { publishShippedRuleBooks } from './services/publishing';
import { connectWorker, createClient, lazyConnection } from './temporal';

/** Acknowledgements are recorded by the intake, beside this process: so often somebody looks for them. */
const NOTICES_EVERY_MS = 1_000;

/** The worker process: runs complaints and their activities until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = pino({ level: config.logLevel, base: { program: 'worker' } });
  Runtime.install({ logger: temporalLogger(logger), shutdownSignals: ['SIGINT', 'SIGTERM'] });
  const pool = createPool({ url: config.databaseUrl, max: config.databasePool });
  const clientConnection = lazyConnection(config.temporal);
  const client = createClient(clientConnection, config.temporal);
  const connection = await connectWorker(config.temporal);
  const unheld = await publishShippedRuleBooks(pool);
  if (unheld.length > 0) logger.warn({ roles: unheld }, 'nobody holds these roles of the shipped rule books');
  const { activities, pump } = wire({ config, logger, pool, client });
  const worker = await createWorker(config, connection, activities);
  await scheduleSweep(client, config.temporal.taskQueue);
  pump.wake();
  const health = config.worker.metricsAddress
    ? await serveWorkerHealth(config.worker.metricsAddress, () => worker.getState())
    : null;
  const listening = setInterval(() => pump.wake(), NOTICES_EVERY_MS);
  logger.info({ taskQueue: config.temporal.taskQueue }, 'worker ready');
  try {
    await worker.run();
  } finally {
    clearInterval(listening);
    health?.close();
    await pump.stop();
    await Promise.allSettled([connection.close(), clientConnection.close(), pool.end()]);
  }
}

interface Wiring {
  readonly config: Config;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly client: Client;
}

function wire({ config, logger, pool, client }: Wiring) {
  const outbox = createOutbox(pool);
  const library = new Library({ pool, ruleBooks: createRuleBooks(pool), people: createPeopleSource(pool) });
  const render = createNoticeRenderer(library, { secret: config.trackingSecret, publicUrl: config.publicUrl });
  const mail = mailSenderOf(config);
  const senders: Senders = { webhook: webhookSenderOf(config, pool), ...(mail ? { mail } : {}) };
  const contactableFrom = createContactHours(library);
  const pump = new NoticePump(
    (isStopping) =>
      dispatchNotices({
        outbox,
        render,
        senders,
        contactableFrom,
        log: logger,
        now: () => new Date(),
        random: Math.random,
        onProgress: () => undefined,
        isStopping,
      }),
    (error) => logger.warn({ err: error }, 'notices are not sent now'),
  );
  const ledger = createLedger(pool);
  const calendars = createCalendarBacklog(pool);
  const activities = createActivities({
    ledger: waking(ledger, pump),
    ruleBooks: library,
    acts: createActFinder(pool),
    contents: createContentStore(pool),
    people: createChoosingSource(pool),
    backlog: createIntakeBacklog(pool),
    runs: createComplaintStarter({
      client,
      taskQueue: config.temporal.taskQueue,
      ruleBooks: library,
      customs: customsOf,
      people: library,
      ledger,
      news: calendars,
    }),
    calendars,
    messenger: createCalendarMessenger(client),
    leavers: createLeaverBacklog(pool),
    leaverMessenger: createLeaverMessenger(client),
    outbox,
    renderNotices: render,
    senders,
    contactableFrom,
    digests: {
      store: createDigestStore(pool),
      calendars: createCalendarsInUse(library),
      render: createDigestRenderer(library, () => new Date()),
      sender: mail,
    },
    log: logger,
  });
  return { activities, pump };
}

/** Notices go out soon after they are recorded, not with the next sweep. */
function waking(ledger: Ledger, pump: NoticePump): Ledger {
  return {
    ...ledger,
    async record(input) {
      const recorded = await ledger.record(input);
      pump.wake();
      return recorded;
    },
  };
}

/** Without a mail server and without a folder there is no mail: such notices wait, and stay readable. */
function mailSenderOf(config: Config): LetterSender | undefined {
  if (config.mail) return createMailSender(config.mail);
  const { mailFolder: folder } = config;
  return folder === undefined ? undefined : createMailFolderSender({ folder, from: 'Redress <redress@localhost>' });
}

function webhookSenderOf(config: Config, pool: Pool): Sender {
  return createWebhookSender({
    secretsOf: async ({ reference, notice }) => [
      (await webhookSecretOf(pool, { reference, to: notice.to })) ?? config.webhookSecret,
    ],
    privateAddressesAllowed: config.webhooksToPrivateAddresses,
  });
}

function createWorker(config: Config, connection: NativeConnection, activities: object): Promise<Worker> {
  const { maxCachedWorkflows, maxConcurrentActivities, deployment } = config.worker;
  return Worker.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    activities,
    ...workflowSource(),
    dataConverter: { payloadConverterPath: require.resolve('./workflows/payload-converter') },
    maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: maxConcurrentActivities,
    stickyQueueScheduleToStartTimeout: '5 seconds',
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '14 seconds',
    ...(deployment
      ? {
          workerDeploymentOptions: {
            useWorkerVersioning: true,
            version: { deploymentName: deployment.name, buildId: deployment.buildId },
            defaultVersioningBehavior: 'AUTO_UPGRADE' as const,
          },
        }
      : {}),
  });
}

/** The bundle made by the build; without one the workflows are bundled now. */
function workflowSource(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  const codePath = join(__dirname, 'workflow-bundle.js');
  return existsSync(codePath) ? { workflowBundle: { codePath } } : { workflowsPath: require.resolve('./workflows') };
}

function temporalLogger(logger: Logger) {
  const line = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: object) =>
    logger[level]({ ...meta }, message);
  return {
    log: (level: string, message: string, meta?: object) => line(level === 'INFO' ? 'debug' : 'warn')(message, meta),
    trace: line('trace'),
    debug: line('debug'),
    info: line('debug'),
    warn: line('warn'),
    error: line('error'),
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
